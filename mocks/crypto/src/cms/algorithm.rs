//! Algorithm identifiers of CMS as values.

use crate::gost::{self, Size};
use crate::{Certificate, DigestAlgorithm, PublicKey, SignatureAlgorithm};

/// A digest of CMS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Digest {
    /// SHA.
    Sha(DigestAlgorithm),
    /// Streebog.
    Streebog(Size),
}

/// A key that verifies.
#[derive(Clone, Debug)]
pub(super) enum Key {
    Classic(PublicKey),
    Gost(gost::PublicKey),
}

impl Digest {
    /// The digest of this identifier.
    pub fn of_oid(oid: &str) -> Option<Self> {
        Some(match oid {
            "1.3.14.3.2.26" => Self::Sha(DigestAlgorithm::Sha1),
            "2.16.840.1.101.3.4.2.1" => Self::Sha(DigestAlgorithm::Sha256),
            "2.16.840.1.101.3.4.2.2" => Self::Sha(DigestAlgorithm::Sha384),
            "2.16.840.1.101.3.4.2.3" => Self::Sha(DigestAlgorithm::Sha512),
            "1.2.643.7.1.1.2.2" => Self::Streebog(Size::Bits256),
            "1.2.643.7.1.1.2.3" => Self::Streebog(Size::Bits512),
            _ => return None,
        })
    }

    /// The digest of these bytes.
    pub fn digest(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha(algorithm) => algorithm.digest(bytes),
            Self::Streebog(size) => gost::digest(size, bytes),
        }
    }

    /// For people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sha(DigestAlgorithm::Sha1) => "SHA-1",
            Self::Sha(DigestAlgorithm::Sha256) => "SHA-256",
            Self::Sha(DigestAlgorithm::Sha384) => "SHA-384",
            Self::Sha(DigestAlgorithm::Sha512) => "SHA-512",
            Self::Sha(_) => "SHA-3",
            Self::Streebog(Size::Bits256) => "Streebog-256",
            Self::Streebog(Size::Bits512) => "Streebog-512",
        }
    }
}

impl Key {
    pub(super) fn of(certificate: &Certificate) -> Result<Self, String> {
        match certificate.gost_key() {
            Some(key) => Ok(Self::Gost(key)),
            None => certificate.public_key().map(Self::Classic).map_err(|why| why.to_string()),
        }
    }

    /// Whether the value is this key's over these bytes. CMS names RSA by `rsaEncryption` or with its digest, GOST by the key's
    /// own identifier or with its digest; the key decides.
    pub(super) fn verifies(&self, algorithm: &str, digest: Digest, message: &[u8], value: &[u8]) -> bool {
        match (self, digest) {
            (Self::Gost(key), Digest::Streebog(size)) if size == key.size() => key.verifies(message, value),
            (Self::Classic(key), Digest::Sha(digest)) => match (key.kind(), algorithm) {
                (crate::key::KeyKind::Rsa { .. }, "1.2.840.113549.1.1.10") => {
                    key.verifies(SignatureAlgorithm::RsaPss(digest), message, value)
                }
                (crate::key::KeyKind::Rsa { .. }, _) => {
                    key.verifies(SignatureAlgorithm::RsaPkcs1(digest), message, value)
                }
                (crate::key::KeyKind::Ec { bits }, _) => crate::key::fixed_of_der(value, bits)
                    .is_some_and(|fixed| key.verifies(SignatureAlgorithm::Ecdsa(digest), message, &fixed)),
            },
            _ => false,
        }
    }

    pub(super) fn name(&self) -> String {
        match self {
            Self::Classic(key) => format!("{:?}", key.kind()),
            Self::Gost(key) => format!("GOST R 34.10-2012 on {}", key.parameter_set().name()),
        }
    }
}
