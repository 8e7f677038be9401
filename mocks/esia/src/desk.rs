//! The desk of ESIA in one sandbox: routes a request, runs its operation, and renders what became of it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use poligon_institution::{Answer, Desk, Evidence, Examination, Operation, Refused, Request, Response};
use poligon_world::{Entropy, Russia, Sandbox};
use time::OffsetDateTime;

use crate::checks::ground;
use crate::operations::catalogue::{self, Row};
use crate::operations::routes::{self, Arguments, Routed};
use crate::state::State;
use crate::tokens::Signers;
use crate::wire::errors;
use crate::wire::params::Params;

/// What an operation does with a call. `Err` proves that a check refused it; the answer is rendered from the findings.
pub type Handler = fn(&mut Call<'_>) -> Result<Response, Refused>;

/// ESIA opened in one sandbox.
#[derive(Debug)]
pub struct EsiaDesk {
    /// The sandbox.
    pub sandbox: Arc<Sandbox>,
    /// The stream of ids: codes, sessions, refresh tokens, keys.
    pub ids: Entropy,
    /// The keys that sign tokens.
    pub signers: Signers,
    state: Mutex<State>,
}

/// One request on its way through an operation.
#[derive(Debug)]
pub struct Call<'a> {
    /// The desk.
    pub desk: &'a EsiaDesk,
    /// The request.
    pub request: &'a Request,
    /// What the path says.
    pub arguments: Arguments,
    /// Query and form, decoded.
    pub params: Params,
    /// The checks made so far.
    pub exam: Examination,
    /// The time of the request, by the sandbox's clock.
    pub now: OffsetDateTime,
    /// Where an error of the authorisation endpoint goes, once that address was found to be registered.
    pub redirect: Option<String>,
}

impl EsiaDesk {
    /// A desk with fresh state.
    pub fn new(sandbox: Arc<Sandbox>) -> Self {
        let ids = sandbox.entropy.fork("esia").fork("ids");
        Self { sandbox, ids, signers: Signers::default(), state: Mutex::default() }
    }

    /// The state, locked. Do the heavy work (verifying, signing) before taking it, and never take it twice.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The made-up Russians.
    pub fn russia(&self) -> &Russia {
        self.sandbox.world.russia()
    }

    fn run(&self, row: &'static Row, call: &mut Call<'_>) -> Result<Response, Refused> {
        let Some(handler) = row.handler else {
            let Operation { name, address, .. } = row.operation;
            let said = format!("Operation {name} ({address}) is not built in this version of Poligon.");
            return Err(call.exam.refuse(&ground::NOT_BUILT.check, vec![Evidence::text(said)]));
        };
        handler(call)
    }
}

impl Desk for EsiaDesk {
    fn answer(&self, request: &Request) -> Answer {
        let now = self.sandbox.clock.now();
        let exam = Examination::new(self.sandbox.settings.strictness());
        let params = Params::of(request);
        let arguments = Arguments::default();
        let mut call = Call { desk: self, request, arguments, params, exam, now, redirect: None };
        let (row, outcome) = match routes::find(&request.method, &request.path) {
            Routed::Found(row, arguments) => {
                call.arguments = arguments;
                (Some(row), self.run(row, &mut call))
            }
            Routed::WrongMethod => (None, Err(routes::refuse_method(&mut call))),
            Routed::Unknown => (None, Err(routes::refuse_path(&mut call))),
        };
        let response = outcome.unwrap_or_else(|refused| errors::render(&call, refused));
        Answer {
            operation: row.and_then(catalogue::operation),
            response,
            findings: call.exam.into_findings(),
        }
    }

    fn operation(&self, request: &Request) -> Option<&'static Operation> {
        match routes::find(&request.method, &request.path) {
            Routed::Found(row, _) => catalogue::operation(row),
            Routed::WrongMethod | Routed::Unknown => None,
        }
    }

    fn view(&self, view: &str, key: &str) -> Option<serde_json::Value> {
        self.state().view(view, key)
    }
}

impl Call<'_> {
    /// An argument of the path; empty when the route has none of this name.
    pub fn argument(&self, name: &str) -> &str {
        self.arguments.named(name).unwrap_or_default()
    }

    /// The settings of the sandbox.
    pub fn settings(&self) -> &poligon_world::Settings {
        &self.desk.sandbox.settings
    }
}
