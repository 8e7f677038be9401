//! How a sandbox behaves: its strictness and the knobs that were turned.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, PoisonError, RwLock};

use serde::{Deserialize, Serialize};

/// How much a sandbox forgives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Strictness {
    /// Record the finding, go on.
    Lenient,
    /// Do what the real system is known to do.
    #[default]
    Faithful,
    /// Refuse or vary everything that the specifications allow to be refused or varied.
    Picky,
}

impl fmt::Display for Strictness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Lenient => "lenient",
            Self::Faithful => "faithful",
            Self::Picky => "picky",
        })
    }
}

impl FromStr for Strictness {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "lenient" => Ok(Self::Lenient),
            "faithful" => Ok(Self::Faithful),
            "picky" => Ok(Self::Picky),
            _ => Err(format!("strictness „{word}” is not known; write lenient, faithful or picky")),
        }
    }
}

/// The settings of one sandbox; clones share them, changes take effect at the next request.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    inner: Arc<RwLock<Position>>,
}

/// The settings as they stand at one moment, to be kept and taken up again later.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// The strictness.
    pub strictness: Strictness,
    /// The knobs that were turned, with their values.
    pub knobs: BTreeMap<String, String>,
}

impl Settings {
    /// Settings with this strictness and no knob turned.
    pub fn new(strictness: Strictness) -> Self {
        let settings = Self::default();
        settings.be(strictness);
        settings
    }

    /// An independent copy.
    pub fn copy(&self) -> Self {
        Self::of(self.position())
    }

    /// Settings that stand so.
    pub fn of(position: Position) -> Self {
        Self { inner: Arc::new(RwLock::new(position)) }
    }

    /// How they stand.
    pub fn position(&self) -> Position {
        self.inner.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Stand so from now on.
    pub fn take_up(&self, position: Position) {
        *self.inner.write().unwrap_or_else(PoisonError::into_inner) = position;
    }

    /// The strictness in force.
    pub fn strictness(&self) -> Strictness {
        self.inner.read().unwrap_or_else(PoisonError::into_inner).strictness
    }

    /// Changes the strictness.
    pub fn be(&self, strictness: Strictness) {
        self.inner.write().unwrap_or_else(PoisonError::into_inner).strictness = strictness;
    }

    /// The value a knob was turned to; `None` when it stands at its default.
    pub fn turned(&self, knob: &str) -> Option<String> {
        self.inner.read().unwrap_or_else(PoisonError::into_inner).knobs.get(knob).cloned()
    }

    /// Turns a knob. The value is not judged here: `poligon_institution::Knob::turn` does that.
    pub fn turn(&self, knob: &str, value: &str) {
        self.inner
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .knobs
            .insert(knob.to_owned(), value.to_owned());
    }
}
