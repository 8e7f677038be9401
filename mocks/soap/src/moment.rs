//! xsd:dateTime as these services read and write it (epuap.md §8).

use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};

/// Longest text that can be a dateTime with nine digits of fraction.
const MOST: usize = 40;

/// Reads an xsd:dateTime with 0 to 9 digits of fraction; without a zone it is UTC.
pub fn read(text: &str) -> Option<OffsetDateTime> {
    let text = text.trim();
    if text.len() > MOST {
        return None;
    }
    let read = OffsetDateTime::parse(text, &Rfc3339)
        .or_else(|_| OffsetDateTime::parse(&format!("{text}Z"), &Rfc3339));
    // The last hours of the year 9999 cannot be shown in every zone.
    read.ok()?.checked_to_offset(UtcOffset::UTC)
}

/// A moment in UTC with milliseconds: `2026-03-02T08:00:00.000Z`.
pub fn utc(at: OffsetDateTime) -> String {
    let at = at.checked_to_offset(UtcOffset::UTC).unwrap_or(at);
    let (date, time) = (at.date(), at.time());
    let (hour, minute, second, milli) = time.as_hms_milli();
    format!("{date}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn what_clients_write_is_read() {
        let noon = datetime!(2026-03-02 12:00 UTC);
        for text in [
            "2026-03-02T12:00:00Z",
            " 2026-03-02T13:00:00+01:00\n",
            "2026-03-02T12:00:00",
            "2026-03-02T12:00:00.0000000Z",
        ] {
            assert_eq!(read(text), Some(noon), "{text}");
        }
        assert_eq!(read("yesterday"), None);
        assert_eq!(read("9999-12-31T23:59:59-14:00"), None);
        assert!(read("9999-12-31T23:59:59").is_some());
        assert_eq!(utc(datetime!(2026-03-02 13:00:00.5 +1)), "2026-03-02T12:00:00.500Z");
    }
}
