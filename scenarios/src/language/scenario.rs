//! A scenario: one file.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Expectation, Rule, Setting, Step};
use crate::source::Mistake;
use crate::yaml::{self, Located};

/// A setting, what the fakes will do, what the harness does as a client, and what must be true.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(
    deny_unknown_fields,
    rename_all = "kebab-case",
    expecting = "a scenario: a mapping that begins with „scenario:”"
)]
pub struct Scenario {
    /// Its name: the path below `scenarios/` without `.yaml`.
    pub scenario: Located<String>,
    /// One sentence that says what holds.
    pub title: Located<String>,
    /// What it is about, some sentences.
    #[serde(default)]
    pub about: String,
    /// The documents, clauses and public threads that it rests on.
    #[serde(default)]
    pub cites: Vec<String>,
    /// Words to choose it by.
    #[serde(default)]
    pub tags: Vec<String>,
    /// The sandbox that it is played in.
    #[serde(default)]
    pub sandbox: Setting,
    /// What the harness does as a client, in order.
    #[serde(default)]
    pub steps: Vec<Located<Step>>,
    /// What the fakes do beside their normal behaviour; the first rule that fits acts.
    #[serde(default)]
    pub script: Vec<Located<Rule>>,
    /// What must be true at the end, judged from the journal.
    #[serde(default)]
    pub expect: Vec<Located<Expectation>>,
}

impl Scenario {
    /// Reads a scenario; `file` is the name for messages. What the types cannot say is the business of [`crate::lint`].
    ///
    /// # Errors
    /// With place and remedy.
    pub fn parse(file: &str, text: &str) -> Result<Self, Mistake> {
        yaml::read(file, text)
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.scenario.value
    }
}
