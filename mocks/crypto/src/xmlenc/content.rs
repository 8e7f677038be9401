//! The encrypted content: AES-GCM (nonce, ciphertext, tag) or AES-CBC (vector, ciphertext).

use aes::cipher::block_padding::NoPadding;
use aes::cipher::{BlockDecryptMut as _, BlockEncryptMut as _, KeyIvInit as _};
use aws_lc_rs::aead::{AES_128_GCM, AES_256_GCM, Aad, Algorithm, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

use super::XmlEncError;

const BLOCK: usize = 16;

/// A cipher for content. How many bits it has is the key's affair: Węzeł Krajowy was seen to declare 256 with a key of 128.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// AES-CBC with the padding of XML-Enc.
    Cbc,
    /// AES-GCM, nonce of 12 bytes, tag of 16.
    Gcm,
}

impl Content {
    /// The algorithm URI with a key of 256 bits.
    pub fn uri(self) -> &'static str {
        match self {
            Self::Cbc => "http://www.w3.org/2001/04/xmlenc#aes256-cbc",
            Self::Gcm => "http://www.w3.org/2009/xmlenc11#aes256-gcm",
        }
    }

    /// The cipher of a URI, whatever its bits.
    pub fn of_uri(uri: &str) -> Option<Self> {
        match uri {
            "http://www.w3.org/2001/04/xmlenc#aes128-cbc" | "http://www.w3.org/2001/04/xmlenc#aes256-cbc" => {
                Some(Self::Cbc)
            }
            "http://www.w3.org/2009/xmlenc11#aes128-gcm" | "http://www.w3.org/2009/xmlenc11#aes256-gcm" => {
                Some(Self::Gcm)
            }
            _ => None,
        }
    }

    /// The octets of a CipherValue. Key of 16 or 32 bytes.
    pub(super) fn seal(
        self,
        key: &[u8],
        plain: &[u8],
        random: &mut dyn FnMut(&mut [u8]),
    ) -> Result<Vec<u8>, XmlEncError> {
        match self {
            Self::Gcm => {
                let mut nonce = [0; NONCE_LEN];
                random(&mut nonce);
                let mut sealed = plain.to_vec();
                gcm(key)?
                    .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut sealed)
                    .map_err(|_| XmlEncError::Content("AES-GCM fails".to_owned()))?;
                Ok([&nonce[..], &sealed].concat())
            }
            Self::Cbc => {
                let mut vector = [0; BLOCK];
                random(&mut vector);
                let count = BLOCK - plain.len() % BLOCK;
                let mut padded = plain.to_vec();
                padded.resize(plain.len() + count - 1, 0);
                padded.push(u8::try_from(count).unwrap_or(0));
                let sealed = match key.len() {
                    16 => cbc::Encryptor::<aes::Aes128>::new_from_slices(key, &vector)
                        .map(|cipher| cipher.encrypt_padded_vec_mut::<NoPadding>(&padded)),
                    _ => cbc::Encryptor::<aes::Aes256>::new_from_slices(key, &vector)
                        .map(|cipher| cipher.encrypt_padded_vec_mut::<NoPadding>(&padded)),
                };
                let sealed = sealed.map_err(|_| wrong_length(key))?;
                Ok([&vector[..], &sealed].concat())
            }
        }
    }

    pub(super) fn open(self, key: &[u8], sealed: &[u8]) -> Result<Vec<u8>, XmlEncError> {
        let short = || XmlEncError::Content(format!("{} bytes are too few", sealed.len()));
        match self {
            Self::Gcm => {
                let (nonce, rest) = sealed.split_first_chunk::<NONCE_LEN>().ok_or_else(short)?;
                let mut plain = rest.to_vec();
                let opened = gcm(key)?
                    .open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::empty(), &mut plain)
                    .map_err(|_| XmlEncError::Content("the tag of AES-GCM does not fit".to_owned()))?
                    .len();
                plain.truncate(opened);
                Ok(plain)
            }
            Self::Cbc => {
                let (vector, rest) = sealed.split_first_chunk::<BLOCK>().ok_or_else(short)?;
                let opened = match key.len() {
                    16 => cbc::Decryptor::<aes::Aes128>::new_from_slices(key, vector)
                        .map(|cipher| cipher.decrypt_padded_vec_mut::<NoPadding>(rest)),
                    _ => cbc::Decryptor::<aes::Aes256>::new_from_slices(key, vector)
                        .map(|cipher| cipher.decrypt_padded_vec_mut::<NoPadding>(rest)),
                };
                let mut plain = opened
                    .map_err(|_| wrong_length(key))?
                    .map_err(|_| XmlEncError::Content("AES-CBC gives whole blocks only".to_owned()))?;
                let count = plain.last().copied().map_or(0, usize::from);
                if !(1..=BLOCK).contains(&count) || count > plain.len() {
                    return Err(XmlEncError::Content("the padding of XML-Enc does not fit".to_owned()));
                }
                plain.truncate(plain.len() - count);
                Ok(plain)
            }
        }
    }
}

fn gcm(key: &[u8]) -> Result<LessSafeKey, XmlEncError> {
    let algorithm: &'static Algorithm = match key.len() {
        16 => &AES_128_GCM,
        32 => &AES_256_GCM,
        _ => return Err(wrong_length(key)),
    };
    UnboundKey::new(algorithm, key).map(LessSafeKey::new).map_err(|_| wrong_length(key))
}

fn wrong_length(key: &[u8]) -> XmlEncError {
    XmlEncError::Key(format!("a content key has 16 or 32 bytes, this one has {}", key.len()))
}
