//! What KSeF remembers in one sandbox. Pure: no I/O, no clock of its own; times and random words are arguments.

pub mod auth;
pub mod invoices;
pub mod limits;
pub mod permissions;
pub mod sessions;
pub mod traffic;

/// Everything KSeF remembers in one sandbox.
#[derive(Debug, Default)]
pub struct State {
    /// Challenges and authentication operations.
    pub auth: auth::Auth,
    /// Accepted invoices.
    pub invoices: invoices::Invoices,
    /// Limits of sessions and certificates.
    pub limits: limits::Limits,
    /// Owners, grants, roles, consents, blocks.
    pub permissions: permissions::Permissions,
    /// Sessions.
    pub sessions: sessions::Sessions,
    /// How often requests come.
    pub traffic: traffic::Traffic,
}
