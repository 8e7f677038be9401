//! How a digest may be wrong although the bytes are right: another hash, hex, hashed twice.

use crate::DigestAlgorithm;
use crate::seal::base64;

/// How a declared digest fits some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fit {
    /// The hash that fits.
    pub(super) hash: DigestAlgorithm,
    /// How it was written.
    pub(super) form: Form,
}

/// How a digest was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Base64,
    Base64OfHex,
    Hex,
    Twice,
    UrlSafe,
}

/// The readings of one DigestValue.
pub(super) struct Readings {
    list: Vec<(Form, Vec<u8>)>,
}

impl Readings {
    pub(super) fn of(text: &str) -> Self {
        let text = text.trim();
        let mut list = Vec::new();
        if let Ok(bytes) = base64::decode(text) {
            if let Some(inner) = std::str::from_utf8(&bytes).ok().and_then(unhex) {
                list.push((Form::Base64OfHex, inner));
            }
            list.push((Form::Base64, bytes));
        }
        if let Some(bytes) = unhex(text) {
            list.push((Form::Hex, bytes));
        }
        let standard = text.replace('-', "+").replace('_', "/");
        let padded = format!("{standard}{}", "=".repeat((4 - standard.len() % 4) % 4));
        if let Some(bytes) = base64::decode(&padded).ok().filter(|_| padded != text) {
            list.push((Form::UrlSafe, bytes));
        }
        Self { list }
    }

    /// How these octets fit one of the readings; the declared hash first.
    pub(super) fn fit(&self, declared: Option<DigestAlgorithm>, octets: &[u8]) -> Option<Fit> {
        for hash in declared.into_iter().chain(DigestAlgorithm::ALL) {
            let mut computed = None;
            for (form, value) in &self.list {
                if value.len() != length(hash) {
                    continue;
                }
                let digest = computed.get_or_insert_with(|| hash.digest(octets));
                if digest == value {
                    return Some(Fit { hash, form: *form });
                }
                if *form == Form::Base64 && &hash.digest(digest) == value {
                    return Some(Fit { hash, form: Form::Twice });
                }
            }
        }
        None
    }
}

/// Bytes of a digest.
pub(super) fn length(hash: DigestAlgorithm) -> usize {
    match hash {
        DigestAlgorithm::Sha1 => 20,
        DigestAlgorithm::Sha256 | DigestAlgorithm::Sha3_256 => 32,
        DigestAlgorithm::Sha384 | DigestAlgorithm::Sha3_384 => 48,
        DigestAlgorithm::Sha512 | DigestAlgorithm::Sha3_512 => 64,
    }
}

/// „SHA-256”.
pub(super) fn name(hash: DigestAlgorithm) -> &'static str {
    match hash {
        DigestAlgorithm::Sha1 => "SHA-1",
        DigestAlgorithm::Sha256 => "SHA-256",
        DigestAlgorithm::Sha384 => "SHA-384",
        DigestAlgorithm::Sha512 => "SHA-512",
        DigestAlgorithm::Sha3_256 => "SHA3-256",
        DigestAlgorithm::Sha3_384 => "SHA3-384",
        DigestAlgorithm::Sha3_512 => "SHA3-512",
    }
}

/// Lower-case hex.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !matches!(text.len(), 40 | 64 | 96 | 128) || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}
