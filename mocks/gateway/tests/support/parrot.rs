//! An institution that says what it saw.

use std::sync::Arc;

use http::StatusCode;
use poligon_institution::{
    Answer, Check, Desk, DocumentKind, Institution, Knob, Operation, Request, Response,
};
use poligon_world::Sandbox;

/// Answers its name, its sandbox, and what it saw of the request.
pub(crate) struct Parrot(pub(crate) &'static str, pub(crate) &'static [&'static str]);

struct Perch(&'static str, Arc<Sandbox>);

impl Institution for Parrot {
    fn name(&self) -> &'static str {
        self.0
    }
    fn operations(&self) -> &'static [Operation] {
        &[]
    }
    fn checks(&self) -> &'static [&'static Check] {
        &[]
    }
    fn knobs(&self) -> &'static [Knob] {
        &[]
    }
    fn hosts(&self) -> &'static [&'static str] {
        self.1
    }
    fn documents(&self) -> &'static [DocumentKind] {
        &[]
    }
    fn open(&self, sandbox: Arc<Sandbox>) -> Arc<dyn Desk> {
        Arc::new(Perch(self.0, sandbox))
    }
}

impl Desk for Perch {
    fn answer(&self, request: &Request) -> Answer {
        let Request { path, base, .. } = request;
        let text = format!("{} {} {path} {} {}", self.0, self.1.name, base.url, base.storage_url);
        Answer {
            operation: None,
            response: Response::new(StatusCode::OK).with_body("text/plain", text),
            findings: Vec::new(),
        }
    }

    fn operation(&self, _: &Request) -> Option<&'static Operation> {
        None
    }
}
