//! Writing YAML that reads back as exactly the same text: quoted where a character could mean something, a block where lines
//! are plain.

use std::fmt::Write;

use serde_json::Value;

/// Words that some reader of YAML takes for something else than a text.
const MEANT: &[&str] = &["false", "n", "no", "null", "off", "on", "true", "y", "yes"];

/// A value on one line. Texts are always quoted, so none is taken for a number or a word.
pub(super) fn flow(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Array(list) => format!("[{}]", list.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Object(object) => {
            let ordinary = |c: char| c.is_ascii_lowercase() || c == '-';
            let word = |key: &str| !MEANT.contains(&key) && key.chars().all(ordinary);
            let name = |key: &str| {
                if word(key) && key.starts_with(char::is_alphabetic) { key.to_owned() } else { quoted(key) }
            };
            let pairs = object.iter().map(|(key, value)| format!("{}: {}", name(key), flow(value)));
            format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

/// A text in quotes: single ones where they save backslashes.
pub(super) fn quoted(text: &str) -> String {
    if text.contains(['"', '\\']) && !text.contains('\'') && text.chars().all(plain) {
        return format!("'{text}'");
    }
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            other if plain(other) => quoted.push(other),
            other => {
                // Writing to a String does not fail.
                let _ = write!(quoted, "\\U{:08X}", u32::from(other));
            }
        }
    }
    quoted.push('"');
    quoted
}

/// A text as a block that is indented by so much, when it has several plain lines; else quoted.
pub(super) fn block(text: &str, indent: usize) -> String {
    let (body, sign) = match text.strip_suffix('\n') {
        Some(body) => (body, "|"),
        None => (text, "|-"),
    };
    let begins = body.starts_with([' ', '\n', '\t']);
    // A last empty line would have to be kept by yet another sign.
    if !body.contains('\n') || begins || body.ends_with('\n') || !body.chars().all(|c| c == '\n' || plain(c))
    {
        return quoted(text);
    }
    let mut lines = String::from(sign);
    for line in body.split('\n') {
        let _ = write!(lines, "\n{:width$}{line}", "", width = if line.is_empty() { 0 } else { indent });
    }
    lines
}

/// A key: as it is when it can be nothing else.
pub(super) fn key(name: &str) -> String {
    let ordinary = |c: char| c.is_ascii_alphanumeric() || "._-[]".contains(c);
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic());
    if starts && name.chars().all(ordinary) { name.to_owned() } else { quoted(name) }
}

/// Printable in YAML, visible, and the same in every reader.
fn plain(character: char) -> bool {
    let code = u32::from(character);
    !character.is_control()
        && !matches!(code, 0xad | 0x61c | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0xfeff | 0xfff9..=0xffff)
        && code & 0xfffe != 0xfffe
        && !(0xe0000..=0xe0fff).contains(&code)
}
