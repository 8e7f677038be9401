//! Organisations of the made-up country.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Nip, Regon};

/// A made-up organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Organisation {
    /// Stable id in YAML and on the admin API: `poziomka`.
    pub id: String,
    /// Full name with legal form.
    pub name: String,
    /// NIP.
    pub nip: Nip,
    /// REGON.
    pub regon: Regon,
    /// Where it sits.
    pub address: Address,
}

/// A Polish address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// Street with number: `ul. Zmyślona 7`.
    pub street: String,
    /// `00-000`.
    pub postal_code: String,
    /// Town.
    pub city: String,
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {} {}", self.street, self.postal_code, self.city)
    }
}
