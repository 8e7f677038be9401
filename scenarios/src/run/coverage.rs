//! Which checks and operations were met, over all scenarios.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use poligon_institution::{Built, Exchange, Outcome, Registry};

use crate::report::{CheckCoverage, OperationCoverage};

/// What was met.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    institutions: BTreeSet<&'static str>,
    checks: BTreeMap<&'static str, [u64; 3]>,
    operations: BTreeMap<&'static str, (u64, BTreeSet<u16>)>,
}

impl Coverage {
    /// What these exchanges met.
    pub(super) fn of(exchanges: &[Arc<Exchange>]) -> Self {
        let mut coverage = Self::default();
        for exchange in exchanges {
            coverage.institutions.insert(exchange.institution);
            for finding in exchange.findings.iter() {
                let [passed, failed, warned] = coverage.checks.entry(finding.check.id).or_default();
                match finding.outcome {
                    Outcome::Fail => *failed += 1,
                    Outcome::NotApplicable => {}
                    Outcome::Pass => *passed += 1,
                    Outcome::Warn => *warned += 1,
                }
            }
            if let Some(operation) = exchange.operation {
                let (calls, statuses) = coverage.operations.entry(operation.name).or_default();
                *calls += 1;
                statuses.insert(exchange.response.status.as_u16());
            }
        }
        coverage
    }

    /// Adds what another scenario met.
    pub(super) fn add(&mut self, other: &Self) {
        self.institutions.extend(&other.institutions);
        for (id, counts) in &other.checks {
            let mine = self.checks.entry(id).or_default();
            for (mine, count) in mine.iter_mut().zip(counts) {
                *mine += count;
            }
        }
        for (name, (calls, statuses)) in &other.operations {
            let mine = self.operations.entry(name).or_default();
            mine.0 += calls;
            mine.1.extend(statuses);
        }
    }

    /// The tables of the report, of the institutions that took part.
    pub(super) fn tables(&self, registry: &Registry) -> (Vec<CheckCoverage>, Vec<OperationCoverage>) {
        let mut checks = Vec::new();
        let mut operations = Vec::new();
        for institution in registry.all().iter().filter(|one| self.institutions.contains(one.name())) {
            let name = institution.name();
            let mut own: Vec<_> = institution.checks().to_vec();
            own.sort_by_key(|check| check.id);
            checks.extend(own.into_iter().map(|check| {
                let [passed, failed, warned] = self.checks.get(check.id).copied().unwrap_or_default();
                let (id, title) = (check.id.to_owned(), check.title.to_owned());
                let provenance = check.provenance;
                CheckCoverage { institution: name.to_owned(), id, title, provenance, passed, failed, warned }
            }));
            operations.extend(institution.operations().iter().map(|operation| {
                let (calls, statuses) = self.operations.get(operation.name).cloned().unwrap_or_default();
                OperationCoverage {
                    institution: name.to_owned(),
                    name: operation.name.to_owned(),
                    provenance: operation.provenance,
                    built: operation.built == Built::Yes,
                    calls,
                    statuses: statuses.into_iter().collect(),
                }
            }));
        }
        (checks, operations)
    }
}
