//! The fake ESIA: OAuth, tokens, API-Key and the REST data of the made-up Russians.
//!
//! The way of a request: [`desk`] routes it to an operation of [`operations::catalogue`], which decodes, checks, acts on
//! [`state`] and encodes. A refusal is a failed finding of a rule of [`checks`]; [`wire::errors`] renders it. How a
//! `client_secret` is judged, and which string it was signed over, is in [`secret`].

pub mod actions;
pub mod checks;
pub mod desk;
pub mod documents;
pub mod faults;
pub mod knobs;
pub mod operations;
pub mod registry;
pub mod scopes;
pub mod secret;
pub mod state;
pub mod tokens;
pub mod wire;

use std::sync::Arc;

use poligon_institution::{Action, Check, Desk, DocumentKind, Fault, Institution, Knob, Operation, View};
use poligon_world::Sandbox;

pub use desk::{Call, EsiaDesk, Handler};

/// The fake ESIA.
#[derive(Clone, Copy, Debug, Default)]
pub struct Esia;

impl Institution for Esia {
    fn name(&self) -> &'static str {
        "esia"
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
        &["esia-portal1.test.gosuslugi.ru", "esia.gosuslugi.ru"]
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
        Arc::new(EsiaDesk::new(sandbox))
    }
}
