//! Distinguished names.

use der::Tagged as _;
use der::asn1::Any;
use x509_cert::name::Name;

use super::NameAttribute;

/// The attributes in the order of the certificate.
pub(super) fn attributes(name: &Name) -> Vec<NameAttribute> {
    name.0
        .iter()
        .flat_map(|rdn| rdn.0.iter())
        .map(|attribute| NameAttribute { oid: attribute.oid.to_string(), value: text(&attribute.value) })
        .collect()
}

/// The name as RFC 4514 writes it: last attribute first, special characters escaped.
pub(super) fn line(name: &Name) -> String {
    let mut parts: Vec<String> = attributes(name)
        .into_iter()
        .map(|attribute| format!("{}={}", short(&attribute.oid), escaped(&attribute.value)))
        .collect();
    parts.reverse();
    parts.join(",")
}

/// Names that RFC 4514 lists, and those that Polish and Russian qualified certificates carry; others stay an OID.
fn short(oid: &str) -> &str {
    match oid {
        "0.9.2342.19200300.100.1.25" => "DC",
        "1.2.643.100.1" => "OGRN",
        "1.2.643.100.3" => "SNILS",
        "1.2.643.100.4" => "INNLE",
        "1.2.643.100.5" => "OGRNIP",
        "1.2.643.3.131.1.1" => "INN",
        "1.2.840.113549.1.9.1" => "emailAddress",
        "2.5.4.10" => "O",
        "2.5.4.11" => "OU",
        "2.5.4.12" => "title",
        "2.5.4.3" => "CN",
        "2.5.4.4" => "SN",
        "2.5.4.42" => "GN",
        "2.5.4.45" => "uniqueIdentifier",
        "2.5.4.5" => "serialNumber",
        "2.5.4.6" => "C",
        "2.5.4.65" => "pseudonym",
        "2.5.4.7" => "L",
        "2.5.4.8" => "ST",
        "2.5.4.9" => "street",
        "2.5.4.97" => "organizationIdentifier",
        other => other,
    }
}

fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for (index, c) in value.char_indices() {
        let last = index + c.len_utf8() == value.len();
        match c {
            '"' | '+' | ',' | ';' | '<' | '>' | '\\' => out.extend(['\\', c]),
            '#' if index == 0 => out.push_str("\\#"),
            ' ' if index == 0 || last => out.push_str("\\ "),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// The text of a directory string in whichever of its encodings (RFC 5280 §4.1.2.4; old Polish cards use T61 and BMP).
fn text(value: &Any) -> String {
    let bytes = value.value();
    match value.tag() {
        der::Tag::BmpString => {
            let units = bytes.chunks_exact(2).map(|pair| match pair {
                [high, low] => u16::from_be_bytes([*high, *low]),
                _ => 0,
            });
            char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        }
        // T61 as every producer uses it: Latin-1.
        der::Tag::TeletexString => bytes.iter().map(|byte| char::from(*byte)).collect(),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}
