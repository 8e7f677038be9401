//! From a signed envelope to a multipart message: the base64 of some elements goes into parts of their own.

use poligon_crypto::{Document, Element, XmlError};
use poligon_institution::Response;
use poligon_world::Entropy;

use super::super::base64;
use crate::Envelope;
use crate::names::XOP;

/// Content-ID of the root part.
const ROOT: &str = "root.message@poligon.invalid";

/// Packs an envelope. The base64 content of every element without children for which `apart` holds goes into a part;
/// elements whose text is no base64 stay as they are. The status is the envelope's.
///
/// # Errors
/// When the envelope is not well-formed.
pub fn package(
    mut response: Response,
    envelope: &str,
    apart: impl Fn(Element<'_>) -> bool,
    entropy: &Entropy,
) -> Result<Response, XmlError> {
    let limits = poligon_crypto::Limits { bytes: usize::MAX, ..Envelope::LIMITS };
    let document = Document::parse(envelope.as_bytes(), limits)?;
    let boundary = format!("uuid:{}", entropy.uuid());
    let mut root = String::with_capacity(1_024);
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    let mut done = 0;
    for element in document.root().descendants().filter(|element| apart(*element)) {
        let Some((range, bytes)) = content(envelope, element) else { continue };
        let id = format!("{}@poligon.invalid", entropy.uuid());
        root.push_str(envelope.get(done..range.start).unwrap_or_default());
        root.push_str(&format!("<xop:Include xmlns:xop=\"{XOP}\" href=\"cid:{id}\"/>"));
        done = range.end;
        parts.push((id, bytes));
    }
    root.push_str(envelope.get(done..).unwrap_or_default());
    let mut body = format!(
        "--{boundary}\r\nContent-Type: application/xop+xml; charset=UTF-8; type=\"text/xml\"\r\n\
         Content-Transfer-Encoding: binary\r\nContent-ID: <{ROOT}>\r\n\r\n{root}"
    )
    .into_bytes();
    for (id, bytes) in parts {
        let head = format!(
            "\r\n--{boundary}\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\n\
             Content-ID: <{id}>\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(&bytes);
    }
    body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    response = response.with_body(
        &format!(
            "multipart/related; type=\"application/xop+xml\"; boundary=\"{boundary}\"; start=\"<{ROOT}>\"; start-info=\"text/xml\""
        ),
        body,
    );
    Ok(response)
}

/// Where the text of a leaf stands, and the bytes that it means.
fn content(envelope: &str, element: Element<'_>) -> Option<(std::ops::Range<usize>, Vec<u8>)> {
    if element.children().next().is_some() {
        return None;
    }
    let range = element.range()?;
    let source = envelope.get(range.clone())?;
    let (start, end) = (source.find('>')? + 1, source.rfind("</")?);
    let text = source.get(start..end).filter(|text| !text.is_empty())?;
    let bytes = base64::decode(text).ok()?;
    Some((range.start + start..range.start + end, bytes))
}
