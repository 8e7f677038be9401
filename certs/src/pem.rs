//! PEM, both ways (RFC 7468).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// `der` in armour of this label, 64 characters a line.
pub(crate) fn encode(label: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let mut lines = vec![format!("-----BEGIN {label}-----")];
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(64));
        lines.push(line.to_owned());
        rest = after;
    }
    lines.push(format!("-----END {label}-----\n"));
    lines.join("\n")
}

/// What is inside the only block of this label; `None` when there is none or it is damaged.
pub(crate) fn decode(label: &str, text: &str) -> Option<Vec<u8>> {
    let (found, der) = der::pem::decode_vec(text.as_bytes()).ok()?;
    (found == label).then_some(der)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_armoured_comes_back() {
        for length in [1, 47, 48, 49, 96, 500] {
            let bytes = vec![7; length];
            let text = encode("CERTIFICATE", &bytes);
            assert!(text.lines().all(|line| line.len() <= 64));
            assert_eq!(decode("CERTIFICATE", &text), Some(bytes));
            assert_eq!(decode("PRIVATE KEY", &text), None);
        }
    }

    #[test]
    fn a_damaged_block_is_nothing() {
        assert_eq!(
            decode("CERTIFICATE", "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n"),
            None
        );
        assert_eq!(decode("CERTIFICATE", ""), None);
    }
}
