//! Reading elements: children are in no namespace (no schema sets elementFormDefault, spec §2), and nil counts as absent.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use poligon_crypto::Element;
use poligon_world::warsaw;
use time::OffsetDateTime;

use super::names::XSI;

/// Something that a message should hold and does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misread {
    /// Where: `/Envelope/Body/Dokument/nazwaPliku`.
    pub place: String,
    /// What should stand there.
    pub expected: String,
    /// What stands there.
    pub got: String,
}

/// One element, to be read child by child.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'d>(pub Element<'d>);

impl Misread {
    /// A misreading at an element.
    pub fn at(element: Element<'_>, expected: &str, got: impl Into<String>) -> Self {
        Self { place: element.path(), expected: expected.to_owned(), got: shown(&got.into()) }
    }
}

impl<'d> Reading<'d> {
    /// The child of this name, in no namespace; nil and absent are alike.
    ///
    /// # Errors
    /// When it stands in a namespace.
    pub fn child(&self, name: &str) -> Result<Option<Reading<'d>>, Misread> {
        let found = self.0.children().find(|child| child.local() == name);
        let Some(child) = found else { return Ok(None) };
        if let Some(namespace) = child.namespace() {
            let expected = format!("{name} in no namespace (xmlns=\"\")");
            return Err(Misread::at(child, &expected, format!("{name} in {namespace}")));
        }
        let nil = child.attribute_in(XSI, "nil").is_some_and(|nil| matches!(nil.trim(), "true" | "1"));
        Ok((!nil).then_some(Reading(child)))
    }

    /// The child of this name, which must be there.
    ///
    /// # Errors
    /// When it is absent, nil or in a namespace.
    pub fn need(&self, name: &str) -> Result<Reading<'d>, Misread> {
        self.child(name)?.ok_or_else(|| Misread {
            place: self.0.path(),
            expected: format!("an element {name}"),
            got: "none".to_owned(),
        })
    }

    /// The text of a child, trimmed; `None` when it is absent or nil.
    ///
    /// # Errors
    /// When it is in a namespace.
    pub fn text(&self, name: &str) -> Result<Option<String>, Misread> {
        Ok(self.child(name)?.map(|child| child.own_text()))
    }

    /// The text of a child that must be there and not be empty.
    ///
    /// # Errors
    /// As said.
    pub fn words(&self, name: &str) -> Result<String, Misread> {
        let child = self.need(name)?;
        let text = child.own_text();
        if text.is_empty() {
            return Err(Misread::at(child.0, "some text", "nothing"));
        }
        Ok(text)
    }

    /// The number in a child; `None` when it is absent, nil or empty.
    ///
    /// # Errors
    /// When it is no number.
    pub fn number<T: std::str::FromStr>(&self, name: &str) -> Result<Option<T>, Misread> {
        let Some(child) = self.child(name)? else { return Ok(None) };
        let text = child.own_text();
        if text.is_empty() {
            return Ok(None);
        }
        text.parse().map(Some).map_err(|_| Misread::at(child.0, "a whole number", text))
    }

    /// The moment in a child: 0 to 9 digits of fraction, with or without zone (spec §8).
    ///
    /// # Errors
    /// When it is no moment.
    pub fn moment(&self, name: &str) -> Result<Option<OffsetDateTime>, Misread> {
        let Some(child) = self.child(name)? else { return Ok(None) };
        let text = child.own_text();
        if text.is_empty() {
            return Ok(None);
        }
        let wrong = || Misread::at(child.0, "a dateTime like 2026-11-24T12:00:00+01:00", text.clone());
        warsaw::read(&text).map(Some).ok_or_else(wrong)
    }

    /// The switch in a child: true, false, 1, 0; `None` when it is absent or empty.
    ///
    /// # Errors
    /// When it is something else.
    pub fn switch(&self, name: &str) -> Result<Option<bool>, Misread> {
        match self.child(name)? {
            None => Ok(None),
            Some(child) => child.own_switch(),
        }
    }

    /// The base64 in a child, white space allowed; `None` when it is absent or nil.
    ///
    /// # Errors
    /// When it is no base64.
    pub fn base64(&self, name: &str) -> Result<Option<Bytes>, Misread> {
        self.child(name)?.map(|child| child.own_base64()).transpose()
    }

    /// The text of this element, trimmed.
    pub fn own_text(&self) -> String {
        self.0.text_cow().trim().to_owned()
    }

    /// The switch in this element; `None` when it is empty.
    ///
    /// # Errors
    /// When it is none of true, false, 1, 0.
    pub fn own_switch(&self) -> Result<Option<bool>, Misread> {
        match self.own_text().as_str() {
            "" => Ok(None),
            "true" | "1" => Ok(Some(true)),
            "false" | "0" => Ok(Some(false)),
            other => Err(Misread::at(self.0, "true, false, 1 or 0", other)),
        }
    }

    /// The base64 in this element.
    ///
    /// # Errors
    /// When it is none.
    pub fn own_base64(&self) -> Result<Bytes, Misread> {
        let text = self.0.text_cow();
        base64(&text).ok_or_else(|| Misread::at(self.0, "base64", text.into_owned()))
    }
}

/// Base64 with white space in it; padding is needed, as xsd:base64Binary says.
pub fn base64(text: &str) -> Option<Bytes> {
    if !text.bytes().any(|byte| byte.is_ascii_whitespace()) {
        return STANDARD.decode(text).ok().map(Bytes::from);
    }
    let compact: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    STANDARD.decode(compact).ok().map(Bytes::from)
}

fn shown(text: &str) -> String {
    let mut shown: String = text.chars().take(80).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use poligon_crypto::{Document, Limits};

    #[test]
    fn children_are_read_without_namespace_and_nil_is_nothing() {
        let xml = b"<a xmlns='urn:a'><b xmlns=''> 1 </b><c/><d xmlns='' xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:nil='1'/><e xmlns=''>YQ ==\n</e></a>";
        let document = Document::parse(xml, Limits::MESSAGE).unwrap();
        let reading = Reading(document.root());
        assert_eq!(reading.number::<i32>("b").unwrap(), Some(1));
        let qualified = reading.child("c").unwrap_err();
        assert_eq!((qualified.place.as_str(), qualified.got.as_str()), ("/a/c", "c in urn:a"));
        assert!(reading.child("d").unwrap().is_none());
        assert_eq!(reading.base64("e").unwrap().as_deref(), Some(&b"a"[..]));
        assert!(reading.switch("e").is_err());
        assert_eq!(reading.need("f").unwrap_err().expected, "an element f");
    }
}
