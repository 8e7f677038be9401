//! Tag, length, value: reading DER byte-exactly, writing it, and turning BER into it.
//!
//! Signatures cover bytes, so whoever verifies one must get hold of the bytes as they came. The typed readers (`der`, `cms`)
//! sort and re-encode; this one points into its input. Streaming CMS writers use BER with indefinite length, which those
//! readers refuse: [`to_der`] is the step before them.

use der::oid::ObjectIdentifier;
use thiserror::Error;

/// INTEGER.
pub const INTEGER: u8 = 0x02;
/// BIT STRING.
pub const BIT_STRING: u8 = 0x03;
/// OCTET STRING.
pub const OCTET_STRING: u8 = 0x04;
/// NULL.
pub const NULL: u8 = 0x05;
/// OBJECT IDENTIFIER.
pub const OBJECT_IDENTIFIER: u8 = 0x06;
/// SEQUENCE.
pub const SEQUENCE: u8 = 0x30;
/// SET.
pub const SET: u8 = 0x31;

const CONSTRUCTED: u8 = 0x20;
/// Deepest nesting that is followed.
const DEEPEST: usize = 32;
/// Most elements that [`to_der`] looks at.
const MOST_ELEMENTS: usize = 20_000;

/// Why bytes are not what they should be.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Asn1Error {
    /// The bytes end before the element does.
    #[error("the bytes end before the element at offset {0} does")]
    Cut(usize),
    /// A length or tag form that is not read here.
    #[error("{0} at offset {1}")]
    Form(&'static str, usize),
    /// Nested too deep, or too many elements.
    #[error("more than {DEEPEST} levels or {MOST_ELEMENTS} elements")]
    TooMuch,
}

/// One element, pointing into the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tlv<'a> {
    /// The tag byte.
    pub tag: u8,
    /// Tag, length and content.
    pub whole: &'a [u8],
    /// The content.
    pub content: &'a [u8],
}

/// The first element of definite length, and what follows it.
///
/// # Errors
/// When there is none, or it is BER that DER forbids (indefinite length).
pub fn read(bytes: &[u8]) -> Result<(Tlv<'_>, &[u8]), Asn1Error> {
    let head = Head::of(bytes, 0)?;
    let length = head.length.ok_or(Asn1Error::Form("indefinite length", 0))?;
    let end = head.size.checked_add(length).ok_or(Asn1Error::Cut(0))?;
    let whole = bytes.get(..end).ok_or(Asn1Error::Cut(0))?;
    let content = whole.get(head.size..).unwrap_or_default();
    Ok((Tlv { tag: head.tag, whole, content }, bytes.get(end..).unwrap_or_default()))
}

/// The elements of a content, in order.
///
/// # Errors
/// As [`read`].
pub fn children(mut content: &[u8]) -> Result<Vec<Tlv<'_>>, Asn1Error> {
    let mut found = Vec::new();
    while !content.is_empty() {
        if found.len() >= MOST_ELEMENTS {
            return Err(Asn1Error::TooMuch);
        }
        let (element, rest) = read(content)?;
        found.push(element);
        content = rest;
    }
    Ok(found)
}

/// An element with this tag around these parts.
pub fn write(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut out = vec![tag];
    if length < 0x80 {
        out.push(u8::try_from(length).unwrap_or(0));
    } else {
        let bytes = length.to_be_bytes();
        let start = bytes.iter().position(|byte| *byte != 0).unwrap_or(bytes.len());
        let digits = bytes.get(start..).unwrap_or_default();
        out.push(0x80 | u8::try_from(digits.len()).unwrap_or(0));
        out.extend_from_slice(digits);
    }
    parts.iter().for_each(|part| out.extend_from_slice(part));
    out
}

/// A non-negative INTEGER from big-endian bytes.
pub fn write_unsigned(bytes: &[u8]) -> Vec<u8> {
    let start = bytes.iter().position(|byte| *byte != 0).unwrap_or(bytes.len());
    let digits = bytes.get(start..).unwrap_or_default();
    let pad: &[u8] = if digits.first().is_none_or(|first| *first >= 0x80) { &[0] } else { &[] };
    write(INTEGER, &[pad, digits])
}

/// An OBJECT IDENTIFIER written in dots; NULL when the text is none, which only a typo of ours can cause.
pub fn write_oid(dotted: &str) -> Vec<u8> {
    match ObjectIdentifier::new(dotted) {
        Ok(oid) => write(OBJECT_IDENTIFIER, &[oid.as_bytes()]),
        Err(_) => vec![NULL, 0],
    }
}

/// The object identifier of an element, in dots.
pub fn oid(element: &Tlv<'_>) -> Option<String> {
    if element.tag != OBJECT_IDENTIFIER {
        return None;
    }
    ObjectIdentifier::from_bytes(element.content).ok().map(|oid| oid.to_string())
}

/// Whether some length among the first levels is indefinite: BER, as streaming tools write it.
pub fn is_indefinite(bytes: &[u8]) -> bool {
    Head::of(bytes, 0).is_ok_and(|head| head.length.is_none())
}

/// BER as DER: lengths definite, OCTET STRINGs in one piece. The order within SETs stays, so what is signed stays.
///
/// # Errors
/// When the bytes are cut, nested too deep or of a form that nobody writes.
pub fn to_der(bytes: &[u8]) -> Result<Vec<u8>, Asn1Error> {
    let mut elements = 0;
    let mut walk = Walk { bytes, elements: &mut elements };
    let (der, _) = walk.element(0, 0)?;
    Ok(der)
}

