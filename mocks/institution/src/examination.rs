//! An examination: the checks of one message in the order they were made. It is the only place where a refusal can come
//! from.

use poligon_world::Strictness;

use crate::{Check, Evidence, Finding, Outcome, Severity};

/// Collects the findings on one message.
#[derive(Debug)]
pub struct Examination {
    strictness: Strictness,
    findings: Vec<Finding>,
}

/// Proof that a check refused the message. Cannot be made anywhere else; an institution renders the wire error from the
/// failed findings of the [`Examination`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The check that refused.
    pub check: &'static Check,
}

impl Examination {
    /// An examination in a sandbox of this strictness.
    pub fn new(strictness: Strictness) -> Self {
        Self { strictness, findings: Vec::new() }
    }

    /// The strictness in force.
    pub fn strictness(&self) -> Strictness {
        self.strictness
    }

    /// Records that `check` holds.
    pub fn pass(&mut self, check: &'static Check) {
        self.findings.push(Finding::pass(check));
    }

    /// Records that `check` does not apply.
    pub fn skip(&mut self, check: &'static Check, why: &str) {
        let evidence = vec![Evidence::text(why)];
        self.findings.push(Finding { check, outcome: Outcome::NotApplicable, evidence });
    }

    /// Records that `check` failed and the message cannot be taken, whatever the strictness (there is nothing to go on
    /// with: an unknown session, an unreadable body).
    pub fn refuse(&mut self, check: &'static Check, evidence: Vec<Evidence>) -> Refused {
        self.findings.push(Finding::fail(check, evidence));
        Refused { check }
    }

    /// Records that `check` does not hold, and refuses only when the strictness says so: errors unless lenient, warnings
    /// when picky, notes never.
    pub fn object(&mut self, check: &'static Check, evidence: Vec<Evidence>) -> Result<(), Refused> {
        let refuses = match check.severity {
            Severity::Error => self.strictness != Strictness::Lenient,
            Severity::Warning => self.strictness == Strictness::Picky,
            Severity::Note => false,
        };
        if refuses {
            return Err(self.refuse(check, evidence));
        }
        self.findings.push(Finding::warn(check, evidence));
        Ok(())
    }

    /// Passes `check` when `holds`, else [`object`](Self::object)s with the evidence.
    pub fn require(
        &mut self,
        check: &'static Check,
        holds: bool,
        evidence: impl FnOnce() -> Vec<Evidence>,
    ) -> Result<(), Refused> {
        if holds {
            self.pass(check);
            return Ok(());
        }
        self.object(check, evidence())
    }

    /// Passes `check` when there is a value, else refuses (nothing to go on with).
    pub fn need<T>(
        &mut self,
        check: &'static Check,
        value: Option<T>,
        evidence: impl FnOnce() -> Vec<Evidence>,
    ) -> Result<T, Refused> {
        match value {
            Some(value) => {
                self.pass(check);
                Ok(value)
            }
            None => Err(self.refuse(check, evidence())),
        }
    }

    /// Adds findings made elsewhere (a seal's report).
    pub fn extend(&mut self, findings: impl IntoIterator<Item = Finding>) {
        self.findings.extend(findings);
    }

    /// The findings so far.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The failed findings so far: what the wire error is derived from.
    pub fn failures(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.failed())
    }

    /// The findings, for the exchange.
    pub fn into_findings(self) -> Vec<Finding> {
        self.findings
    }
}
