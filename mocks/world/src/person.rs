//! People of the made-up country.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{Pesel, Sex};

/// A made-up person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Person {
    /// Stable id in YAML and on the admin API: `jan`.
    pub id: String,
    /// First names, at least one.
    pub names: Vec<String>,
    /// Surname.
    pub surname: String,
    /// PESEL.
    pub pesel: Pesel,
    /// What the person is where.
    pub roles: Vec<Role>,
}

/// What a person is in an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Role {
    /// The organisation's id.
    pub organisation: String,
    /// What the person is there.
    pub role: RoleKind,
}

/// The roles that the cast knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RoleKind {
    /// Keeps the books, often from outside.
    Accountant,
    /// Works there.
    Employee,
    /// Owns it, or speaks for it.
    Owner,
}

impl Person {
    /// All first names and the surname.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.names.join(" "), self.surname)
    }

    /// The birth date, as the PESEL says.
    pub fn born(&self) -> Date {
        self.pesel.born()
    }

    /// The sex, as the PESEL says.
    pub fn sex(&self) -> Sex {
        self.pesel.sex()
    }

    /// Whether the person has this role in this organisation.
    pub fn is(&self, kind: RoleKind, organisation: &str) -> bool {
        self.roles.iter().any(|role| role.role == kind && role.organisation == organisation)
    }
}
