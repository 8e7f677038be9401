//! The stages as they pass: what was seen, and the first fault.

use super::{Fault, Outcome, Stage, StageReport};

#[derive(Debug, Default)]
pub(super) struct Ledger {
    pub(super) stages: Vec<StageReport>,
    pub(super) fault: Option<Fault>,
}

impl Ledger {
    pub(super) fn pass(&mut self, stage: Stage, detail: impl Into<String>) {
        self.note(stage, Outcome::Passed, detail.into());
    }

    pub(super) fn skip(&mut self, stage: Stage, detail: impl Into<String>) {
        self.note(stage, Outcome::Skipped, detail.into());
    }

    /// A fault with its sentence.
    pub(super) fn fail(&mut self, stage: Stage, fault: Fault) {
        let detail = fault.to_string();
        self.fail_with(stage, fault, detail);
    }

    pub(super) fn fail_with(&mut self, stage: Stage, fault: Fault, detail: String) {
        self.note(stage, Outcome::Failed, detail);
        self.fault.get_or_insert(fault);
    }

    /// Passes with the detail or fails with the fault.
    pub(super) fn settle(&mut self, stage: Stage, result: Result<String, Fault>) {
        match result {
            Ok(detail) => self.pass(stage, detail),
            Err(fault) => self.fail(stage, fault),
        }
    }

    fn note(&mut self, stage: Stage, outcome: Outcome, detail: String) {
        self.stages.push(StageReport { stage, outcome, detail });
    }
}
