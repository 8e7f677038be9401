//! `poligon checks`.

use clap::Args;
use poligon_institution::Check;
use serde::Serialize;

use super::{Ended, out, values};
use crate::Trouble;
use crate::institutions::{self, Known};

const AFTER: &str = "\
Where a rule comes from: official (a document is cited), observed (seen in recordings or public clients),
reconstructed (inferred; no public source), ours (the real value is unknown; Poligon chose).";

/// List what is checked.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(crate) struct Checks {
    /// Only this institution's
    #[arg(long, value_name = "NAME", value_parser = values::institution)]
    institution: Option<Known>,
    /// List the knobs instead: what `poligon up --knob` can turn
    #[arg(long)]
    knobs: bool,
    /// As JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Row {
    institution: &'static str,
    #[serde(flatten)]
    check: &'static Check,
}

impl Checks {
    pub(crate) fn run(self) -> Result<Ended, Trouble> {
        if self.knobs {
            self.print_knobs();
        } else {
            self.print_checks();
        }
        Ok(Ended::Well)
    }

    fn print_checks(&self) {
        let registry = institutions::registry(&self.chosen());
        let mut rows: Vec<Row> =
            registry.checks().map(|(institution, check)| Row { institution, check }).collect();
        if self.institution.is_none() {
            rows.extend(
                poligon_gateway::checks::ALL.iter().map(|check| Row { institution: "gateway", check }),
            );
            rows.extend(
                poligon_institution::store::checks::ALL
                    .iter()
                    .map(|check| Row { institution: "state", check }),
            );
        }
        if self.json {
            return out::result(&serde_json::to_string_pretty(&rows).unwrap_or_default());
        }
        let width = rows.iter().map(|row| row.check.id.chars().count()).max().unwrap_or_default();
        for Row { check, .. } in &rows {
            out::result(&format!(
                "{:<width$}  {:<13}  {}",
                check.id,
                check.provenance.to_string(),
                check.title
            ));
            out::result(&format!("{:<width$}  {:<13}  {}", "", "", check.citation));
        }
        out::progress(&format!("{} checks", rows.len()));
    }

    fn print_knobs(&self) {
        let registry = institutions::registry(&self.chosen());
        let knobs: Vec<_> = registry.all().iter().flat_map(|institution| institution.knobs()).collect();
        if self.json {
            return out::result(&serde_json::to_string_pretty(&knobs).unwrap_or_default());
        }
        for knob in knobs {
            out::result(&format!("{} = {}", knob.name, knob.default));
            out::result(&format!("    {} Takes {}.", knob.about, knob.takes.describe()));
        }
    }

    fn chosen(&self) -> Vec<Known> {
        self.institution.map_or_else(institutions::all_built, |known| vec![known])
    }
}