struct Head {
    tag: u8,
    /// `None`: indefinite.
    length: Option<usize>,
    /// Bytes of tag and length.
    size: usize,
}

impl Head {
    fn of(bytes: &[u8], at: usize) -> Result<Self, Asn1Error> {
        let rest = bytes.get(at..).unwrap_or_default();
        let [tag, first, more @ ..] = rest else { return Err(Asn1Error::Cut(at)) };
        if tag & 0x1F == 0x1F {
            return Err(Asn1Error::Form("a tag above 30", at));
        }
        match *first {
            short @ 0..=0x7F => Ok(Self { tag: *tag, length: Some(usize::from(short)), size: 2 }),
            0x80 if tag & CONSTRUCTED != 0 => Ok(Self { tag: *tag, length: None, size: 2 }),
            0x80 => Err(Asn1Error::Form("a primitive element of indefinite length", at)),
            long => {
                let count = usize::from(long & 0x7F);
                if count > 4 {
                    return Err(Asn1Error::Form("a length of more than four bytes", at));
                }
                let digits = more.get(..count).ok_or(Asn1Error::Cut(at))?;
                let length = digits.iter().fold(0_usize, |sum, digit| (sum << 8) | usize::from(*digit));
                Ok(Self { tag: *tag, length: Some(length), size: 2 + count })
            }
        }
    }
}

struct Walk<'a, 'n> {
    bytes: &'a [u8],
    elements: &'n mut usize,
}

impl Walk<'_, '_> {
    /// The element at this offset as DER, and the offset behind it.
    fn element(&mut self, at: usize, depth: usize) -> Result<(Vec<u8>, usize), Asn1Error> {
        *self.elements += 1;
        if depth > DEEPEST || *self.elements > MOST_ELEMENTS {
            return Err(Asn1Error::TooMuch);
        }
        let head = Head::of(self.bytes, at)?;
        let inside = at + head.size;
        let stop = head.length.map(|length| inside.saturating_add(length));
        if stop.is_some_and(|stop| stop > self.bytes.len()) {
            return Err(Asn1Error::Cut(at));
        }
        if let (Some(stop), true) = (stop, head.tag & CONSTRUCTED == 0) {
            let content = self.bytes.get(inside..stop).unwrap_or_default();
            return Ok((write(head.tag, &[content]), stop));
        }
        let (parts, end) = self.parts(inside, stop, depth)?;
        Ok((joined(head.tag, &parts), end))
    }

    fn parts(
        &mut self,
        mut at: usize,
        stop: Option<usize>,
        depth: usize,
    ) -> Result<(Vec<Vec<u8>>, usize), Asn1Error> {
        let mut parts = Vec::new();
        loop {
            match stop {
                Some(stop) if at >= stop => return Ok((parts, stop)),
                None if self.bytes.get(at..at + 2) == Some(&[0, 0]) => return Ok((parts, at + 2)),
                _ => {}
            }
            let (part, next) = self.element(at, depth + 1)?;
            if stop.is_some_and(|stop| next > stop) {
                return Err(Asn1Error::Cut(at));
            }
            parts.push(part);
            at = next;
        }
    }
}

/// A constructed OCTET STRING, or one with an implicit context tag, becomes one piece; anything else keeps its parts.
fn joined(tag: u8, parts: &[Vec<u8>]) -> Vec<u8> {
    let slices: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    if tag != OCTET_STRING | CONSTRUCTED {
        return write(tag, &slices);
    }
    let pieces: Vec<&[u8]> =
        slices.iter().map(|part| read(part).map_or(&[][..], |(piece, _)| piece.content)).collect();
    write(OCTET_STRING, &pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indefinite_lengths_and_pieces_become_definite_and_whole() {
        // SEQUENCE (indefinite) { OCTET STRING (constructed, indefinite) { "ab", "c" }, INTEGER 5 }
        let ber = [0x30, 0x80, 0x24, 0x80, 4, 2, b'a', b'b', 4, 1, b'c', 0, 0, 2, 1, 5, 0, 0];
        assert!(is_indefinite(&ber));
        assert_eq!(to_der(&ber).unwrap(), [0x30, 8, 4, 3, b'a', b'b', b'c', 2, 1, 5]);
        assert_eq!(read(&ber), Err(Asn1Error::Form("indefinite length", 0)));
    }

    #[test]
    fn der_stays_as_it_is() {
        let der = write(SEQUENCE, &[&write(OCTET_STRING, &[&[7; 300]]), &write_oid("1.2.643.7.1.1.2.2")]);
        assert_eq!(to_der(&der).unwrap(), der);
    }

    #[test]
    fn hostile_bytes_are_refused() {
        let deep: Vec<u8> = [0x30, 0x80].repeat(40);
        let long = [0x30, 0x85, 1, 1, 1, 1, 1];
        for bytes in [&[][..], &[0x30], &[0x30, 5, 1], &[0x1F, 1, 0], &[4, 0x80, 0, 0], &deep, &long] {
            assert!(to_der(bytes).is_err(), "{bytes:02x?}");
        }
    }

    #[test]
    fn integers_are_unsigned_and_short() {
        assert_eq!(write_unsigned(&[0, 0, 0x80]), [2, 2, 0, 0x80]);
        assert_eq!(write_unsigned(&[0]), [2, 1, 0]);
    }
}
