//! What was met of the checks, by provenance, and of the operations.

use poligon_institution::Provenance;

use super::Room;
use crate::report::{CheckCoverage, Report};

/// The checks of all institutions that took part.
pub(super) struct Checks {
    pub(super) groups: Vec<Group>,
    pub(super) unlisted: usize,
}

/// The checks of one provenance.
pub(super) struct Group {
    pub(super) bar: Bar,
    pub(super) about: &'static str,
    pub(super) rows: Vec<CheckRow>,
}

/// How much of something was met.
pub(super) struct Bar {
    pub(super) name: String,
    pub(super) met: usize,
    pub(super) all: usize,
}

pub(super) struct CheckRow {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) passed: u64,
    pub(super) failed: u64,
    pub(super) warned: u64,
    pub(super) met: bool,
}

/// The operations of all institutions that took part.
pub(super) struct Operations {
    pub(super) groups: Vec<OperationGroup>,
    pub(super) unlisted: usize,
}

/// The operations of one institution.
pub(super) struct OperationGroup {
    pub(super) bar: Bar,
    pub(super) unbuilt: usize,
    pub(super) rows: Vec<OperationRow>,
}

pub(super) struct OperationRow {
    pub(super) name: String,
    pub(super) provenance: Provenance,
    pub(super) built: bool,
    pub(super) calls: u64,
    pub(super) statuses: String,
}

impl Checks {
    pub(super) fn of(report: &Report, room: &mut Room) -> Self {
        let mut checks = Self { groups: Vec::new(), unlisted: 0 };
        let all = [Provenance::Official, Provenance::Observed, Provenance::Reconstructed, Provenance::Ours];
        for provenance in all {
            let of_it: Vec<&CheckCoverage> =
                report.checks.iter().filter(|check| check.provenance == provenance).collect();
            if of_it.is_empty() {
                continue;
            }
            let rows: Vec<CheckRow> = of_it.iter().map_while(|check| CheckRow::of(check, room)).collect();
            checks.unlisted += of_it.len() - rows.len();
            let met = of_it.iter().filter(|check| check.met()).count();
            let bar = Bar { name: provenance.to_string(), met, all: of_it.len() };
            checks.groups.push(Group { bar, about: about(provenance), rows });
        }
        checks
    }
}

impl CheckRow {
    fn of(check: &CheckCoverage, room: &mut Room) -> Option<Self> {
        room.afford(300).then(|| Self {
            id: room.say(&check.id, 60),
            title: room.say(&check.title, 200),
            passed: check.passed,
            failed: check.failed,
            warned: check.warned,
            met: check.met(),
        })
    }
}

impl CheckCoverage {
    /// Whether it came to it at all.
    fn met(&self) -> bool {
        self.passed + self.failed + self.warned > 0
    }
}

impl Operations {
    pub(super) fn of(report: &Report, room: &mut Room) -> Self {
        let mut operations = Self { groups: Vec::new(), unlisted: 0 };
        let mut institutions: Vec<&str> =
            report.operations.iter().map(|one| one.institution.as_str()).collect();
        institutions.dedup();
        institutions.sort_unstable();
        institutions.dedup();
        for institution in institutions {
            let of_it = report.operations.iter().filter(|one| one.institution == institution);
            let mut group = OperationGroup {
                bar: Bar { name: room.say(institution, 60), met: 0, all: 0 },
                unbuilt: 0,
                rows: Vec::new(),
            };
            for operation in of_it {
                group.bar.all += usize::from(operation.built);
                group.bar.met += usize::from(operation.built && operation.calls > 0);
                group.unbuilt += usize::from(!operation.built);
                if !room.afford(300) {
                    operations.unlisted += 1;
                    continue;
                }
                let statuses: Vec<String> = operation.statuses.iter().take(40).map(u16::to_string).collect();
                group.rows.push(OperationRow {
                    name: room.say(&operation.name, 120),
                    provenance: operation.provenance,
                    built: operation.built,
                    calls: operation.calls,
                    statuses: room.say(&statuses.join(", "), 240),
                });
            }
            operations.groups.push(group);
        }
        operations
    }
}

fn about(provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Official => "An official document is cited.",
        Provenance::Observed => "Seen in recordings or in unmodified public clients.",
        Provenance::Reconstructed => "Inferred; there is no public source.",
        Provenance::Ours => "The real value is unknown; Poligon chose.",
    }
}
