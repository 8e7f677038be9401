//! RSA keys.

use std::sync::OnceLock;

use aws_lc_rs::signature::{self as fast, ParsedPublicKey, RsaEncoding, RsaKeyPair, RsaParameters};
use rsa::pkcs1::EncodeRsaPublicKey as _;
use rsa::pkcs8::{DecodePrivateKey as _, DecodePublicKey as _, EncodePublicKey as _};
use rsa::traits::PublicKeyParts as _;
use rsa::{BigUint, Pkcs1v15Sign, RsaPrivateKey, RsaPublicKey};

use super::digests::with_digest;
use super::{KeyError, pss};
use crate::DigestAlgorithm;

/// Least bits that are read at all; what is *accepted* is the verifier's policy.
const LEAST_BITS: usize = 512;

/// An RSA public key, with the last fast form used kept.
pub(super) struct Public {
    key: RsaPublicKey,
    pkcs1: Vec<u8>,
    pkcs1_fast: OnceLock<(DigestAlgorithm, ParsedPublicKey)>,
}

/// An RSA private key.
pub(super) struct Secret {
    key: RsaPrivateKey,
    fast: Option<RsaKeyPair>,
}

impl Public {
    pub(super) fn from_spki(der: &[u8]) -> Result<Self, String> {
        let key = RsaPublicKey::from_public_key_der(der).map_err(|error| error.to_string())?;
        if key.n().bits() < LEAST_BITS {
            return Err(format!("an RSA modulus of {} bits is no key", key.n().bits()));
        }
        let pkcs1 = key.to_pkcs1_der().map_err(|error| error.to_string())?.into_vec();
        Ok(Self { key, pkcs1, pkcs1_fast: OnceLock::new() })
    }

    pub(super) fn bits(&self) -> usize {
        self.key.n().bits()
    }

    pub(super) fn verifies_pkcs1(&self, digest: DigestAlgorithm, message: &[u8], signature: &[u8]) -> bool {
        let Some(parameters) = self.fast_pkcs1(digest) else {
            let hash = digest.digest(message);
            return self.key.verify(pkcs1_scheme(digest), &hash, signature).is_ok();
        };
        if let Some((kept, parsed)) = self.pkcs1_fast.get()
            && *kept == digest
        {
            return parsed.verify_sig(message, signature).is_ok();
        }
        let Ok(parsed) = ParsedPublicKey::new(parameters, &self.pkcs1) else { return false };
        let holds = parsed.verify_sig(message, signature).is_ok();
        // Lost when another digest was kept first: that key is used with two digests, which is rare and only slower.
        let _ = self.pkcs1_fast.set((digest, parsed));
        holds
    }

    pub(super) fn verifies_pss(&self, digest: DigestAlgorithm, message: &[u8], signature: &[u8]) -> bool {
        if let Some(parameters) = self.fast_pss(digest)
            && let Ok(parsed) = ParsedPublicKey::new(parameters, &self.pkcs1)
            && parsed.verify_sig(message, signature).is_ok()
        {
            return true;
        }
        let hash = digest.digest(message);
        self.recovered(signature).is_some_and(|block| pss::is_encoding(digest, &hash, &block, self.bits()))
    }

    /// `signature^e mod n`, as long as the modulus.
    pub(super) fn recovered(&self, signature: &[u8]) -> Option<Vec<u8>> {
        let width = self.key.size();
        if signature.len() != width {
            return None;
        }
        let value = BigUint::from_bytes_be(signature);
        if &value >= self.key.n() {
            return None;
        }
        let block = value.modpow(self.key.e(), self.key.n()).to_bytes_be();
        let mut padded = vec![0; width.checked_sub(block.len())?];
        padded.extend_from_slice(&block);
        Some(padded)
    }

    fn fast_pkcs1(&self, digest: DigestAlgorithm) -> Option<&'static RsaParameters> {
        match digest {
            DigestAlgorithm::Sha1 if self.bits() >= 1024 => {
                Some(&fast::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY)
            }
            DigestAlgorithm::Sha256 if self.bits() >= 1024 => {
                Some(&fast::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY)
            }
            DigestAlgorithm::Sha384 if self.bits() >= 2048 => Some(&fast::RSA_PKCS1_2048_8192_SHA384),
            DigestAlgorithm::Sha512 if self.bits() >= 1024 => {
                Some(&fast::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY)
            }
            _ => None,
        }
    }

    fn fast_pss(&self, digest: DigestAlgorithm) -> Option<&'static RsaParameters> {
        match digest {
            _ if self.bits() < 2048 => None,
            DigestAlgorithm::Sha256 => Some(&fast::RSA_PSS_2048_8192_SHA256),
            DigestAlgorithm::Sha384 => Some(&fast::RSA_PSS_2048_8192_SHA384),
            DigestAlgorithm::Sha512 => Some(&fast::RSA_PSS_2048_8192_SHA512),
            _ => None,
        }
    }
}

impl Secret {
    /// The key and the SPKI of its public half.
    pub(super) fn from_pkcs8(der: &[u8]) -> Result<(Self, Vec<u8>), String> {
        let key = RsaPrivateKey::from_pkcs8_der(der).map_err(|error| error.to_string())?;
        let spki = key.to_public_key().to_public_key_der().map_err(|error| error.to_string())?.into_vec();
        // Keys under 2048 bits have no fast form; they exist to be refused in tests.
        let fast = RsaKeyPair::from_pkcs8(der).ok();
        Ok((Self { key, fast }, spki))
    }

    pub(super) fn sign_pkcs1(&self, digest: DigestAlgorithm, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        let encoding: Option<&'static dyn RsaEncoding> = match digest {
            DigestAlgorithm::Sha256 => Some(&fast::RSA_PKCS1_SHA256),
            DigestAlgorithm::Sha384 => Some(&fast::RSA_PKCS1_SHA384),
            DigestAlgorithm::Sha512 => Some(&fast::RSA_PKCS1_SHA512),
            _ => None,
        };
        if let (Some(pair), Some(encoding)) = (&self.fast, encoding) {
            let mut signature = vec![0; pair.public_modulus_len()];
            // The random source is only named by the interface; PKCS#1 v1.5 draws nothing from it.
            let unused = aws_lc_rs::rand::SystemRandom::new();
            return match pair.sign(encoding, &unused, message, &mut signature) {
                Ok(()) => Ok(signature),
                Err(_) => Err(KeyError::Unreadable("the RSA key does not sign".to_owned())),
            };
        }
        let hash = digest.digest(message);
        self.key.sign(pkcs1_scheme(digest), &hash).map_err(|error| KeyError::Unreadable(error.to_string()))
    }

    pub(super) fn sign_pss(
        &self,
        digest: DigestAlgorithm,
        message: &[u8],
        salt: &[u8],
    ) -> Result<Vec<u8>, KeyError> {
        let hash = digest.digest(message);
        let mut salt = salt.to_vec();
        salt.resize(hash.len(), 0);
        let mut random = pss::Fixed::new(&salt);
        let scheme = with_digest!(digest, D => rsa::Pss::new_with_salt::<D>(hash.len()));
        self.key
            .sign_with_rng(&mut random, scheme, &hash)
            .map_err(|error| KeyError::Unreadable(format!("the RSA key cannot sign with PSS: {error}")))
    }
}

fn pkcs1_scheme(digest: DigestAlgorithm) -> Pkcs1v15Sign {
    with_digest!(digest, D => Pkcs1v15Sign::new::<D>())
}
