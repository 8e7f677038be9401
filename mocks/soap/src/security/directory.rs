//! What a service knows of systems and their certificates.

use poligon_crypto::Certificate;
use time::OffsetDateTime;

/// The registered systems, as an institution keeps them.
pub trait Directory {
    /// The system that registered exactly this certificate (compare the whole DER), revoked or not.
    fn registration(&self, certificate: &Certificate) -> Option<Registration>;

    /// The registered certificates, for messages that name theirs by key identifier, thumbprint, or issuer and serial number.
    fn certificates(&self) -> Vec<Certificate>;
}

/// One registered system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// What the institution calls the system.
    pub system: String,
    /// The podmiot that it belongs to.
    pub podmiot: String,
    /// Its roles: `Rola domyślna`.
    pub roles: Vec<String>,
    /// When its certificate was revoked.
    pub revoked: Option<OffsetDateTime>,
}

/// A directory without systems.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nobody;

impl Directory for Nobody {
    fn registration(&self, _: &Certificate) -> Option<Registration> {
        None
    }

    fn certificates(&self) -> Vec<Certificate> {
        Vec::new()
    }
}
