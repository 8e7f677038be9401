//! `poligon lint`.

use std::path::PathBuf;

use clap::Args;

use super::{Ended, out};
use crate::{Trouble, scenarios};

const AFTER: &str = "\
Examples:
  poligon lint scenarios/               every file below a folder
  poligon lint my-flow.yaml

Each mistake is said as file:line:column, the line itself, and what to write instead. Exit codes: 0 none, 2 some.";

/// Look for mistakes in scenario files.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(crate) struct Lint {
    /// Files, folders, or names of shipped scenarios [default: everything shipped]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
}

impl Lint {
    pub(crate) fn run(self) -> Result<Ended, Trouble> {
        let wanted = scenarios::load(&self.paths)?;
        out::progress(&match wanted.scenarios.len() {
            1 => "1 scenario, no mistakes".to_owned(),
            many => format!("{many} scenarios, no mistakes"),
        });
        Ok(Ended::Well)
    }
}
