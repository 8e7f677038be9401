//! NIP, the tax number of a payer: ten digits, the last one a check digit. Source: Dz.U. 1995 nr 142 poz. 702, art. 5;
//! weights as published by the ministry.

use std::str::FromStr;

use crate::Entropy;
use crate::digits::{self, NumberError, number};

const WEIGHTS: [u32; 9] = [6, 5, 7, 2, 3, 4, 5, 6, 7];

/// A NIP with a right check digit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nip([u8; 10]);

impl Nip {
    /// A made-up NIP. It starts with 999, which no tax office has, so that it is nobody's.
    pub fn fictional(entropy: &Entropy) -> Self {
        loop {
            let mut number = [9; 10];
            number.iter_mut().skip(3).for_each(|digit| *digit = digits::draw(entropy));
            if let Some(check) = check_digit(&number) {
                let [.., last] = &mut number;
                *last = check;
                return Self(number);
            }
        }
    }

    fn digits(&self) -> &[u8] {
        &self.0
    }
}

impl FromStr for Nip {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number: [u8; 10] = digits::parse("NIP", "ten", text)?;
        let [first, second, third, .., last] = number;
        let impossible = |why| NumberError::Impossible { kind: "NIP", text: text.to_owned(), why };
        if first == 0 || (second == 0 && third == 0) {
            return Err(impossible(
                "its first three digits name a tax office, and neither 0xx nor x00 is one",
            ));
        }
        match check_digit(&number) {
            Some(digit) if digit == last => Ok(Self(number)),
            Some(digit) => Err(NumberError::CheckDigit { kind: "NIP", text: text.to_owned(), digit }),
            None => Err(impossible(
                "its first nine digits give the check digit 10, and such numbers are not issued",
            )),
        }
    }
}

/// The check digit for the first nine digits; `None` when the remainder is 10.
fn check_digit(number: &[u8]) -> Option<u8> {
    u8::try_from(digits::weigh(number, &WEIGHTS) % 11).ok().filter(|digit| *digit < 10)
}

number!(Nip);
