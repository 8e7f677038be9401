//! The admin API over the journal, the world and the sandboxes: JSON on the console port, described by
//! [`Console::OPENAPI`].

pub mod access;

use std::sync::Arc;

use bytes::Bytes;
use poligon_institution::{House, Request, Response};
use time::OffsetDateTime;

pub use access::Access;

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
    house: Arc<House>,
    access: Access,
    about: About,
}

impl Console {
    /// A console over this house.
    pub fn new(house: Arc<House>, access: Access, about: About) -> Self {
        Self { house, access, about }
    }

    /// Answers a request to the console port.
    pub fn answer(&self, request: &Request) -> Response {
        let _ = (&self.house, &self.access, &self.about, request);
        Response::new(http::StatusCode::NOT_IMPLEMENTED)
    }
}
