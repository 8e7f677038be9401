//! The XML reader: any bytes give a tree within bounds or an error; the tree can be walked.

#![no_main]

use libfuzzer_sys::fuzz_target;
use poligon_crypto::{Document, Element, Limits};

fuzz_target!(|bytes: &[u8]| {
    let Ok(document) = Document::parse(bytes, Limits::MESSAGE) else { return };
    assert!(std::str::from_utf8(bytes).is_ok(), "a document that is no UTF-8 was read");
    let mut nodes = 0;
    walk(&document.root(), &mut nodes);
    assert!(nodes <= Limits::MESSAGE.nodes, "{nodes} elements are more than the bound");
});

fn walk(element: &Element<'_>, nodes: &mut usize) {
    *nodes += 1;
    let _ = (element.local(), element.namespace(), element.text());
    for child in element.children() {
        walk(&child, nodes);
    }
}
