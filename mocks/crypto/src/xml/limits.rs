//! Bounds that are checked before the tree is built, so that a small hostile message cannot ask for a large tree or for
//! quadratic work. One scan over the bytes; it judges nothing else, the parser does.

use super::{Limits, XmlError};

/// Most attributes and namespace declarations of one element: the parser compares each with each.
const MOST_ATTRIBUTES: usize = 128;

/// Refuses too many bytes, nodes, or attributes of one element.
pub(super) fn check(bytes: &[u8], limits: Limits) -> Result<(), XmlError> {
    if bytes.len() > limits.bytes {
        return Err(XmlError::TooLarge { what: "bytes", limit: limits.bytes });
    }
    let mut nodes = 0;
    let mut rest = bytes;
    while let Some(start) = rest.iter().position(|byte| *byte == b'<') {
        let markup = rest.get(start..).unwrap_or_default();
        let attributes;
        (attributes, rest) = past(markup);
        // The text before the markup is a node of its own.
        nodes += usize::from(start > 0) + attributes + usize::from(!markup.starts_with(b"</"));
        if attributes > MOST_ATTRIBUTES {
            return Err(XmlError::TooLarge { what: "attributes of one element", limit: MOST_ATTRIBUTES });
        }
        if nodes > limits.nodes {
            return Err(XmlError::TooLarge { what: "nodes", limit: limits.nodes });
        }
    }
    Ok(())
}

/// The number of attributes in the markup at the start of `bytes`, and what follows it.
fn past(bytes: &[u8]) -> (usize, &[u8]) {
    let closed_by = [(&b"<!--"[..], &b"-->"[..]), (b"<![CDATA[", b"]]>"), (b"<?", b"?>")];
    if let Some((opening, closing)) = closed_by.into_iter().find(|(opening, _)| bytes.starts_with(opening)) {
        let inside = bytes.get(opening.len()..).unwrap_or_default();
        let end = inside.windows(closing.len()).position(|window| window == closing);
        return (0, end.and_then(|end| inside.get(end + closing.len()..)).unwrap_or_default());
    }
    let mut attributes = 0;
    let mut quote = None;
    for (index, byte) in bytes.iter().enumerate() {
        match (quote, byte) {
            (Some(open), byte) if open == *byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => {
                quote = Some(*byte);
                attributes += 1;
            }
            (None, b'>') => return (attributes, bytes.get(index + 1..).unwrap_or_default()),
            (None, _) => {}
        }
    }
    (attributes, &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_counted_by_element() {
        assert_eq!(past(br#"<a b=">" c = '2'><d/>"#), (2, &b"<d/>"[..]));
        assert_eq!(past(br#"<!-- it's --><d/>"#), (0, &b"<d/>"[..]));
        assert_eq!(past(br#"<![CDATA[<a ' > ]]><d/>"#), (0, &b"<d/>"[..]));
        assert_eq!(past(b"<!-- endless"), (0, &b""[..]));
    }
}
