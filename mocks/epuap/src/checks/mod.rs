//! The rules of ePUAP: each is a check with the Fault that its failure answers. Those of WS-Security and of envelopes are
//! `mocks/soap`'s. No code of the real StatusTyp and WyjatekTyp but 1 and 0 is public (spec §2.11); ours are 2000 and above.

pub mod delivery;
pub mod documents;
pub mod files;
pub mod ground;
pub mod onboarding;
pub mod services;
pub mod skrytka;

use std::sync::LazyLock;

use poligon_institution::{Check, Finding};
use poligon_soap::FaultCode;
use poligon_soap::checks::{Rule, Wire};

/// A Fault that blames the client.
const fn client(kod: i32, komunikat: &'static str) -> Wire {
    Wire { code: FaultCode::Client, kod, komunikat }
}

/// The rules of ePUAP itself.
pub fn rules() -> &'static [&'static Rule] {
    &RULES
}

/// All checks, with those of the protocol.
pub fn all() -> &'static [&'static Check] {
    &CHECKS
}

/// The Fault of a finding of ePUAP's own.
pub fn wire(finding: &Finding) -> Option<Wire> {
    rules().iter().find(|rule| rule.check == *finding.check).map(|rule| rule.wire)
}

static RULES: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
    [
        ground::RULES,
        skrytka::RULES,
        delivery::RULES,
        documents::RULES,
        files::RULES,
        services::RULES,
        onboarding::RULES,
    ]
    .concat()
});

static CHECKS: LazyLock<Vec<&'static Check>> = LazyLock::new(|| {
    let own = RULES.iter().map(|rule| &rule.check);
    poligon_soap::checks::all().iter().copied().chain(own).collect()
});

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
            let told = !check.citation.is_empty() && !check.remedy.is_empty() && !check.title.is_empty();
            assert!(told, "{}", check.id);
        }
    }

    #[test]
    fn no_code_of_ours_can_be_mistaken_for_a_real_one() {
        for rule in rules() {
            assert!(rule.wire.kod >= 1000, "{}: {}", rule.check.id, rule.wire.kod);
        }
    }
}
