//! Faults: misbehaviours that an institution registers, for `script: … do: { fault: NAME }`.

use std::fmt;

use serde::Serialize;

use crate::action::{Arguments, Parameter};
use crate::{Cue, Response};

/// One misbehaviour of an institution.
#[derive(Serialize)]
pub struct Fault {
    /// Stable dotted name, after the institution: `ksef.status-stuck`.
    pub name: &'static str,
    /// What goes wrong, one sentence.
    pub about: &'static str,
    /// What it takes.
    pub takes: &'static [Parameter],
    /// How it acts.
    #[serde(skip)]
    pub acts: Acts,
}

/// How a fault acts.
#[derive(Clone, Copy)]
pub enum Acts {
    /// It turns a knob before the institution answers; the knob stays so.
    Turns {
        /// The knob's name.
        knob: &'static str,
        /// The value.
        value: &'static str,
    },
    /// It turns a knob to the value of one of its parameters before the institution answers; the knob stays so.
    TurnsTo {
        /// The knob's name.
        knob: &'static str,
        /// The parameter's name.
        parameter: &'static str,
    },
    /// It answers in the institution's place.
    Replaces(fn(&Cue<'_>, &Arguments) -> Response),
    /// It spoils the institution's answer. What the institution did stays done.
    Spoils(fn(&Cue<'_>, &Arguments, &mut Response)),
}

/// A thing of an institution's state that scenarios may look at: `state: { ksef.invoice: REFERENCE, status.code: 440 }`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct View {
    /// Stable dotted name, after the institution: `ksef.invoice`.
    pub name: &'static str,
    /// What it shows and by which key, one sentence.
    pub about: &'static str,
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fault").field("name", &self.name).finish_non_exhaustive()
    }
}
