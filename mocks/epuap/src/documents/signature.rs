//! Signatures on documents: XAdES, enveloped or enveloping, of whoever signed. Whom it belongs to is not looked at: the
//! made-up country has no list of qualified certificates yet.

use poligon_crypto::Document;
use poligon_crypto::seal::{self, Fault, Policy, Report};
use time::OffsetDateTime;

/// Most signatures of one document.
const MOST: usize = 10;

/// Verifies the first signature of a document.
pub fn verify(bytes: &[u8], now: OffsetDateTime) -> Report {
    seal::verify(bytes, &policy(now))
}

/// The same of a document that was read.
pub fn verify_document(document: &Document<'_>, now: OffsetDateTime) -> Report {
    seal::verify_document(document, &policy(now))
}

/// Whether the document has no signature at all.
pub fn is_absent(report: &Report) -> bool {
    matches!(report.fault, Some(Fault::NoSignature | Fault::Unreadable(_)))
}

fn policy(now: OffsetDateTime) -> Policy {
    Policy { signatures: MOST, xades: true, ..Policy::document(now) }
}
