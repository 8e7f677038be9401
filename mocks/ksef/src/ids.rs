//! Reference numbers and KSeF numbers, with their undocumented check digits: CRC-8 (polynomial 07, start 0, nothing
//! reflected) over what stands before the last dash, seen on some forty real numbers (spec §4.1).

use std::fmt;
use std::str::FromStr;

use poligon_world::Entropy;
use serde::{Serialize, Serializer};
use thiserror::Error;
use time::{Date, OffsetDateTime, UtcOffset};

/// What a reference number refers to; the two letters in its middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReferenceKind {
    /// `AU`: an authentication operation.
    Authentication,
    /// `SB`: a batch session.
    Batch,
    /// `CR`: a challenge.
    Challenge,
    /// `EH`: an export, or an application for a certificate.
    Export,
    /// `EE`: an invoice in a session.
    Invoice,
    /// `SO`: an online session.
    Online,
    /// `EG`: an operation on permissions.
    Permission,
    /// `EC`: a KSeF token.
    Token,
    /// `EU`: a page of a UPO.
    Upo,
}

impl ReferenceKind {
    const ALL: [Self; 9] = [
        Self::Authentication,
        Self::Batch,
        Self::Challenge,
        Self::Export,
        Self::Invoice,
        Self::Online,
        Self::Permission,
        Self::Token,
        Self::Upo,
    ];

    /// Its two letters.
    pub fn letters(self) -> &'static str {
        match self {
            Self::Authentication => "AU",
            Self::Batch => "SB",
            Self::Challenge => "CR",
            Self::Export => "EH",
            Self::Invoice => "EE",
            Self::Online => "SO",
            Self::Permission => "EG",
            Self::Token => "EC",
            Self::Upo => "EU",
        }
    }
}

/// A reference number: `20251104-SB-24C0BFC000-40E9EA5847-BB`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReferenceNumber {
    kind: ReferenceKind,
    text: String,
}

/// A KSeF number: `5213814999-20251006-0100E0B7E937-52`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KsefNumber(String);

/// Why a text is no such number.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum IdError {
    /// The last two digits do not fit the rest.
    #[error("the check digits of „{text}” are {got}; they should be {expected}")]
    Checksum {
        /// The number.
        text: String,
        /// What they should be.
        expected: String,
        /// What they are.
        got: String,
    },
    /// Another shape.
    #[error("„{text}” has not the shape {shape}")]
    Shape {
        /// The text, shortened.
        text: String,
        /// The shape: `d` a digit, `H` an upper-case hexadecimal digit.
        shape: &'static str,
    },
}

const REFERENCE: &str = "dddddddd-TT-HHHHHHHHHH-HHHHHHHHHH-HH";
const KSEF: &str = "dddddddddd-dddddddd-HHHHHHHHHHHH-HH";
const KSEF_V1: &str = "dddddddddd-dddddddd-HHHHHH-HHHHHH-HH";

impl ReferenceNumber {
    /// A fresh number of this kind, dated in UTC.
    pub fn mint(kind: ReferenceKind, entropy: &Entropy, now: OffsetDateTime) -> Self {
        let head = format!(
            "{}-{}-{}-{}",
            day(now.to_offset(UtcOffset::UTC).date()),
            kind.letters(),
            entropy.hex(5),
            entropy.hex(5)
        );
        Self { kind, text: format!("{head}-{:02X}", crc8(head.as_bytes())) }
    }

    /// What it refers to.
    pub fn kind(&self) -> ReferenceKind {
        self.kind
    }

    /// The number as text, 36 characters.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl FromStr for ReferenceNumber {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        shaped(text, REFERENCE)?;
        let kind = ReferenceKind::ALL.into_iter().find(|kind| text.get(9..11) == Some(kind.letters()));
        let kind = kind.ok_or_else(|| IdError::Shape { text: text.to_owned(), shape: REFERENCE })?;
        checked(text)?;
        Ok(Self { kind, text: text.to_owned() })
    }
}

