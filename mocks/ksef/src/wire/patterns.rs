//! Shapes of values that several requests share.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The bytes of standard base64 with padding.
pub fn base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// Standard base64 with padding.
pub fn to_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// SHA-256 as standard base64, 44 characters: how KSeF writes every hash.
pub fn sha256_base64(bytes: &[u8]) -> String {
    to_base64(&poligon_crypto::DigestAlgorithm::Sha256.digest(bytes))
}

/// Whether this is base64 of 32 bytes, 44 characters.
pub fn is_sha256_base64(text: &str) -> bool {
    text.len() == 44 && base64(text).is_some_and(|bytes| bytes.len() == 32)
}

/// Whether this is an IPv4 address without leading zeros.
pub fn is_ip4(text: &str) -> bool {
    text.parse::<std::net::Ipv4Addr>().is_ok()
}
