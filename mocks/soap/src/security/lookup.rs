//! Finding a registered certificate by what a message says of it.

use poligon_crypto::certificate::NameAttribute;
use poligon_crypto::{Certificate, DigestAlgorithm};

/// By the subject key identifier that stands in the certificate.
pub(super) fn by_key_identifier(known: &[Certificate], identifier: &[u8]) -> Option<Certificate> {
    known.iter().find(|one| one.subject_key_identifier().as_deref() == Some(identifier)).cloned()
}

/// By the SHA-1 of the certificate.
pub(super) fn by_thumbprint(known: &[Certificate], thumbprint: &[u8]) -> Option<Certificate> {
    known.iter().find(|one| DigestAlgorithm::Sha1.digest(one.der()) == thumbprint).cloned()
}

/// By issuer and serial number. Issuers are spelled differently by every stack (order, blanks, names of types), so the
/// attributes are compared, not the text.
pub(super) fn by_issuer_serial(known: &[Certificate], issuer: &str, serial: &str) -> Option<Certificate> {
    let serial = hex_of_decimal(serial.trim())?;
    let issuer = spelled(issuer)?;
    known.iter().find(|one| one.serial() == serial && attributes(&one.issuer()) == issuer).cloned()
}

/// Most characters of a distinguished name and of a decimal serial number (20 bytes have 49 digits).
const MOST_NAME: usize = 2_000;
const MOST_DIGITS: usize = 60;

/// A decimal number as upper-case hex in whole bytes, as [`Certificate::serial`].
fn hex_of_decimal(decimal: &str) -> Option<String> {
    if decimal.is_empty() || decimal.len() > MOST_DIGITS {
        return None;
    }
    // Little-endian bytes.
    let mut bytes: Vec<u8> = vec![0];
    for digit in decimal.chars() {
        let mut carry = digit.to_digit(10)?;
        for byte in &mut bytes {
            let value = u32::from(*byte) * 10 + carry;
            *byte = u8::try_from(value & 0xff).ok()?;
            carry = value >> 8;
        }
        if carry > 0 {
            bytes.push(u8::try_from(carry).ok()?);
        }
    }
    Some(bytes.iter().rev().map(|byte| format!("{byte:02X}")).collect())
}

fn attributes(name: &[NameAttribute]) -> Vec<(String, String)> {
    let mut attributes: Vec<_> =
        name.iter().map(|attribute| (attribute.oid.clone(), folded(&attribute.value))).collect();
    attributes.sort_unstable();
    attributes
}

/// A written name as sorted pairs of OID and value.
fn spelled(name: &str) -> Option<Vec<(String, String)>> {
    if name.len() > MOST_NAME {
        return None;
    }
    let mut pairs = Vec::new();
    for part in parts(name) {
        let (kind, value) = part.split_once('=')?;
        pairs.push((oid(kind.trim()), folded(&unescaped(value.trim()))));
    }
    pairs.sort_unstable();
    Some(pairs)
}

/// Splits at commas, semicolons and plus signs that are neither escaped nor quoted.
fn parts(name: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let (mut escaped, mut quoted) = (false, false);
    for c in name.chars() {
        let splits = !escaped && !quoted && matches!(c, ',' | ';' | '+');
        quoted ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        match (splits, parts.last_mut()) {
            (false, Some(last)) => last.push(c),
            _ => parts.push(String::new()),
        }
    }
    parts
}

fn unescaped(value: &str) -> String {
    if let Some(text) = value.strip_prefix('#').and_then(der_string) {
        return text;
    }
    let mut out = Vec::with_capacity(value.len());
    let mut bytes = value.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => {}
            b'\\' => {
                let hex = bytes.as_slice_pair();
                match hex {
                    Some(decoded) => {
                        out.push(decoded);
                        bytes.next();
                        bytes.next();
                    }
                    None => out.extend(bytes.next()),
                }
            }
            byte => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Two hex digits at the front, as RFC 4514 writes bytes (`\C5\82`).
trait HexPair {
    fn as_slice_pair(&self) -> Option<u8>;
}

impl HexPair for std::str::Bytes<'_> {
    fn as_slice_pair(&self) -> Option<u8> {
        let mut ahead = self.clone();
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        let (high, low) = (digit(ahead.next())?, digit(ahead.next())?);
        u8::try_from(high * 16 + low).ok()
    }
}

/// `#0C03…`: the DER of a short string, as Java writes attributes that it has no name for.
fn der_string(hex: &str) -> Option<String> {
    let digits: Option<Vec<u32>> = hex.chars().map(|c| c.to_digit(16)).collect();
    let bytes: Vec<u8> = digits?
        .chunks_exact(2)
        .filter_map(|pair| match pair {
            [high, low] => u8::try_from(high * 16 + low).ok(),
            _ => None,
        })
        .collect();
    let [_, length, value @ ..] = bytes.as_slice() else { return None };
    (usize::from(*length) == value.len()).then(|| String::from_utf8_lossy(value).into_owned())
}

/// Case and blanks do not count (RFC 5280 section 7.1).
fn folded(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The OID of an attribute type by any of its names.
fn oid(kind: &str) -> String {
    let upper = kind.to_ascii_uppercase();
    let known = match upper.strip_prefix("OID.").unwrap_or(&upper) {
        "C" => "2.5.4.6",
        "CN" => "2.5.4.3",
        "DC" => "0.9.2342.19200300.100.1.25",
        "E" | "EMAIL" | "EMAILADDRESS" => "1.2.840.113549.1.9.1",
        "G" | "GN" | "GIVENNAME" => "2.5.4.42",
        "L" => "2.5.4.7",
        "O" => "2.5.4.10",
        "ORGANIZATIONIDENTIFIER" => "2.5.4.97",
        "OU" => "2.5.4.11",
        "S" | "ST" => "2.5.4.8",
        "SERIALNUMBER" => "2.5.4.5",
        "SN" | "SURNAME" => "2.5.4.4",
        "STREET" => "2.5.4.9",
        "T" | "TITLE" => "2.5.4.12",
        other => other,
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_numbers_are_decimal_in_messages_and_hex_in_certificates() {
        assert_eq!(hex_of_decimal("0").as_deref(), Some("00"));
        assert_eq!(hex_of_decimal("255").as_deref(), Some("FF"));
        assert_eq!(hex_of_decimal("256").as_deref(), Some("0100"));
        assert_eq!(hex_of_decimal("1311768467463790320").as_deref(), Some("123456789ABCDEF0"));
        assert_eq!(hex_of_decimal("12a"), None);
        assert_eq!(hex_of_decimal(&"9".repeat(61)), None);
    }

    #[test]
    fn names_agree_however_they_are_spelled() {
        let rfc2253 = spelled("CN=Urz\\C4\\85d\\, oddział,2.5.4.97=#0c05414243+4,C=PL");
        assert!(rfc2253.is_none(), "a plus sign splits");
        let rfc2253 = spelled("CN=Urz\\C4\\85d\\, oddział,2.5.4.97=#0c03414243,C=PL");
        let dotnet = spelled("C=PL, OID.2.5.4.97=ABC, CN=\"Urząd,  oddział\"");
        let openssl = spelled("C = PL, organizationIdentifier = abc, CN = Urząd\\, Oddział");
        assert_eq!(rfc2253, dotnet);
        assert_eq!(dotnet, openssl);
        assert_ne!(spelled("CN=a"), spelled("CN=b"));
    }
}
