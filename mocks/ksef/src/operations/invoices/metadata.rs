//! InvoiceMetadata (spec §1.8). Amounts are written digit by digit, so this is serialised at once, not through values.

use serde::Serialize;

use crate::invoice::facts::Authorized;
use crate::invoice::form::FormCode;
use crate::invoice::{Amount, Buyer, InvoiceKind, Seller, ThirdSubject};
use crate::state::invoices::{Accepted, Invoice, Mode};
use crate::wire::moment;

/// The metadata of one invoice.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Metadata<'a> {
    ksef_number: &'a str,
    invoice_number: &'a str,
    issue_date: String,
    invoicing_date: String,
    acquisition_date: String,
    permanent_storage_date: String,
    seller: &'a Seller,
    buyer: &'a Buyer,
    net_amount: Amount,
    gross_amount: Amount,
    vat_amount: Amount,
    currency: &'a str,
    invoicing_mode: Mode,
    invoice_type: InvoiceKind,
    form_code: FormCode,
    is_self_invoicing: bool,
    has_attachment: bool,
    invoice_hash: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    hash_of_corrected_invoice: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    third_subjects: &'a [ThirdSubject],
    #[serde(skip_serializing_if = "Option::is_none")]
    authorized_subject: Option<&'a Authorized>,
}

impl<'a> Metadata<'a> {
    /// The metadata of an invoice that is stored for good.
    pub fn of(invoice: &'a Invoice, accepted: &'a Accepted, stored: time::OffsetDateTime) -> Self {
        let facts = &accepted.facts;
        Self {
            ksef_number: accepted.number.as_str(),
            invoice_number: &facts.number,
            issue_date: facts.issue_date.to_string(),
            invoicing_date: moment::write(invoice.sent),
            acquisition_date: moment::write(accepted.acquired),
            permanent_storage_date: moment::write(stored),
            seller: &facts.seller,
            buyer: &facts.buyer,
            net_amount: facts.net,
            gross_amount: facts.gross,
            vat_amount: facts.vat,
            currency: &facts.currency,
            invoicing_mode: accepted.mode,
            invoice_type: facts.kind,
            form_code: facts.form.code(),
            is_self_invoicing: facts.self_invoicing,
            has_attachment: facts.attachment,
            invoice_hash: &invoice.hash,
            hash_of_corrected_invoice: accepted.corrects.as_deref(),
            third_subjects: &facts.third,
            authorized_subject: facts.authorized.as_ref(),
        }
    }
}
