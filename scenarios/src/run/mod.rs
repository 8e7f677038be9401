//! Running scenarios: a house of its own for each, the steps played, the expectations judged, and the report of it all.

mod coverage;
mod exchanges;
mod ground;
mod harness;
mod inside;
mod step;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use poligon_institution::{House, Line, Room};
use poligon_world::SandboxName;

use crate::engine::Engine;
use crate::judge;
use crate::language::Deed;
use crate::report::{Judged, JudgedKind, Mode, Report, ScenarioReport, Verdict};
use crate::{Loaded, Mistake};

pub use coverage::Coverage;
pub use ground::{DEFAULT_SEED, Ground, Purpose, clock, seed, settings};
pub use inside::PATIENCE;

use step::Player;

/// What came of one scenario: its part of the report, and what it met of checks and operations.
#[derive(Clone, Debug)]
pub struct Done {
    /// Its part of the report.
    pub report: ScenarioReport,
    /// What it met.
    pub coverage: Coverage,
}

/// Plays a scenario's steps against fakes of its own, without a network, and judges it.
pub fn replay(loaded: &Loaded, ground: &Ground) -> Done {
    whole(
        loaded,
        ground,
        |house| {
            let room = house.room(&SandboxName::default_name()).map_err(|why| why.to_string())?;
            let mut player = Player::inside(loaded, ground, house, room)?;
            let lines = player.play();
            Ok(conclude(
                loaded,
                player.saved(),
                &player.room(),
                Some(&player.engine()),
                lines,
                Purpose::Replay,
            ))
        },
        Purpose::Replay,
    )
}

/// Plays a scenario's steps against a system that is not ours, over this line. Its script cannot act there, and its journal
/// cannot be read.
pub fn against(loaded: &Loaded, ground: &Ground, line: &mut dyn Line) -> Done {
    whole(
        loaded,
        ground,
        |house| {
            let room = house.room(&SandboxName::default_name()).map_err(|why| why.to_string())?;
            if let Some(rule) = loaded.scenario.script.iter().find(|rule| rule.deed.value != Deed::Pass) {
                let why =
                    format!("line {}: a script cannot act on a system that is not ours", rule.place.line);
                return Ok(unplayed(loaded, Verdict::Inconclusive, why));
            }
            let mut player = Player::outside(loaded, ground, house, Arc::clone(&room), line);
            let mut lines = player.play();
            for expectation in &loaded.scenario.expect {
                let why = "the journal of a system that is not ours cannot be read".to_owned();
                lines.push(Judged {
                    kind: JudgedKind::Expectation,
                    line: expectation.place.line,
                    what: judge::words(expectation),
                    verdict: Verdict::Inconclusive,
                    reasons: vec![why],
                    exchanges: Vec::new(),
                });
            }
            // What cannot be judged there is no reason to doubt what could.
            let judged = lines.iter().filter(|line| line.kind == JudgedKind::Step).map(|line| line.verdict);
            let verdict = judged.reduce(Verdict::and).unwrap_or(Verdict::NotExercised);
            let mut done = unplayed(loaded, verdict, String::new());
            done.report.reason = None;
            done.report.lines = lines;
            Ok(done)
        },
        Purpose::Against,
    )
}

/// Judges what an outside client did in a room that this scenario was prepared in.
pub fn judge_room(loaded: &Loaded, room: &Room, engine: Option<&Engine>) -> Done {
    conclude(loaded, &std::collections::BTreeMap::new(), room, engine, Vec::new(), Purpose::Exam)
}

/// A scenario that was not played, and why.
pub fn unplayed(loaded: &Loaded, verdict: Verdict, reason: String) -> Done {
    Done {
        report: ScenarioReport { verdict, reason: Some(reason), ..blank(loaded) },
        coverage: Coverage::default(),
    }
}

/// The report of a run.
pub fn report(version: &str, mode: Mode, ground: &Ground, done: Vec<Done>) -> Report {
    let mut coverage = Coverage::default();
    let mut scenarios = Vec::new();
    for one in done {
        coverage.add(&one.coverage);
        scenarios.push(one.report);
    }
    let (checks, operations) = coverage.tables(&ground.known.registry);
    Report { poligon: version.to_owned(), mode, scenarios, checks, operations }
}

