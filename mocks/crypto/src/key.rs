//! Public and private keys: RSA and EC P-256, P-384, P-521.
//!
//! The usual algorithms run on aws-lc-rs; what it lacks (SHA-3, PSS with an odd salt, curve and hash of different sizes)
//! runs on RustCrypto, slower. A key is parsed once, when it is made.

mod digests;
mod ec;
pub(crate) mod nonce;
mod pss;
mod rsa;

use std::sync::Arc;

use thiserror::Error;

pub(crate) use ec::fixed_of_der;
pub(crate) use pss::Fixed;

use crate::SignatureAlgorithm;

/// A public key. Cheap to clone.
#[derive(Clone)]
pub struct PublicKey {
    inner: Arc<Public>,
}

struct Public {
    spki: Vec<u8>,
    key: PublicKind,
}

enum PublicKind {
    Ec(ec::Public),
    Rsa(rsa::Public),
}

/// A private key that signs. Its `Debug` shows no secret.
pub struct SigningKey {
    secret: SecretKind,
    public: PublicKey,
}

enum SecretKind {
    Ec(ec::Secret),
    Rsa(Box<rsa::Secret>),
}

/// What kind of key this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// RSA with a modulus of this many bits.
    Rsa {
        /// Bits of the modulus.
        bits: usize,
    },
    /// EC on a named curve with fields of this many bits (256, 384, 521).
    Ec {
        /// Bits of the field.
        bits: usize,
    },
}

/// Why key bytes are not a key, or a key cannot do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum KeyError {
    /// The algorithm does not fit the key.
    #[error("a key of kind {kind} cannot be used with {algorithm}")]
    Mismatch {
        /// „RSA” or „EC”.
        kind: &'static str,
        /// The signature algorithm's URI.
        algorithm: &'static str,
    },
    /// Bytes that are not a key this house reads.
    #[error("not an RSA or EC P-256/P-384/P-521 key: {0}")]
    Unreadable(String),
}

/// Most bytes of a key in DER: far above RSA-8192, far below what would be slow to refuse.
const MOST_BYTES: usize = 16_384;

impl PublicKey {
    /// A key from SubjectPublicKeyInfo DER. RSA of 512 to 8192 bits; EC on a named curve, point compressed or not.
    pub fn from_spki(der: &[u8]) -> Result<Self, KeyError> {
        if der.len() > MOST_BYTES {
            return Err(KeyError::Unreadable(format!("{} bytes are more than any key has", der.len())));
        }
        let key = match rsa::Public::from_spki(der) {
            Ok(key) => PublicKind::Rsa(key),
            Err(why_not_rsa) => match ec::Public::from_spki(der) {
                Some(key) => PublicKind::Ec(key),
                None => return Err(KeyError::Unreadable(why_not_rsa)),
            },
        };
        Ok(Self { inner: Arc::new(Public { spki: der.to_vec(), key }) })
    }

    /// Its SubjectPublicKeyInfo DER.
    pub fn spki(&self) -> &[u8] {
        &self.inner.spki
    }

    /// Its kind.
    pub fn kind(&self) -> KeyKind {
        match &self.inner.key {
            PublicKind::Ec(key) => KeyKind::Ec { bits: key.bits() },
            PublicKind::Rsa(key) => KeyKind::Rsa { bits: key.bits() },
        }
    }

    /// Whether `signature` is this key's over `message`. ECDSA values are R‖S of fixed width. PSS accepts a salt of any
    /// length (real signers differ). An algorithm that does not fit the key is `false`.
    pub fn verifies(&self, algorithm: SignatureAlgorithm, message: &[u8], signature: &[u8]) -> bool {
        match (&self.inner.key, algorithm) {
            (PublicKind::Rsa(key), SignatureAlgorithm::RsaPkcs1(digest)) => {
                key.verifies_pkcs1(digest, message, signature)
            }
            (PublicKind::Rsa(key), SignatureAlgorithm::RsaPss(digest)) => {
                key.verifies_pss(digest, message, signature)
            }
            (PublicKind::Ec(key), SignatureAlgorithm::Ecdsa(digest)) => {
                key.verifies(digest, message, signature)
            }
            _ => false,
        }
    }

    /// RSA only: the padded block inside a signature value. The microscope reads from it which digest was really signed.
    pub(crate) fn recovered(&self, signature: &[u8]) -> Option<Vec<u8>> {
        match &self.inner.key {
            PublicKind::Rsa(key) => key.recovered(signature),
            PublicKind::Ec(_) => None,
        }
    }

    /// RSA only: whether a recovered block is a PSS encoding of this digest. `bits` of the modulus are the key's own.
    pub(crate) fn block_is_pss(&self, digest: crate::DigestAlgorithm, hash: &[u8], block: &[u8]) -> bool {
        match &self.inner.key {
            PublicKind::Rsa(key) => pss::is_encoding(digest, hash, block, key.bits()),
            PublicKind::Ec(_) => false,
        }
    }

    /// RSA only: whether a recovered block has whole PSS padding, whatever was signed.
    pub(crate) fn block_looks_like_pss(
        &self,
        digest: crate::DigestAlgorithm,
        length: usize,
        block: &[u8],
    ) -> bool {
        match &self.inner.key {
            PublicKind::Rsa(key) => pss::is_padded(digest, length, block, key.bits()),
            PublicKind::Ec(_) => false,
        }
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.spki() == other.spki()
    }
}

impl Eq for PublicKey {}

impl std::fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PublicKey({:?})", self.kind())
    }
}

impl SigningKey {
    /// A key from PKCS#8 DER (unencrypted).
    pub fn from_pkcs8(der: &[u8]) -> Result<Self, KeyError> {
        if der.len() > MOST_BYTES {
            return Err(KeyError::Unreadable(format!("{} bytes are more than any key has", der.len())));
        }
        let (secret, spki) = match rsa::Secret::from_pkcs8(der) {
            Ok((secret, spki)) => (SecretKind::Rsa(Box::new(secret)), spki),
            Err(why_not_rsa) => match ec::Secret::from_pkcs8(der) {
                Some((secret, spki)) => (SecretKind::Ec(secret), spki),
                None => return Err(KeyError::Unreadable(why_not_rsa)),
            },
        };
        Ok(Self { secret, public: PublicKey::from_spki(&spki)? })
    }

    /// Its public key.
    pub fn public(&self) -> PublicKey {
        self.public.clone()
    }

    /// Signs `message`. Deterministic: PKCS#1 v1.5, ECDSA by RFC 6979 (value R‖S), PSS with `salt` cut or extended by zeros to
    /// the digest's length.
    pub fn sign(
        &self,
        algorithm: SignatureAlgorithm,
        message: &[u8],
        salt: &[u8],
    ) -> Result<Vec<u8>, KeyError> {
        match (&self.secret, algorithm) {
            (SecretKind::Rsa(key), SignatureAlgorithm::RsaPkcs1(digest)) => key.sign_pkcs1(digest, message),
            (SecretKind::Rsa(key), SignatureAlgorithm::RsaPss(digest)) => key.sign_pss(digest, message, salt),
            (SecretKind::Ec(key), SignatureAlgorithm::Ecdsa(digest)) => key.sign(digest, message),
            (SecretKind::Rsa(_), _) => Err(KeyError::Mismatch { kind: "RSA", algorithm: algorithm.uri() }),
            (SecretKind::Ec(_), _) => Err(KeyError::Mismatch { kind: "EC", algorithm: algorithm.uri() }),
        }
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SigningKey({:?}, …)", self.public.kind())
    }
}

#[cfg(test)]
mod tests;
