//! Encryption as KSeF uses it: AES-256-CBC with PKCS#7, keys wrapped by RSA-OAEP (SHA-256, MGF1-SHA-256).

use aes::cipher::block_padding::{NoPadding, Pkcs7};
use aes::cipher::{BlockDecryptMut as _, BlockEncryptMut as _, KeyIvInit as _};
use aws_lc_rs::rsa::{OAEP_SHA256_MGF1SHA256, OaepPrivateDecryptingKey, PrivateDecryptingKey};
use rsa::pkcs8::DecodePublicKey as _;
use sha2::Sha256;
use thiserror::Error;

/// Why something could not be decrypted.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CipherError {
    /// Not a whole number of blocks, or none.
    #[error("the ciphertext has {0} bytes; AES-CBC gives a positive multiple of 16")]
    Blocks(usize),
    /// A key or an initialization vector of the wrong length.
    #[error("the {what} has {got} bytes; it must have {expected}")]
    Length {
        /// „key”, „initialization vector”.
        what: &'static str,
        /// Expected length.
        expected: usize,
        /// Length that came.
        got: usize,
    },
    /// OAEP did not open.
    #[error("RSA-OAEP (SHA-256, MGF1-SHA-256) does not open with this private key")]
    Oaep,
    /// The padding is not PKCS#7.
    #[error(
        "the last block has no PKCS#7 padding: wrong key, wrong vector for a one-block message, or another padding"
    )]
    Padding,
}

/// Decrypts AES-256-CBC and takes the PKCS#7 padding off. Key 32 bytes, vector 16.
pub fn aes256_cbc_decrypt(key: &[u8], iv: &[u8], ciphertext: &[u8]) -> Result<Vec<u8>, CipherError> {
    check_lengths(key, iv)?;
    if ciphertext.is_empty() || !ciphertext.len().is_multiple_of(16) {
        return Err(CipherError::Blocks(ciphertext.len()));
    }
    let cipher = cbc::Decryptor::<aes::Aes256>::new_from_slices(key, iv).map_err(|_| CipherError::Padding)?;
    // Decrypted without padding first: the padding is then judged strictly, and by us, so that the error has one meaning.
    let mut plain =
        cipher.decrypt_padded_vec_mut::<NoPadding>(ciphertext).map_err(|_| CipherError::Padding)?;
    let count = plain.last().copied().map(usize::from).filter(|count| (1..=16).contains(count));
    let count = count.ok_or(CipherError::Padding)?;
    let length = plain.len() - count;
    if plain.iter().skip(length).any(|byte| usize::from(*byte) != count) {
        return Err(CipherError::Padding);
    }
    plain.truncate(length);
    Ok(plain)
}

/// Pads with PKCS#7 and encrypts with AES-256-CBC. Key 32 bytes, vector 16.
pub fn aes256_cbc_encrypt(key: &[u8], iv: &[u8], plaintext: &[u8]) -> Result<Vec<u8>, CipherError> {
    check_lengths(key, iv)?;
    let cipher = cbc::Encryptor::<aes::Aes256>::new_from_slices(key, iv).map_err(|_| CipherError::Padding)?;
    Ok(cipher.encrypt_padded_vec_mut::<Pkcs7>(plaintext))
}

fn check_lengths(key: &[u8], iv: &[u8]) -> Result<(), CipherError> {
    for (what, expected, got) in [("key", 32, key.len()), ("initialization vector", 16, iv.len())] {
        if got != expected {
            return Err(CipherError::Length { what, expected, got });
        }
    }
    Ok(())
}

/// A private key that opens RSA-OAEP, parsed and checked once (that alone costs about what one opening costs).
pub struct OaepKey {
    key: OaepPrivateDecryptingKey,
}

impl OaepKey {
    /// A key from PKCS#8 DER, RSA of 2048 to 8192 bits.
    pub fn from_pkcs8(pkcs8: &[u8]) -> Result<Self, CipherError> {
        let key = PrivateDecryptingKey::from_pkcs8(pkcs8).map_err(|_| CipherError::Oaep)?;
        Ok(Self { key: OaepPrivateDecryptingKey::new(key).map_err(|_| CipherError::Oaep)? })
    }

