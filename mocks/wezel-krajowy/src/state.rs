//! What the node remembers in one sandbox. Pure: no I/O, no clock of its own.

pub mod artifacts;
pub mod bounded;
pub mod logins;
pub mod registration;

use poligon_institution::View;

use crate::environment::Environment;
use bounded::Bounded;

/// What scenarios may look at.
pub static VIEWS: &[View] = &[
    View { name: "wezel-krajowy.provider", about: "a service provider's registration, by its issuer" },
    View { name: "wezel-krajowy.session", about: "a session, by its SessionIndex" },
    View { name: "wezel-krajowy.artifact", about: "an artifact, by its text" },
];

/// Everything the node remembers in one sandbox.
#[derive(Debug)]
pub struct State {
    /// Registrations.
    pub registration: registration::Registration,
    /// Logins whose pages are open.
    pub logins: Bounded<logins::Login>,
    /// Artifacts, by their text.
    pub artifacts: Bounded<artifacts::Kept>,
    /// Sessions, by SessionIndex.
    pub sessions: Bounded<Session>,
    /// IDs of requests that were taken, where that is looked at: issuer, space, ID.
    pub used: Bounded<()>,
    /// Logins without pages that were ordered, first come first served.
    pub ordered: Vec<logins::Ordered>,
}

/// Someone who is logged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// At which environment.
    pub environment: Environment,
    /// For which service provider.
    pub issuer: String,
    /// Their NameID.
    pub name_id: String,
}

impl Default for State {
    fn default() -> Self {
        Self {
            registration: registration::Registration::default(),
            logins: Bounded::new(2_000),
            artifacts: Bounded::new(10_000),
            sessions: Bounded::new(10_000),
            used: Bounded::new(20_000),
            ordered: Vec::new(),
        }
    }
}
