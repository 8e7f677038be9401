//! XML-Enc as Węzeł Krajowy and its peers use it: a content key, wrapped for one recipient, and content in AES-GCM or AES-CBC.
//!
//! Two dialects of ECDH-ES with ConcatKDF: Węzeł Krajowy hashes the attributes of `ConcatKDFParams` as they are; W3C XML
//! Encryption 1.1 (5.4.1) takes them as bit strings whose first octet counts padding bits and is not hashed. A reader of one
//! derives another key from the other's message.

mod agreement;
mod content;
mod decrypt;
mod encrypt;

use thiserror::Error;

pub use agreement::{Agreement, Dialect, kek};
pub use content::Content;
pub use decrypt::{Opened, OpeningKey, decrypt};
pub use encrypt::{Recipe, Transport, encrypt};

/// XML-Enc.
pub const XENC: &str = "http://www.w3.org/2001/04/xmlenc#";
/// XML-Enc 1.1.
pub const XENC11: &str = "http://www.w3.org/2009/xmlenc11#";
/// The curve P-256.
pub const P256: &str = "urn:oid:1.2.840.10045.3.1.7";

/// Key wrap (RFC 3394).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrap {
    /// With an AES-128 key.
    Aes128,
    /// With an AES-256 key.
    Aes256,
}

impl Wrap {
    /// Its algorithm URI.
    pub fn uri(self) -> &'static str {
        match self {
            Self::Aes128 => "http://www.w3.org/2001/04/xmlenc#kw-aes128",
            Self::Aes256 => "http://www.w3.org/2001/04/xmlenc#kw-aes256",
        }
    }

    /// The algorithm of a URI.
    pub fn of_uri(uri: &str) -> Option<Self> {
        [Self::Aes128, Self::Aes256].into_iter().find(|wrap| wrap.uri() == uri)
    }

    /// Bytes of the wrapping key.
    pub fn key_bytes(self) -> usize {
        match self {
            Self::Aes128 => 16,
            Self::Aes256 => 32,
        }
    }
}

/// Why something cannot be encrypted or decrypted.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum XmlEncError {
    /// The content does not open with the content key.
    #[error("the content does not open with the unwrapped key: {0}")]
    Content(String),
    /// The wrapped key does not open.
    #[error("the wrapped key does not open: {0}")]
    KeyWrap(String),
    /// A key is not of the kind that is needed.
    #[error("{0}")]
    Key(String),
    /// An element or attribute is missing or cannot be read.
    #[error("{0}")]
    Structure(String),
    /// An algorithm that is not known here.
    #[error("algorithm „{0}” is not known here")]
    Unsupported(String),
}
