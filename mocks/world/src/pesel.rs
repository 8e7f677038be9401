//! PESEL, the number of a person: birth date, serial, sex, check digit. Source: Dz.U. 2010 nr 217 poz. 1427, art. 15–18.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use time::{Date, Month};

use crate::Entropy;
use crate::digits::{self, NumberError, number};

const WEIGHTS: [u32; 10] = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3];

/// A PESEL with a birth date that exists and a right check digit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pesel([u8; 11]);

/// The sex that a PESEL states: even tenth digit female, odd male.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
}

impl Pesel {
    /// A made-up PESEL for this birth date (years 1800 to 2299; others count as their century's remainder in the 1900s)
    /// and sex. Its serial starts with 99: the last serials of a day, which are hardly ever given out.
    pub fn fictional(born: Date, sex: Sex, entropy: &Entropy) -> Self {
        let within = |number: i32| u8::try_from(number).unwrap_or(0);
        let year = within(born.year().rem_euclid(100));
        let month = u8::from(born.month())
            + CENTURIES
                .iter()
                .find(|(from, _)| (*from..from + 100).contains(&born.year()))
                .map_or(0, |(_, plus)| *plus);
        let day = born.day();
        let odd = u8::from(sex == Sex::Male);
        let last = digits::draw(entropy) / 2 * 2 + odd;
        let tens_and_ones = |number: u8| [number / 10, number % 10];
        let [a, b] = tens_and_ones(year);
        let [c, d] = tens_and_ones(month);
        let [e, f] = tens_and_ones(day);
        let mut number = [a, b, c, d, e, f, 9, 9, digits::draw(entropy), last, 0];
        let check = check_digit(&number);
        let [.., place] = &mut number;
        *place = check;
        Self(number)
    }

    /// The birth date.
    pub fn born(&self) -> Date {
        // Every value of this type was made from a date that exists.
        birth_date(&self.0).unwrap_or(Date::MIN)
    }

    /// The sex.
    pub fn sex(&self) -> Sex {
        let [.., tenth, _] = self.0;
        if tenth % 2 == 0 { Sex::Female } else { Sex::Male }
    }

    fn digits(&self) -> &[u8] {
        &self.0
    }
}

impl FromStr for Pesel {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number: [u8; 11] = digits::parse("PESEL", "eleven", text)?;
        if birth_date(&number).is_none() {
            return Err(NumberError::Date { text: text.to_owned() });
        }
        let [.., last] = number;
        let check = check_digit(&number);
        if check != last {
            return Err(NumberError::CheckDigit { kind: "PESEL", text: text.to_owned(), digit: check });
        }
        Ok(Self(number))
    }
}

/// First year of a century, and what its months are raised by.
const CENTURIES: [(i32, u8); 5] = [(1800, 80), (1900, 0), (2000, 20), (2100, 40), (2200, 60)];

fn birth_date(number: &[u8; 11]) -> Option<Date> {
    let [y, ear, m, onth, d, ay, ..] = *number;
    let month = m * 10 + onth;
    let (century, raised) =
        CENTURIES.iter().find(|(_, raised)| (*raised + 1..=*raised + 12).contains(&month))?;
    let month = Month::try_from(month - raised).ok()?;
    Date::from_calendar_date(century + i32::from(y * 10 + ear), month, d * 10 + ay).ok()
}

fn check_digit(number: &[u8]) -> u8 {
    let sum = digits::weigh(number, &WEIGHTS) % 10;
    u8::try_from((10 - sum) % 10).unwrap_or(0)
}

number!(Pesel);
