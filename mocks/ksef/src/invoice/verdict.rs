//! The status that an invoice ends with, derived from its findings.

use poligon_institution::Finding;
use serde::Serialize;

use crate::checks::{self, Wire};
use crate::wire::errors;

/// A status as the API writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// `200`, `450`.
    pub code: u16,
    /// The literal description.
    pub description: &'static str,
    /// Lines that say more.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<String>,
    /// For a duplicate: where the original is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extensions: Option<Box<Original>>,
}

/// Where the original of a duplicate is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Original {
    /// Its session.
    pub original_session_reference_number: String,
    /// Its KSeF number.
    pub original_ksef_number: String,
}

impl Verdict {
    /// Accepted.
    pub const SUCCESS: Self = Self::plain(200, "Sukces");
    /// Not shown yet, and not asked for before.
    pub const RECEIVED: Self = Self::plain(100, "Faktura przyjęta do dalszego przetwarzania");
    /// Not shown yet.
    pub const IN_PROGRESS: Self = Self::plain(150, "Trwa przetwarzanie");

    const fn plain(code: u16, description: &'static str) -> Self {
        Self { code, description, details: Vec::new(), extensions: None }
    }

    /// The status of the first failed finding; success when none failed.
    pub fn of(findings: &[Finding]) -> Self {
        let first = findings.iter().find(|finding| finding.failed());
        let Some(finding) = first else { return Self::SUCCESS };
        match checks::wire(finding.check) {
            Some(Wire::Status { code, description, details }) => {
                Self { code, description, details: errors::details(details, finding), extensions: None }
            }
            // A warning that a picky sandbox refuses for has no status of its own.
            _ => Self::plain(450, "Błąd weryfikacji semantyki dokumentu faktury"),
        }
    }

    /// Whether the invoice was accepted.
    pub fn is_success(&self) -> bool {
        self.code == 200
    }
}
