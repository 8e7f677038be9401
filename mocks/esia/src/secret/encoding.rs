//! The encodings in which clients send bytes (spec §1.5).

use base64::Engine as _;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

/// Bytes and how they were written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Whether the alphabet was that of standard base64.
    pub standard: bool,
}

/// Longest text that is decoded.
const LONGEST: usize = 256 * 1024;

const CONFIG: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);

/// Decodes base64url or standard base64, padded or not. A space is a `+` that a form swallowed; line ends are passed over. One
/// client strips the first `=` only, hence any padding is taken.
pub fn decode(text: &str) -> Option<Decoded> {
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let clean: String = text
        .chars()
        .filter(|letter| !matches!(letter, '\r' | '\n'))
        .map(|letter| if letter == ' ' { '+' } else { letter })
        .collect();
    let clean = clean.trim_end_matches('=');
    let standard = clean.contains(['+', '/']);
    let alphabet = if standard { &alphabet::STANDARD } else { &alphabet::URL_SAFE };
    let bytes = GeneralPurpose::new(alphabet, CONFIG).decode(clean).ok()?;
    Some(Decoded { bytes, standard })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wording_of_the_same_bytes_is_read() {
        for text in ["-_8AAQ==", "-_8AAQ", "-_8AAQ=", "+/8AAQ==", " /8AAQ=="] {
            assert_eq!(decode(text).unwrap().bytes, [0xFB, 0xFF, 0, 1], "{text}");
        }
        assert!(decode("+/8AAQ").unwrap().standard && !decode("-_8AAQ").unwrap().standard);
        assert_eq!(decode("ж"), None);
        assert_eq!(decode(""), None);
    }
}
