//! The desk of KSeF in one sandbox: routes a request, runs its operation, and renders what became of it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use poligon_institution::{Answer, Desk, Evidence, Examination, Operation, Refused, Request, Response};
use poligon_world::{Entropy, Sandbox};
use time::OffsetDateTime;

use crate::checks::ground;
use crate::environment;
use crate::operations::catalogue::{self, Row};
use crate::operations::routes::{self, Arguments, Routed};
use crate::operations::traffic;
use crate::state::State;
use crate::views;
use crate::wire::errors;

/// What an operation does with a call. `Err` proves that a check refused it; the answer is rendered from the findings.
pub type Handler = fn(&mut Call<'_>) -> Result<Response, Refused>;

/// KSeF opened in one sandbox.
#[derive(Debug)]
pub struct KsefDesk {
    /// The sandbox.
    pub sandbox: Arc<Sandbox>,
    /// The streams of randomness, one a purpose, so that one purpose does not shift another's bytes.
    pub streams: Streams,
    /// The HMAC secret of the tokens (32 bytes).
    pub secret: [u8; 32],
    state: Mutex<State>,
}

/// The streams of randomness of a desk. A fork of the sandbox's entropy starts anew, so each is taken once and kept.
#[derive(Debug)]
pub struct Streams {
    /// KSeF numbers of invoices.
    pub numbers: Entropy,
    /// Reference numbers.
    pub references: Entropy,
    /// Storage links and what else needs an unguessable word.
    pub secrets: Entropy,
    /// `jti` of tokens.
    pub tokens: Entropy,
    /// Service codes and trace ids of errors.
    pub traces: Entropy,
}

/// One request on its way through an operation.
#[derive(Debug)]
pub struct Call<'a> {
    /// The desk.
    pub desk: &'a KsefDesk,
    /// The request.
    pub request: &'a Request,
    /// What the path says: `referenceNumber`.
    pub arguments: Arguments,
    /// The checks made so far.
    pub exam: Examination,
    /// The time of the request, by the sandbox's clock.
    pub now: OffsetDateTime,
}

impl KsefDesk {
    /// A desk with fresh state.
    pub fn new(sandbox: Arc<Sandbox>) -> Self {
        let entropy = sandbox.entropy.fork("ksef");
        let streams = Streams {
            numbers: entropy.fork("numbers"),
            references: entropy.fork("references"),
            secrets: entropy.fork("secrets"),
            tokens: entropy.fork("tokens"),
            traces: entropy.fork("traces"),
        };
        let secret = entropy.fork("jwt").bytes();
        Self { sandbox, streams, secret, state: Mutex::default() }
    }

    /// The state, locked. Do the heavy work (decrypting, verifying) before taking it, and never take it twice.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run(&self, row: &'static Row, call: &mut Call<'_>) -> Result<Response, Refused> {
        environment::admit(call, row.operation.name)?;
        let Some(handler) = row.handler else {
            let name = row.operation.name;
            let said = format!(
                "Operation {name} ({}) is not built in this version of Poligon.",
                row.operation.address
            );
            return Err(call.exam.refuse(&ground::NOT_BUILT.check, vec![Evidence::text(said)]));
        };
        traffic::admit(call, row.operation.name)?;
        handler(call)
    }
}

impl Desk for KsefDesk {
    fn answer(&self, request: &Request) -> Answer {
        let now = self.sandbox.clock.now();
        let exam = Examination::new(self.sandbox.settings.strictness());
        let mut call = Call { desk: self, request, arguments: Arguments::default(), exam, now };
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
        views::show(&self.state(), view, key)
    }
}

impl Call<'_> {
    /// An argument of the path; empty when the route has none of this name.
    pub fn argument(&self, name: &str) -> &str {
        self.arguments.named(name).unwrap_or_default()
    }

    /// The value of a query parameter (name in any case), percent-decoded; the first when repeated.
    pub fn query(&self, name: &str) -> Option<String> {
        self.query_all(name).into_iter().next()
    }

    /// All values of a repeatable query parameter, percent-decoded.
    pub fn query_all(&self, name: &str) -> Vec<String> {
        let pairs = self.request.query.as_deref().unwrap_or_default().split('&').take(200);
        pairs
            .filter_map(|pair| {
                let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
                routes::decode(key)
                    .eq_ignore_ascii_case(name)
                    .then(|| routes::decode(&value.replace('+', " ")))
            })
            .collect()
    }
}
