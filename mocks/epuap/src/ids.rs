//! The names and numbers of ePUAP: podmioty, boxes, documents.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why a text is no identifier. One sentence.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum IdError {
    /// No box address.
    #[error("„{0}” is no box address; write /podmiot/skrytka, like /gmina/domyslna")]
    Address(String),
    /// No identifier of a podmiot.
    #[error("„{0}” is no identifier of a podmiot: 1 to 100 characters without spaces and slashes")]
    Podmiot(String),
}

/// IdentyfikatorPodmiotuTyp: at most 100 characters (spec §2.0).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PodmiotId(String);

/// `/podmiot/skrytka`. Whether the real one minds case is not known; this one does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BoxAddress {
    podmiot: PodmiotId,
    name: String,
}

/// A number of a document, confirmation or order. Clients read it as a .NET `int`, though the schema says string (spec §2.11),
/// so it never leaves 1 to 2 147 483 647.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Number(pub i32);

/// Gives numbers, one after the other.
#[derive(Clone, Debug)]
pub struct Counter(i32);

impl PodmiotId {
    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl BoxAddress {
    /// The box of this name of a podmiot.
    ///
    /// # Errors
    /// When the name is none.
    pub fn of(podmiot: &PodmiotId, name: &str) -> Result<Self, IdError> {
        let plain = |c: char| !c.is_whitespace() && !c.is_control() && c != '/';
        if name.is_empty() || name.chars().count() > 100 || !name.chars().all(plain) {
            return Err(IdError::Address(shown(&format!("/{podmiot}/{name}"))));
        }
        Ok(Self { podmiot: podmiot.clone(), name: name.to_owned() })
    }

    /// Whose box it is.
    pub fn podmiot(&self) -> &PodmiotId {
        &self.podmiot
    }

    /// The box's name: `domyslna`.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Counter {
    /// The first number will be `first`; below 1 counts as 1.
    pub fn from(first: i32) -> Self {
        Self(first.max(1) - 1)
    }

    /// The next number; the last one again when the range is used up, which bounds elsewhere prevent.
    pub fn draw(&mut self) -> Number {
        self.0 = self.0.saturating_add(1);
        Number(self.0)
    }
}

impl FromStr for PodmiotId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let plain = |c: char| !c.is_whitespace() && !c.is_control() && c != '/';
        if text.is_empty() || text.chars().count() > 100 || !text.chars().all(plain) {
            return Err(IdError::Podmiot(shown(text)));
        }
        Ok(Self(text.to_owned()))
    }
}

impl FromStr for BoxAddress {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let wrong = || IdError::Address(shown(text));
        let (podmiot, name) =
            text.strip_prefix('/').and_then(|rest| rest.split_once('/')).ok_or_else(wrong)?;
        Self::of(&podmiot.parse().map_err(|_| wrong())?, name)
    }
}

impl FromStr for Number {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        text.trim().parse().ok().filter(|number| *number > 0).map(Self).ok_or(())
    }
}

impl fmt::Display for PodmiotId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for BoxAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}/{}", self.podmiot, self.name)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl TryFrom<String> for PodmiotId {
    type Error = IdError;

    fn try_from(text: String) -> Result<Self, IdError> {
        text.parse()
    }
}

impl TryFrom<String> for BoxAddress {
    type Error = IdError;

    fn try_from(text: String) -> Result<Self, IdError> {
        text.parse()
    }
}

impl From<PodmiotId> for String {
    fn from(id: PodmiotId) -> Self {
        id.0
    }
}

impl From<BoxAddress> for String {
    fn from(address: BoxAddress) -> Self {
        address.to_string()
    }
}

fn shown(text: &str) -> String {
    text.chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_podmiot_and_a_box() {
        let address: BoxAddress = "/gmina/domyslna".parse().unwrap();
        assert_eq!((address.podmiot().as_str(), address.name()), ("gmina", "domyslna"));
        assert_eq!(address.to_string(), "/gmina/domyslna");
        for wrong in ["gmina/domyslna", "/gmina", "/gmina/", "//domyslna", "/gmina/a/b", "/gm ina/a", ""] {
            assert!(wrong.parse::<BoxAddress>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn numbers_count_up_and_fit_a_dot_net_int() {
        let mut counter = Counter::from(i32::MAX - 1);
        assert_eq!(counter.draw(), Number(i32::MAX - 1));
        assert_eq!(counter.draw(), Number(i32::MAX));
        assert_eq!(counter.draw(), Number(i32::MAX));
        assert!("0".parse::<Number>().is_err() && "-5".parse::<Number>().is_err());
        assert_eq!("17".parse(), Ok(Number(17)));
    }
}
