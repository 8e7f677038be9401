//! `poligon demo`.

use clap::Args;

use super::{Ended, out};
use crate::{Trouble, demo};

const AFTER: &str = "\
Starts a Poligon of its own on free ports with a throwaway CA, and talks to it over HTTPS like any client.
Nothing is kept and nothing leaves this machine.

Exit codes: 0 everything came as expected · 1 something did not · 3 could not start";

/// Play a login, an invoice and three broken messages.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(crate) struct Demo {
    /// Repeat ids and keys of a run
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
}

impl Demo {
    pub(crate) fn run(self) -> Result<Ended, Trouble> {
        let page = super::runtime()?.block_on(demo::play(self.seed))?;
        out::result(page.text().trim_end());
        Ok(if page.all_as_expected() { Ended::Well } else { Ended::Failed })
    }
}
