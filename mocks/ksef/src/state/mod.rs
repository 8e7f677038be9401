//! What KSeF remembers in one sandbox. Pure: no I/O, no clock of its own; times and random words are arguments.

pub mod auth;
pub mod invoices;
pub mod permissions;
pub mod sessions;

/// Everything KSeF remembers in one sandbox.
#[derive(Debug, Default)]
pub struct State {
    /// Challenges and authentication operations.
    pub auth: auth::Auth,
    /// Accepted invoices.
    pub invoices: invoices::Invoices,
    /// Owners, grants, roles, consents, blocks.
    pub permissions: permissions::Permissions,
    /// Sessions.
    pub sessions: sessions::Sessions,
}
