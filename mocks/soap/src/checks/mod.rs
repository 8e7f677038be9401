//! The catalogue: every check that this crate can raise, with the SOAP fault that its failure answers.

pub mod attachments;
pub mod envelope;
pub mod security;
pub mod standing;

use std::sync::LazyLock;

use poligon_institution::{Check, Provenance, Severity};

use crate::fault::FaultCode;

/// A check and the fault that its failure answers.
#[derive(Debug)]
pub struct Rule {
    /// The check; give `&RULE.check` to the examination.
    pub check: Check,
    /// What the client sees.
    pub wire: Wire,
}

/// What a client sees of a failed check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wire {
    /// `faultcode`.
    pub code: FaultCode,
    /// `kod` of the detail. The real numbers are not public (epuap.md §2.11), so ours are 1000 and above; 401 is what clients
    /// tell of missing permissions.
    pub kod: i32,
    /// `faultstring`, and `komunikat` of the detail.
    pub komunikat: &'static str,
}

impl Rule {
    /// An error whose failure refuses the message.
    pub const fn error(
        id: &'static str,
        title: &'static str,
        provenance: Provenance,
        citation: &'static str,
        wire: Wire,
        remedy: &'static str,
    ) -> Self {
        Self { check: Check { id, title, provenance, citation, severity: Severity::Error, remedy }, wire }
    }

    /// Something that only a picky sandbox refuses.
    pub const fn warning(
        id: &'static str,
        title: &'static str,
        provenance: Provenance,
        citation: &'static str,
        wire: Wire,
        remedy: &'static str,
    ) -> Self {
        Self { check: Check { id, title, provenance, citation, severity: Severity::Warning, remedy }, wire }
    }

    /// Something worth knowing, never refused.
    pub const fn note(
        id: &'static str,
        title: &'static str,
        provenance: Provenance,
        citation: &'static str,
        remedy: &'static str,
    ) -> Self {
        let wire = Wire { code: FaultCode::Client, kod: 1000, komunikat: "" };
        Self { check: Check { id, title, provenance, citation, severity: Severity::Note, remedy }, wire }
    }
}

impl Wire {
    pub(crate) const fn new(code: FaultCode, kod: i32, komunikat: &'static str) -> Self {
        Self { code, kod, komunikat }
    }
}

/// All rules.
pub fn rules() -> &'static [&'static Rule] {
    &RULES
}

/// All checks.
pub fn all() -> &'static [&'static Check] {
    &CHECKS
}

/// The fault of a check of this crate.
pub fn wire(check: &Check) -> Option<Wire> {
    rules().iter().find(|rule| rule.check == *check).map(|rule| rule.wire)
}

static RULES: LazyLock<Vec<&'static Rule>> =
    LazyLock::new(|| [envelope::RULES, attachments::RULES, security::RULES, standing::RULES].concat());

static CHECKS: LazyLock<Vec<&'static Check>> =
    LazyLock::new(|| RULES.iter().map(|rule| &rule.check).collect());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_has_an_id_of_its_own_a_citation_and_a_remedy() {
        let mut ids: Vec<_> = all().iter().map(|check| check.id).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count);
        for rule in rules() {
            let check = &rule.check;
            let told = !check.citation.is_empty() && !check.remedy.is_empty() && !check.title.is_empty();
            assert!(told, "{}", check.id);
            assert!(check.severity == Severity::Note || !rule.wire.komunikat.is_empty(), "{}", check.id);
        }
    }
}
