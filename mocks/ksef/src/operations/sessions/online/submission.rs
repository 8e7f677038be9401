//! The body of a send request.

use poligon_institution::Refused;

use crate::desk::Call;
use crate::wire::json::{Body, Json};
use crate::wire::patterns::is_sha256_base64;

/// What a client sends of one invoice.
#[derive(Debug)]
pub struct Submission {
    /// invoiceHash.
    pub hash: String,
    /// invoiceSize.
    pub size: i64,
    /// encryptedInvoiceHash.
    pub ciphertext_hash: String,
    /// encryptedInvoiceSize.
    pub ciphertext_size: i64,
    /// encryptedInvoiceContent.
    pub ciphertext: Vec<u8>,
    /// offlineMode.
    pub offline: bool,
    /// hashOfCorrectedInvoice.
    pub corrects: Option<String>,
}

impl Submission {
    /// Reads it.
    ///
    /// # Errors
    /// 21405 with all lines, 21001.
    pub fn read(call: &mut Call<'_>) -> Result<Self, Refused> {
        let body = Body::of(call)?;
        let hash = |name: &str| body.root().field(name).required().text_that(is_sha256_base64);
        let size = |name: &str| positive(&body.root().field(name).required());
        let (invoice_hash, ciphertext_hash) = (hash("invoiceHash"), hash("encryptedInvoiceHash"));
        let (invoice_size, ciphertext_size) = (size("invoiceSize"), size("encryptedInvoiceSize"));
        let ciphertext = body.root().field("encryptedInvoiceContent").required().base64();
        let offline = body.root().field("offlineMode").bool();
        let corrects = body.root().field("hashOfCorrectedInvoice").text_that(is_sha256_base64);
        body.finish(call)?;
        // What is required is there, or `finish` had refused.
        Ok(Self {
            hash: invoice_hash.unwrap_or_default(),
            size: invoice_size.unwrap_or_default(),
            ciphertext_hash: ciphertext_hash.unwrap_or_default(),
            ciphertext_size: ciphertext_size.unwrap_or_default(),
            ciphertext: ciphertext.unwrap_or_default(),
            offline: offline.unwrap_or(false),
            corrects,
        })
    }
}

fn positive(field: &Json<'_>) -> Option<i64> {
    let number = field.int()?;
    if number < 1 {
        field.line(format!("'{}' must be greater than or equal to '1'.", field.path()));
        return None;
    }
    Some(number)
}
