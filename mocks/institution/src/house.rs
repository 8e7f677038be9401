//! The house of a running process: the institutions, and one room for each sandbox, made on first use.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use poligon_certs::Vault;
use poligon_world::{Clock, Sandbox, SandboxName, Settings};

use crate::{Desk, Exchange, ExchangeId, Journal, Registry, Request, Response};

/// What every new sandbox starts from.
#[derive(Clone, Debug)]
pub struct Foundation {
    /// The seed; each sandbox's ids depend on it and on its name.
    pub seed: u64,
    /// The clock that new sandboxes copy.
    pub clock: Clock,
    /// The settings that new sandboxes copy.
    pub settings: Settings,
    /// Keys and certificates, shared.
    pub vault: Arc<Vault>,
    /// Most sandboxes.
    pub most_sandboxes: usize,
}

/// The institutions and sandboxes of a process.
pub struct House {
    registry: Registry,
    foundation: Foundation,
    rooms: RwLock<BTreeMap<SandboxName, Arc<Room>>>,
}

/// One sandbox with the desks of all institutions and its journal.
pub struct Room {
    /// The sandbox.
    pub sandbox: Arc<Sandbox>,
    /// Its journal.
    pub journal: Journal,
    desks: BTreeMap<&'static str, Arc<dyn Desk>>,
}

/// There are as many sandboxes as this process allows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there are {0} sandboxes already, and no more are made; delete one (DELETE /sandboxes/NAME on the console) or reuse a name")]
pub struct TooManySandboxes(pub usize);

impl House {
    /// A house with these institutions; its default sandbox exists at once.
    pub fn new(registry: Registry, foundation: Foundation) -> Self {
        let _ = (&registry, &foundation);
        let rooms = RwLock::new(BTreeMap::new());
        Self { registry, foundation, rooms }
    }

    /// The institutions.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// What new sandboxes start from.
    pub fn foundation(&self) -> &Foundation {
        &self.foundation
    }

    /// The room of this sandbox, made on first use.
    pub fn room(&self, name: &SandboxName) -> Result<Arc<Room>, TooManySandboxes> {
        let _ = (name, &self.rooms, PoisonError::<()>::into_inner);
        todo!()
    }
}

impl Room {
    /// Answers a request at an institution's desk and records the exchange.
    pub fn exchange(&self, institution: &str, request: Request) -> Option<Response> {
        let (name, desk) = self.desks.get_key_value(institution)?;
        let at = self.sandbox.clock.now();
        let answer = desk.answer(&request);
        let response = answer.response.clone();
        self.journal.record(Exchange {
            id: ExchangeId(0),
            sandbox: self.sandbox.name.clone(),
            institution: name,
            operation: answer.operation,
            at,
            request,
            response: answer.response,
            findings: answer.findings,
        });
        Some(response)
    }
}
