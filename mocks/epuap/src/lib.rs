//! The fake ePUAP: signed SOAP services, boxes, deliveries, onboarding.
//!
//! The way of a request: [`desk`] finds the service by path; `mocks/soap` reads and verifies the message; the operation is
//! chosen by path and Body child, and decodes, checks, acts on [`state`] and encodes. A refusal is a failed finding of a rule of
//! [`checks`]; the Fault is rendered from it and signed as the knobs say.

pub mod actions;
pub mod admin;
pub mod checks;
pub mod contract;
pub mod desk;
pub mod documents;
pub mod dropin;
pub mod faults;
pub mod ids;
pub mod knobs;
pub mod operations;
pub mod state;
pub mod wire;

use std::sync::Arc;

use poligon_institution::{Action, Check, Desk, DocumentKind, Fault, Institution, Knob, Operation, View};
use poligon_world::Sandbox;

pub use desk::EpuapDesk;
pub use dropin::DropIn;

/// The fake ePUAP.
#[derive(Clone, Debug, Default)]
pub struct Epuap {
    /// What an institution's own WSDL and canned answers say.
    pub dropin: Arc<DropIn>,
}

impl Institution for Epuap {
    fn name(&self) -> &'static str {
        "epuap"
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
        &["ws.epuap.gov.pl", "ws-int.epuap.gov.pl", "int.epuap.gov.pl", "epuap.gov.pl"]
    }

    fn documents(&self) -> &'static [DocumentKind] {
        documents::kinds::KINDS
    }

    fn actions(&self) -> &'static [Action] {
        actions::played::ACTIONS
    }

    fn faults(&self) -> &'static [Fault] {
        faults::FAULTS
    }

    fn views(&self) -> &'static [View] {
        admin::VIEWS
    }

    fn open(&self, sandbox: Arc<Sandbox>) -> Arc<dyn Desk> {
        Arc::new(EpuapDesk::new(sandbox, Arc::clone(&self.dropin)))
    }
}
