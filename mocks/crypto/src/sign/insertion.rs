//! Where the signature's text goes, so that the document's own bytes stay as they are.

use super::Placement;
use crate::Document;

/// Text before the signature and text after it.
pub(super) struct Place<'a> {
    before: String,
    after: String,
    /// Enveloping: the document element as it is written.
    inside: Option<&'a str>,
}

impl<'a> Place<'a> {
    pub(super) fn of(document: &Document<'a>, placement: Placement) -> Self {
        let source = document.source();
        let root = document.root();
        let range = document.tree.node_range(root.id).unwrap_or(0..source.len());
        let element = source.get(range.clone()).unwrap_or(source);
        if placement == Placement::Enveloping {
            return Self { before: String::new(), after: String::new(), inside: Some(element) };
        }
        let rest = source.get(range.end..).unwrap_or_default();
        // An element's last markup is its end tag; only one without content ends in „/>”, and is opened here.
        match element.strip_suffix("/>") {
            Some(start) => {
                let ends_name = |character: char| character.is_ascii_whitespace() || character == '/';
                let name = element.trim_start_matches('<').split(ends_name).next().unwrap_or_default();
                let head = source.get(..range.start).unwrap_or_default();
                Self { before: format!("{head}{start}>"), after: format!("</{name}>{rest}"), inside: None }
            }
            None => {
                let end_tag = range.start + element.rfind("</").unwrap_or(element.len());
                let (before, after) = source.split_at_checked(end_tag).unwrap_or((source, ""));
                Self { before: before.to_owned(), after: after.to_owned(), inside: None }
            }
        }
    }

    /// The document with this signature in it.
    pub(super) fn with(&self, signature: &super::text::Text) -> String {
        match self.inside {
            Some(inside) => format!("{}{inside}{}", signature.before_payload, signature.after_payload),
            None => {
                [&*self.before, &signature.before_payload, &signature.after_payload, &self.after].concat()
            }
        }
    }
}
