//! Actions: what a scenario can do to an institution, as a client. An institution lists its own; the scenario engine plays them.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use poligon_world::Sandbox;
use serde::Serialize;
use serde_json::Value;
use time::OffsetDateTime;

use crate::{Request, Response};

/// One thing that a client can do: `ksef.log-in`.
#[derive(Serialize)]
pub struct Action {
    /// Stable dotted name, after the institution: `ksef.open-session`.
    pub name: &'static str,
    /// What it does, one sentence.
    pub about: &'static str,
    /// What it takes.
    pub takes: &'static [Parameter],
    /// What it gives beside the response, for `save` and `expect`: names in [`Played::values`].
    pub gives: &'static [&'static str],
    /// Does it.
    #[serde(skip)]
    pub play: Play,
}

/// Does an action.
///
/// # Errors
/// With a sentence, when the harness could not act: it names no person of the world, a file that is not there. An answer that
/// refuses is no such thing; it is [`Played`].
pub type Play = fn(&mut Stage<'_>, &Arguments) -> Result<Played, String>;

/// One parameter of an action or a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Parameter {
    /// Its name in YAML, kebab-case.
    pub name: &'static str,
    /// What it means, one sentence.
    pub about: &'static str,
    /// What it takes.
    pub kind: ParameterKind,
    /// Whether it must be given.
    pub required: bool,
}

/// The values that a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ParameterKind {
    /// Text.
    Text,
    /// A whole number, 0 or more.
    Number,
    /// `true` or `false`.
    Bool,
    /// A file beside the scenario.
    File,
    /// The id of a person or organisation of the world.
    Party,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// Anything: an object, a list.
    Any,
}

/// What an action was given, references resolved and kinds checked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arguments(pub BTreeMap<String, Value>);

/// Where an action is played: the sandbox that it borrows people, keys and time from, the line to the institution, and what
/// earlier actions of the same client left behind.
pub struct Stage<'a> {
    /// People, organisations, keys, settings. With `--against` it is a sandbox of our own beside the real system.
    pub sandbox: &'a Sandbox,
    /// The line to the institutions.
    pub line: &'a mut dyn Line,
    /// What earlier actions of this run left behind.
    pub memory: &'a mut Memory,
    /// Reads a file beside the scenario; the error is a sentence.
    pub files: &'a dyn Fn(&str) -> Result<Vec<u8>, String>,
}

/// A line from a client to the institutions. It may run inside the process or over the network.
pub trait Line {
    /// Sends a request to an institution and takes the answer. The path is the institution's own (`/v2/auth/challenge`); an
    /// absolute URL that an institution handed out is sent there.
    ///
    /// # Errors
    /// When no whole answer came.
    fn send(&mut self, institution: &'static str, request: Request) -> Result<Response, Broken>;

    /// The URL under which the institution is reached, no slash at the end.
    fn base(&self, institution: &'static str) -> String;

    /// Lets this much time pass: a frozen clock is advanced, another one is waited for.
    fn wait(&mut self, span: Duration);

    /// What time it is there.
    fn now(&self) -> OffsetDateTime;
}

/// Why no whole answer came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Broken {
    /// How, for `expect: { connection: … }`.
    pub how: BrokenHow,
    /// What was seen, a sentence.
    pub sentence: String,
}

/// The ways in which a connection breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BrokenHow {
    /// It was reset.
    Reset,
    /// It ended before the answer did.
    Truncated,
    /// No answer within the time that the client gives.
    TimedOut,
    /// The TLS handshake failed.
    Tls,
    /// Nobody listens.
    Unreachable,
}

/// What an action led to.
#[derive(Clone, Debug)]
pub struct Played {
    /// The last answer, or why there is none.
    pub answer: Result<Response, Broken>,
    /// Further values by the names of [`Action::gives`].
    pub values: BTreeMap<String, Value>,
}

/// What the actions of one client remember: tokens, session keys, references. Keys start with the institution's name.
#[derive(Clone, Default)]
pub struct Memory(BTreeMap<String, Value>);

impl Arguments {
    /// The value of this name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// The text of this name; numbers and switches as they are written.
    pub fn text(&self, name: &str) -> Option<String> {
        match self.get(name)? {
            Value::String(text) => Some(text.clone()),
            Value::Null => None,
            other => Some(other.to_string()),
        }
    }

    /// The text of this name, or this.
    pub fn text_or(&self, name: &str, otherwise: &str) -> String {
        self.text(name).unwrap_or_else(|| otherwise.to_owned())
    }

    /// The number of this name.
    pub fn number(&self, name: &str) -> Option<u64> {
        self.get(name)?.as_u64()
    }

    /// Whether the switch of this name is given and on.
    pub fn is_on(&self, name: &str) -> bool {
        self.get(name).and_then(Value::as_bool).unwrap_or(false)
    }
}

impl Memory {
    /// What is remembered under this key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.get(key)
    }

    /// The text that is remembered under this key.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_str()
    }

    /// Remembers this.
    pub fn keep(&mut self, key: impl Into<String>, value: impl Into<Value>) {
        self.0.insert(key.into(), value.into());
    }

    /// Forgets this.
    pub fn forget(&mut self, key: &str) {
        self.0.remove(key);
    }
}

impl Played {
    /// This answer, and nothing else.
    pub fn answered(answer: Result<Response, Broken>) -> Self {
        Self { answer, values: BTreeMap::new() }
    }

    /// The same with this value.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.values.insert(name.to_owned(), value.into());
        self
    }
}

impl fmt::Debug for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Action").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Shows the keys only: the values are secrets.
impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
