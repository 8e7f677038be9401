//! The ЕПГУ services API («gusmev»), spec §5. The services themselves and СМЭВ are out of scope: a canned script of statuses stands
//! for the office.

pub mod dictionary;
pub mod orders;
pub mod push;

use poligon_institution::{Evidence, Refused};

use super::rest::{self, Access};
use crate::checks::epgu;
use crate::desk::Call;

const ORDER_SCOPE: &str = "http://lk.gosuslugi.ru/api-order";

/// The token of a call, which must allow applications.
///
/// # Errors
/// When it does not.
pub(super) fn access(call: &mut Call<'_>) -> Result<Access, Refused> {
    let access = rest::access(call)?;
    if access.organisation.is_some() {
        rest::allowed(call, &access, &[ORDER_SCOPE])?;
        return Ok(access);
    }
    let consent = access.permissions.as_ref().is_some_and(|value| value.to_string().contains("APIPGU"));
    call.exam.require(&epgu::PERMISSIONS.check, consent, || {
        vec![Evidence::text("The token has no org_oid, and its permissions do not name APIPGU.")]
    })?;
    Ok(access)
}
