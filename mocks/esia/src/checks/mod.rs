//! The rules of ESIA: each is a check with its meaning on the wire. The wire error is rendered from the failed ones.

pub mod data;
pub mod epgu;
pub mod ground;
pub mod key;
pub mod oauth;

use std::sync::LazyLock;

use poligon_institution::{Check, Provenance, Severity};

/// A check and what its failure looks like on the wire.
#[derive(Debug)]
pub struct Rule {
    /// The check; give `&RULE.check` to the examination.
    pub check: Check,
    /// What the client sees.
    pub wire: Wire,
}

/// What the client sees when a check fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wire {
    /// This status, and the check in JSON: what ESIA does not do at all.
    Bare(u16),
    /// `{"code":…,"message":…}` of the data API and of the API-Key call.
    Data {
        /// HTTP status.
        status: u16,
        /// `ESIA-005029`.
        code: &'static str,
        /// `SecurityErrorEnum.scopeNotAllowed`.
        message: &'static str,
    },
    /// Nothing: a warning or a note of the house.
    Nothing,
    /// HTTP 501.
    NotBuilt,
    /// An error of OAuth: a redirect from `ac`, 400 from `te` (spec §1.9, §1.10).
    OAuth {
        /// `007053`.
        code: &'static str,
        /// `invalid_request`.
        error: &'static str,
        /// What follows the code.
        text: Text,
    },
}

/// The sentence behind a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    /// This one.
    Fixed(&'static str),
    /// The one that lists parameters: the `got` of the finding's first values.
    Missing,
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

    /// Something worth knowing.
    pub const fn note(
        id: &'static str,
        title: &'static str,
        provenance: Provenance,
        citation: &'static str,
        remedy: &'static str,
    ) -> Self {
        let check = Check { id, title, provenance, citation, severity: Severity::Note, remedy };
        Self { check, wire: Wire::Nothing }
    }
}

impl Wire {
    /// An error of OAuth with a sentence.
    pub const fn oauth(code: &'static str, error: &'static str, sentence: &'static str) -> Self {
        Self::OAuth { code, error, text: Text::Fixed(sentence) }
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

/// The meaning of a check on the wire.
pub fn wire(check: &Check) -> Option<Wire> {
    rules().iter().find(|rule| rule.check.id == check.id).map(|rule| rule.wire)
}

static RULES: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
    let mut rules = [ground::RULES, oauth::RULES, data::RULES, epgu::RULES, key::RULES].concat();
    rules.extend(ground::FORCED);
    rules
});

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
        for check in all() {
            assert!(!check.citation.is_empty() && !check.remedy.is_empty(), "{}", check.id);
        }
    }
}
