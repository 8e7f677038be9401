//! Making keys: random ones fast, seeded ones repeatably.

use std::path::PathBuf;

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::{SecureRandom as _, SystemRandom};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair};
use p256::pkcs8::EncodePrivateKey;
use poligon_crypto::gost::{self, ParameterSet};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use sha2::{Digest, Sha256};

use crate::cache::Cache;
use crate::{Key, KeyKind, VaultError};

/// Where new keys come from.
#[derive(Debug)]
pub(crate) enum Source {
    /// The operating system, by aws-lc-rs: RSA-2048 in about 100 ms.
    Random,
    /// A seed. EC by hash-to-scalar; RSA by the `rsa` crate from a ChaCha20 stream, which takes seconds, hence the cache.
    Seed { seed: u64, cache: Cache },
}

impl Source {
    pub(crate) fn new(seed: Option<u64>, cache: Option<PathBuf>) -> Self {
        match seed {
            None => Self::Random,
            Some(seed) => Self::Seed { seed, cache: Cache::new(cache) },
        }
    }

    pub(crate) fn seed(&self) -> Option<u64> {
        match self {
            Self::Random => None,
            Self::Seed { seed, .. } => Some(*seed),
        }
    }

    /// A new key; the same one each time when seeded.
    pub(crate) fn make(&self, name: &str, kind: KeyKind) -> Result<Key, VaultError> {
        let pkcs8 = match self {
            Self::Random => random(kind),
            Self::Seed { seed, cache } => match kind {
                KeyKind::EcP256 => derived_ec(*seed, name),
                KeyKind::Gost(set) => {
                    gost(set, &[digest(*seed, name, kind, 0), digest(*seed, name, kind, 1)])
                }
                KeyKind::Rsa2048 => {
                    return cache.key(&digest(*seed, name, kind, 0), || derived_rsa(*seed, name, kind, 2048));
                }
                KeyKind::Rsa4096 => {
                    return cache.key(&digest(*seed, name, kind, 0), || derived_rsa(*seed, name, kind, 4096));
                }
            },
        }?;
        Key::from_pkcs8(&pkcs8)
    }
}

fn random(kind: KeyKind) -> Result<Vec<u8>, VaultError> {
    let failed = |why| VaultError::making(format!("a random {} key", kind.name()), why);
    let rsa = |size| {
        let der = KeyPair::generate(size).and_then(|pair| pair.as_der()).map_err(failed)?;
        Ok(der.as_ref().to_vec())
    };
    match kind {
        KeyKind::EcP256 => {
            let document =
                EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &SystemRandom::new());
            Ok(document.map_err(failed)?.as_ref().to_vec())
        }
        KeyKind::Gost(set) => {
            let mut secret = [[0; 32]; 2];
            for half in &mut secret {
                SystemRandom::new().fill(half).map_err(failed)?;
            }
            gost(set, &secret)
        }
        KeyKind::Rsa2048 => rsa(KeySize::Rsa2048),
        KeyKind::Rsa4096 => rsa(KeySize::Rsa4096),
    }
}

/// The key of these 64 bytes, reduced by the order of the curve.
fn gost(set: ParameterSet, secret: &[[u8; 32]; 2]) -> Result<Vec<u8>, VaultError> {
    let key = gost::SigningKey::from_secret(set, &secret.concat());
    key.map(|key| key.pkcs8()).ok_or_else(|| VaultError::making("a GOST key", "its secret is zero"))
}

/// Hash to scalar by rejection: a digest that is zero or not below the group order (one in 2³²) is hashed again.
fn derived_ec(seed: u64, name: &str) -> Result<Vec<u8>, VaultError> {
    let secret = (0..=u8::MAX)
        .find_map(|round| p256::SecretKey::from_slice(&digest(seed, name, KeyKind::EcP256, round)).ok())
        .ok_or_else(|| VaultError::making("a seeded EC key", "256 digests in a row are no scalar"))?;
    let document = secret.to_pkcs8_der().map_err(|why| VaultError::making("a seeded EC key", why))?;
    Ok(document.as_bytes().to_vec())
}

fn derived_rsa(seed: u64, name: &str, kind: KeyKind, bits: usize) -> Result<Key, VaultError> {
    let mut stream = ChaCha20Rng::from_seed(digest(seed, name, kind, 0));
    let failed = |why: String| VaultError::making(format!("a seeded {} key", kind.name()), why);
    let key = rsa::RsaPrivateKey::new(&mut stream, bits).map_err(|why| failed(why.to_string()))?;
    let document = key.to_pkcs8_der().map_err(|why| failed(why.to_string()))?;
    Key::from_pkcs8(document.as_bytes())
}

fn digest(seed: u64, name: &str, kind: KeyKind, round: u8) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"poligon key v1\0");
    hash.update(seed.to_be_bytes());
    hash.update(kind.name());
    hash.update([0, round]);
    hash.update(name);
    hash.finalize().into()
}
