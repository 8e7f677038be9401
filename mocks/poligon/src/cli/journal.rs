//! `poligon journal`.

use clap::Args;
use http::{Method, StatusCode};

use super::reach::Reach;
use super::{Ended, out};
use crate::Trouble;

const AFTER: &str = "\
Examples:
  poligon journal                    the last 20 exchanges
  poligon journal --failed --last 1  the last one that was refused, with the reasons
  poligon journal --sandbox my-test --json
  poligon journal --port 9440        of a Poligon that was started with --port-base 9440";

/// Show what a running Poligon received.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(crate) struct Journal {
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

impl Journal {
    pub(crate) fn run(self) -> Result<Ended, Trouble> {
        let reply = super::runtime()?.block_on(self.ask())?;
        out::result(reply.trim_end());
        Ok(Ended::Well)
    }

    async fn ask(&self) -> Result<String, Trouble> {
        let format = if self.json { "json" } else { "text" };
        let failed = if self.failed { "&failed=true" } else { "" };
        let path = format!("/journal?last={}&format={format}{failed}", self.last);
        let reply = self.reach.ask(Method::GET, &path, String::new()).await?;
        let (console, sandbox) = (self.reach.console(), &self.reach.sandbox);
        match reply.status {
            StatusCode::OK => Ok(reply.text()),
            StatusCode::NOT_FOUND => Err(Trouble::bad(format!(
                "{console}: has no sandbox „{sandbox}”; it is made by the first request to /@{sandbox}/…"
            ))),
            status => Err(Trouble::start(format!(
                "{console}: answered {status}: {}",
                reply.text().lines().next().unwrap_or_default().chars().take(200).collect::<String>()
            ))),
        }
    }
}
