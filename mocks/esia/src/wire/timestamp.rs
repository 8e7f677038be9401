//! `timestamp`: `yyyy.MM.dd HH:mm:ss Z`, as in `2013.01.25 14:36:11 +0400`.

use time::OffsetDateTime;
use time::macros::format_description;

/// Reads a timestamp.
pub fn read(text: &str) -> Option<OffsetDateTime> {
    let format = format_description!(
        "[year].[month].[day] [hour]:[minute]:[second] [offset_hour sign:mandatory][offset_minute]"
    );
    OffsetDateTime::parse(text, format).ok()
}

/// Writes one.
pub fn write(at: OffsetDateTime) -> String {
    let format = format_description!(
        "[year].[month].[day] [hour]:[minute]:[second] [offset_hour sign:mandatory][offset_minute]"
    );
    at.format(format).unwrap_or_default()
}

/// What is wrong with a text that is no timestamp, when a usual mistake explains it.
pub fn mistake(text: &str) -> &'static str {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    match text {
        _ if text.as_bytes().get(10) == Some(&b'T')
            || !text.contains('.') && text.matches('-').count() > 1 =>
        {
            "this is ISO 8601; write dots between year, month and day, a space, and the offset +0300"
        }
        _ if digits == text.len() && digits >= 10 => "these are Unix seconds; write date and time",
        _ if text.ends_with('Z') || text.ends_with("GMT") || text.ends_with("UTC") => {
            "the offset must be digits: +0000"
        }
        _ if text.len() >= 6 && text.get(text.len() - 3..).is_some_and(|end| end.starts_with(':')) => {
            "the offset has no colon: +0300"
        }
        _ if text.contains("  ") || text.ends_with(' ') => {
            "the plus of the offset became a space on the way; percent-encode it as %2B"
        }
        _ if !text.contains(['+', '-']) => {
            "there is no offset, or its plus became a space on the way; percent-encode it as %2B"
        }
        _ => "write it like 2026.11.24 12:00:00 +0300",
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn the_example_of_the_guide_is_read_and_written() {
        let at = read("2013.01.25 14:36:11 +0400").unwrap();
        assert_eq!(at, datetime!(2013-01-25 14:36:11 +4));
        assert_eq!(write(at), "2013.01.25 14:36:11 +0400");
    }

    #[test]
    fn usual_mistakes_are_named() {
        for (text, word) in [
            ("2026-11-24T12:00:00+03:00", "ISO"),
            ("1764000000", "Unix"),
            ("2026.11.24 12:00:00 UTC", "digits"),
            ("2026.11.24 12:00:00 +03:00", "colon"),
            ("2026.11.24 12:00:00  0300", "space"),
            ("2026.11.24 12:00:00", "offset"),
        ] {
            assert_eq!(read(text), None, "{text}");
            assert!(mistake(text).contains(word), "{text}: {}", mistake(text));
        }
    }
}
