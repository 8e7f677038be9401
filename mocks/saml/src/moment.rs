//! Moments as SAML writes them.

use time::format_description::BorrowedFormatItem;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{OffsetDateTime, UtcOffset};

const MILLIS: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");

/// UTC with three digits of a second: `2018-08-06T12:00:00.123Z`.
pub fn millis(moment: OffsetDateTime) -> String {
    // The format has no component that fails.
    moment.to_offset(UtcOffset::UTC).format(MILLIS).unwrap_or_default()
}

/// The same, cut to the second: `2018-08-06T12:00:00.000Z`.
pub fn second(moment: OffsetDateTime) -> String {
    millis(moment.replace_nanosecond(0).unwrap_or(moment))
}

/// Reads an `xs:dateTime` with a time zone; any number of digits of a second up to nine.
pub fn read(text: &str) -> Option<OffsetDateTime> {
    OffsetDateTime::parse(text.trim(), &Rfc3339).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn moments_are_written_in_utc_with_three_digits() {
        let moment = datetime!(2026-11-25 10:00:00.1239 +02:00);
        assert_eq!(millis(moment), "2026-11-25T08:00:00.123Z");
        assert_eq!(second(moment), "2026-11-25T08:00:00.000Z");
    }

    #[test]
    fn every_form_that_clients_send_is_read() {
        for text in [
            "2026-11-25T08:00:00Z",
            "2026-11-25T08:00:00.000Z",
            "2026-11-25T08:00:00.0000000Z",
            "2026-11-25T10:00:00+02:00",
        ] {
            assert_eq!(read(text), Some(datetime!(2026-11-25 08:00 UTC)), "{text}");
        }
        for text in ["2026-11-25T08:00:00", "2026-11-25", "", "yesterday"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
