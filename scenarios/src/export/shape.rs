//! What a value looks like, for an expectation that must hold next time too.

use serde_json::{Value, json};

/// Longest text that is expected as it is.
const LONGEST: usize = 200;
/// A text without a space is taken for a made-up id from this length on.
const SHORTEST_ID: usize = 16;

/// A matcher for a value of an answer: ids, tokens and times by their shape, everything else as it is.
pub(super) fn matcher(value: &Value, as_text: impl Fn(&str) -> String) -> Value {
    match value {
        Value::String(text) if volatile(text) => shape(text),
        Value::String(text) if text.chars().count() > LONGEST => json!({ "present": true }),
        Value::String(text) => as_text(text).into(),
        // Milliseconds since 1970, between 2001 and 2286.
        Value::Number(number)
            if number.as_u64().is_some_and(|it| (1_000_000_000_000..10_000_000_000_000).contains(&it)) =>
        {
            json!({ "number": { "more-than": 0 } })
        }
        other => other.clone(),
    }
}

/// A matcher for the shape of a text.
pub(super) fn shape(text: &str) -> Value {
    if time(text) {
        return json!({ "matches": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T" });
    }
    if text.starts_with("eyJ") && text.matches('.').count() == 2 {
        return json!({ "matches": r"^eyJ[0-9A-Za-z_-]+\.[0-9A-Za-z_-]+\.[0-9A-Za-z_-]+$" });
    }
    if text.starts_with("https://") || text.starts_with("http://") {
        return json!({ "matches": "^https?://" });
    }
    if text.len() > LONGEST || !text.is_ascii() || text.chars().any(char::is_control) {
        return json!({ "present": true });
    }
    let mut pattern = String::from("^");
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let run = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        if run == 0 {
            // In a class of its own no character means anything, but for these.
            let plain = "-_/:=,;%@ ".contains(first);
            let special = "^\\]-[&~".contains(first);
            pattern.push_str(&match (plain, special) {
                (true, _) => first.to_string(),
                (false, true) => format!("\\{first}"),
                (false, false) => format!("[{first}]"),
            });
            rest = rest.get(1..).unwrap_or_default();
            continue;
        }
        let (word, after) = rest.split_at(run);
        pattern.push_str(&format!("[{}]{{{run}}}", class(word)));
        rest = after;
    }
    json!({ "matches": pattern + "$" })
}

/// Whether a text looks as if it were made up for this one time.
pub(super) fn volatile(text: &str) -> bool {
    let id = text.len() >= SHORTEST_ID
        && text.chars().any(|c| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_graphic());
    id || time(text)
}

fn class(word: &str) -> &'static str {
    // Of hexadecimal digits all may happen to be below ten.
    if word.chars().all(|c| matches!(c, '0'..='9' | 'A'..='F')) {
        "0-9A-F"
    } else if word.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f')) {
        "0-9a-f"
    } else {
        "0-9A-Za-z"
    }
}

/// `2026-03-02T09:00:00…`
fn time(text: &str) -> bool {
    let digits: Vec<bool> = text.bytes().take(11).map(|byte| byte.is_ascii_digit()).collect();
    let signs: Vec<u8> = [4, 7, 10].into_iter().filter_map(|at| text.as_bytes().get(at).copied()).collect();
    let expected = [true, true, true, true, false, true, true, false, true, true, false];
    digits == expected && signs == *b"--T" && text.len() <= 40
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{matcher, shape};

    #[test]
    fn ids_tokens_and_times_are_told_by_their_shape() {
        let seen = |text: &str| matcher(&json!(text), str::to_owned);
        assert_eq!(
            seen("20260302-CR-1A2B3C4D5E-0011223344-7F"),
            json!({ "matches": "^[0-9A-F]{8}-[0-9A-Za-z]{2}-[0-9A-F]{10}-[0-9A-F]{10}-[0-9A-F]{2}$" })
        );
        assert_eq!(seen("2026-03-02T09:00:00+01:00"), json!({ "matches": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T" }));
        assert_eq!(
            seen("Uwierzytelnianie zakończone sukcesem"),
            json!("Uwierzytelnianie zakończone sukcesem")
        );
        assert_eq!(shape("a b/c"), json!({ "matches": "^[0-9a-f]{1} [0-9a-f]{1}/[0-9a-f]{1}$" }));
    }
}
