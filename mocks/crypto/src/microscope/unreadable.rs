//! Bytes that are no document, although the signature in them may be fine.

use super::case::Case;
use super::{Hypothesis, codepages};
use crate::XmlError;
use crate::seal::Policy;

/// What would make these bytes a document whose signature verifies.
pub(super) fn explain(bytes: &[u8], error: &XmlError, policy: &Policy) -> Vec<Hypothesis> {
    let fits = |text: &str| {
        Case::of(text, policy).is_some_and(|case| case.failed.is_empty() && !case.keys.is_empty())
    };
    let after_mark = bytes.strip_prefix(b"\xEF\xBB\xBF".as_slice());
    if let Some(text) = after_mark.and_then(|rest| std::str::from_utf8(rest).ok())
        && fits(text)
    {
        return vec![Hypothesis::new(
            "byte-order-mark",
            "the document did not start with a byte order mark (EF BB BF)",
            "Write UTF-8 without a byte order mark: new UTF8Encoding(false) in .NET.",
        )];
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        if fits(text.trim()) {
            return vec![Hypothesis::new(
                "whitespace-before-declaration",
                "nothing stood before the XML declaration",
                "Send the document from its first byte; <?xml … must be the very start.",
            )];
        }
        if matches!(error, XmlError::Encoding { .. })
            && let Some((_, body)) = text.split_once("?>")
            && fits(body)
        {
            return vec![Hypothesis::new(
                "wrong-encoding-declared",
                "the XML declaration said UTF-8, which the bytes are",
                "Write encoding=\"UTF-8\" into the XML declaration.",
            )];
        }
        return Vec::new();
    }
    for page in &codepages::ALL {
        let text = page.decoded(bytes);
        let body = match text.starts_with("<?xml") {
            true => text.split_once("?>").map_or("", |(_, body)| body),
            false => &text,
        };
        if fits(body) {
            return vec![Hypothesis::new(
                "not-utf-8",
                format!("the document were sent as UTF-8 and not as {}", page.name),
                "Write the document in UTF-8, the encoding that it was signed in.",
            )];
        }
    }
    Vec::new()
}
