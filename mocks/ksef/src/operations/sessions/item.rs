//! An invoice of a session as the API writes it.

use serde::Serialize;
use serde_json::Value;

use crate::desk::Call;
use crate::invoice::Verdict;
use crate::operations::sessions::storage;
use crate::state::State;
use crate::state::invoices::{Invoice, Mode};
use crate::wire::moment;

/// SessionInvoice (spec §1.7); what is absent is left out.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionInvoice {
    ordinal_number: u32,
    invoice_number: Option<String>,
    ksef_number: Option<String>,
    reference_number: String,
    invoice_hash: String,
    acquisition_date: Option<String>,
    invoicing_date: String,
    permanent_storage_date: Option<String>,
    upo_download_url: Option<String>,
    upo_download_url_expiration_date: Option<String>,
    invoicing_mode: Option<Mode>,
    status: Verdict,
}

/// The invoice of this index, polled; a null when there is none.
pub fn polled(call: &Call<'_>, state: &mut State, index: usize) -> Value {
    state.poll_invoice(index, call.now);
    let item = state.invoices.at(index).and_then(|invoice| {
        let session = state.sessions.at(invoice.session)?.reference.as_str();
        Some(item(call, session, invoice))
    });
    state.invoices.asked(index);
    // Our own types always turn into JSON.
    serde_json::to_value(item).unwrap_or(Value::Null)
}

fn item(call: &Call<'_>, session: &str, invoice: &Invoice) -> SessionInvoice {
    let success = invoice.success();
    let link = success.map(|(accepted, _)| {
        storage::link(call, &format!("{session}/invoice-upo/upo_{}.xml", accepted.number))
    });
    let (url, expires) = link.unzip();
    SessionInvoice {
        ordinal_number: invoice.ordinal,
        // Known once the file was read.
        invoice_number: invoice.number.clone().filter(|_| invoice.shown.is_some()),
        ksef_number: success.map(|(accepted, _)| accepted.number.to_string()),
        reference_number: invoice.reference.to_string(),
        invoice_hash: invoice.hash.clone(),
        acquisition_date: success.map(|(accepted, _)| moment::write(accepted.acquired)),
        invoicing_date: moment::write(invoice.sent),
        permanent_storage_date: success.map(|(_, stored)| moment::write(stored)),
        upo_download_url: url,
        upo_download_url_expiration_date: expires,
        invoicing_mode: success.map(|(accepted, _)| accepted.mode),
        status: invoice.status(),
    }
}
