//! Moments as KSeF writes and reads them, and the local time of Warsaw.

pub use poligon_world::warsaw::{of_warsaw, read, warsaw, warsaw_day, write_warsaw};
use time::{OffsetDateTime, UtcOffset};

/// As answers write it: UTC, seven digits, `+00:00` (spec §0 R8): `2025-11-06T22:29:36.7816404+00:00`.
pub fn write(at: OffsetDateTime) -> String {
    format!("{}+00:00", seven(at))
}

/// As errors write it: the same with `Z`.
pub fn write_z(at: OffsetDateTime) -> String {
    format!("{}Z", seven(at))
}

fn seven(at: OffsetDateTime) -> String {
    let at = at.to_offset(UtcOffset::UTC);
    let (date, time) = (at.date(), at.time());
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:07}",
        date.year(),
        u8::from(date.month()),
        date.day(),
        time.hour(),
        time.minute(),
        time.second(),
        time.nanosecond() / 100
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn moments_have_seven_digits() {
        let at = datetime!(2025-11-06 22:29:36.781_640_4 UTC);
        assert_eq!(write(at), "2025-11-06T22:29:36.7816404+00:00");
        assert_eq!(write_z(at), "2025-11-06T22:29:36.7816404Z");
        assert_eq!(write_warsaw(at), "2025-11-06T23:29:36.781+01:00");
    }
}
