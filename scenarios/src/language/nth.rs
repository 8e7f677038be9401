//! Which of the requests that fit: `1`, `2..4`, `every 5`, `from 4`, `30 %`.

use std::str::FromStr;

use super::bounds;
use super::text::from_text;

/// Which of the requests that fit a rule it takes, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nth {
    /// So many in a hundred, drawn by the seed.
    Chance {
        /// 1 to 100.
        percent: u64,
    },
    /// Every so-manieth: 5 takes the 5th, 10th, 15th …
    Every(u64),
    /// This one and all later ones.
    From(u64),
    /// From the first to the second, both included.
    Within(u64, u64),
}

impl FromStr for Nth {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            let text: String = text.chars().take(40).collect();
            format!(
                "nth „{text}” is not understood; write 1, 1..3, every 5, from 4 or 30 % (numbers from 1 to {})",
                bounds::NTH
            )
        };
        let number = |digits: &str| {
            digits.trim().parse().ok().filter(|n| (1..=bounds::NTH).contains(n)).ok_or_else(wrong)
        };
        let text = text.trim();
        if let Some(digits) = text.strip_suffix('%') {
            let percent = number(digits)?;
            return if percent <= 100 { Ok(Self::Chance { percent }) } else { Err(wrong()) };
        }
        if let Some(digits) = text.strip_prefix("every ") {
            return number(digits).map(Self::Every);
        }
        if let Some(digits) = text.strip_prefix("from ") {
            return number(digits).map(Self::From);
        }
        let (first, last) = match text.split_once("..") {
            Some((first, last)) => (number(first)?, number(last)?),
            None => (number(text)?, number(text)?),
        };
        if first <= last { Ok(Self::Within(first, last)) } else { Err(wrong()) }
    }
}

from_text!(Nth, "Nth", "1, 1..3, every 5, from 4 or 30 %", { "type": ["string", "integer"] });

#[cfg(test)]
mod tests {
    use super::Nth;

    #[test]
    fn all_forms_are_read() {
        for (text, nth) in [
            ("1", Nth::Within(1, 1)),
            ("1..2", Nth::Within(1, 2)),
            ("every 5", Nth::Every(5)),
            ("from 4", Nth::From(4)),
            ("30 %", Nth::Chance { percent: 30 }),
            ("30%", Nth::Chance { percent: 30 }),
        ] {
            assert_eq!(text.parse(), Ok(nth));
        }
        for text in ["0", "3..1", "101 %", "every 0", "from", "", "1..", "99999999"] {
            assert!(text.parse::<Nth>().is_err(), "{text}");
        }
    }
}
