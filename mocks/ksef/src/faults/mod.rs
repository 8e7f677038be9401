//! Misbehaviours that scenarios ask for by name, as integrators saw them (spec §6, §10). What KSeF did stays done.

mod instead;
mod spoil;
mod statuses;

use std::sync::LazyLock;

use poligon_institution::{Fault, View};

/// All faults.
pub fn all() -> &'static [Fault] {
    &FAULTS
}

static FAULTS: LazyLock<Vec<Fault>> = LazyLock::new(|| {
    let groups: [fn() -> Vec<Fault>; 3] = [instead::faults, spoil::faults, statuses::faults];
    groups.into_iter().flat_map(|group| group()).collect()
});

/// What of KSeF's state scenarios may look at; [`crate::views`] shows it.
pub static VIEWS: &[View] = &[
    View {
        name: "ksef.invoice",
        about: "An invoice by its reference or KSeF number: status as it shows, verdict as it will be, session, numbers, mode.",
    },
    View {
        name: "ksef.invoices",
        about: "The invoices of a seller by NIP: how many were sent, accepted and rejected, and the numbers of the accepted.",
    },
    View {
        name: "ksef.session",
        about: "A session by its reference: status, counters, its invoices, its UPO pages.",
    },
    View {
        name: "ksef.sessions",
        about: "The sessions of a context by NIP: how many there are, how many of them open, and their references.",
    },
    View {
        name: "ksef.auth-session",
        about: "A login by its reference: status, method, subject, context, redeemed or not.",
    },
    View {
        name: "ksef.permissions",
        about: "What the registers say about a context by NIP: roles, blocked or not, who was granted what.",
    },
    View { name: "ksef.limits", about: "The limits of sessions in a context by NIP." },
];

#[cfg(test)]
mod tests {
    use poligon_institution::Acts;

    use super::*;
    use crate::knobs::KNOBS;

    #[test]
    fn every_fault_has_a_name_of_its_own_and_turns_knobs_that_there_are() {
        let mut names: Vec<_> = all().iter().map(|fault| fault.name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        for fault in all() {
            assert!(fault.name.starts_with("ksef.") && fault.about.ends_with('.'), "{}", fault.name);
            if let Acts::Turns { knob, value } = fault.acts {
                let settings = poligon_world::Settings::default();
                let known = KNOBS.iter().find(|known| known.name == knob).expect(knob);
                known.turn(&settings, value).expect(fault.name);
            }
        }
    }
}