impl KsefNumber {
    /// A fresh number for an invoice of this seller that was accepted on this day.
    pub fn mint(seller_nip: &str, day_of_acceptance: Date, entropy: &Entropy) -> Self {
        // The technical part starts 0100 or 0200 in every number seen (spec §4.1).
        let head = format!("{seller_nip}-{}-0100{}", day(day_of_acceptance), entropy.hex(4));
        Self(format!("{head}-{:02X}", crc8(head.as_bytes())))
    }

    /// The number as text, 35 characters (36 in the form of KSeF 1.0).
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for KsefNumber {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        if text.len() == KSEF_V1.len() {
            // The form of KSeF 1.0 is let in by the input pattern; how its check digits are made was not seen.
            shaped(text, KSEF_V1)?;
            return Ok(Self(text.to_owned()));
        }
        shaped(text, KSEF)?;
        checked(text)?;
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for ReferenceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Display for KsefNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for ReferenceNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl Serialize for KsefNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// CRC-8: polynomial 07, start 0, no reflection, no final xor.
pub fn crc8(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |crc, byte| {
        (0..8).fold(crc ^ byte, |crc: u8, _| if crc & 0x80 == 0 { crc << 1 } else { (crc << 1) ^ 0x07 })
    })
}

fn day(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), u8::from(date.month()), date.day())
}

fn shaped(text: &str, shape: &'static str) -> Result<(), IdError> {
    let fits = |(c, wanted): (char, char)| match wanted {
        'd' => c.is_ascii_digit(),
        'H' => c.is_ascii_digit() || matches!(c, 'A'..='F'),
        'T' => c.is_ascii_uppercase(),
        _ => c == wanted,
    };
    if text.len() == shape.len() && text.chars().zip(shape.chars()).all(fits) {
        return Ok(());
    }
    Err(IdError::Shape { text: text.chars().take(60).collect(), shape })
}

fn checked(text: &str) -> Result<(), IdError> {
    let (head, digits) = text.rsplit_once('-').unwrap_or((text, ""));
    let expected = format!("{:02X}", crc8(head.as_bytes()));
    if digits == expected {
        return Ok(());
    }
    Err(IdError::Checksum { text: text.to_owned(), expected, got: digits.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_seen_on_the_real_system_carry_our_check_digits() {
        for text in ["20251104-SB-24C0BFC000-40E9EA5847-BB", "20251128-EU-3177B7D000-D514583832-06"] {
            assert_eq!(text.parse::<ReferenceNumber>().unwrap().as_str(), text);
        }
        assert!("5213814999-20251006-0100E0B7E937-52".parse::<KsefNumber>().is_ok());
        // A collective identifier has the same check digits.
        assert_eq!(crc8(b"1111111111-IZ202607-65ED02180000"), 0xE7);
    }

    #[test]
    fn a_changed_digit_is_noticed() {
        assert!(matches!(
            "20251104-SB-24C0BFC000-40E9EA5848-BB".parse::<ReferenceNumber>(),
            Err(IdError::Checksum { .. })
        ));
        assert!(matches!(
            "5213814998-20251006-0100E0B7E937-52".parse::<KsefNumber>(),
            Err(IdError::Checksum { .. })
        ));
        assert!(matches!("ąąąąąąąąąąąąąąąąąą".parse::<ReferenceNumber>(), Err(IdError::Shape { .. })));
    }

    #[test]
    fn a_minted_number_reads_back() {
        let entropy = Entropy::new(1, "ids");
        let now = OffsetDateTime::UNIX_EPOCH;
        let number = ReferenceNumber::mint(ReferenceKind::Online, &entropy, now);
        assert_eq!(number.to_string().parse(), Ok(number));
        let number = KsefNumber::mint("5213814999", now.date(), &entropy);
        assert_eq!(number.to_string().parse(), Ok(number));
    }
}
