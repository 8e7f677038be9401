//! Money as hundredths in whole numbers; a float never holds it.

use std::fmt;
use std::iter::Sum;

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

/// An amount in hundredths of its currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(i64);

impl Amount {
    /// So many hundredths.
    pub fn hundredths(count: i64) -> Self {
        Self(count)
    }

    /// Reads `TKwotowy`: up to 16 digits, a point and one or two decimals, a minus before it. `None` for anything else.
    pub fn read(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, decimals) = match digits.split_once('.') {
            Some((whole, decimals)) if matches!(decimals.len(), 1 | 2) => (whole, decimals),
            Some(_) => return None,
            None => (digits, ""),
        };
        let leading_zero = whole.len() > 1 && whole.starts_with('0');
        let only_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty()
            || whole.len() > 16
            || leading_zero
            || !only_digits(whole)
            || !only_digits(decimals)
        {
            return None;
        }
        let count: i64 = format!("{whole}{decimals:0<2}").parse().ok()?;
        Some(Self(if negative { -count } else { count }))
    }

    /// Reads the number of a filter as JSON writes it; further decimals are cut off.
    pub fn of_number(number: f64) -> Option<Self> {
        let text = format!("{number:.2}");
        Self::read(&text)
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let count = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", count / 100, count % 100)
    }
}

impl Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        Self(amounts.fold(0, |sum, amount| sum.saturating_add(amount.0)))
    }
}

impl Serialize for Amount {
    /// A JSON number with two decimals, written digit by digit: `123.40`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.to_string()).map_err(serde::ser::Error::custom)?.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_and_write_exactly() {
        for text in ["0.00", "-123.40", "35003.19", "9999999999999999.99"] {
            assert_eq!(Amount::read(text).unwrap().to_string(), text);
            assert_eq!(serde_json::to_string(&Amount::read(text).unwrap()).unwrap(), text);
        }
        assert_eq!(Amount::read("1.5"), Amount::read("1.50"));
        for text in ["", "1,50", "1.505", "01.00", "1e3", "+1", "12345678901234567", "."] {
            assert_eq!(Amount::read(text), None, "{text}");
        }
    }
}
