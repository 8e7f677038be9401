//! REGON, the statistical number of an organisation (nine digits) or of its local unit (fourteen). Source: Dz.U. 2015
//! poz. 2009, § 8; weights as published by GUS.

use std::str::FromStr;

use crate::Entropy;
use crate::digits::{self, NumberError, number};

const SHORT: [u32; 8] = [8, 9, 2, 3, 4, 5, 6, 7];
const LONG: [u32; 13] = [2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8];

/// A REGON of nine or fourteen digits with right check digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Regon(Digits);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Digits {
    Short([u8; 9]),
    Long([u8; 14]),
}

impl Regon {
    /// A made-up REGON of nine digits. It starts with 99, which is no voivodeship's, so that it is nobody's.
    pub fn fictional(entropy: &Entropy) -> Self {
        let mut number = [9; 9];
        number.iter_mut().skip(2).for_each(|digit| *digit = digits::draw(entropy));
        let check = check_digit(&number, &SHORT);
        let [.., last] = &mut number;
        *last = check;
        Self(Digits::Short(number))
    }

    /// The number of this organisation's local unit `unit` (its last four digits count the units): fourteen digits.
    #[must_use]
    pub fn unit(&self, unit: u16) -> Self {
        let mut number = [0; 14];
        let counted = format!("{:04}", unit % 10_000);
        let start = self.digits().iter().take(9).copied();
        let all = start.chain(counted.bytes().map(|byte| byte - b'0'));
        number.iter_mut().zip(all).for_each(|(place, digit)| *place = digit);
        let check = check_digit(&number, &LONG);
        let [.., last] = &mut number;
        *last = check;
        Self(Digits::Long(number))
    }

    /// Whether it is the number of a local unit.
    pub fn is_unit(&self) -> bool {
        matches!(self.0, Digits::Long(_))
    }

    fn digits(&self) -> &[u8] {
        match &self.0 {
            Digits::Short(digits) => digits,
            Digits::Long(digits) => digits,
        }
    }
}

impl FromStr for Regon {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = |digit| NumberError::CheckDigit { kind: "REGON", text: text.to_owned(), digit };
        if text.len() != 14 {
            let number: [u8; 9] = digits::parse("REGON", "nine or fourteen", text)?;
            let [.., last] = number;
            let check = check_digit(&number, &SHORT);
            return if check == last { Ok(Self(Digits::Short(number))) } else { Err(wrong(check)) };
        }
        let number: [u8; 14] = digits::parse("REGON", "nine or fourteen", text)?;
        let [.., last] = number;
        let inner = check_digit(&number, &SHORT);
        if number.get(8) != Some(&inner) {
            let why = "its first nine digits are no REGON themselves (the ninth is their check digit)";
            return Err(NumberError::Impossible { kind: "REGON", text: text.to_owned(), why });
        }
        let check = check_digit(&number, &LONG);
        if check == last { Ok(Self(Digits::Long(number))) } else { Err(wrong(check)) }
    }
}

/// The check digit for as many digits as there are weights; a remainder of 10 counts as 0.
fn check_digit(number: &[u8], weights: &[u32]) -> u8 {
    u8::try_from(digits::weigh(number, weights) % 11 % 10).unwrap_or(0)
}

number!(Regon);
