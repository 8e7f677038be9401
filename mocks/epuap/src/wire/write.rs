//! Writing XML: text in, text out. What is given is escaped; what XML cannot carry becomes U+FFFD.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use poligon_world::warsaw;
use time::OffsetDateTime;

use super::names::XSI;

/// XML under construction.
#[derive(Clone, Debug, Default)]
pub struct Xml(String);

impl Xml {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins with a root element in a namespace, prefix `p`; children are in none.
    pub fn root(namespace: &str, local: &str) -> Self {
        Self(format!("<p:{local} xmlns:p=\"{namespace}\">"))
    }

    /// Ends the root element that [`root`](Self::root) began.
    pub fn end_root(mut self, local: &str) -> String {
        self.0.push_str("</p:");
        self.0.push_str(local);
        self.0.push('>');
        self.0
    }

    /// An element with text.
    #[must_use]
    pub fn element(mut self, name: &str, text: impl AsRef<str>) -> Self {
        self.0.push('<');
        self.0.push_str(name);
        self.0.push('>');
        escape_into(&mut self.0, text.as_ref());
        self.close(name)
    }

    /// An element with text, if there is any.
    #[must_use]
    pub fn optional(self, name: &str, text: Option<impl AsRef<str>>) -> Self {
        match text {
            Some(text) => self.element(name, text),
            None => self,
        }
    }

    /// An element with text, or nil.
    #[must_use]
    pub fn nillable(self, name: &str, text: Option<impl AsRef<str>>) -> Self {
        match text {
            Some(text) => self.element(name, text),
            None => self.nil(name),
        }
    }

    /// A nil element.
    #[must_use]
    pub fn nil(mut self, name: &str) -> Self {
        self.0.push_str(&format!("<{name} xmlns:xsi=\"{XSI}\" xsi:nil=\"true\"/>"));
        self
    }

    /// An element with bytes.
    #[must_use]
    pub fn base64(mut self, name: &str, bytes: &[u8]) -> Self {
        self.0.push('<');
        self.0.push_str(name);
        self.0.push('>');
        STANDARD.encode_string(bytes, &mut self.0);
        self.close(name)
    }

    /// An element with a moment, as OMB reads it: milliseconds and the offset of Warsaw (spec §8).
    #[must_use]
    pub fn moment(self, name: &str, at: OffsetDateTime) -> Self {
        self.element(name, warsaw::write_warsaw(at))
    }

    /// An element with elements in it.
    #[must_use]
    pub fn nest(mut self, name: &str, inside: impl FnOnce(Self) -> Self) -> Self {
        self.0.push('<');
        self.0.push_str(name);
        self.0.push('>');
        inside(self).close(name)
    }

    /// The same for each of many.
    #[must_use]
    pub fn each<T>(self, all: impl IntoIterator<Item = T>, write: impl FnMut(Self, T) -> Self) -> Self {
        all.into_iter().fold(self, write)
    }

    /// XML that is whole already.
    #[must_use]
    pub fn raw(mut self, xml: &str) -> Self {
        self.0.push_str(xml);
        self
    }

    /// What was written.
    pub fn into_string(self) -> String {
        self.0
    }

    fn close(mut self, name: &str) -> Self {
        // The name may carry attributes: „Adresat typ="…"”.
        let bare = name.split(' ').next().unwrap_or(name);
        self.0.push_str("</");
        self.0.push_str(bare);
        self.0.push('>');
        self
    }
}

/// Text as it stands in content and attributes.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_into(&mut out, text);
    out
}

fn escape_into(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#xD;"),
            '\t' | '\n' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'.. => out.push(c),
            _ => out.push('\u{fffd}'),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_nest_and_are_escaped() {
        let xml =
            Xml::root("urn:a", "A").nest("b", |xml| xml.element("c", "<&\u{1}>").nil("d")).end_root("A");
        assert_eq!(
            xml,
            "<p:A xmlns:p=\"urn:a\"><b><c>&lt;&amp;\u{fffd}&gt;</c><d xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"/></b></p:A>"
        );
    }
}
