//! Spoiling a signed envelope of ours, as somebody on the way would. The text is what [`crate::signing`] writes, so parts are
//! found by their tags.

use std::ops::Range;

/// Takes ds:Signature out.
pub(crate) fn without_signature(signed: &str) -> String {
    replaced(signed, between(signed, "<ds:Signature ", "</ds:Signature>"), "")
}

/// Changes one character of what is read in the Body.
pub(crate) fn tampered_body(signed: &str) -> String {
    let body = between(signed, "<soap:Body ", "</soap:Body>");
    let text = signed.get(body.clone()).unwrap_or_default();
    let changed = changed_text(text).unwrap_or_else(|| text.replacen("</soap:Body>", " </soap:Body>", 1));
    replaced(signed, body, &changed)
}

/// Changes one bit of ds:SignatureValue.
pub(crate) fn tampered_value(signed: &str) -> String {
    let value = between(signed, "<ds:SignatureValue>", "</ds:SignatureValue>");
    let text = signed.get(value.clone()).unwrap_or_default();
    let changed = changed_text(text).unwrap_or_default();
    replaced(signed, value, &changed)
}

/// Moves the signed Body into a header entry, and puts a changed one in its place: with the same id, or with this one.
pub(crate) fn wrapped(signed: &str, id: Option<&str>) -> String {
    let body = between(signed, "<soap:Body ", "</soap:Body>");
    let original = signed.get(body.clone()).unwrap_or_default();
    let mut forged = changed_text(original).unwrap_or_else(|| original.to_owned());
    if let Some(id) = id {
        let attribute = between(&forged, " wsu:Id=\"", "\"");
        forged = replaced(&forged, attribute, &format!(" wsu:Id=\"{id}\""));
    }
    let wrapper = format!("<w:Wrapper xmlns:w=\"urn:poligon:wrapper\">{original}</w:Wrapper></soap:Header>");
    replaced(signed, body, &forged).replacen("</soap:Header>", &wrapper, 1)
}

/// From the start of `opening` to the end of the next `closing`.
fn between(text: &str, opening: &str, closing: &str) -> Range<usize> {
    let Some(start) = text.find(opening) else { return text.len()..text.len() };
    let after = start + opening.len();
    let end = text.get(after..).and_then(|rest| rest.find(closing));
    start..end.map_or(text.len(), |end| after + end + closing.len())
}

fn replaced(text: &str, range: Range<usize>, with: &str) -> String {
    let before = text.get(..range.start).unwrap_or_default();
    let after = text.get(range.end..).unwrap_or_default();
    [before, with, after].concat()
}

/// The same markup with another character in its first text that begins with an ASCII letter or digit.
fn changed_text(markup: &str) -> Option<String> {
    let starts = markup.match_indices('>').map(|(index, _)| index + 1);
    let at = starts
        .into_iter()
        .find(|at| markup.as_bytes().get(*at).is_some_and(|byte| byte.is_ascii_alphanumeric()))?;
    let other = match markup.as_bytes().get(at)? {
        b'0'..=b'8' | b'a'..=b'y' | b'A'..=b'Y' => char::from(markup.as_bytes().get(at)? + 1),
        b'9' => '0',
        b'z' => 'a',
        _ => 'A',
    };
    Some(replaced(markup, at..at + 1, &other.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGNED: &str = "<soap:Envelope><soap:Header><ds:Signature x><ds:SignatureValue>QUJD</ds:SignatureValue></ds:Signature>\
                          </soap:Header><soap:Body xmlns:wsu=\"u\" wsu:Id=\"a\"><k><kod>1</kod></k></soap:Body></soap:Envelope>";

    #[test]
    fn each_spoils_one_thing() {
        assert!(!without_signature(SIGNED).contains("Signature"));
        assert!(tampered_body(SIGNED).contains("<kod>2</kod>"));
        assert!(tampered_value(SIGNED).contains(">RUJD<"));
        let wrapped = wrapped(SIGNED, Some("b"));
        assert!(
            wrapped.contains("wsu:Id=\"b\"><k><kod>2</kod>")
                && wrapped.contains("wsu:Id=\"a\"><k><kod>1</kod>")
        );
    }
}
