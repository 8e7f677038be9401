//! СНИЛС, ИНН, ОГРН and ОГРНИП: numbers with check digits. Made-up ones lie where no number is given out.

use std::str::FromStr;

use crate::Entropy;
use crate::digits::{self, NumberError, number};

/// СНИЛС, eleven digits, two of them check digits (Постановление Правления ПФР 192п).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Snils([u8; 11]);

/// ИНН of a person, twelve digits, two of them check digits (приказ ФНС ММВ-7-6/435@).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InnPerson([u8; 12]);

/// ИНН of an organisation, ten digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InnLe([u8; 10]);

/// ОГРН of an organisation, thirteen digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ogrn([u8; 13]);

/// ОГРНИП of a sole trader, fifteen digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OgrnIp([u8; 15]);

const SNILS_WEIGHTS: [u32; 9] = [9, 8, 7, 6, 5, 4, 3, 2, 1];
const INN_LE_WEIGHTS: [u32; 9] = [2, 4, 10, 3, 5, 9, 4, 6, 8];
const INN_WEIGHTS: [[u32; 11]; 2] = [[7, 2, 4, 10, 3, 5, 9, 4, 6, 8, 0], [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]];

impl Snils {
    /// A made-up СНИЛС: it starts with 000, and digits 4 to 9 are divisible by 3, as those of ESIA's test contour are.
    pub fn fictional(entropy: &Entropy) -> Self {
        let middle = 3 * (1 + entropy.below(300_000));
        let mut number = [0; 11];
        fill(number.get_mut(3..9).unwrap_or_default(), middle);
        let check = snils_check(&number);
        fill(number.get_mut(9..).unwrap_or_default(), check);
        Self(number)
    }

    /// `000-000-600 06`, as ESIA writes it.
    pub fn dashed(&self) -> String {
        let text = self.to_string();
        let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
        format!("{}-{}-{} {}", part(0, 3), part(3, 6), part(6, 9), part(9, 11))
    }

    fn digits(&self) -> &[u8] {
        &self.0
    }
}

impl InnPerson {
    /// A made-up ИНН of region 00, which there is not.
    pub fn fictional(entropy: &Entropy) -> Self {
        let mut number = [0; 12];
        number.iter_mut().skip(2).take(8).for_each(|digit| *digit = digits::draw(entropy));
        Self(inn_checked(number))
    }

    fn digits(&self) -> &[u8] {
        &self.0
    }
}

impl InnLe {
    /// A made-up ИНН of region 00, which there is not.
    pub fn fictional(entropy: &Entropy) -> Self {
        let mut number = [0; 10];
        number.iter_mut().skip(2).take(7).for_each(|digit| *digit = digits::draw(entropy));
        let [.., last] = &mut number;
        *last = 0;
        let check = remainder(digits::weigh(&number, &INN_LE_WEIGHTS), 11);
        let [.., last] = &mut number;
        *last = check;
        Self(number)
    }

    fn digits(&self) -> &[u8] {
        &self.0
    }
}

impl Ogrn {
    /// A made-up ОГРН of region 00, which there is not.
    pub fn fictional(entropy: &Entropy) -> Self {
        let mut number = [1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        number.iter_mut().skip(5).take(7).for_each(|digit| *digit = digits::draw(entropy));
        Self(checked(number, 11))
    }

    fn digits(&self) -> &[u8] {
        &self.0
    }
}

impl OgrnIp {
    /// A made-up ОГРНИП of region 00, which there is not.
    pub fn fictional(entropy: &Entropy) -> Self {
        let mut number = [3, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        number.iter_mut().skip(5).take(9).for_each(|digit| *digit = digits::draw(entropy));
        Self(checked(number, 13))
    }

    fn digits(&self) -> &[u8] {
        &self.0
    }
}

impl FromStr for Snils {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number: [u8; 11] = digits::parse("СНИЛС", "eleven", text)?;
        let [body @ .., ten, one] = number;
        let check = snils_check(&number);
        // Numbers up to 001-001-998 were given out before there were check digits.
        let old = value(&body) <= 1_001_998;
        if old || check == u64::from(ten * 10 + one) {
            return Ok(Self(number));
        }
        Err(wrong("СНИЛС", text, u8::try_from(check).unwrap_or(0)))
    }
}

impl FromStr for InnPerson {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number: [u8; 12] = digits::parse("ИНН", "twelve", text)?;
        let right = inn_checked(number);
        let [.., last] = right;
        if right == number { Ok(Self(number)) } else { Err(wrong("ИНН", text, last)) }
    }
}

impl FromStr for InnLe {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number: [u8; 10] = digits::parse("ИНН", "ten", text)?;
        let [.., last] = number;
        let check = remainder(digits::weigh(&number, &INN_LE_WEIGHTS), 11);
        if check == last { Ok(Self(number)) } else { Err(wrong("ИНН", text, check)) }
    }
}

impl FromStr for Ogrn {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number: [u8; 13] = digits::parse("ОГРН", "thirteen", text)?;
        let right = checked(number, 11);
        let [.., last] = right;
        if right == number { Ok(Self(number)) } else { Err(wrong("ОГРН", text, last)) }
    }
}

impl FromStr for OgrnIp {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number: [u8; 15] = digits::parse("ОГРНИП", "fifteen", text)?;
        let right = checked(number, 13);
        let [.., last] = right;
        if right == number { Ok(Self(number)) } else { Err(wrong("ОГРНИП", text, last)) }
    }
}

fn snils_check(number: &[u8]) -> u64 {
    u64::from(digits::weigh(number, &SNILS_WEIGHTS) % 101 % 100)
}

fn inn_checked(mut number: [u8; 12]) -> [u8; 12] {
    let [first, second] = INN_WEIGHTS;
    let eleventh = remainder(digits::weigh(&number, &first), 11);
    let [.., place, _] = &mut number;
    *place = eleventh;
    let twelfth = remainder(digits::weigh(&number, &second), 11);
    let [.., last] = &mut number;
    *last = twelfth;
    number
}

/// The last digit is the remainder of all before it, by 11 or 13.
fn checked<const N: usize>(mut number: [u8; N], modulus: u64) -> [u8; N] {
    let body = number.get(..N.saturating_sub(1)).unwrap_or_default();
    let check = u8::try_from(value(body) % modulus % 10).unwrap_or(0);
    if let Some(last) = number.last_mut() {
        *last = check;
    }
    number
}

fn remainder(sum: u32, modulus: u32) -> u8 {
    u8::try_from(sum % modulus % 10).unwrap_or(0)
}

fn value(number: &[u8]) -> u64 {
    number.iter().fold(0, |sum, digit| sum * 10 + u64::from(*digit))
}

/// Writes a number into these places, its last digit last.
fn fill(places: &mut [u8], mut number: u64) {
    for place in places.iter_mut().rev() {
        *place = u8::try_from(number % 10).unwrap_or(0);
        number /= 10;
    }
}

fn wrong(kind: &'static str, text: &str, digit: u8) -> NumberError {
    NumberError::CheckDigit { kind, text: text.to_owned(), digit }
}

number!(Snils);
number!(InnPerson);
number!(InnLe);
number!(Ogrn);
number!(OgrnIp);
