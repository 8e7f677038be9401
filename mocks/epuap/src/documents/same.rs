//! Whether two documents say the same but for signatures: what an addressee signs must be what was sent out.

use poligon_crypto::{Document, Element, Limits};

use crate::wire::names::DS;

/// Where the second document differs from the first, signatures left out; `None` when nowhere.
pub fn difference(first: &[u8], second: &[u8]) -> Option<String> {
    let Ok(first) = Document::parse(first, Limits::MESSAGE) else { return Some("the first".to_owned()) };
    match Document::parse(second, Limits::MESSAGE) {
        Ok(second) => between(first.root(), second.root()),
        Err(why) => Some(why.to_string()),
    }
}

/// Documents are at most 100 levels deep (`Limits::MESSAGE`), so recursion is bounded.
fn between(first: Element<'_>, second: Element<'_>) -> Option<String> {
    if first.local() != second.local() || first.namespace() != second.namespace() {
        return Some(second.path());
    }
    let attributes = |element: Element<'_>| {
        let mut all: Vec<_> = element
            .attributes()
            .map(|(namespace, name, value)| (namespace.map(str::to_owned), name.to_owned(), value.to_owned()))
            .collect();
        all.sort();
        all
    };
    if attributes(first) != attributes(second) {
        return Some(second.path());
    }
    let children = |element: Element<'_>| -> Vec<_> {
        element.children().filter(|child| !child.is(DS, "Signature")).map(|child| child.path()).collect()
    };
    if children(first).len() != children(second).len() {
        return Some(second.path());
    }
    let mut ours = first.children().filter(|child| !child.is(DS, "Signature")).peekable();
    let theirs = second.children().filter(|child| !child.is(DS, "Signature"));
    if ours.peek().is_none() && first.text_cow().trim() != second.text_cow().trim() {
        return Some(second.path());
    }
    ours.zip(theirs).find_map(|(one, other)| between(one, other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_and_blanks_make_no_difference_and_a_digit_does() {
        let first = b"<a x='1'><b>7</b></a>";
        let signed = b"<a x=\"1\">\n<b> 7</b><s:Signature xmlns:s='http://www.w3.org/2000/09/xmldsig#'>x</s:Signature></a>";
        assert_eq!(difference(first, signed), None);
        assert_eq!(difference(first, b"<a x='1'><b>8</b></a>").as_deref(), Some("/a/b"));
        assert_eq!(difference(first, b"<a x='2'><b>7</b></a>").as_deref(), Some("/a"));
        assert_eq!(difference(first, b"<a x='1'><b>7</b><c/></a>").as_deref(), Some("/a"));
        assert!(difference(first, b"<a").is_some());
    }
}
