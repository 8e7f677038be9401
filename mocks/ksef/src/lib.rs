//! The fake KSeF 2.0: its operations, checks and knobs, and how it opens in a sandbox.
//!
//! The way of a request: [`desk`] routes it to an operation of [`operations::catalogue`], which decodes, checks, acts on
//! [`state`] and encodes. A refusal is a failed finding of a rule of [`checks`]; [`wire::errors`] renders it.

pub mod access;
pub mod actions;
pub mod checks;
pub mod desk;
pub mod documents;
pub mod environment;
pub mod faults;
pub mod identity;
pub mod ids;
pub mod invoice;
pub mod knobs;
pub mod operations;
pub mod state;
pub mod upo;
pub mod views;
pub mod wire;

use std::sync::Arc;

use poligon_institution::{Action, Check, Desk, DocumentKind, Fault, Institution, Knob, Operation, View};
use poligon_world::Sandbox;

pub use desk::{Call, Handler, KsefDesk};
pub use environment::Environment;

/// The fake KSeF 2.0.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ksef;

impl Institution for Ksef {
    fn name(&self) -> &'static str {
        "ksef"
    }

    fn operations(&self) -> &'static [Operation] {
        operations::catalogue::operations()
    }

    fn checks(&self) -> &'static [&'static Check] {
        checks::all()
    }

    fn knobs(&self) -> &'static [Knob] {
        knobs::KNOBS
    }

    fn hosts(&self) -> &'static [&'static str] {
        &["api-test.ksef.mf.gov.pl", "api-demo.ksef.mf.gov.pl", "api.ksef.mf.gov.pl", "ksef-test.mf.gov.pl"]
    }

    fn documents(&self) -> &'static [DocumentKind] {
        documents::KINDS
    }

    fn actions(&self) -> &'static [Action] {
        actions::all()
    }

    fn faults(&self) -> &'static [Fault] {
        faults::all()
    }

    fn views(&self) -> &'static [View] {
        faults::VIEWS
    }

    fn open(&self, sandbox: Arc<Sandbox>) -> Arc<dyn Desk> {
        Arc::new(KsefDesk::new(sandbox))
    }
}
