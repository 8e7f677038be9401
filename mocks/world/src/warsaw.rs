//! The local time of Warsaw, and moments as Polish systems write and read them.

use time::format_description::well_known::Rfc3339;
use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset, Weekday};

/// A moment with milliseconds and the offset of Warsaw, as the UPO of KSeF and the answers of ePUAP write it: `2025-11-06T23:29:36.781+01:00`.
pub fn write_warsaw(at: OffsetDateTime) -> String {
    let local = warsaw(at);
    let (date, time) = (local.date(), local.time());
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}+{:02}:00",
        date.year(),
        u8::from(date.month()),
        date.day(),
        time.hour(),
        time.minute(),
        time.second(),
        time.millisecond(),
        local.offset().whole_hours()
    )
}

/// Reads a moment: `Z`, an offset, or none, which means the local time of Warsaw. A date alone is its midnight.
pub fn read(text: &str) -> Option<OffsetDateTime> {
    if text.len() > 64 {
        return None;
    }
    if let Ok(at) = OffsetDateTime::parse(text, &Rfc3339) {
        return Some(at.to_offset(UtcOffset::UTC));
    }
    let local = text.replace(' ', "T");
    let local = if local.len() == 10 { format!("{local}T00:00:00") } else { local };
    // Read it as if it were UTC, then shift: the format's own reader does the rest.
    let naive = OffsetDateTime::parse(&format!("{local}Z"), &Rfc3339).ok()?;
    Some(of_warsaw(PrimitiveDateTime::new(naive.date(), naive.time())))
}

/// The local time of Warsaw at a moment.
pub fn warsaw(at: OffsetDateTime) -> OffsetDateTime {
    at.to_offset(offset(at))
}

/// The day in Warsaw at a moment.
pub fn warsaw_day(at: OffsetDateTime) -> Date {
    warsaw(at).date()
}

/// The moment at which the clocks of Warsaw show this. In the hour that comes twice the first one (summer) is meant; in the
/// hour that is left out, what the clocks would show had they not been changed.
pub fn of_warsaw(local: PrimitiveDateTime) -> OffsetDateTime {
    let summer = local.assume_offset(hours(2));
    if offset(summer) == hours(2) {
        return summer.to_offset(UtcOffset::UTC);
    }
    local.assume_offset(hours(1)).to_offset(UtcOffset::UTC)
}

/// Since 1996 the whole EU changes at 01:00 UTC on the last Sundays of March and October (directive 2000/84/EC).
fn offset(at: OffsetDateTime) -> UtcOffset {
    let at = at.to_offset(UtcOffset::UTC);
    let year = at.year();
    let summer = match (change(year, Month::March), change(year, Month::October)) {
        (Some(from), Some(to)) => from <= at && at < to,
        _ => false,
    };
    hours(if summer { 2 } else { 1 })
}

fn change(year: i32, month: Month) -> Option<OffsetDateTime> {
    let mut day = Date::from_calendar_date(year, month, 31).ok()?;
    while day.weekday() != Weekday::Sunday {
        day = day.previous_day()?;
    }
    Some(PrimitiveDateTime::new(day, Time::from_hms(1, 0, 0).ok()?).assume_utc())
}

fn hours(hours: i8) -> UtcOffset {
    UtcOffset::from_hms(hours, 0, 0).unwrap_or(UtcOffset::UTC)
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn the_clocks_change_at_one_o_clock_utc_on_the_last_sundays() {
        assert_eq!(warsaw(datetime!(2026-03-29 00:59:59 UTC)).offset(), hours(1));
        assert_eq!(warsaw(datetime!(2026-03-29 01:00:00 UTC)).offset(), hours(2));
        assert_eq!(warsaw(datetime!(2026-10-25 00:59:59 UTC)).offset(), hours(2));
        assert_eq!(warsaw(datetime!(2026-10-25 01:00:00 UTC)).offset(), hours(1));
        assert_eq!(
            warsaw_day(datetime!(2026-06-30 22:30:00 UTC)),
            Date::from_calendar_date(2026, Month::July, 1).unwrap()
        );
    }

    #[test]
    fn a_moment_without_offset_is_local_to_warsaw() {
        assert_eq!(read("2026-07-01T12:00:00"), Some(datetime!(2026-07-01 10:00:00 UTC)));
        assert_eq!(read("2026-01-01"), Some(datetime!(2025-12-31 23:00:00 UTC)));
        assert_eq!(read("2026-01-01T00:00:00+01:00"), Some(datetime!(2025-12-31 23:00:00 UTC)));
        assert_eq!(read("2026-01-01T00:00:00Z"), Some(datetime!(2026-01-01 00:00:00 UTC)));
        assert_eq!(read("yesterday"), None);
    }

    #[test]
    fn the_hour_that_comes_twice_is_taken_as_summer_and_the_missing_one_as_winter() {
        assert_eq!(read("2026-10-25T02:30:00"), Some(datetime!(2026-10-25 00:30:00 UTC)));
        assert_eq!(read("2026-03-29T02:30:00"), Some(datetime!(2026-03-29 01:30:00 UTC)));
    }
}
