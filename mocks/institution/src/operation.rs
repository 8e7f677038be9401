//! An institution, its operations, and its desk in one sandbox.

use std::collections::BTreeMap;
use std::sync::Arc;

use poligon_world::Sandbox;
use serde::Serialize;
use time::OffsetDateTime;

use crate::{Action, Check, Fault, Finding, Knob, Provenance, Request, Response, View};

/// Whether an operation works here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Built {
    /// It works.
    Yes,
    /// It answers „not built” (HTTP 501 or a Fault with that word).
    No,
}

/// One thing an institution does.
#[derive(Debug, Serialize)]
pub struct Operation {
    /// Stable dotted name: `ksef.sessions.online.open`.
    pub name: &'static str,
    /// Method and path template, or the SOAP address: `POST /sessions/online`.
    pub address: &'static str,
    /// Where our knowledge of it comes from.
    pub provenance: Provenance,
    /// Whether it works here.
    pub built: Built,
}

impl PartialEq for Operation {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Operation {}

/// What a desk says to a request.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The operation, when the request named one.
    pub operation: Option<&'static Operation>,
    /// The response.
    pub response: Response,
    /// The findings that the response was derived from.
    pub findings: Vec<Finding>,
}

/// A kind of document that `poligon check FILE --as KIND` can judge.
#[derive(Debug)]
pub struct DocumentKind {
    /// The word for `--as`: `auth-token-request`.
    pub name: &'static str,
    /// One line for the help.
    pub about: &'static str,
    /// Whether these bytes look like this kind (used when `--as` is not given).
    pub recognise: fn(&[u8]) -> bool,
    /// Judges the document. `now` is the time to judge validity at; `params` are the `--param name=value` pairs.
    pub judge: Judge,
}

/// Judges a document on its own: its bytes, the time, and the parameters by name.
pub type Judge = fn(&[u8], now: OffsetDateTime, params: &BTreeMap<String, String>) -> Vec<Finding>;

/// A faked authority: its catalogue, and how to open it in a sandbox.
pub trait Institution: Send + Sync {
    /// Its name: `ksef`.
    fn name(&self) -> &'static str;
    /// All operations, built or not.
    fn operations(&self) -> &'static [Operation];
    /// All checks.
    fn checks(&self) -> &'static [&'static Check];
    /// All knobs.
    fn knobs(&self) -> &'static [Knob];
    /// The official host names that mean this institution: `api-test.ksef.mf.gov.pl`.
    fn hosts(&self) -> &'static [&'static str];
    /// The kinds of document it can judge without a server.
    fn documents(&self) -> &'static [DocumentKind];
    /// What a scenario can do to it as a client.
    fn actions(&self) -> &'static [Action] {
        &[]
    }
    /// The misbehaviours that it can be asked for.
    fn faults(&self) -> &'static [Fault] {
        &[]
    }
    /// What of its state scenarios may look at.
    fn views(&self) -> &'static [View] {
        &[]
    }
    /// Opens it in a sandbox, with fresh state.
    fn open(&self, sandbox: Arc<Sandbox>) -> Arc<dyn Desk>;
}

/// An institution opened in one sandbox. Answers are computed synchronously; a desk locks its own state and must not
/// wait for anything but the processor.
pub trait Desk: Send + Sync {
    /// Answers a request.
    fn answer(&self, request: &Request) -> Answer;

    /// The operation that a request names, without answering it.
    fn operation(&self, request: &Request) -> Option<&'static Operation>;

    /// Answers the operator of the sandbox: whoever may use the console. What changes the state here is kept like an
    /// exchange, but stands in no journal; GET and HEAD change nothing and are not kept. The path is what follows the
    /// institution's name on the admin API: `/systems`. The default has nothing to administer.
    fn administer(&self, request: &Request) -> Answer {
        let _ = request;
        let text = "This institution has nothing to administer.\n";
        let response =
            Response::new(http::StatusCode::NOT_FOUND).with_body("text/plain; charset=utf-8", text);
        Answer { operation: None, response, findings: Vec::new() }
    }

    /// What a view shows under a key; `None` when there is nothing. The default shows nothing.
    fn view(&self, view: &str, key: &str) -> Option<serde_json::Value> {
        let _ = (view, key);
        None
    }
}
