//! The token, and the ds:KeyInfo that names it.

use poligon_crypto::{Certificate, DigestAlgorithm};

use super::{KeyReference, SigningError};
use crate::base64;
use crate::names::{BASE64, THUMBPRINT_SHA1, X509_SKI, X509V3};
use crate::write::escape;

/// wsse:BinarySecurityToken.
pub(super) fn token(certificate: &Certificate, id: &str, lines: bool) -> String {
    let mut text = base64::encode(certificate.der());
    if lines {
        text = broken(&text);
    }
    format!(
        "<wsse:BinarySecurityToken EncodingType=\"{BASE64}\" ValueType=\"{X509V3}\" wsu:Id=\"{id}\">{text}</wsse:BinarySecurityToken>"
    )
}

/// ds:KeyInfo. The certificate must have what it is to be named by.
pub(super) fn write(
    key: KeyReference,
    certificate: &Certificate,
    token_id: &str,
) -> Result<String, SigningError> {
    let der = || base64::encode(certificate.der());
    let identifier = |kind: &str, value: String| {
        format!(
            "<wsse:KeyIdentifier EncodingType=\"{BASE64}\" ValueType=\"{kind}\">{value}</wsse:KeyIdentifier>"
        )
    };
    let inner = match key {
        KeyReference::Direct => {
            format!("<wsse:Reference URI=\"#{token_id}\" ValueType=\"{X509V3}\"></wsse:Reference>")
        }
        KeyReference::Embedded => {
            format!("<wsse:Embedded>{}</wsse:Embedded>", token(certificate, token_id, false))
        }
        KeyReference::IssuerSerial => {
            let serial = decimal(&certificate.serial())
                .ok_or_else(|| SigningError::Form("the serial number is longer than any".to_owned()))?;
            format!(
                "<ds:X509Data><ds:X509IssuerSerial><ds:X509IssuerName>{}</ds:X509IssuerName><ds:X509SerialNumber>{serial}\
                 </ds:X509SerialNumber></ds:X509IssuerSerial></ds:X509Data>",
                escape(&certificate.issuer_line())
            )
        }
        KeyReference::KeyIdentifier => identifier(X509V3, der()),
        KeyReference::SubjectKeyIdentifier => {
            let ski = certificate.subject_key_identifier().ok_or_else(|| {
                SigningError::Form("the certificate has no subject key identifier".to_owned())
            })?;
            identifier(X509_SKI, base64::encode(&ski))
        }
        KeyReference::Thumbprint => {
            identifier(THUMBPRINT_SHA1, base64::encode(&DigestAlgorithm::Sha1.digest(certificate.der())))
        }
        KeyReference::X509Data => {
            let data =
                format!("<ds:X509Data><ds:X509Certificate>{}</ds:X509Certificate></ds:X509Data>", der());
            return Ok(format!("<ds:KeyInfo>{data}</ds:KeyInfo>"));
        }
    };
    Ok(format!("<ds:KeyInfo><wsse:SecurityTokenReference>{inner}</wsse:SecurityTokenReference></ds:KeyInfo>"))
}

/// Base64 in lines of 64 characters, as libxmlsec writes it.
pub(super) fn broken(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 64 + 2);
    for (index, c) in text.chars().enumerate() {
        if index % 64 == 0 {
            out.push('\n');
        }
        out.push(c);
    }
    out.push('\n');
    out
}

/// A hex number of at most 32 bytes in decimal.
fn decimal(hex: &str) -> Option<String> {
    if hex.len() > 64 {
        return None;
    }
    // Little-endian decimal digits.
    let mut digits: Vec<u32> = vec![0];
    for c in hex.chars() {
        let mut carry = c.to_digit(16)?;
        for digit in &mut digits {
            let value = *digit * 16 + carry;
            *digit = value % 10;
            carry = value / 10;
        }
        while carry > 0 {
            digits.push(carry % 10);
            carry /= 10;
        }
    }
    digits.iter().rev().map(|digit| char::from_digit(*digit, 10)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_numbers_are_written_in_decimal() {
        assert_eq!(decimal("00").as_deref(), Some("0"));
        assert_eq!(decimal("0100").as_deref(), Some("256"));
        assert_eq!(decimal("123456789ABCDEF0").as_deref(), Some("1311768467463790320"));
    }
}
