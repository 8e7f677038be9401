//! X.509 certificates as a verifier reads them.

use thiserror::Error;
use time::OffsetDateTime;

use crate::PublicKey;

/// A parsed certificate and its DER.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    der: Vec<u8>,
}

/// One attribute of a subject: OID in dots, value as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameAttribute {
    /// `2.5.4.97`.
    pub oid: String,
    /// The value.
    pub value: String,
}

/// Bytes that are not a certificate.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("not an X.509 certificate: {0}")]
pub struct CertificateError(pub String);

/// Why a chain is not trusted.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ChainError {
    /// A certificate's time has passed.
    #[error("certificate „{subject}” expired on {not_after}")]
    Expired {
        /// Whose.
        subject: String,
        /// When.
        not_after: OffsetDateTime,
    },
    /// A certificate's time has not come.
    #[error("certificate „{subject}” is valid only from {not_before}")]
    NotYetValid {
        /// Whose.
        subject: String,
        /// When.
        not_before: OffsetDateTime,
    },
    /// A certificate was revoked.
    #[error("certificate „{subject}” was revoked")]
    Revoked {
        /// Whose.
        subject: String,
    },
    /// A signature in the chain does not verify, or an issuer is no CA.
    #[error("certificate „{subject}” is not a proper issue of „{issuer}”: {why}")]
    Broken {
        /// Whose.
        subject: String,
        /// By whom.
        issuer: String,
        /// What is wrong.
        why: String,
    },
    /// No anchor issued it.
    #[error("no trusted authority issued „{subject}” (issuer „{issuer}”)")]
    Untrusted {
        /// The last certificate that could be followed.
        subject: String,
        /// Its issuer.
        issuer: String,
    },
}

impl Certificate {
    /// Parses DER.
    pub fn from_der(der: &[u8]) -> Result<Self, CertificateError> {
        Ok(Self { der: der.to_vec() })
    }

    /// Its DER.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Its public key; an error when the key is of a kind this house does not read.
    pub fn public_key(&self) -> Result<PublicKey, CertificateError> {
        todo!()
    }

    /// The subject's attributes in order.
    pub fn subject(&self) -> Vec<NameAttribute> {
        todo!()
    }

    /// The first subject attribute with this OID (`2.5.4.97`).
    pub fn subject_attribute(&self, oid: &str) -> Option<String> {
        self.subject().into_iter().find(|attribute| attribute.oid == oid).map(|attribute| attribute.value)
    }

    /// The subject as one line for people (RFC 4514 style).
    pub fn subject_line(&self) -> String {
        todo!()
    }

    /// The issuer as one line for people.
    pub fn issuer_line(&self) -> String {
        todo!()
    }

    /// The serial number, upper-case hex without leading zeros pairs.
    pub fn serial(&self) -> String {
        todo!()
    }

    /// SHA-256 of the DER, 64 upper-case hex digits.
    pub fn fingerprint(&self) -> String {
        todo!()
    }

    /// First moment of validity.
    pub fn not_before(&self) -> OffsetDateTime {
        todo!()
    }

    /// Last moment of validity.
    pub fn not_after(&self) -> OffsetDateTime {
        todo!()
    }

    /// Whether subject and issuer are the same and its own key verifies it.
    pub fn is_self_signed(&self) -> bool {
        todo!()
    }

    /// Follows the chain from this certificate through `intermediates` to one of `anchors` at `now`; `revoked` says whether
    /// a certificate (by issuer line and serial) was revoked. Returns the subject lines from leaf to anchor.
    pub fn chain(
        &self,
        intermediates: &[Certificate],
        anchors: &[Certificate],
        revoked: &dyn Fn(&Certificate) -> bool,
        now: OffsetDateTime,
    ) -> Result<Vec<String>, ChainError> {
        let _ = (intermediates, anchors, revoked, now);
        todo!()
    }
}
