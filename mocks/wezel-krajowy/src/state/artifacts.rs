//! What an artifact stands for, and whether it can still be resolved.

use time::{Duration, OffsetDateTime};

use super::logins::Asked;
use crate::checks::Failure;
use crate::identity::Method;

/// What waits behind an artifact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// What was asked for.
    pub asked: Asked,
    /// What is answered.
    pub result: Outcome,
    /// When the artifact was given.
    pub given: OffsetDateTime,
    /// Whether it was resolved.
    pub used: bool,
}

/// What is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A person logged in.
    LoggedIn(LoggedIn),
    /// It failed.
    Failed(Failure),
}

/// A person who logged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedIn {
    /// The person's id.
    pub person: String,
    /// By which method.
    pub method: Method,
    /// NameID.
    pub name_id: String,
    /// SessionIndex.
    pub session_index: String,
    /// ID of the assertion.
    pub assertion: String,
}

/// Why an artifact gives nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spent {
    /// It is too old.
    Expired(OffsetDateTime),
    /// It was resolved before.
    Used,
}

impl Kept {
    /// Resolves it: once, and within `ttl`.
    ///
    /// # Errors
    /// When it was resolved before, or is too old.
    pub fn resolve(&mut self, ttl: Duration, now: OffsetDateTime) -> Result<(), Spent> {
        if self.used {
            return Err(Spent::Used);
        }
        let end = self.given.saturating_add(ttl);
        if now > end {
            return Err(Spent::Expired(end));
        }
        self.used = true;
        Ok(())
    }
}
