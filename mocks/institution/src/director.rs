//! The director: who is asked before and after an institution answers, and may speak in its place. The scenario engine is
//! one; the gateway carries out what it does to the wire.

use std::time::Duration;

use poligon_world::Sandbox;
use serde::Serialize;

use crate::{Answer, Check, Operation, Provenance, Request, Severity};

/// A scenario spoke in the institution's place, or changed what it said.
pub static SCRIPTED: Check = Check {
    id: "SCN-001",
    title: "The institution answered by itself; no scenario changed its answer",
    provenance: Provenance::Ours,
    citation: "design: scenarios, script",
    severity: Severity::Note,
    remedy: "Nothing is wrong with the message: the scenario that is loaded asked for this answer.",
};

/// What a director decides on.
#[derive(Clone, Copy, Debug)]
pub struct Cue<'a> {
    /// The sandbox; its knobs may be turned and its clock moved.
    pub sandbox: &'a Sandbox,
    /// The institution's name.
    pub institution: &'static str,
    /// The operation that the request names.
    pub operation: Option<&'static Operation>,
    /// The request.
    pub request: &'a Request,
}

/// An answer, and what happens to it on the wire.
#[derive(Clone, Debug)]
pub struct Directed {
    /// What is answered and recorded. An answer that the institution did not give so has a finding of [`SCRIPTED`].
    pub answer: Answer,
    /// What happens to it on the wire.
    pub effects: Effects,
}

/// What happens to an answer on the wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Effects {
    /// How long the answer waits before its first byte.
    pub delay: Duration,
    /// What breaks while it is sent.
    pub wire: Option<WireFault>,
}

/// What breaks while an answer is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WireFault {
    /// The connection is reset before the first byte.
    ResetBeforeHead,
    /// Head and so many bytes of the body are sent, then the connection is reset.
    ResetInBody {
        /// Bytes of the body that are sent.
        after: usize,
    },
    /// Head and so many bytes of the body are sent, then the connection ends in good order though more was promised.
    Truncate {
        /// Bytes of the body that are sent.
        after: usize,
    },
    /// The body comes in small portions.
    Drip {
        /// Bytes in a portion, 1 or more.
        bytes: usize,
        /// The pause before each portion.
        every: Duration,
    },
}

/// What goes wrong in a TLS handshake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TlsFault {
    /// The handshake ends with an alert (`handshake_failure`).
    Alert,
    /// The leaf is for another name.
    WrongName,
    /// The leaf has expired, by the wall clock.
    Expired,
    /// The leaf is of an authority that nobody trusts.
    UnknownAuthority,
}

/// Asked before and after an institution answers.
pub trait Director: Send + Sync {
    /// Gives the answer to a request. `ask` asks the institution; a director that speaks in its place does not call it. Called
    /// from several threads at once: hold no lock while asking.
    fn direct(&self, cue: &Cue<'_>, ask: &mut dyn FnMut() -> Answer) -> Directed;

    /// What goes wrong in the next handshake at this institution's listener. The default: nothing.
    fn handshake(&self, institution: &'static str, server_name: Option<&str>) -> Option<TlsFault> {
        let _ = (institution, server_name);
        None
    }
}

/// Gives each sandbox its director: those that are there, and those that are made or reset later.
pub trait Directing: Send + Sync {
    /// The director of this sandbox; `None`: nobody.
    fn director(&self, sandbox: &Sandbox) -> Option<std::sync::Arc<dyn Director>>;
}

impl From<Answer> for Directed {
    fn from(answer: Answer) -> Self {
        Self { answer, effects: Effects::default() }
    }
}
