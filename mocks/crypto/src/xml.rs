//! XML as this house reads it: bounded in size, depth and node count, UTF-8, no DTD. One tree serves reading and
//! verification, so that what is read is what was verified.

mod document;
mod element;
mod limits;

use thiserror::Error;

pub use document::Document;
pub use element::Element;

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
        /// „bytes”, „nested elements”, „nodes”, „attributes of one element”.
        what: &'static str,
        /// The bound.
        limit: usize,
    },
}
