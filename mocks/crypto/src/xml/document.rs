//! Bytes to tree.

use super::{Element, Limits, XmlError, limits};

/// A parsed document and the bytes it was parsed from.
#[derive(Debug)]
pub struct Document<'a> {
    pub(crate) source: &'a str,
    pub(crate) tree: uppsala::Document<'a>,
    root: uppsala::NodeId,
}

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

impl<'a> Document<'a> {
    /// Parses bytes. A byte order mark is an error here ([`XmlError::ByteOrderMark`]).
    pub fn parse(bytes: &'a [u8], limits: Limits) -> Result<Self, XmlError> {
        if bytes.starts_with(BYTE_ORDER_MARK) {
            return Err(XmlError::ByteOrderMark);
        }
        limits::check(bytes, limits)?;
        let source =
            std::str::from_utf8(bytes).map_err(|error| XmlError::NotUtf8 { offset: error.valid_up_to() })?;
        let tree = uppsala::Parser::new()
            .with_max_depth(limits.depth)
            .with_forbid_dtd(true)
            .parse(source)
            .map_err(|error| refusal(error, source, limits))?;
        if let Some(declared) =
            tree.xml_declaration.as_ref().and_then(|declaration| declaration.encoding.as_deref())
            && !declared.eq_ignore_ascii_case("UTF-8")
        {
            return Err(XmlError::Encoding { declared: declared.chars().take(40).collect() });
        }
        let root = tree.document_element().ok_or_else(|| XmlError::Malformed {
            line: 1,
            column: 1,
            message: "there is no document element".to_owned(),
        })?;
        Ok(Self { source, tree, root })
    }

    /// The text that was parsed.
    pub fn source(&self) -> &'a str {
        self.source
    }

    /// The document element.
    pub fn root(&self) -> Element<'_> {
        self.element(self.root)
    }

    /// The element at a path as [`Element::path`] writes it: `/Envelope/Header/Security[2]`.
    pub fn at(&self, path: &str) -> Option<Element<'_>> {
        let mut steps = path.strip_prefix('/')?.split('/');
        let mut here = self.root();
        if steps.next()? != here.local() {
            return None;
        }
        for step in steps {
            let (local, position) = match step.strip_suffix(']').and_then(|step| step.split_once('[')) {
                Some((local, position)) => (local, position.parse::<usize>().ok()?.checked_sub(1)?),
                None => (step, 0),
            };
            here = here.children().filter(|child| child.local() == local).nth(position)?;
        }
        Some(here)
    }

    pub(crate) fn element(&self, id: uppsala::NodeId) -> Element<'_> {
        Element { tree: &self.tree, id }
    }
}

fn refusal(error: uppsala::XmlError, source: &str, limits: Limits) -> XmlError {
    let (line, column, message) = match error {
        uppsala::XmlError::WellFormedness(error) => (error.line, error.column, error.message),
        uppsala::XmlError::Namespace(error) => (error.line, error.column, error.message),
        uppsala::XmlError::Parse(error) => (error.line, error.column, error.message),
        uppsala::XmlError::UnexpectedEof => {
            let (line, column) = end_of(source);
            (line, column, "the document ends in the middle of something".to_owned())
        }
        other => (1, 1, other.to_string()),
    };
    // The parser has no kinds for these two; its wording is pinned by the tests below.
    if message.contains("DOCTYPE") {
        return XmlError::Dtd { line };
    }
    if message.contains("exceeds maximum depth") {
        let limit = usize::try_from(limits.depth).unwrap_or(usize::MAX);
        return XmlError::TooLarge { what: "nested elements", limit };
    }
    XmlError::Malformed { line, column, message }
}

fn end_of(source: &str) -> (usize, usize) {
    let line = source.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = source.rsplit('\n').next().map_or(1, |last| last.len() + 1);
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u8]) -> XmlError {
        Document::parse(bytes, Limits::MESSAGE).expect_err("must be refused")
    }

    #[test]
    fn a_dtd_is_refused_with_its_line() {
        assert_eq!(refused(b"\n<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>"), XmlError::Dtd { line: 2 });
        assert_eq!(
            refused(b"<?xml version='1.0'?>\n<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>"),
            XmlError::Dtd { line: 2 }
        );
    }

    #[test]
    fn an_undeclared_entity_is_malformed() {
        assert!(matches!(refused(b"<a>&e;</a>"), XmlError::Malformed { line: 1, .. }));
    }

    #[test]
    fn a_byte_order_mark_has_its_own_error() {
        assert_eq!(refused(b"\xEF\xBB\xBF<a/>"), XmlError::ByteOrderMark);
    }

    #[test]
    fn other_encodings_are_refused_by_name() {
        let error = refused(b"<?xml version=\"1.0\" encoding=\"ISO-8859-2\"?><a/>");
        assert_eq!(error, XmlError::Encoding { declared: "ISO-8859-2".to_owned() });
        assert!(Document::parse(b"<?xml version=\"1.0\" encoding=\"utf-8\"?><a/>", Limits::MESSAGE).is_ok());
    }

    #[test]
    fn bad_bytes_are_refused() {
        assert_eq!(refused(b"<a>\xFF</a>"), XmlError::NotUtf8 { offset: 3 });
        assert!(matches!(refused(b"<a>\0</a>"), XmlError::Malformed { .. }));
        assert!(matches!(refused(b"<a>&#0;</a>"), XmlError::Malformed { .. }));
        assert!(matches!(refused(b""), XmlError::Malformed { .. }));
        assert!(matches!(refused(b"<a>"), XmlError::Malformed { .. }));
        assert!(matches!(refused(b"<a/><b/>"), XmlError::Malformed { .. }));
        assert!(matches!(refused(b"<p:a/>"), XmlError::Malformed { .. }));
    }

    #[test]
    fn depth_size_and_node_count_are_bounded() {
        let deep = format!("{}{}", "<a>".repeat(101), "</a>".repeat(101));
        assert_eq!(refused(deep.as_bytes()), XmlError::TooLarge { what: "nested elements", limit: 100 });
        let fits = format!("{}{}", "<a>".repeat(100), "</a>".repeat(100));
        assert!(Document::parse(fits.as_bytes(), Limits::MESSAGE).is_ok());
        let wide = format!("<a>{}</a>", "<b/>".repeat(200_001));
        assert_eq!(refused(wide.as_bytes()), XmlError::TooLarge { what: "nodes", limit: 200_000 });
        let long = format!("<a>{}</a>", " ".repeat(5_000_000));
        assert_eq!(refused(long.as_bytes()), XmlError::TooLarge { what: "bytes", limit: 5_000_000 });
        let attributes: String = (0..129).map(|number| format!(" a{number}=\"\"")).collect();
        let refusal = refused(format!("<a{attributes}/>").as_bytes());
        assert_eq!(refusal, XmlError::TooLarge { what: "attributes of one element", limit: 128 });
    }
}
