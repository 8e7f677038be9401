//! The rules of KSeF: each is a check with its meaning on the wire. The wire error is rendered from the failed ones.

pub mod auth;
pub mod environment;
pub mod ground;
pub mod invoice;
pub mod sessions;
pub mod testdata;

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
    /// An empty answer with this status: 404, 405, 413.
    Bare(u16),
    /// HTTP 400 with this exception (spec §3.3).
    Exception {
        /// `21405`.
        code: u32,
        /// The literal description.
        description: &'static str,
        /// Its details.
        details: Details,
    },
    /// HTTP 403 with this reason (spec §3.2). What is compared comes from the finding's values: `permissions` (expected
    /// and got, joined by „, ”), `clientIp` (got).
    Forbidden {
        /// `missing-permissions`.
        reason: &'static str,
        /// The literal sentence.
        detail: &'static str,
    },
    /// HTTP 410.
    Gone,
    /// Nothing: a warning or a note of the house.
    Nothing,
    /// HTTP 501: the house has not built it. Its sentences are the finding's texts.
    NotBuilt,
    /// Nothing at once: the status of an operation, a session or an invoice ends so.
    Status {
        /// `425`.
        code: u16,
        /// The literal description.
        description: &'static str,
        /// Its details.
        details: Details,
    },
    /// HTTP 429; the seconds to wait are the `got` of the finding's values named `Retry-After`, its sentences the texts.
    TooMany,
    /// HTTP 401.
    Unauthorized,
    /// HTTP 500, the machine's fault.
    Unexpected,
}

/// Where the detail lines of an error come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Details {
    /// This sentence.
    Fixed(&'static str),
    /// This sentence, with `{}` replaced by what came: the `got` of the finding's first [`Values`](poligon_institution::Evidence::Values).
    Got(&'static str),
    /// None.
    None,
    /// The finding's [`Text`](poligon_institution::Evidence::Text)s, word for word, one a line.
    Texts,
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
        Self {
            check: Check { id, title, provenance, citation, severity: Severity::Note, remedy },
            wire: Wire::Nothing,
        }
    }
}

impl Wire {
    /// HTTP 400 with a code and no details.
    pub const fn exception(code: u32, description: &'static str, details: Details) -> Self {
        Self::Exception { code, description, details }
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
    [ground::RULES, auth::RULES, environment::RULES, testdata::RULES, sessions::RULES, invoice::RULES]
        .concat()
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
            assert!(
                !check.citation.is_empty() && !check.remedy.is_empty() && !check.title.is_empty(),
                "{}",
                check.id
            );
        }
    }
}
