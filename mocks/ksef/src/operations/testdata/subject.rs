//! `POST /testdata/subject`, `/testdata/subject/remove`: an organisation with a role, and its members.

use poligon_institution::{Refused, Response};

use super::done;
use super::person::{created, description, nip, require_new};
use crate::desk::Call;
use crate::state::permissions::{Subject, SubjectKind};
use crate::wire::json::Body;

const KINDS: &[(&str, SubjectKind)] = &[
    ("EnforcementAuthority", SubjectKind::EnforcementAuthority),
    ("VatGroup", SubjectKind::VatGroup),
    ("JST", SubjectKind::Jst),
];

/// Records an organisation.
///
/// # Errors
/// 21405, 30001.
pub fn create(call: &mut Call<'_>) -> Result<Response, Refused> {
    let body = Body::of(call)?;
    let root = body.root();
    let own = nip(&root, "subjectNip");
    let kind = root.field("subjectType").required().one_of(KINDS).unwrap_or(SubjectKind::VatGroup);
    description(&root);
    let subunits = root.field("subunits").items(1_000);
    let subunits = subunits
        .iter()
        .map(|unit| {
            description(unit);
            nip(unit, "subjectNip")
        })
        .collect();
    let created = created(call, &root);
    body.finish(call)?;
    let added = call.desk.state().permissions.add_subject(&own, Subject { kind, subunits, created });
    require_new(call, added.is_ok(), &own)?;
    Ok(done())
}

/// Strikes an organisation off, with its members.
///
/// # Errors
/// 21405.
pub fn remove(call: &mut Call<'_>) -> Result<Response, Refused> {
    let body = Body::of(call)?;
    let own = nip(&body.root(), "subjectNip");
    body.finish(call)?;
    call.desk.state().permissions.remove_subject(&own);
    Ok(done())
}
