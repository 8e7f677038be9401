//! Public and private keys: RSA and EC P-256, P-384, P-521.

use thiserror::Error;

use crate::SignatureAlgorithm;

/// A public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    spki: Vec<u8>,
}

/// A private key that signs. Its `Debug` shows no secret.
pub struct SigningKey {
    pkcs8: Vec<u8>,
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

impl PublicKey {
    /// A key from SubjectPublicKeyInfo DER.
    pub fn from_spki(der: &[u8]) -> Result<Self, KeyError> {
        Ok(Self { spki: der.to_vec() })
    }

    /// Its SubjectPublicKeyInfo DER.
    pub fn spki(&self) -> &[u8] {
        &self.spki
    }

    /// Its kind.
    pub fn kind(&self) -> KeyKind {
        todo!()
    }

    /// Whether `signature` is this key's over `message`. ECDSA values are R‖S of fixed width.
    pub fn verifies(&self, algorithm: SignatureAlgorithm, message: &[u8], signature: &[u8]) -> bool {
        let _ = (algorithm, message, signature);
        todo!()
    }
}

impl SigningKey {
    /// A key from PKCS#8 DER.
    pub fn from_pkcs8(der: &[u8]) -> Result<Self, KeyError> {
        Ok(Self { pkcs8: der.to_vec() })
    }

    /// Its public key.
    pub fn public(&self) -> PublicKey {
        let _ = &self.pkcs8;
        todo!()
    }

    /// Signs `message`. Deterministic: PKCS#1 v1.5, ECDSA by RFC 6979 (value R‖S), PSS with `salt` cut or extended by zeros to
    /// the digest's length.
    pub fn sign(&self, algorithm: SignatureAlgorithm, message: &[u8], salt: &[u8]) -> Result<Vec<u8>, KeyError> {
        let _ = (algorithm, message, salt);
        todo!()
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKey(…)")
    }
}
