//! Owners, grants, roles, consents, blocks.

use crate::identity::Identifier;

/// State of permissions.
#[derive(Debug, Default)]
pub struct Permissions {}

impl Permissions {
    /// Whether this NIP may send invoices with attachments.
    pub fn attachments_allowed(&self, nip: &str, today: time::Date) -> bool {
        let _ = (nip, today);
        false
    }

    /// Whether the context is blocked.
    pub fn is_blocked(&self, context: &Identifier) -> bool {
        let _ = context;
        false
    }
}
