//! An exchange: request, response, findings — as the journal keeps it.

use std::net::IpAddr;

use http::{Method, StatusCode};
use poligon_world::SandboxName;
use serde::Serialize;
use time::OffsetDateTime;

use crate::body::Body;
use crate::headers::Headers;
use crate::shared::Block;
use crate::{Finding, Operation};

/// What the allocator and the journal's list add to an exchange, bytes.
const UPKEEP: usize = 40;

/// The number of an exchange in its sandbox's journal, from 1; never used twice, not even after the journal is cleared.
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
    pub request: KeptRequest,
    /// The response.
    pub response: KeptResponse,
    /// The findings, in the order of the checks.
    pub findings: Block<Finding>,
}

/// A request in the journal.
#[derive(Clone, Debug)]
pub struct KeptRequest {
    /// The method.
    pub method: Method,
    /// The path without sandbox prefix and query, as received, up to 4 KiB.
    pub path: Box<str>,
    /// The query without `?`, as received, up to 4 KiB.
    pub query: Option<Box<str>>,
    /// Where it came from.
    pub peer: IpAddr,
    /// The headers.
    pub headers: Headers,
    /// The body's bytes as received.
    pub body: Body,
}

/// A response in the journal.
#[derive(Clone, Debug)]
pub struct KeptResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: Headers,
    /// The body's bytes as answered.
    pub body: Body,
}

impl KeptRequest {
    /// Path and query as they stood in the request line.
    pub fn target(&self) -> String {
        match &self.query {
            Some(query) => format!("{}?{query}", self.path),
            None => self.path.to_string(),
        }
    }
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

    /// What it costs in memory, bytes; a close estimate of heap and inline parts.
    pub(crate) fn resident(&self) -> usize {
        let request = &self.request;
        let findings = if self.findings.bears() { &*self.findings } else { &[] };
        size_of::<Self>()
            + UPKEEP
            + request.path.len()
            + request.query.as_ref().map_or(0, |query| query.len())
            + request.headers.resident()
            + self.response.headers.resident()
            + self.bodies()
            + findings.iter().map(Finding::resident).sum::<usize>()
    }

    /// The part of [`resident`](Self::resident) that is bodies.
    pub(crate) fn bodies(&self) -> usize {
        self.request.body.resident() + self.response.body.resident()
    }
}
