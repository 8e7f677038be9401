//! Shapes of values that several requests share.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::identity::IdKind;

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

/// Whether this has the shape of a KSeF number: 35 characters, or 36 as in KSeF 1.0 with a hyphen more.
pub fn is_ksef_number(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let (nip, date, technical, check) = match parts.as_slice() {
        [nip, date, technical, check] if technical.len() == 12 => (nip, date, (*technical).to_owned(), check),
        [nip, date, one, two, check] if one.len() == 6 && two.len() == 6 => {
            (nip, date, format!("{one}{two}"), check)
        }
        _ => return false,
    };
    let hex = |text: &str| text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F'));
    IdKind::Nip.fits(nip) && is_day(date) && hex(&technical) && check.len() == 2 && hex(check)
}

/// `YYYYMMDD` since 2020; the calendar is not looked at.
fn is_day(text: &str) -> bool {
    let number = |range: std::ops::Range<usize>| text.get(range).and_then(|part| part.parse::<u16>().ok());
    text.len() == 8
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && number(0..4).is_some_and(|year| year >= 2020)
        && number(4..6).is_some_and(|month| (1..=12).contains(&month))
        && number(6..8).is_some_and(|day| (1..=31).contains(&day))
}

/// Whether this is an IPv4 address without leading zeros.
pub fn is_ip4(text: &str) -> bool {
    text.parse::<std::net::Ipv4Addr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ksef_numbers_of_both_versions_have_their_shape() {
        for good in ["5213814999-20251006-0100E0B7E937-52", "5213814999-20251006-0100E0-B7E937-52"] {
            assert!(is_ksef_number(good), "{good}");
        }
        for bad in [
            "",
            "5213814999-20191006-0100E0B7E937-52",
            "5213814999-20251306-0100E0B7E937-52",
            "5213814999-20251006-0100e0b7e937-52",
            "5213814999-20251006-0100E0B7E937-5",
            "0213814999-20251006-0100E0B7E937-52",
        ] {
            assert!(!is_ksef_number(bad), "{bad}");
        }
    }
}
