//! `poligon journal`.

mod export;

use clap::{Args, Subcommand};

use self::export::Export;
use super::reach::Reach;
use super::{Ended, out};
use crate::Trouble;

const AFTER: &str = "\
Examples:
  poligon journal                    the last 20 exchanges
  poligon journal --failed --last 1  the last one that was refused, with the reasons
  poligon journal --sandbox my-test --json
  poligon journal --port 9440        of a Poligon that was started with --port-base 9440
  poligon journal export --as har    all of it, for other tools; --as scenario to do it again";

/// Show what a running Poligon received.
#[derive(Debug, Args)]
#[command(after_help = AFTER, args_conflicts_with_subcommands = true)]
pub(crate) struct Journal {
    #[command(subcommand)]
    deed: Option<Deed>,
    /// How many exchanges, the newest
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    last: u32,
    /// Only those in which a check failed
    #[arg(long)]
    failed: bool,
    /// As JSON, as the console gives it
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    reach: Reach,
}

#[derive(Debug, Subcommand)]
enum Deed {
    Export(Box<Export>),
}

impl Journal {
    pub(crate) fn run(self) -> Result<Ended, Trouble> {
        if let Some(Deed::Export(export)) = self.deed {
            return export.run(&self.reach);
        }
        let format = if self.json { "json" } else { "text" };
        let failed = if self.failed { "&failed=true" } else { "" };
        let below = format!("/journal?last={}&format={format}{failed}", self.last);
        let reply = super::runtime()?.block_on(self.reach.read(&below))?;
        out::result(reply.text().trim_end());
        Ok(Ended::Well)
    }
}
