//! `GET /sessions/{referenceNumber}`: the status of a session, with the links to its UPO at the end.

use http::StatusCode;
use poligon_institution::{Refused, Response};
use serde_json::{Value, json};

use super::{common, storage};
use crate::desk::Call;
use crate::state::sessions::Session;
use crate::wire::{self, moment};

/// Answers the operation.
///
/// # Errors
/// 401, 403, 21173.
pub fn answer(call: &mut Call<'_>) -> Result<Response, Refused> {
    let index = common::looked_at(call, true)?;
    let state = call.desk.state();
    let body = state.sessions.at(index).map(|session| body(call, session));
    drop(state);
    Ok(wire::json(StatusCode::OK, &body))
}

fn body(call: &Call<'_>, session: &Session) -> Value {
    let course = session.course;
    // In online sessions a counter of zero is absent (spec §2.2).
    let counter = |count: u32| (count > 0).then_some(count);
    json!({
        "status": session.status(),
        "dateCreated": moment::write(course.created),
        "dateUpdated": moment::write(course.updated),
        "validUntil": moment::write(course.valid_until),
        "upo": upo(call, session),
        "invoiceCount": counter(course.sent),
        "successfulInvoiceCount": counter(course.accepted),
        "failedInvoiceCount": counter(course.rejected),
    })
}

fn upo(call: &Call<'_>, session: &Session) -> Option<Value> {
    let page = |(number, reference): (usize, &crate::ids::ReferenceNumber)| {
        let path = format!("{}/session-upo/upo_{:02}.xml", session.reference, number + 1);
        let (url, expires) = storage::link(call, &path);
        json!({ "referenceNumber": reference, "downloadUrl": url, "downloadUrlExpirationDate": expires })
    };
    let pages: Vec<Value> = session.pages.iter().enumerate().map(page).collect();
    (!pages.is_empty()).then(|| json!({ "pages": pages }))
}
