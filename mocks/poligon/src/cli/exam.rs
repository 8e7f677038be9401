//! `poligon exam`.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use poligon_scenarios::report::{Mode, Verdict};
use poligon_scenarios::run;
use poligon_scenarios::{Done, Engine, Ground, Loaded};
use poligon_world::SandboxName;

use super::exec::{Programs, Ran};
use super::reports::Reports;
use super::{Ended, out};
use crate::{Config, Trouble, scenarios};

const AFTER: &str = "\
Examples:
  poligon exam ksef/exams -- pytest tests/test_sending.py
  poligon exam my-exam.yaml --junit report.xml -- mvn -q verify

The program runs once for each scenario, as under `poligon exec`: in a fresh sandbox that the scenario prepared, with the
scenario's script acting on it. It finds the scenario's name in POLIGON_SCENARIO. Afterwards the journal is judged.

Exit codes: the program's own when it failed; 1 when it ended with 0 but an expectation failed or could not be judged, or when
it came near none of the scenarios; 0 else; 126, 127, 128+N as `poligon exec`; 2 mistakes in files or flags; 3 could not start";

/// Put a program through scenarios, and judge what it did.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(crate) struct Exam {
    /// Files, folders, or names of shipped scenarios
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    reports: Reports,
    /// The program and its arguments
    #[arg(value_name = "CMD", required = true, last = true, allow_hyphen_values = true)]
    command: Vec<OsString>,
}

impl Exam {
    pub(crate) fn run(self) -> Result<Ended, Trouble> {
        super::logging();
        let wanted = scenarios::load(&self.paths)?;
        let named = wanted.named;
        let mut chosen = wanted.scenarios;
        // Of a whole folder, what judges nothing is no exam.
        chosen.retain(|one| named || !one.scenario.expect.is_empty());
        if chosen.is_empty() {
            return Err(Trouble::bad("none of these scenarios expects anything; an exam needs „expect:”"));
        }
        super::runtime()?.block_on(self.examine(&chosen))
    }

    async fn examine(&self, chosen: &[Loaded]) -> Result<Ended, Trouble> {
        // Listened to before anything exists that a signal would leave behind.
        let mut programs = Programs::listen()?;
        let ground = scenarios::ground();
        let mut done = Vec::new();
        let mut status = 0;
        for loaded in chosen {
            let (ran, judged) = self.one(loaded, &ground, &mut programs).await?;
            match ran {
                Ran::NotStarted(status) => return Ok(Ended::Status(status)),
                Ran::Ended(own) if status == 0 => status = own,
                Ran::Ended(_) => {}
            }
            done.push(judged);
            if status > 128 {
                // Whoever sent a signal wants an end, not the next scenario.
                break;
            }
        }
        let command = self.command.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        let report = run::report(env!("CARGO_PKG_VERSION"), Mode::Exam(command), &ground, done);
        self.reports.write(&report)?;
        let failed = report.count(Verdict::Fail) + report.count(Verdict::Inconclusive) > 0
            || report.count(Verdict::NotExercised) == report.scenarios.len();
        Ok(if status == 0 && failed { Ended::Failed } else { Ended::Status(status) })
    }

    async fn one(
        &self,
        loaded: &Loaded,
        ground: &Ground,
        programs: &mut Programs,
    ) -> Result<(Ran, Done), Trouble> {
        let name = loaded.scenario.name();
        out::progress(&format!("poligon: exam {name}"));
        let config = Config { seed: Some(run::seed(loaded)), impersonate: true, ..Config::ephemeral() };
        let running = crate::start(scenarios::set_up(loaded, config)?).await?;
        let sandbox = SandboxName::default_name();
        let room = running.house().room(&sandbox).map_err(|why| Trouble::start(why.to_string()))?;
        let engine = Arc::new(Engine::new(loaded, &ground.known.registry, &room.sandbox));
        room.direct(Some(Arc::clone(&engine) as _)).map_err(|why| Trouble::start(why.to_string()))?;
        let further = [("POLIGON_SCENARIO".to_owned(), OsString::from(name))];
        let ran = programs.run(&running, &sandbox, &self.command, &further).await?;
        let judged = run::judge_room(loaded, &room, Some(&engine));
        running.stop().await;
        Ok((ran, judged))
    }
}
