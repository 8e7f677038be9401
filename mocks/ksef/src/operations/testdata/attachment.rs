//! `POST /testdata/attachment`, `/testdata/attachment/revoke`: the consent to invoices with attachments.

use poligon_institution::{Refused, Response};

use super::done;
use super::person::nip;
use crate::desk::Call;
use crate::wire::json::Body;
use crate::wire::moment;

/// Gives the consent.
///
/// # Errors
/// 21405.
pub fn allow(call: &mut Call<'_>) -> Result<Response, Refused> {
    let body = Body::of(call)?;
    let nip = nip(&body.root(), "nip");
    body.finish(call)?;
    call.desk.state().permissions.allow_attachments(&nip);
    Ok(done())
}

/// Ends the consent, today (in Warsaw) unless `expectedEndDate` says when.
///
/// # Errors
/// 21405.
pub fn revoke(call: &mut Call<'_>) -> Result<Response, Refused> {
    let body = Body::of(call)?;
    let root = body.root();
    let nip = nip(&root, "nip");
    let end = root.field("expectedEndDate").text_that(|text| moment::read(text).is_some());
    body.finish(call)?;
    let end = end.as_deref().and_then(moment::read).unwrap_or(call.now);
    call.desk.state().permissions.end_attachments(&nip, moment::warsaw_day(end));
    Ok(done())
}
