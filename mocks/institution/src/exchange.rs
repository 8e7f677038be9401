//! An exchange: request, response, findings.

use poligon_world::SandboxName;
use serde::Serialize;
use time::OffsetDateTime;

use crate::{Finding, Operation, Request, Response};

/// The number of an exchange in its sandbox's journal, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct ExchangeId(pub u64);

/// One request that reached a fake institution, what was answered, and why.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// Its number; given by the journal.
    pub id: ExchangeId,
    /// The sandbox.
    pub sandbox: SandboxName,
    /// The institution's name: `ksef`.
    pub institution: &'static str,
    /// The operation, when the request named one.
    pub operation: Option<&'static Operation>,
    /// When it came, by the sandbox's clock.
    pub at: OffsetDateTime,
    /// The request.
    pub request: Request,
    /// The response.
    pub response: Response,
    /// The findings, in the order of the checks.
    pub findings: Vec<Finding>,
}

impl Exchange {
    /// The failed findings.
    pub fn failures(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.failed())
    }

    /// Whether any finding failed.
    pub fn failed(&self) -> bool {
        self.failures().next().is_some()
    }
}
