//! State of sessions: the sessions of a sandbox, and what happens to them as time passes and clients ask.

pub mod course;
pub mod pace;
pub mod settling;

use std::collections::{BTreeSet, HashMap};

use time::OffsetDateTime;

use crate::identity::Identifier;
use crate::ids::ReferenceNumber;
use crate::invoice::{Form, Verdict};
pub use course::{Course, Event, Phase};
pub use pace::{Pace, Wait};

/// One online session.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its number (`SO`).
    pub reference: ReferenceNumber,
    /// Where it was opened.
    pub context: Identifier,
    /// Who opened it.
    pub subject: Identifier,
    /// SHA-256 (base64) of the document its opener logged in with, for the UPO.
    pub document_hash: String,
    /// The form of its invoices.
    pub form: Form,
    /// The unwrapped key, 32 bytes; `None` when it did not open.
    pub key: Option<Vec<u8>>,
    /// The initialization vector, 16 bytes.
    pub vector: Vec<u8>,
    /// How its key failed to open.
    pub key_verdict: Option<Verdict>,
    /// Where it stands.
    pub course: Course,
    /// Polls until the next result shows.
    pub wait: Wait,
    /// Its invoices, by their index, in the order of sending.
    pub invoices: Vec<usize>,
    /// Those whose result does not show yet.
    pub pending: BTreeSet<usize>,
    /// Its UPO pages (`EU`).
    pub pages: Vec<ReferenceNumber>,
}

/// The sessions of a sandbox.
#[derive(Debug, Default)]
pub struct Sessions {
    all: Vec<Session>,
    by_reference: HashMap<String, usize>,
    by_context: HashMap<Identifier, Vec<usize>>,
}

impl Sessions {
    /// Adds a session and says its index.
    pub fn add(&mut self, session: Session) -> usize {
        let index = self.all.len();
        self.by_reference.insert(session.reference.to_string(), index);
        self.by_context.entry(session.context.clone()).or_default().push(index);
        self.all.push(session);
        index
    }

    /// The index of the session of this reference number.
    pub fn find(&self, reference: &str) -> Option<usize> {
        self.by_reference.get(reference).copied()
    }

    /// The session of this index.
    pub fn at(&self, index: usize) -> Option<&Session> {
        self.all.get(index)
    }

    /// The session of this index, to change.
    pub fn at_mut(&mut self, index: usize) -> Option<&mut Session> {
        self.all.get_mut(index)
    }

    /// The sessions of a context, newest first.
    pub fn of_context(&self, context: &Identifier) -> impl Iterator<Item = usize> + '_ {
        self.by_context.get(context).into_iter().flatten().rev().copied()
    }
}

impl Session {
    /// Lets something happen to it.
    pub fn step(&mut self, event: Event, now: OffsetDateTime) {
        self.course = self.course.after(event, now);
    }

    /// The status that shows.
    pub fn status(&self) -> Verdict {
        match (self.course.phase, &self.key_verdict) {
            (Phase::KeyUnreadable, Some(verdict)) => verdict.clone(),
            (phase, _) => phase.status(),
        }
    }

    /// The status that sending and closing meet: an unreadable key is known there at once.
    pub fn status_inside(&self) -> Verdict {
        match (self.course.phase, &self.key_verdict) {
            (Phase::KeyFailing, Some(verdict)) => verdict.clone(),
            _ => self.status(),
        }
    }
}
