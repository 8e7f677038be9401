//! Encryption as KSeF uses it: AES-256-CBC with PKCS#7, keys wrapped by RSA-OAEP (SHA-256, MGF1-SHA-256).

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
    #[error("the last block has no PKCS#7 padding: wrong key, wrong vector for a one-block message, or another padding")]
    Padding,
}

/// Decrypts AES-256-CBC and takes the PKCS#7 padding off. Key 32 bytes, vector 16.
pub fn aes256_cbc_decrypt(key: &[u8], iv: &[u8], ciphertext: &[u8]) -> Result<Vec<u8>, CipherError> {
    let _ = (key, iv, ciphertext);
    todo!()
}

/// Pads with PKCS#7 and encrypts with AES-256-CBC. Key 32 bytes, vector 16.
pub fn aes256_cbc_encrypt(key: &[u8], iv: &[u8], plaintext: &[u8]) -> Result<Vec<u8>, CipherError> {
    let _ = (key, iv, plaintext);
    todo!()
}

/// Opens RSA-OAEP (SHA-256, MGF1-SHA-256) with a private key in PKCS#8 DER.
pub fn rsa_oaep_open(pkcs8: &[u8], wrapped: &[u8]) -> Result<Vec<u8>, CipherError> {
    let _ = (pkcs8, wrapped);
    todo!()
}

/// Wraps with RSA-OAEP (SHA-256, MGF1-SHA-256) for a public key in SPKI DER. `random` seeds the padding (deterministic).
pub fn rsa_oaep_seal(spki: &[u8], secret: &[u8], random: [u8; 32]) -> Result<Vec<u8>, CipherError> {
    let _ = (spki, secret, random);
    todo!()
}