/// A house for the scenario, and a last net below it: a defect of ours is told, and the other scenarios go on.
fn whole(
    loaded: &Loaded,
    ground: &Ground,
    run: impl FnOnce(&House) -> Result<Done, String>,
    purpose: Purpose,
) -> Done {
    let house = match ground.house(loaded, purpose) {
        Ok(house) => house,
        Err(mistake) => return unplayed(loaded, Verdict::Inconclusive, one_line(&mistake)),
    };
    match catch_unwind(AssertUnwindSafe(|| run(&house))) {
        Ok(Ok(done)) => done,
        Ok(Err(why)) => unplayed(loaded, Verdict::Inconclusive, why),
        Err(_) => unplayed(
            loaded,
            Verdict::Inconclusive,
            "Poligon itself broke here (a panic); please report it with this scenario".to_owned(),
        ),
    }
}

fn one_line(mistake: &Mistake) -> String {
    mistake.to_string().lines().next().unwrap_or_default().to_owned()
}

/// Judges the end, and writes the scenario's part of the report.
fn conclude(
    loaded: &Loaded,
    saved: &std::collections::BTreeMap<String, serde_json::Value>,
    room: &Room,
    engine: Option<&Engine>,
    steps: Vec<Judged>,
    purpose: Purpose,
) -> Done {
    let exchanges = room.journal.select(&poligon_institution::journal::Query::default());
    let stopped = steps.iter().any(|line| matches!(line.verdict, Verdict::Fail | Verdict::Inconclusive));
    let bench = judge::Bench { room, exchanges: &exchanges, saved, purpose, stopped };
    let mut lines = steps;
    lines.extend(loaded.scenario.expect.iter().map(|expectation| bench.judge(expectation)));
    let (verdict, reason) = verdict(&lines, room, engine, purpose);
    let coverage = Coverage::of(&exchanges);
    let exchanges = exchanges::reports(&exchanges, verdict);
    let report =
        ScenarioReport { seed: room.sandbox.seed, verdict, reason, lines, exchanges, ..blank(loaded) };
    Done { report, coverage }
}

/// The worst of the lines; and whether there was anything to judge at all.
fn verdict(
    lines: &[Judged],
    room: &Room,
    engine: Option<&Engine>,
    purpose: Purpose,
) -> (Verdict, Option<String>) {
    let worst = lines.iter().map(|line| line.verdict).reduce(Verdict::and);
    let acted = engine.map(Engine::acted).unwrap_or_default();
    if worst == Some(Verdict::Fail) {
        return (Verdict::Fail, None);
    }
    if let Some(trouble) = engine.and_then(|engine| engine.troubles().into_iter().next()) {
        return (Verdict::Inconclusive, Some(trouble));
    }
    if purpose == Purpose::Exam && room.journal.tally().recorded == 0 {
        return (Verdict::NotExercised, Some("the client sent nothing to the fakes".to_owned()));
    }
    match worst {
        None => (
            Verdict::NotExercised,
            Some("the scenario has nothing to judge: no steps and no expectations".to_owned()),
        ),
        Some(Verdict::Pass) if !acted.is_empty() && acted.iter().all(|rule| rule.acted == 0) => {
            let first = acted.first().map_or(0, |rule| rule.line);
            (
                Verdict::NotExercised,
                Some(format!(
                    "no rule of the script ever acted (the first is in line {first}): the client never came there"
                )),
            )
        }
        Some(worst) => (worst, None),
    }
}

fn blank(loaded: &Loaded) -> ScenarioReport {
    let scenario = &loaded.scenario;
    ScenarioReport {
        name: scenario.name().to_owned(),
        title: scenario.title.value.clone(),
        about: scenario.about.clone(),
        cites: scenario.cites.clone(),
        tags: scenario.tags.clone(),
        file: loaded.file.clone(),
        seed: seed(loaded),
        verdict: Verdict::NotExercised,
        reason: None,
        lines: Vec::new(),
        exchanges: Vec::new(),
    }
}
