//! dateRange of a query: what it spans, and what it may span (spec §1.8).

use poligon_institution::{Evidence, Refused};
use time::{Date, Duration, Month, OffsetDateTime};

use crate::checks::sessions as rules;
use crate::desk::Call;
use crate::state::invoices::DateKind;
use crate::state::invoices::index::{Moment, midnight, moment as key};
use crate::wire::json::{self, Json};
use crate::wire::moment;

const KINDS: [(&str, DateKind); 3] = [
    ("Issue", DateKind::Issue),
    ("Invoicing", DateKind::Invoicing),
    ("PermanentStorage", DateKind::PermanentStorage),
];

/// A range of dates as it was asked for.
#[derive(Clone, Copy, Debug)]
pub struct DateRange {
    /// Which date.
    pub by: DateKind,
    /// From when, inclusive.
    pub from: OffsetDateTime,
    /// Until when, inclusive.
    pub to: OffsetDateTime,
    restricted: bool,
}

impl DateRange {
    /// Reads it; `None` when a line says what is wrong.
    pub fn read(field: &Json<'_>, now: OffsetDateTime) -> Option<Self> {
        let by = field.field("dateType").required().one_of(&KINDS);
        let edge = |field: Json<'_>| {
            field.text_that(|text| moment::read(text).is_some()).and_then(|text| moment::read(&text))
        };
        let from = edge(field.field("from").required());
        let to_field = field.field("to");
        let to = if to_field.is_present() { edge(to_field) } else { Some(now) };
        let restricted = field.field("restrictToPermanentStorageHwmDate").bool().unwrap_or(false);
        Some(Self { by: by?, from: from?, to: to?, restricted })
    }

    /// A range without length.
    pub fn nothing(now: OffsetDateTime) -> Self {
        Self { by: DateKind::Invoicing, from: now, to: now, restricted: false }
    }

    /// Judges its length and its place before the high-water mark; gives the range that is searched.
    ///
    /// # Errors
    /// 21405, 21183.
    pub fn judge(mut self, call: &mut Call<'_>, high_water: OffsetDateTime) -> Result<Self, Refused> {
        if self.restricted && self.by == DateKind::PermanentStorage {
            let within = self.from <= high_water;
            call.exam.require(&rules::WITHIN_DATA.check, within, || {
                vec![Evidence::values(
                    "filters.dateRange.from",
                    format!("not after {}", moment::write(high_water)),
                    moment::write(self.from),
                )]
            })?;
            self.to = self.to.min(high_water);
        } else {
            call.exam.skip(&rules::WITHIN_DATA.check, "the range is not restricted to the high-water mark");
        }
        let mut lines = Vec::new();
        if self.from > self.to {
            lines.push("'dateRange.from' must be less than or equal to 'dateRange.to'.".to_owned());
        } else if !self.within_three_months() {
            lines.push("Zakres 'dateRange' nie może przekraczać 3 miesięcy.".to_owned());
        }
        json::validate(call, lines)?;
        Ok(self)
    }

    /// The keys that it spans. P_1 is a day, so a range over it counts in whole days of Warsaw.
    pub fn keys(&self) -> std::ops::Range<Moment> {
        match self.by {
            DateKind::Issue => {
                let last = moment::warsaw_day(self.to);
                midnight(moment::warsaw_day(self.from))..midnight(last.saturating_add(Duration::DAY))
            }
            DateKind::Invoicing | DateKind::PermanentStorage => {
                key(self.from)..key(self.to).saturating_add(1)
            }
        }
    }

    /// Three months in UTC or in Warsaw; either suffices.
    fn within_three_months(&self) -> bool {
        let utc = self.to <= three_months_later(self.from);
        let local = moment::warsaw(self.from);
        let later = three_months_later(local);
        let warsaw = moment::of_warsaw(time::PrimitiveDateTime::new(later.date(), later.time()));
        utc || self.to <= warsaw
    }
}

/// The same time of the same day three months later; the month's last day where that day does not exist.
fn three_months_later(at: OffsetDateTime) -> OffsetDateTime {
    let date = at.date();
    let number = u8::from(date.month()) + 3;
    let (year, number) = if number > 12 { (date.year() + 1, number - 12) } else { (date.year(), number) };
    let Ok(month) = Month::try_from(number) else { return at };
    let day = date.day().min(month.length(year));
    Date::from_calendar_date(year, month, day).map_or(at, |date| at.replace_date(date))
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    fn fits(from: OffsetDateTime, to: OffsetDateTime) -> bool {
        DateRange { by: DateKind::Invoicing, from, to, restricted: false }.within_three_months()
    }

    #[test]
    fn three_months_are_counted_in_utc_or_in_warsaw() {
        let from = datetime!(2026-01-15 12:00 UTC);
        assert!(fits(from, datetime!(2026-04-15 11:59:59 UTC)));
        assert!(!fits(from, datetime!(2026-04-15 12:00:00.000_000_1 UTC)));
        // In autumn the clocks of Warsaw go back, so that three months there are an hour longer.
        assert!(fits(datetime!(2026-09-15 12:00 UTC), datetime!(2026-12-15 13:00 UTC)));
        assert!(fits(datetime!(2026-11-30 12:00 UTC), datetime!(2027-02-28 12:00 UTC)));
    }
}
