//! Where a reference leads.

use super::Fault;
use super::names::{WSU, XML};
use crate::{Document, Element};

/// What a reference points at, in the same document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Target<'d> {
    /// The element; `None` for the whole document.
    pub(crate) element: Option<Element<'d>>,
    /// Whether comments belong to it (`#xpointer(…)` only).
    pub(crate) comments: bool,
}

impl Target<'_> {
    /// `/` or the element's path.
    pub(crate) fn path(&self) -> String {
        self.element.map_or_else(|| "/".to_owned(), |element| element.path())
    }
}

/// Follows the URI of a reference. Only references into the same document are followed; an id that two elements carry is
/// refused, because verifier and consumer could pick different ones.
pub(crate) fn resolve<'d>(document: &'d Document<'_>, uri: Option<&str>) -> Result<Target<'d>, Fault> {
    let Some(uri) = uri else {
        return Err(Fault::Unresolved("a reference without URI leads nowhere in this document".to_owned()));
    };
    match uri {
        "" => return Ok(Target { element: None, comments: false }),
        "#xpointer(/)" => return Ok(Target { element: None, comments: true }),
        _ => {}
    }
    let Some(fragment) = uri.strip_prefix('#').filter(|fragment| !fragment.is_empty()) else {
        return Err(Fault::Unresolved(format!(
            "„{uri}” leads out of the document; only „” and „#id” are followed"
        )));
    };
    let (id, comments) = match xpointer_id(fragment) {
        Some(id) => (id, true),
        None => (fragment, false),
    };
    let element = with_id(document, id)?;
    Ok(Target { element: Some(element), comments })
}

/// The one element that carries an id, in any attribute that references may point at (`wsu:Id`, `xml:id`, `Id`, `ID`, `id`,
/// `AssertionID`).
///
/// # Errors
/// When none carries it, or more than one: what is meant would be open.
pub fn with_id<'d>(document: &'d Document<'_>, id: &str) -> Result<Element<'d>, Fault> {
    let mut found = document.root().descendants().filter(|element| carries(*element, id));
    let first = found.next().ok_or_else(|| Fault::Unresolved(format!("no element has the id „{id}”")))?;
    match found.next() {
        None => Ok(first),
        Some(_) => Err(Fault::DuplicateId(id.to_owned())),
    }
}

fn carries(element: Element<'_>, id: &str) -> bool {
    element.attributes().any(|(namespace, local, value)| {
        value == id
            && match namespace {
                None => matches!(local, "Id" | "ID" | "id" | "AssertionID"),
                Some(WSU) => local == "Id",
                Some(XML) => local == "id",
                Some(_) => false,
            }
    })
}

fn xpointer_id(fragment: &str) -> Option<&str> {
    let inside = fragment.strip_prefix("xpointer(id(")?.strip_suffix("))")?;
    let quoted = |quote| inside.strip_prefix(quote)?.strip_suffix(quote);
    quoted('\'').or_else(|| quoted('"'))
}
