//! Spans of time as text: ISO 8601 (`PT1H30M`, `P1D`), one number with a unit (`90s`, `15m`, `2h`, `1d`), or seconds.

use time::Duration;

/// Most seconds of a span: a thousand years. Clocks saturate, but a slip of the finger should be told.
const MOST: i64 = 1000 * 366 * 24 * 3600;

/// Reads a span; a leading `-` makes it negative.
///
/// # Errors
/// One sentence.
pub fn parse(text: &str) -> Result<Duration, String> {
    let wrong = || {
        let text: String = text.chars().take(40).collect();
        format!(
            "„{text}” is no span of time; write ISO 8601 without years and months (PT1H30M, P1D), 90s, 15m, 2h, 1d, or seconds"
        )
    };
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let seconds = match rest.strip_prefix('P') {
        Some(iso) => iso_seconds(iso),
        None => short_seconds(rest),
    };
    let seconds = seconds.filter(|seconds| *seconds <= MOST).ok_or_else(wrong)?;
    Ok(Duration::seconds(if negative { -seconds } else { seconds }))
}

fn short_seconds(text: &str) -> Option<i64> {
    let (digits, unit) = match text.chars().last()? {
        's' => (text.strip_suffix('s')?, 1),
        'm' => (text.strip_suffix('m')?, 60),
        'h' => (text.strip_suffix('h')?, 3600),
        'd' => (text.strip_suffix('d')?, 86_400),
        _ => (text, 1),
    };
    number(digits)?.checked_mul(unit)
}

fn iso_seconds(text: &str) -> Option<i64> {
    let (days, hours) = match text.split_once('T') {
        Some((_, "")) => return None,
        Some((days, hours)) => (days, hours),
        None => (text, ""),
    };
    if days.is_empty() && hours.is_empty() {
        return None;
    }
    let days = fields(days, &[('W', 604_800), ('D', 86_400)])?;
    days.checked_add(fields(hours, &[('H', 3600), ('M', 60), ('S', 1)])?)
}

/// `1H30M` with the units in this order, each at most once.
fn fields(mut text: &str, units: &[(char, i64)]) -> Option<i64> {
    let mut sum = 0_i64;
    for (unit, seconds) in units {
        if let Some((digits, rest)) = text.split_once(*unit) {
            sum = sum.checked_add(number(digits)?.checked_mul(*seconds)?)?;
            text = rest;
        }
    }
    text.is_empty().then_some(sum)
}

fn number(digits: &str) -> Option<i64> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}
