//! From when until when. Everything is cut to the month (leaves) or the year (authorities) of `now`, so that certificates
//! made again within it are the same bytes.

use time::{Date, Duration, Month, OffsetDateTime, Time};

use crate::{Flaw, VaultError};

/// First and last moment, UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Validity {
    pub(crate) from: OffsetDateTime,
    pub(crate) until: OffsetDateTime,
}

/// 396 days from the day before the first of the month: TLS clients refuse more than 398.
pub(crate) fn leaf(now: OffsetDateTime, flaw: Option<Flaw>) -> Result<Validity, VaultError> {
    let day = now.to_offset(time::UtcOffset::UTC).date();
    let first = midnight(date(day.year(), day.month())?);
    let (from, until) = match flaw {
        Some(Flaw::Expired) => (first - Duration::days(400), first - Duration::days(30)),
        Some(Flaw::NotYetValid) => (first + Duration::days(62), first + Duration::days(458)),
        _ => (first - Duration::days(1), first + Duration::days(395)),
    };
    Ok(Validity { from, until })
}

/// Ten years from the last day of the year before. The day more covers the leaves of January.
pub(crate) fn authority(now: OffsetDateTime) -> Result<Validity, VaultError> {
    let year = now.to_offset(time::UtcOffset::UTC).year();
    let from = midnight(date(year, Month::January)?) - Duration::days(1);
    let until = midnight(date(year.saturating_add(10), Month::January)?) - Duration::seconds(1);
    Ok(Validity { from, until })
}

/// `2026-11`: the part of a certificate's identity that is time.
pub(crate) fn month(now: OffsetDateTime) -> String {
    let day = now.to_offset(time::UtcOffset::UTC).date();
    format!("{:04}-{:02}", day.year(), u8::from(day.month()))
}

fn date(year: i32, month: Month) -> Result<Date, VaultError> {
    // X.509 writes years with four digits, and shifting must not leave the calendar.
    if !(1970..=9900).contains(&year) {
        return Err(VaultError::Order(format!(
            "the clock stands in the year {year}; certificates are made for 1970 to 9900"
        )));
    }
    Date::from_calendar_date(year, month, 1).map_err(|why| VaultError::making("a date of validity", why))
}

fn midnight(date: Date) -> OffsetDateTime {
    OffsetDateTime::new_utc(date, Time::MIDNIGHT)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_leaf_lives_at_most_397_days_and_covers_its_month() {
        for now in [
            datetime!(2026-11-01 00:00 UTC),
            datetime!(2026-11-30 23:59:59 UTC),
            datetime!(2024-02-29 12:00 +2),
        ] {
            let validity = leaf(now, None).unwrap();
            assert!(validity.until - validity.from <= Duration::days(397));
            assert!(validity.from < now && now + Duration::days(300) < validity.until);
        }
    }

    #[test]
    fn the_month_decides_and_the_day_does_not() {
        let (early, late) = (datetime!(2026-11-01 00:00 UTC), datetime!(2026-11-30 23:59:59 UTC));
        assert_eq!(leaf(early, None).unwrap(), leaf(late, None).unwrap());
        assert_ne!(leaf(early, None).unwrap(), leaf(late + Duration::seconds(1), None).unwrap());
    }

    #[test]
    fn flaws_hold_on_every_day_of_the_month() {
        for now in [datetime!(2026-01-01 00:00 UTC), datetime!(2026-01-31 23:59:59 UTC)] {
            assert!(leaf(now, Some(Flaw::Expired)).unwrap().until < now);
            assert!(leaf(now, Some(Flaw::NotYetValid)).unwrap().from > now);
        }
    }

    #[test]
    fn an_authority_covers_the_leaves_of_its_year() {
        let january = datetime!(2026-01-01 00:00 UTC);
        let december = datetime!(2026-12-31 00:00 UTC);
        assert_eq!(authority(january).unwrap(), authority(december).unwrap());
        assert!(authority(january).unwrap().from <= leaf(january, None).unwrap().from);
        assert!(authority(january).unwrap().until > leaf(december, None).unwrap().until);
    }

    #[test]
    fn a_clock_outside_the_calendar_is_refused() {
        assert!(leaf(datetime!(9950-01-01 00:00 UTC), None).is_err());
    }
}
