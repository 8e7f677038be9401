//! Russian organisations.

use serde::{Deserialize, Serialize};

use super::{InnLe, Ogrn};

/// A made-up organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LegalEntity {
    /// Stable id in YAML: `beryozka`.
    pub id: String,
    /// The account's number.
    pub oid: u64,
    /// Full name.
    pub full_name: String,
    /// Short name.
    pub short_name: String,
    /// What it is.
    pub kind: LegalKind,
    /// ОГРН.
    pub ogrn: Ogrn,
    /// ИНН.
    pub inn: InnLe,
    /// КПП, nine digits.
    pub kpp: String,
}

/// Kinds of organisation, as ESIA writes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum LegalKind {
    /// Орган власти.
    Agency,
    /// Индивидуальный предприниматель.
    Business,
    /// Юридическое лицо.
    Legal,
}

impl LegalKind {
    /// `LEGAL`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Agency => "AGENCY",
            Self::Business => "BUSINESS",
            Self::Legal => "LEGAL",
        }
    }
}
