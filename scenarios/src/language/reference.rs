//! References: `${name}` in any text. `$${` stands for `${` itself.

use serde_json::Value;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// What stands between `${` and `}`.
    Reference(&'a str),
    /// Text as it is.
    Text(&'a str),
}

/// The pieces of a text.
///
/// # Errors
/// For a `${` without an end, or with nothing in it.
pub fn pieces(text: &str) -> Result<Vec<Piece<'_>>, String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("${") {
        let (before, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
        if let Some(plain) = before.strip_suffix('$') {
            pieces.extend([Piece::Text(plain), Piece::Text("${")]);
            rest = after.get(2..).unwrap_or_default();
            continue;
        }
        pieces.push(Piece::Text(before));
        let inside = after.get(2..).unwrap_or_default();
        let Some((name, after)) = inside.split_once('}') else {
            return Err("a „${” has no „}”; write ${name}, or $${ for the characters themselves".to_owned());
        };
        if name.trim().is_empty() {
            return Err("„${}” names nothing; write ${name}".to_owned());
        }
        pieces.push(Piece::Reference(name.trim()));
        rest = after;
    }
    pieces.push(Piece::Text(rest));
    pieces.retain(|piece| *piece != Piece::Text(""));
    Ok(pieces)
}

/// All references in a value, at any depth, keys excepted.
///
/// # Errors
/// As [`pieces`].
pub fn references(value: &Value) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    collect(value, &mut found)?;
    Ok(found)
}

fn collect(value: &Value, found: &mut Vec<String>) -> Result<(), String> {
    match value {
        Value::String(text) => {
            for piece in pieces(text)? {
                if let Piece::Reference(name) = piece {
                    found.push(name.to_owned());
                }
            }
            Ok(())
        }
        Value::Array(list) => list.iter().try_for_each(|one| collect(one, found)),
        Value::Object(object) => object.values().try_for_each(|one| collect(one, found)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::Piece::{Reference, Text};
    use super::pieces;

    #[test]
    fn references_are_found_and_doubled_dollars_are_text() {
        assert_eq!(pieces("a${b}c"), Ok(vec![Text("a"), Reference("b"), Text("c")]));
        assert_eq!(pieces("${b}"), Ok(vec![Reference("b")]));
        assert_eq!(pieces("$${b}"), Ok(vec![Text("${"), Text("b}")]));
        assert_eq!(pieces(r"^\d+$"), Ok(vec![Text(r"^\d+$")]));
        assert!(pieces("${b").is_err() && pieces("${ }").is_err());
    }
}
