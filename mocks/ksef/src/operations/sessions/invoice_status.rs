//! `GET /sessions/{referenceNumber}/invoices/{invoiceReferenceNumber}`: the status of one invoice.

use http::StatusCode;
use poligon_institution::{Evidence, Refused, Response};

use super::{common, item};
use crate::checks::sessions as rules;
use crate::desk::Call;
use crate::wire;

/// Answers the operation.
///
/// # Errors
/// 401, 403, 21405 for an unknown session or invoice too.
pub fn answer(call: &mut Call<'_>) -> Result<Response, Refused> {
    let session = session(call, false)?;
    let index = invoice(call, session)?;
    let desk = call.desk;
    let item = item::polled(call, &mut desk.state(), index);
    Ok(wire::json(StatusCode::OK, &item))
}

/// The session of the path. The file documents no code for one that is not there but 21405.
///
/// # Errors
/// 401, 403, 21405.
pub fn session(call: &mut Call<'_>, poll: bool) -> Result<usize, Refused> {
    common::looked_at_or(call, poll, |call, reference| {
        let line = format!("Sesja o numerze referencyjnym {reference} nie została znaleziona.");
        let mut evidence = common::unknown(reference);
        evidence.push(Evidence::text(line));
        call.exam.refuse(&rules::SESSION_INVOICE.check, evidence)
    })
}

/// The invoice of the session that the path names.
///
/// # Errors
/// When the session has no such invoice.
pub fn invoice(call: &mut Call<'_>, session: usize) -> Result<usize, Refused> {
    let reference = call.reference_argument("invoiceReferenceNumber")?;
    let state = call.desk.state();
    let found = state.invoices.find(&reference);
    let found =
        found.filter(|index| state.invoices.at(*index).is_some_and(|invoice| invoice.session == session));
    drop(state);
    let shown: String = reference.chars().take(60).collect();
    call.exam.need(&rules::SESSION_INVOICE.check, found, || {
        let line = format!("Faktura o numerze referencyjnym {shown} nie została znaleziona w sesji.");
        vec![
            Evidence::values(
                "invoiceReferenceNumber",
                "the number of an invoice of this session",
                shown.clone(),
            ),
            Evidence::text(line),
        ]
    })
}
