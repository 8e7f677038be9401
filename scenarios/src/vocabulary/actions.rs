//! Actions of the harness itself: plain HTTP, and what the admin API can do to a sandbox.

use poligon_institution::{Parameter, ParameterKind};
use serde::Serialize;

/// An action of the harness.
#[derive(Debug, Serialize)]
pub struct HarnessAction {
    /// Its name: `http.send`.
    pub name: &'static str,
    /// What it does, one sentence.
    pub about: &'static str,
    /// What it takes; for `knob.turn` the names of knobs.
    pub takes: &'static [Parameter],
    /// What it gives beside the answer.
    pub gives: &'static [&'static str],
    #[serde(skip)]
    pub(crate) kind: HarnessKind,
}

/// Which one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HarnessKind {
    AdvanceClock,
    ClearJournal,
    ResetSandbox,
    Send,
    SetClock,
    TurnKnobs,
}

const fn parameter(
    name: &'static str,
    about: &'static str,
    kind: ParameterKind,
    required: bool,
) -> Parameter {
    Parameter { name, about, kind, required }
}

/// All of them.
pub(crate) static HARNESS: &[HarnessAction] = &[
    HarnessAction {
        name: "clock.advance",
        about: "Lets this much time pass in the sandbox.",
        takes: &[parameter("by", "A span like 90s, 15m, 2h or 1d", ParameterKind::Text, true)],
        gives: &["now"],
        kind: HarnessKind::AdvanceClock,
    },
    HarnessAction {
        name: "clock.set",
        about: "Sets the time of the sandbox.",
        takes: &[parameter("to", "A time like 2026-03-02T09:00:00+01:00", ParameterKind::Text, true)],
        gives: &["now"],
        kind: HarnessKind::SetClock,
    },
    HarnessAction {
        name: "http.send",
        about: "Sends an HTTP request.",
        takes: &[
            parameter("institution", "Where to: ksef", ParameterKind::Text, true),
            parameter("method", "GET when nobody says", ParameterKind::Text, false),
            parameter("path", "Path and query: /v2/auth/challenge", ParameterKind::Text, true),
            parameter("headers", "A mapping of headers", ParameterKind::Any, false),
            parameter("body", "The body as text", ParameterKind::Text, false),
            parameter("json", "The body as JSON", ParameterKind::Any, false),
            parameter("file", "The body from a file beside the scenario", ParameterKind::File, false),
        ],
        gives: &[],
        kind: HarnessKind::Send,
    },
    HarnessAction {
        name: "journal.clear",
        about: "Forgets the exchanges so far; what follows is judged without them.",
        takes: &[],
        gives: &[],
        kind: HarnessKind::ClearJournal,
    },
    HarnessAction {
        name: "knob.turn",
        about: "Turns knobs: { ksef.processing-polls: 3 }.",
        takes: &[],
        gives: &[],
        kind: HarnessKind::TurnKnobs,
    },
    HarnessAction {
        name: "sandbox.reset",
        about: "Puts the sandbox back to its beginning: state, clock, knobs, journal.",
        takes: &[],
        gives: &[],
        kind: HarnessKind::ResetSandbox,
    },
];

/// The action of the harness of this name.
pub fn harness_action(name: &str) -> Option<&'static HarnessAction> {
    HARNESS.iter().find(|action| action.name == name)
}

/// All actions of the harness.
pub fn harness_actions() -> &'static [HarnessAction] {
    HARNESS
}
