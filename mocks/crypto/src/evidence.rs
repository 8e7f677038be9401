//! The stages of a verification that is no XML signature, by name.

pub use crate::seal::Outcome;

/// One stage: how it ended and what was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its name: `signature-value`.
    pub stage: &'static str,
    /// How it ended.
    pub outcome: Outcome,
    /// What was seen there, for people.
    pub detail: String,
}

impl Step {
    /// Whether it failed.
    pub fn failed(&self) -> bool {
        self.outcome == Outcome::Failed
    }
}

/// Stages as they are walked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Steps(Vec<Step>);

impl Steps {
    pub(crate) fn pass(&mut self, stage: &'static str, detail: impl Into<String>) {
        self.0.push(Step { stage, outcome: Outcome::Passed, detail: detail.into() });
    }

    pub(crate) fn fail(&mut self, stage: &'static str, detail: impl Into<String>) {
        self.0.push(Step { stage, outcome: Outcome::Failed, detail: detail.into() });
    }

    pub(crate) fn judge(&mut self, stage: &'static str, holds: bool, detail: impl Into<String>) {
        let outcome = if holds { Outcome::Passed } else { Outcome::Failed };
        self.0.push(Step { stage, outcome, detail: detail.into() });
    }

    pub(crate) fn into_inner(self) -> Vec<Step> {
        self.0
    }
}
