//! Numbers of digits with a check digit: what NIP, PESEL and REGON have in common.

use thiserror::Error;

use crate::Entropy;

/// Why a text is no NIP, PESEL or REGON. One sentence.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NumberError {
    /// The check digit does not fit.
    #[error(
        "{kind} „{text}” has a wrong check digit: {digit} would fit; correct the number or write „auto” where that is allowed"
    )]
    CheckDigit {
        /// NIP, PESEL or REGON.
        kind: &'static str,
        /// The number.
        text: String,
        /// The digit that would fit.
        digit: u8,
    },
    /// The birth date in a PESEL does not exist.
    #[error(
        "PESEL „{text}” carries a birth date that is not in the calendar; digits 1 to 6 are year, month (plus 80, 20, 40 or 60 for the century) and day"
    )]
    Date {
        /// The number.
        text: String,
    },
    /// The text is not that many digits.
    #[error("{kind} „{text}” is not {digits} digits; write it without spaces, dashes and country prefix")]
    Digits {
        /// NIP, PESEL or REGON.
        kind: &'static str,
        /// The text, its beginning.
        text: String,
        /// How many digits it takes.
        digits: &'static str,
    },
    /// No check digit can make this number right.
    #[error("{kind} „{text}” cannot exist: {why}")]
    Impossible {
        /// NIP, PESEL or REGON.
        kind: &'static str,
        /// The number.
        text: String,
        /// Why.
        why: &'static str,
    },
}

/// The digits of a text, when it is exactly `N` ASCII digits.
pub(crate) fn parse<const N: usize>(
    kind: &'static str,
    digits: &'static str,
    text: &str,
) -> Result<[u8; N], NumberError> {
    let values: Vec<u8> = text.bytes().filter(u8::is_ascii_digit).map(|byte| byte - b'0').collect();
    let wrong = || NumberError::Digits { kind, digits, text: text.chars().take(24).collect() };
    if values.len() != text.len() {
        return Err(wrong());
    }
    values.try_into().map_err(|_| wrong())
}

/// The sum of the digits times their weights, as far as there are weights.
pub(crate) fn weigh(digits: &[u8], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| u32::from(*digit) * weight).sum()
}

/// The digits as text.
pub(crate) fn text(digits: &[u8]) -> String {
    digits.iter().map(|digit| char::from(b'0' + digit)).collect()
}

/// The next digit of a stream.
pub(crate) fn draw(entropy: &Entropy) -> u8 {
    u8::try_from(entropy.below(10)).unwrap_or(0)
}

/// Serde and text for a type over `digits: [u8; N]`.
macro_rules! number {
    ($name:ident) => {
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&$crate::digits::text(self.digits()))
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = $crate::digits::NumberError;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                text.parse()
            }
        }
    };
}
pub(crate) use number;
