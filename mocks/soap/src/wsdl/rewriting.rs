//! Rewriting addresses and import locations of a WSDL or XSD. Everything else stays as it was written.

use std::ops::Range;

use poligon_crypto::{Document, Element, Limits};

use crate::write::escape;

/// Where the document is served.
#[derive(Clone, Copy, Debug)]
pub struct Rewrite<'r> {
    /// Scheme, host, port and sandbox, as the caller used them; no slash at the end.
    pub base: &'r str,
    /// The service's path.
    pub path: &'r str,
    /// Whether it was asked for by `?wsdl` or `?xsd=`: relative imports then lead to `?xsd=NAME`.
    pub by_query: bool,
}

const WSDL: &str = "http://schemas.xmlsoap.org/wsdl/";
const WSDL_SOAP: &str = "http://schemas.xmlsoap.org/wsdl/soap/";
const XSD: &str = "http://www.w3.org/2001/XMLSchema";

/// The text with `soap:address` leading to the service, and imports to where they are served. A text that is no XML is given
/// back as it is.
pub fn rewritten(text: &str, to: &Rewrite<'_>) -> String {
    let unmarked = text.strip_prefix('\u{feff}').unwrap_or(text);
    let Ok(document) = Document::parse(unmarked.as_bytes(), Limits::MESSAGE) else { return text.to_owned() };
    let mut out = String::with_capacity(unmarked.len() + 256);
    let mut done = 0;
    for element in document.root().descendants() {
        let Some((range, value)) = change(unmarked, element, to) else { continue };
        out.push_str(unmarked.get(done..range.start).unwrap_or_default());
        out.push_str(&escape(&value));
        done = range.end;
    }
    out.push_str(unmarked.get(done..).unwrap_or_default());
    out
}

/// The attribute value of this element that is to change, and to what.
fn change(source: &str, element: Element<'_>, to: &Rewrite<'_>) -> Option<(Range<usize>, String)> {
    let (name, value) = match (element.namespace()?, element.local()) {
        (WSDL_SOAP, "address") => ("location", format!("{}{}", to.base, to.path)),
        (WSDL, "import") => ("location", import(element.attribute("location")?, to)?),
        (XSD, "import" | "include" | "redefine") => {
            ("schemaLocation", import(element.attribute("schemaLocation")?, to)?)
        }
        _ => return None,
    };
    let start = element.range()?.start;
    let inside = attribute(source.get(start..)?, name)?;
    Some((start + inside.start..start + inside.end, value))
}

/// Where a relative import is served when the document itself has no folder.
fn import(location: &str, to: &Rewrite<'_>) -> Option<String> {
    if !to.by_query || location.contains("://") {
        return None;
    }
    let name = location.rsplit('/').next().filter(|name| !name.is_empty())?;
    let key = if name.to_ascii_lowercase().ends_with(".wsdl") { "wsdl" } else { "xsd" };
    Some(format!("{}{}?{key}={name}", to.base, to.path))
}

/// The value of an attribute in the start tag at the beginning of `tag`.
fn attribute(tag: &str, wanted: &str) -> Option<Range<usize>> {
    let bytes = tag.as_bytes();
    let mut at = tag.find(|c: char| c.is_ascii_whitespace())?;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| !byte.is_ascii_whitespace())?;
        if matches!(bytes.get(at)?, b'>' | b'/') {
            return None;
        }
        let equals = at + bytes.get(at..)?.iter().position(|byte| *byte == b'=')?;
        let name = tag.get(at..equals)?.trim();
        let open = equals + bytes.get(equals..)?.iter().position(|byte| matches!(byte, b'"' | b'\''))?;
        let quote = *bytes.get(open)?;
        let close = open + 1 + bytes.get(open + 1..)?.iter().position(|byte| *byte == quote)?;
        if name == wanted {
            return Some(open + 1..close);
        }
        at = close + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "<?xml version='1.0'?><definitions xmlns='http://schemas.xmlsoap.org/wsdl/' \
        xmlns:s='http://schemas.xmlsoap.org/wsdl/soap/' xmlns:x='http://www.w3.org/2001/XMLSchema'>\
        <types><x:schema><x:import namespace=\"u\"\n schemaLocation = 'obiektypk.xsd'/></x:schema></types>\
        <service><port><s:address note='>' location='http://ws.epuap.gov.pl:80/x'/></port></service></definitions>";

    #[test]
    fn addresses_lead_to_the_caller_s_own_base() {
        let to = Rewrite { base: "https://localhost:8441/@a", path: "/p/skrytka", by_query: true };
        let text = rewritten(TEXT, &to);
        assert!(text.contains("location='https://localhost:8441/@a/p/skrytka'"), "{text}");
        assert!(
            text.contains("schemaLocation = 'https://localhost:8441/@a/p/skrytka?xsd=obiektypk.xsd'"),
            "{text}"
        );
        let text = rewritten(TEXT, &Rewrite { by_query: false, ..to });
        assert!(text.contains("schemaLocation = 'obiektypk.xsd'"), "{text}");
        assert_eq!(rewritten("no xml", &to), "no xml");
    }
}
