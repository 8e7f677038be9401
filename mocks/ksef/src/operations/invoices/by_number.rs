//! `GET /invoices/ksef/{ksefNumber}`: the bytes of an invoice as they were sent.

use http::StatusCode;
use poligon_institution::{Evidence, Refused, Response};

use crate::checks::sessions as rules;
use crate::desk::Call;
use crate::identity::Permission;
use crate::ids::KsefNumber;
use crate::invoice::judge;
use crate::wire::patterns::sha256_base64;

/// Answers the operation.
///
/// # Errors
/// 401, 403, 21405, 21164, 21165.
pub fn answer(call: &mut Call<'_>) -> Result<Response, Refused> {
    let caller = call.caller()?;
    call.require_any(&caller, &[Permission::InvoiceRead])?;
    let number = call.ksef_number_argument("ksefNumber")?;
    let (desk, now) = (call.desk, call.now);
    let mut state = desk.state();
    state.tick(now);
    let found = state.invoices.find_number(&number);
    let index = call.exam.need(&rules::INVOICE.check, found, || unknown(&number))?;
    state.poll_invoice(index, now);
    let invoice = state.invoices.at(index);
    let invoice = call.exam.need(&rules::INVOICE.check, invoice, || unknown(&number))?;
    let named =
        invoice.accepted.as_ref().is_some_and(|accepted| judge::names(&accepted.facts, &caller.context));
    call.require_visible(named, "the context appears on the invoice in no role")?;
    let stored = invoice.success().map(|(accepted, _)| accepted.plaintext.clone());
    let bytes = call.exam.need(&rules::STORED.check, stored, || {
        let said = format!(
            "Faktura o numerze KSeF {number} została przetworzona, ale nie jest jeszcze dostępna do pobrania. Spróbuj ponownie później."
        );
        let none = "none yet; ask for the status once more";
        vec![Evidence::values("permanentStorageDate", "a moment", none), Evidence::text(said)]
    })?;
    drop(state);
    let hash = sha256_base64(&bytes);
    Ok(Response::new(StatusCode::OK).with_body("application/xml", bytes).with_header("x-ms-meta-hash", &hash))
}

fn unknown(number: &str) -> Vec<Evidence> {
    let mut evidence =
        vec![Evidence::values("ksefNumber", "the number of an accepted invoice of this sandbox", number)];
    if let Err(why) = number.parse::<KsefNumber>() {
        evidence.push(Evidence::text(why.to_string()));
    }
    evidence
}
