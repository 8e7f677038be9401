//! Challenges and authentication operations.

use crate::identity::AllowedIps;
use crate::ids::ReferenceNumber;

/// State of authentication.
#[derive(Debug, Default)]
pub struct Auth {}

impl Auth {
    /// The policy of a login; `None` when it set none.
    pub fn allowed_ips(&self, reference: &ReferenceNumber) -> Option<AllowedIps> {
        let _ = reference;
        None
    }

    /// SHA-256 (base64) of the document that a login was made with; `None` for logins by token.
    pub fn document_hash(&self, reference: &ReferenceNumber) -> Option<String> {
        let _ = reference;
        None
    }
}
