//! `poligon replay`.

use std::io::{IsTerminal, Write};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::Args;
use poligon_scenarios::report::{Mode, Report, Verdict};
use poligon_scenarios::{Done, Ground, Loaded, run};

use super::Ended;
use super::reports::Reports;
use crate::Trouble;
use crate::client::Client;
use crate::scenarios::{self, NetworkLine};

const AFTER: &str = "\
Examples:
  poligon replay                            everything shipped
  poligon replay ksef/hello my-flows/       a shipped scenario by name, and a folder of your own
  poligon replay --html report.html --junit report.xml
  poligon replay first --against https://localhost:8445 --ca poligon-ca.pem

Each scenario has a sandbox of its own, within this process: no ports, and no waiting where clocks stand still. A path on the disk
goes before a shipped name. With --against the steps go to another system over the network; scripts and journals stay away.

Exit codes: 0 all passed · 1 some did not · 2 mistakes in files or flags · 3 could not start";

/// Play scenarios: the harness is the client, the fakes are its own.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(crate) struct Replay {
    /// Files, folders, or names of shipped scenarios [default: everything shipped]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Play against the system at this URL instead of the fakes
    #[arg(long, value_name = "URL", value_parser = super::values::base_url)]
    against: Option<String>,
    /// The CA of that system, PEM
    #[arg(long, value_name = "FILE", requires = "against")]
    ca: Option<PathBuf>,
    /// How many at once [default: one for each processor]
    #[arg(long, value_name = "N", conflicts_with = "against")]
    jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    reports: Reports,
}

impl Replay {
    pub(crate) fn run(self) -> Result<Ended, Trouble> {
        let scenarios = scenarios::steps_only(scenarios::load(&self.paths)?);
        let ground = scenarios::ground();
        let report = match &self.against {
            Some(url) => self.against(url, &scenarios, &ground)?,
            None => self.inside(&scenarios, &ground),
        };
        self.reports.write(&report)?;
        let well = report.verdict() == Verdict::Pass;
        Ok(if well { Ended::Well } else { Ended::Failed })
    }

    fn inside(&self, scenarios: &[Loaded], ground: &Ground) -> Report {
        let progress = Progress::new(scenarios.len());
        let done = scenarios::replay(scenarios, ground, self.jobs, &|done| progress.told(done));
        progress.end();
        run::report(env!("CARGO_PKG_VERSION"), Mode::Replay, ground, done)
    }

    fn against(&self, url: &str, scenarios: &[Loaded], ground: &Ground) -> Result<Report, Trouble> {
        let pem = match &self.ca {
            Some(file) => std::fs::read(file)
                .map_err(|why| Trouble::bad(format!("--ca {}: cannot be read ({why})", file.display())))?,
            None if url.starts_with("https:") => {
                return Err(Trouble::bad(
                    "--against an https URL needs --ca FILE with the CA of that system, PEM",
                ));
            }
            None => Vec::new(),
        };
        let client = Client::trusting(&pem).map_err(|why| Trouble::bad(format!("--ca: {why}")))?;
        let runtime = super::runtime()?;
        let mut line = NetworkLine { runtime: runtime.handle().clone(), client, url: url.to_owned() };
        let progress = Progress::new(scenarios.len());
        let mut done = Vec::new();
        for loaded in scenarios {
            let one = run::against(loaded, ground, &mut line);
            progress.told(&one);
            done.push(one);
        }
        progress.end();
        Ok(run::report(env!("CARGO_PKG_VERSION"), Mode::Against(url.to_owned()), ground, done))
    }
}

/// A line on a terminal that says how far it got; nothing where nobody watches, since the report has a line for each.
struct Progress {
    all: usize,
    done: AtomicUsize,
    shown: bool,
}

impl Progress {
    fn new(all: usize) -> Self {
        Self { all, done: AtomicUsize::new(0), shown: std::io::stderr().is_terminal() }
    }

    fn told(&self, one: &Done) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if self.shown {
            let _ = write!(std::io::stderr().lock(), "\r\x1b[K{done}/{} {}", self.all, one.report.name);
        }
    }

    fn end(&self) {
        if self.shown {
            let _ = write!(std::io::stderr().lock(), "\r\x1b[K");
        }
    }
}
