//! An institution for the tests of the contract: it counts.

#![allow(dead_code, clippy::unwrap_used, reason = "a test may panic, and not every test uses all of it")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use http::StatusCode;
use poligon_certs::Vault;
use poligon_institution::{
    Answer, Check, Desk, DocumentKind, Foundation, House, Institution, Knob, Operation, Registry, Request,
    Response,
};
use poligon_world::{Clock, Sandbox, Settings};
use time::macros::datetime;

pub(crate) struct Toy;

/// Counts its requests; panics on „boom”, after counting.
struct Counter(AtomicU64, Arc<Sandbox>);

impl Institution for Toy {
    fn name(&self) -> &'static str {
        "toy"
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
        &[]
    }
    fn documents(&self) -> &'static [DocumentKind] {
        &[]
    }
    fn open(&self, sandbox: Arc<Sandbox>) -> Arc<dyn Desk> {
        Arc::new(Counter(AtomicU64::new(0), sandbox))
    }
}

impl Desk for Counter {
    fn answer(&self, request: &Request) -> Answer {
        let count = self.0.fetch_add(1, Ordering::SeqCst) + 1;
        assert!(&request.body[..] != b"boom", "a defect");
        let text = format!("{count} {} {}", self.1.clock.now(), self.1.settings.strictness());
        let response = Response::new(StatusCode::OK).with_body("text/plain", text);
        Answer { operation: None, response, findings: Vec::new() }
    }

    fn operation(&self, _: &Request) -> Option<&'static Operation> {
        None
    }
}

/// A house of toys with a clock that stands.
pub(crate) fn house() -> House {
    let clock = Clock::frozen(datetime!(2026-03-02 09:00 UTC));
    let registry = Registry::new(vec![Arc::new(Toy)]);
    House::new(registry, Foundation::new(7, clock, Settings::default(), Arc::new(Vault::in_memory(Some(1)))))
}
