//! From bytes to a message: base64, XML with bounds. The rules are the same for form and envelope.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use poligon_crypto::{Document, Limits, XmlError};
use poligon_institution::{Evidence, Examination, Refused};

use crate::checks::parse;

/// Bounds of one message.
pub const LIMITS: Limits = Limits { bytes: 262_144, depth: 50, nodes: 5_000 };

/// The bytes of a SAMLRequest.
///
/// # Errors
/// When it is no base64, or compressed.
pub fn decoded(exam: &mut Examination, field: &str) -> Result<Vec<u8>, Refused> {
    let compact: Vec<u8> = field.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let bytes = match STANDARD.decode(&compact) {
        Ok(bytes) => {
            exam.pass(&parse::BASE64.check);
            bytes
        }
        Err(why) => {
            let shown: String = field.chars().take(80).collect();
            let evidence =
                vec![Evidence::text(why.to_string()), Evidence::values("SAMLRequest", "base64", shown)];
            return Err(exam.refuse(&parse::BASE64.check, evidence));
        }
    };
    // Compressed data never starts with what a document starts with.
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    let xml = matches!(first, Some(b'<' | 0xEF | 0xFE | 0xFF));
    if !xml {
        let start: Vec<String> = bytes.iter().take(4).map(|byte| format!("{byte:02X}")).collect();
        let evidence =
            Evidence::values("first bytes", "3C („<”)", format!("{}, as DEFLATE writes", start.join(" ")));
        return Err(exam.refuse(&parse::DEFLATED.check, vec![evidence]));
    }
    exam.pass(&parse::DEFLATED.check);
    Ok(bytes)
}

/// The document in these bytes.
///
/// # Errors
/// When it is none that is read here.
pub fn document<'a>(exam: &mut Examination, bytes: &'a [u8]) -> Result<Document<'a>, Refused> {
    match Document::parse(bytes, LIMITS) {
        Ok(document) => {
            for rule in [&parse::XML, &parse::DTD, &parse::SIZE, &parse::ENCODING] {
                exam.pass(&rule.check);
            }
            Ok(document)
        }
        Err(why) => {
            let rule = match why {
                XmlError::Dtd { .. } => &parse::DTD,
                XmlError::TooLarge { .. } => &parse::SIZE,
                XmlError::Encoding { .. } | XmlError::NotUtf8 { .. } | XmlError::ByteOrderMark => {
                    &parse::ENCODING
                }
                XmlError::Malformed { .. } => &parse::XML,
            };
            Err(exam.refuse(&rule.check, vec![Evidence::text(why.to_string())]))
        }
    }
}

/// Whether text is an XML name without a colon, as xs:ID wants it.
pub fn is_name(text: &str) -> bool {
    let mut letters = text.chars();
    let first = letters.next().is_some_and(|letter| letter.is_alphabetic() || letter == '_');
    first && text.len() <= 1_000 && letters.all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
}
