//! Expectations: what must be true at the end, judged from the journal.

use poligon_institution::Outcome;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{Asked, Glob, Matcher, Span};
use crate::yaml::{Located, Table};

/// What must be true at the end.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Expectation {
    /// How often an operation was called.
    Calls(Calls),
    /// These operations were called in this order; others may stand between.
    Order(Vec<Located<Glob>>),
    /// How much time lies between a call and the next.
    Gap(Gap),
    /// An operation was not called, or not more often than so.
    Never(Never),
    /// How often checks ended so.
    Findings(Findings),
    /// What an institution's state shows: the first key names a view and its value a key in it, the others are places there.
    State(Table<String, Matcher>),
}

/// Which calls.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", expecting = "{ to: OPERATION }")]
pub struct Called {
    /// The operation, stars allowed.
    pub to: Located<Glob>,
    /// Only those answered so.
    #[serde(default)]
    pub status: Option<Matcher>,
    /// Only requests with these parts.
    #[serde(default, rename = "where")]
    pub parts: Table<Asked, Matcher>,
}

/// How often an operation was called.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", expecting = "{ to: OPERATION, exactly: 1 }")]
pub struct Calls {
    /// The operation, stars allowed.
    pub to: Located<Glob>,
    /// Only those answered so.
    #[serde(default)]
    pub status: Option<Matcher>,
    /// Only requests with these parts.
    #[serde(default, rename = "where")]
    pub parts: Table<Asked, Matcher>,
    /// So often.
    #[serde(default)]
    pub exactly: Option<u64>,
    /// So often or more.
    #[serde(default)]
    pub at_least: Option<u64>,
    /// So often or less.
    #[serde(default)]
    pub at_most: Option<u64>,
}

/// How much time lies between a call and the next, by the sandbox's clock.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(
    deny_unknown_fields,
    rename_all = "kebab-case",
    expecting = "{ after: { to: OPERATION }, at-least: 2s }"
)]
pub struct Gap {
    /// The call that it begins at.
    pub after: Called,
    /// The call that it ends at; the next to the same operation when nobody says.
    #[serde(default)]
    pub then: Option<Called>,
    /// So long or longer.
    #[serde(default)]
    pub at_least: Option<Span>,
    /// So long or shorter.
    #[serde(default)]
    pub at_most: Option<Span>,
}

/// An operation was not called, or not more often than so.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", expecting = "{ to: OPERATION, more-than: 1 }")]
pub struct Never {
    /// The operation, stars allowed.
    pub to: Located<Glob>,
    /// Only those answered so.
    #[serde(default)]
    pub status: Option<Matcher>,
    /// Only requests with these parts.
    #[serde(default, rename = "where")]
    pub parts: Table<Asked, Matcher>,
    /// So often is still fine; 0 when nobody says.
    #[serde(default)]
    pub more_than: u64,
}

/// How often checks ended so.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(
    deny_unknown_fields,
    rename_all = "kebab-case",
    expecting = "{ check: ID, outcome: fail, exactly: 0 }"
)]
pub struct Findings {
    /// The check's id, stars allowed: `KSEF-AUTH-*`.
    pub check: Located<Glob>,
    /// How it ended; fail when nobody says.
    #[serde(default)]
    #[schemars(with = "OutcomeWord")]
    pub outcome: OutcomeWord,
    /// Only in calls to this operation, stars allowed.
    #[serde(default)]
    pub to: Option<Located<Glob>>,
    /// So often.
    #[serde(default)]
    pub exactly: Option<u64>,
    /// So often or more.
    #[serde(default)]
    pub at_least: Option<u64>,
    /// So often or less.
    #[serde(default)]
    pub at_most: Option<u64>,
}

/// How a check ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OutcomeWord {
    /// It holds.
    Pass,
    /// It does not hold.
    #[default]
    Fail,
    /// It does not hold, and that is tolerated.
    Warn,
    /// It does not apply.
    NotApplicable,
}

impl From<OutcomeWord> for Outcome {
    fn from(word: OutcomeWord) -> Self {
        match word {
            OutcomeWord::Fail => Self::Fail,
            OutcomeWord::NotApplicable => Self::NotApplicable,
            OutcomeWord::Pass => Self::Pass,
            OutcomeWord::Warn => Self::Warn,
        }
    }
}

impl Calls {
    /// Which calls.
    pub fn called(&self) -> Called {
        Called { to: self.to.clone(), status: self.status.clone(), parts: self.parts.clone() }
    }
}

impl Never {
    /// Which calls.
    pub fn called(&self) -> Called {
        Called { to: self.to.clone(), status: self.status.clone(), parts: self.parts.clone() }
    }
}
