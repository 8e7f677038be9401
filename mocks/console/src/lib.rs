//! The admin API over the journal, the world and the sandboxes: JSON on the console port, described by [`OPENAPI`].
//! What it changes is not recorded in the journal, which holds what clients of institutions did.

pub mod access;
mod catalogue;
mod clock;
mod input;
mod institution;
mod journal;
mod problem;
mod routes;
mod sandboxes;
mod scenario;
mod settings;
mod show;
mod snapshots;

use std::sync::Arc;

use bytes::Bytes;
use http::StatusCode;
use poligon_institution::{House, Request, Response};
use poligon_scenarios::Live;
use serde::Serialize;
use time::OffsetDateTime;

pub use access::Access;

/// The description of the admin API, OpenAPI 3.0.
pub const OPENAPI: &str = include_str!("../openapi.json");

/// What the console tells of the process itself.
#[derive(Clone, Debug)]
pub struct About {
    /// The version of the binary.
    pub version: &'static str,
    /// When the process started, wall clock.
    pub started: OffsetDateTime,
    /// The certificate of the throwaway CA, PEM; empty when there is none.
    pub ca_pem: Bytes,
}

/// The admin API.
#[derive(Debug)]
pub struct Console {
    pub(crate) house: Arc<House>,
    pub(crate) about: About,
    pub(crate) scenario: Option<Arc<Live>>,
    access: Access,
}

impl Console {
    /// A console over this house.
    pub fn new(house: Arc<House>, access: Access, about: About) -> Self {
        Self { house, about, scenario: None, access }
    }

    /// The same, with the scenario that directs the sandboxes.
    #[must_use]
    pub fn playing(mut self, scenario: Option<Arc<Live>>) -> Self {
        self.scenario = scenario;
        self
    }

    /// Answers a request to the console port.
    pub fn answer(&self, request: &Request) -> Response {
        let answered = self.access.admit(request).and_then(|()| routes::lead(self, request));
        answered
            .unwrap_or_else(|problem| problem.response())
            .with_header("cache-control", "no-store")
            .with_header("x-content-type-options", "nosniff")
    }
}

/// All routes: path template and method, for lists and for the test that compares them with [`OPENAPI`].
pub fn routes() -> impl Iterator<Item = (&'static str, &'static str)> {
    routes::ROUTES.iter().map(|(path, method, _)| (*path, *method))
}

/// A JSON answer.
fn json(status: StatusCode, value: &impl Serialize) -> Response {
    match serde_json::to_vec_pretty(value) {
        Ok(bytes) => Response::new(status).with_body("application/json", bytes),
        Err(_) => problem::Problem::ours("the answer could not be written as JSON").response(),
    }
}
