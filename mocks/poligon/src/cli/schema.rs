//! `poligon schema`.

use clap::{Args, ValueEnum};
use poligon_scenarios::language;
use poligon_scenarios::vocabulary::{GENERIC, harness_actions};
use serde_json::{Value, json};

use super::{Ended, out};
use crate::{Trouble, scenarios};

const AFTER: &str = "\
Examples:
  poligon schema scenario > scenario.schema.json     let your editor complete and check scenario files
  poligon schema actions                             what a step can do, and with what
  poligon schema faults --json";

/// Print the JSON Schema of scenarios, or what they can name.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(crate) struct Schema {
    /// What to print
    #[arg(value_name = "WHAT")]
    what: What,
    /// Lists as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum What {
    /// The JSON Schema of a scenario file
    Scenario,
    /// What a step can do
    Actions,
    /// What can go wrong
    Faults,
    /// What `on:` and `to:` can name
    Operations,
    /// What `state:` can look at
    Views,
}

impl Schema {
    pub(crate) fn run(self) -> Result<Ended, Trouble> {
        if matches!(self.what, What::Scenario) {
            out::result(&serde_json::to_string_pretty(&language::schema()).unwrap_or_default());
            return Ok(Ended::Well);
        }
        let rows = self.rows();
        if self.json {
            out::result(&serde_json::to_string_pretty(&rows).unwrap_or_default());
            return Ok(Ended::Well);
        }
        for row in &rows {
            out::result(&line(row));
        }
        Ok(Ended::Well)
    }

    fn rows(&self) -> Vec<Value> {
        let registry = scenarios::known().registry;
        match self.what {
            What::Actions => {
                let own = harness_actions().iter().filter_map(|action| serde_json::to_value(action).ok());
                registry.actions().filter_map(|(_, action)| serde_json::to_value(action).ok()).chain(own).collect()
            }
            What::Faults => {
                let own = GENERIC.iter().filter_map(|fault| serde_json::to_value(fault).ok());
                registry.faults().filter_map(|fault| serde_json::to_value(fault).ok()).chain(own).collect()
            }
            What::Operations => registry
                .operations()
                .map(|one| json!({ "name": one.name, "about": one.address, "provenance": one.provenance, "built": one.built }))
                .collect(),
            What::Scenario => Vec::new(),
            What::Views => registry.views().filter_map(|(_, view)| serde_json::to_value(view).ok()).collect(),
        }
    }
}

/// A row for people: the name, what it is, and below it what it takes.
fn line(row: &Value) -> String {
    let text = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default();
    let mut lines = vec![format!("{}\n    {}", text("name"), text("about"))];
    for parameter in row.get("takes").and_then(Value::as_array).into_iter().flatten() {
        let text = |name: &str| parameter.get(name).and_then(Value::as_str).unwrap_or_default();
        let must = if parameter.get("required") == Some(&Value::Bool(true)) { ", needed" } else { "" };
        lines.push(format!("    {:<18} {}{must}", text("name"), text("about")));
    }
    lines.join("\n")
}