    /// Opens RSA-OAEP (SHA-256, MGF1-SHA-256).
    pub fn open(&self, wrapped: &[u8]) -> Result<Vec<u8>, CipherError> {
        if wrapped.len() != self.key.key_size_bytes() {
            return Err(CipherError::Oaep);
        }
        let mut room = vec![0; self.key.min_output_size()];
        match self.key.decrypt(&OAEP_SHA256_MGF1SHA256, wrapped, &mut room, None) {
            Ok(secret) => Ok(secret.to_vec()),
            Err(_) => Err(CipherError::Oaep),
        }
    }
}

impl std::fmt::Debug for OaepKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OaepKey({} bits, …)", self.key.key_size_bits())
    }
}

/// Opens RSA-OAEP (SHA-256, MGF1-SHA-256) with a private key in PKCS#8 DER. Whoever opens often keeps an [`OaepKey`].
pub fn rsa_oaep_open(pkcs8: &[u8], wrapped: &[u8]) -> Result<Vec<u8>, CipherError> {
    OaepKey::from_pkcs8(pkcs8)?.open(wrapped)
}

/// Wraps with RSA-OAEP (SHA-256, MGF1-SHA-256) for a public key in SPKI DER. `random` is the padding's seed, so the same
/// arguments give the same bytes.
pub fn rsa_oaep_seal(spki: &[u8], secret: &[u8], random: [u8; 32]) -> Result<Vec<u8>, CipherError> {
    let key = rsa::RsaPublicKey::from_public_key_der(spki).map_err(|_| CipherError::Oaep)?;
    let mut seed = crate::key::Fixed::new(&random);
    key.encrypt(&mut seed, rsa::Oaep::new::<Sha256>(), secret).map_err(|_| CipherError::Oaep)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vector_of_nist_encrypts_as_published() {
        // NIST SP 800-38A F.2.5, first block; the padding block after it is ours.
        let key = hex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4");
        let iv = hex("000102030405060708090a0b0c0d0e0f");
        let plain = hex("6bc1bee22e409f96e93d7e117393172a");
        let sealed = aes256_cbc_encrypt(&key, &iv, &plain).unwrap();
        assert_eq!(sealed[..16], hex("f58c4c04d6e5f1ba779eabfb5f7bfbd6"));
        assert_eq!(aes256_cbc_decrypt(&key, &iv, &sealed).unwrap(), plain);
    }

    #[test]
    fn every_length_survives_the_way_there_and_back() {
        for length in 0..50_u8 {
            let plain: Vec<u8> = (0..length).collect();
            let sealed = aes256_cbc_encrypt(&[7; 32], &[9; 16], &plain).unwrap();
            assert_eq!(sealed.len(), (plain.len() / 16 + 1) * 16);
            assert_eq!(aes256_cbc_decrypt(&[7; 32], &[9; 16], &sealed).unwrap(), plain);
        }
    }

    #[test]
    fn wrong_lengths_and_a_wrong_key_are_named() {
        let sealed = aes256_cbc_encrypt(&[7; 32], &[9; 16], b"faktura").unwrap();
        let wrong = CipherError::Length { what: "key", expected: 32, got: 16 };
        assert_eq!(aes256_cbc_decrypt(&[7; 16], &[9; 16], &sealed), Err(wrong));
        let wrong = CipherError::Length { what: "initialization vector", expected: 16, got: 12 };
        assert_eq!(aes256_cbc_decrypt(&[7; 32], &[9; 12], &sealed), Err(wrong));
        assert_eq!(aes256_cbc_decrypt(&[7; 32], &[9; 16], &sealed[..15]), Err(CipherError::Blocks(15)));
        assert_eq!(aes256_cbc_decrypt(&[7; 32], &[9; 16], &[]), Err(CipherError::Blocks(0)));
        assert_eq!(aes256_cbc_decrypt(&[8; 32], &[9; 16], &sealed), Err(CipherError::Padding));
    }

    fn hex(text: &str) -> Vec<u8> {
        (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
    }
}
