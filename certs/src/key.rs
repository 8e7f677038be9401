//! Private keys.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa;
use aws_lc_rs::signature::{KeyPair, RSA_PKCS1_SHA256};
use p256::ecdsa::signature::Signer;
use p256::pkcs8::DecodePrivateKey;
use poligon_crypto::gost::{self, ParameterSet};
use rcgen::{PublicKeyData, SignatureAlgorithm, SigningKey};

use crate::{VaultError, pem};

/// What kind of key to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyKind {
    /// RSA, 2048 bits.
    Rsa2048,
    /// RSA, 4096 bits.
    Rsa4096,
    /// EC P-256.
    EcP256,
    /// GOST R 34.10-2012 on this curve.
    Gost(ParameterSet),
}

impl KeyKind {
    /// The GOST key that is meant when none is named: CryptoPro A, as most containers have it.
    pub const GOST: Self = Self::Gost(ParameterSet::CryptoProA);

    /// `rsa-2048`, `rsa-4096`, `ec-p256`, or `gost-256-a` and its like: as in JSON, file names and the CLI.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rsa2048 => "rsa-2048",
            Self::Rsa4096 => "rsa-4096",
            Self::EcP256 => "ec-p256",
            Self::Gost(set) => set.name(),
        }
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<Self> {
        let usual = [Self::Rsa2048, Self::Rsa4096, Self::EcP256].into_iter();
        usual.chain(ParameterSet::ALL.map(Self::Gost)).find(|kind| kind.name() == name)
    }
}

impl serde::Serialize for KeyKind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> serde::Deserialize<'de> for KeyKind {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = <String as serde::Deserialize>::deserialize(deserializer)?;
        Self::named(&name)
            .ok_or_else(|| serde::de::Error::custom(format!("there is no kind of key „{name}”")))
    }
}

/// A private key. Its `Debug` shows no secret.
#[derive(Clone)]
pub struct Key {
    kind: KeyKind,
    pkcs8: Vec<u8>,
    /// The contents of the public key's bit string: `RSAPublicKey` DER, or the uncompressed point; GOST: the whole SPKI.
    public: Vec<u8>,
}

/// A key that rcgen can work with: RSA or EC.
#[derive(Debug)]
pub(crate) struct Classic<'a> {
    key: &'a Key,
    algorithm: &'static SignatureAlgorithm,
}

impl Key {
    /// The key in these bytes (PKCS#8 DER).
    ///
    /// # Errors
    /// When it is none of the kinds of [`KeyKind`].
    pub fn from_pkcs8(pkcs8: &[u8]) -> Result<Self, VaultError> {
        if let Ok(secret) = p256::SecretKey::from_pkcs8_der(pkcs8) {
            let point = p256::ecdsa::VerifyingKey::from(p256::ecdsa::SigningKey::from(secret))
                .to_encoded_point(false);
            return Ok(Self {
                kind: KeyKind::EcP256,
                pkcs8: pkcs8.to_vec(),
                public: point.as_bytes().to_vec(),
            });
        }
        if let Ok(secret) = gost::SigningKey::from_pkcs8(pkcs8) {
            let kind = KeyKind::Gost(secret.public().parameter_set());
            return Ok(Self { kind, pkcs8: pkcs8.to_vec(), public: secret.public().spki() });
        }
        let pair = rsa::KeyPair::from_pkcs8(pkcs8).map_err(|why| {
            VaultError::Order(format!(
                "a private key is neither RSA, EC P-256 nor GOST R 34.10-2012 in PKCS#8 ({why})"
            ))
        })?;
        let kind = match pair.public_modulus_len() {
            256 => KeyKind::Rsa2048,
            512 => KeyKind::Rsa4096,
            other => {
                return Err(VaultError::Order(format!(
                    "an RSA key has {} bits; use 2048 or 4096",
                    other.saturating_mul(8)
                )));
            }
        };
        Ok(Self { kind, pkcs8: pkcs8.to_vec(), public: pair.public_key().as_ref().to_vec() })
    }

    /// The key in this PEM text (`PRIVATE KEY`, not encrypted).
    ///
    /// # Errors
    /// As [`from_pkcs8`](Self::from_pkcs8), and when the armour is damaged.
    pub fn from_pem(text: &str) -> Result<Self, VaultError> {
        let der = pem::decode("PRIVATE KEY", text).ok_or_else(|| {
            VaultError::Order("no intact PEM block „PRIVATE KEY” (PKCS#8, not encrypted)".to_owned())
        })?;
        Self::from_pkcs8(&der)
    }

    /// Its kind.
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// PKCS#8 DER.
    pub fn pkcs8(&self) -> &[u8] {
        &self.pkcs8
    }

    /// SubjectPublicKeyInfo DER.
    pub fn spki(&self) -> Vec<u8> {
        match self.classic() {
            Some(classic) => classic.subject_public_key_info(),
            None => self.public.clone(),
        }
    }

    /// The key as rcgen takes it; `None` for GOST.
    pub(crate) fn classic(&self) -> Option<Classic<'_>> {
        let algorithm = match self.kind {
            KeyKind::Rsa2048 | KeyKind::Rsa4096 => &rcgen::PKCS_RSA_SHA256,
            KeyKind::EcP256 => &rcgen::PKCS_ECDSA_P256_SHA256,
            KeyKind::Gost(_) => return None,
        };
        Some(Classic { key: self, algorithm })
    }

    /// The key for signing with GOST, when it is one.
    pub fn gost(&self) -> Option<gost::SigningKey> {
        match self.kind {
            KeyKind::Gost(_) => gost::SigningKey::from_pkcs8(&self.pkcs8).ok(),
            _ => None,
        }
    }

    /// PKCS#8 as PEM.
    pub fn pem(&self) -> String {
        pem::encode("PRIVATE KEY", &self.pkcs8)
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Key({:?}, …)", self.kind)
    }
}

impl PublicKeyData for Classic<'_> {
    fn der_bytes(&self) -> &[u8] {
        &self.key.public
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        self.algorithm
    }
}

/// Signatures that a seed repeats: PKCS#1 v1.5 has no randomness, ECDSA takes its nonce from RFC 6979. rcgen's own key pair
/// would draw a random nonce.
impl SigningKey for Classic<'_> {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        let Key { kind, pkcs8, .. } = self.key;
        match kind {
            KeyKind::EcP256 => {
                let key = p256::ecdsa::SigningKey::from_pkcs8_der(pkcs8)
                    .map_err(|_| rcgen::Error::RemoteKeyError)?;
                let signature: p256::ecdsa::Signature = key.sign(message);
                Ok(signature.to_der().as_bytes().to_vec())
            }
            KeyKind::Gost(_) => Err(rcgen::Error::RemoteKeyError),
            KeyKind::Rsa2048 | KeyKind::Rsa4096 => {
                let pair = rsa::KeyPair::from_pkcs8(pkcs8).map_err(|_| rcgen::Error::RemoteKeyError)?;
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
                    .map_err(|_| rcgen::Error::RemoteKeyError)?;
                Ok(signature)
            }
        }
    }
}
