//! The fake Węzeł Krajowy (login.gov.pl): SSO by HTTP-POST, login pages, artifacts, single logout, registration.
//!
//! The way of a request: [`desk`] routes it to an operation, which decodes, checks, acts on [`state`] and encodes. A refusal is
//! a failed finding of a rule of [`checks`]; what the sender sees of it is the rule's [`checks::Wire`].

pub mod actions;
pub mod cases;
pub mod checks;
pub mod desk;
pub mod documents;
pub mod environment;
pub mod faults;
pub mod identity;
pub mod knobs;
pub mod operations;
pub mod state;
pub mod wire;

use std::sync::Arc;

use poligon_institution::{Action, Check, Desk, DocumentKind, Fault, Institution, Knob, Operation, View};
use poligon_world::Sandbox;

pub use desk::{Call, WkDesk};
pub use environment::Environment;

/// The fake Węzeł Krajowy.
#[derive(Clone, Copy, Debug, Default)]
pub struct WezelKrajowy;

impl Institution for WezelKrajowy {
    fn name(&self) -> &'static str {
        "wezel-krajowy"
    }

    fn operations(&self) -> &'static [Operation] {
        operations::OPERATIONS
    }

    fn checks(&self) -> &'static [&'static Check] {
        checks::all()
    }

    fn knobs(&self) -> &'static [Knob] {
        knobs::KNOBS
    }

    fn hosts(&self) -> &'static [&'static str] {
        environment::HOSTS
    }

    fn documents(&self) -> &'static [DocumentKind] {
        documents::KINDS
    }

    fn actions(&self) -> &'static [Action] {
        actions::ACTIONS
    }

    fn faults(&self) -> &'static [Fault] {
        faults::FAULTS
    }

    fn views(&self) -> &'static [View] {
        state::VIEWS
    }

    fn open(&self, sandbox: Arc<Sandbox>) -> Arc<dyn Desk> {
        Arc::new(WkDesk::new(sandbox))
    }
}
