//! XML as this house reads it: bounded in size, depth and node count, UTF-8, no DTD. One tree serves reading and
//! verification, so that what is read is what was verified.

use thiserror::Error;

/// Bounds of one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most bytes.
    pub bytes: usize,
    /// Most nested elements.
    pub depth: u32,
    /// Most nodes (elements, attributes, texts, comments).
    pub nodes: usize,
}

impl Limits {
    /// Bounds for a message that a client sends: 5 MB, 100 levels, 200 000 nodes.
    pub const MESSAGE: Self = Self { bytes: 5_000_000, depth: 100, nodes: 200_000 };
}

/// Why bytes are not a document. Each names place and expectation.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum XmlError {
    /// A byte order mark stands before the document; whether that is tolerated is for the caller to say.
    #[error("the document starts with a byte order mark (EF BB BF); write it without one")]
    ByteOrderMark,
    /// A document type declaration.
    #[error("line {line}: the document has a DTD (<!DOCTYPE …>); send it without one")]
    Dtd {
        /// Line, from 1.
        line: usize,
    },
    /// A declared encoding that is not UTF-8.
    #[error("the XML declaration says encoding „{declared}”; only UTF-8 is read")]
    Encoding {
        /// What was declared.
        declared: String,
    },
    /// Not XML.
    #[error("line {line}, column {column}: {message}")]
    Malformed {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What the parser expected.
        message: String,
    },
    /// Bytes that are not UTF-8.
    #[error("byte {offset} is not UTF-8")]
    NotUtf8 {
        /// Offset of the first bad byte.
        offset: usize,
    },
    /// Too many bytes, levels or nodes.
    #[error("the document has more than {limit} {what}")]
    TooLarge {
        /// „bytes”, „nested elements”, „nodes”.
        what: &'static str,
        /// The bound.
        limit: usize,
    },
}

/// A parsed document and the bytes it was parsed from.
#[derive(Debug)]
pub struct Document<'a> {
    pub(crate) source: &'a str,
    pub(crate) tree: uppsala::Document<'a>,
}

/// One element of a document.
#[derive(Clone, Copy, Debug)]
pub struct Element<'d> {
    pub(crate) tree: &'d uppsala::Document<'d>,
    pub(crate) id: uppsala::NodeId,
}

impl<'a> Document<'a> {
    /// Parses bytes. A byte order mark is an error here ([`XmlError::ByteOrderMark`]).
    pub fn parse(bytes: &'a [u8], limits: Limits) -> Result<Self, XmlError> {
        let _ = (bytes, limits);
        todo!()
    }

    /// The text that was parsed.
    pub fn source(&self) -> &'a str {
        self.source
    }

    /// The document element.
    pub fn root(&self) -> Element<'_> {
        todo!()
    }
}

impl<'d> Element<'d> {
    /// The namespace URI; `None` for no namespace.
    pub fn namespace(&self) -> Option<&'d str> {
        todo!()
    }

    /// The local name.
    pub fn local(&self) -> &'d str {
        todo!()
    }

    /// Whether this element has this namespace URI and local name.
    pub fn is(&self, namespace: &str, local: &str) -> bool {
        self.namespace() == Some(namespace) && self.local() == local
    }

    /// An attribute in no namespace.
    pub fn attribute(&self, local: &str) -> Option<&'d str> {
        let _ = local;
        todo!()
    }

    /// The child elements, in document order.
    pub fn children(&self) -> impl Iterator<Item = Element<'d>> + use<'d> {
        std::iter::empty()
    }

    /// The first child element of this name, in this element's own namespace.
    pub fn child(&self, local: &str) -> Option<Element<'d>> {
        self.children().find(|child| child.local() == local && child.namespace() == self.namespace())
    }

    /// All text and CDATA below this element joined, comments and processing instructions left out.
    pub fn text(&self) -> String {
        todo!()
    }

    /// Line of the start tag, from 1.
    pub fn line(&self) -> usize {
        todo!()
    }

    /// Where it stands: `/AuthTokenRequest/ContextIdentifier/Nip`, positions (`[2]`) where siblings share the name.
    pub fn path(&self) -> String {
        todo!()
    }
}
