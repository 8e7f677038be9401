//! A step: what the harness does as a client.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::{Matcher, Seen};
use crate::yaml::{Located, Table};

/// One thing that the harness does as a client.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", expecting = "a step: a mapping with „do:”")]
pub struct Step {
    /// The action: `ksef.log-in`, `http.send`, `clock.advance`. `poligon schema actions` lists all.
    #[serde(rename = "do")]
    pub action: Located<String>,
    /// What it takes.
    #[serde(default)]
    pub with: Table<String, Value>,
    /// Values to keep: a name of your own, and where the value stands in the answer: `{ session: referenceNumber }`.
    #[serde(default)]
    pub save: Table<String, Seen>,
    /// What the answer must be, by its parts: `status`, `header.NAME`, `body.PATH`, `connection`, or a value that the action
    /// gives. A step that says nothing of status or connection expects an answer below 400.
    #[serde(default)]
    pub expect: Table<Seen, Matcher>,
    /// How often it is done, one after the other; `${turn}` counts from 1.
    #[serde(default)]
    pub repeat: Option<Located<u64>>,
    /// It is done once for each of these; `${each}` is the element, `${each.name}` a part of it.
    #[serde(default)]
    pub each: Option<Located<Vec<Value>>>,
}
