//! A room: one sandbox with the desks of all institutions and its journal.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use poligon_world::Sandbox;

use crate::house::Plan;
use crate::{Answer, Desk, Journal, Registry, Request, Response};

/// One sandbox with the desks of all institutions and its journal.
pub struct Room {
    /// The sandbox.
    pub sandbox: Arc<Sandbox>,
    /// Its journal.
    pub journal: Journal,
    pub(crate) plan: Plan,
    desks: BTreeMap<&'static str, Arc<dyn Desk>>,
}

impl Room {
    pub(crate) fn open(registry: &Registry, sandbox: Arc<Sandbox>, journal: Journal, plan: Plan) -> Self {
        let desks = registry
            .all()
            .iter()
            .map(|institution| (institution.name(), institution.open(Arc::clone(&sandbox))))
            .collect();
        Self { sandbox, journal, plan, desks }
    }

    /// Answers a request at an institution's desk and records the exchange; `None` when there is no such institution.
    pub fn exchange(&self, institution: &str, request: Request) -> Option<Response> {
        Some(self.answer(institution, &request)?.response)
    }

    /// The same with operation and findings, for the harness's own steps and for tests.
    pub fn answer(&self, institution: &str, request: &Request) -> Option<Answer> {
        let (name, desk) = self.desks.get_key_value(institution)?;
        let at = self.sandbox.clock.now();
        let answer = desk.answer(request);
        self.journal.record(&self.sandbox.name, name, at, request, &answer);
        Some(answer)
    }
}

impl fmt::Debug for Room {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Room").field("sandbox", &self.sandbox.name).finish_non_exhaustive()
    }
}
