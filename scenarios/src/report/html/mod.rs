//! The report as one HTML file that needs nothing else: no script, no picture, no font, no network. Its content security policy
//! says so to the browser. The size is bounded; what had to be left out is said where it is missing and at the end.

mod coverage;
mod detail;
mod diagram;
mod dump;
mod room;

use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use self::coverage::{Checks, Operations};
use self::detail::Detail;
use self::diagram::Drawn;
use self::room::Room;
use super::text::{mode, sign, unfinished};
use super::{Report, ScenarioReport, Verdict};

/// Bytes of everything that varies in the page. What is fixed (style, headings) adds less than 64 KiB.
const MOST_BYTES: usize = 8 << 20;
/// Bytes of it for one scenario, so that one does not take the room of all.
const MOST_SCENARIO: usize = 1 << 20;

const STYLE: &str = include_str!("style.css");

/// The whole page.
#[derive(Template)]
#[template(path = "page.html")]
struct Page {
    style: &'static str,
    style_hash: String,
    headline: String,
    verdict: Mark,
    mode: String,
    poligon: String,
    tiles: Vec<Tile>,
    unfinished: Vec<Detail>,
    passed: Vec<Detail>,
    rows: Vec<Row>,
    unlisted: usize,
    undetailed: usize,
    checks: Checks,
    operations: Operations,
}

/// A verdict as sign, word and class of the style sheet.
#[derive(Clone, Copy)]
struct Mark {
    sign: char,
    word: &'static str,
    class: &'static str,
}

/// A number at the head of the page.
struct Tile {
    mark: Mark,
    number: usize,
}

/// A scenario in the list of all.
struct Row {
    mark: Mark,
    /// Where its details are; empty when they had to be left out.
    anchor: String,
    name: String,
    title: String,
    lines: usize,
    exchanges: usize,
}

/// The report as a self-contained HTML page of at most 9 MB.
pub fn html(report: &Report) -> String {
    let mut room = Room::of(MOST_BYTES);
    // In the order of what a reader misses most: the lists are short, then come those that did not pass.
    let head = mode(&report.mode);
    let (mode, poligon) = (room.say(&head, 500), room.say(&report.poligon, 60));
    let (checks, operations) = (Checks::of(report, &mut room), Operations::of(report, &mut room));
    let mut rows = rows(report, &mut room);
    let troubled = unfinished(report);
    let well = report.scenarios.iter().filter(|one| one.verdict == Verdict::Pass);
    let (unfinished, passed) =
        (details(report, troubled.into_iter(), &mut room), details(report, well, &mut room));
    let told = |row: &&mut Row| !unfinished.iter().chain(&passed).any(|detail| detail.anchor == row.anchor);
    rows.iter_mut().filter(told).for_each(|row| row.anchor.clear());
    let page = Page {
        style: STYLE,
        style_hash: STANDARD.encode(Sha256::digest(STYLE)),
        headline: headline(report),
        verdict: Mark::of(report.verdict()),
        mode,
        poligon,
        tiles: [Verdict::Pass, Verdict::Fail, Verdict::NotExercised, Verdict::Inconclusive]
            .map(|verdict| Tile { mark: Mark::of(verdict), number: report.count(verdict) })
            .into(),
        unlisted: report.scenarios.len() - rows.len(),
        undetailed: report.scenarios.len() - unfinished.len() - passed.len(),
        unfinished,
        passed,
        rows,
        checks,
        operations,
    };
    // Rendering fails when writing does, and writing to memory does not.
    page.render().unwrap_or_default()
}

fn rows(report: &Report, room: &mut Room) -> Vec<Row> {
    let mut rows = Vec::new();
    for (index, scenario) in report.scenarios.iter().enumerate() {
        if !room.afford(600) {
            break;
        }
        rows.push(Row {
            mark: Mark::of(scenario.verdict),
            anchor: anchor(index),
            name: room.say(&scenario.name, 120),
            title: room.say(&scenario.title, 200),
            lines: scenario.lines.len(),
            exchanges: scenario.exchanges.len(),
        });
    }
    rows
}

fn details<'a>(
    report: &Report,
    scenarios: impl Iterator<Item = &'a ScenarioReport>,
    room: &mut Room,
) -> Vec<Detail> {
    let mut details = Vec::new();
    for scenario in scenarios {
        let index = report.scenarios.iter().position(|one| std::ptr::eq(one, scenario)).unwrap_or_default();
        let Some(mut own) = room.part(MOST_SCENARIO) else { break };
        details.push(Detail::of(scenario, &anchor(index), details.is_empty(), &mut own));
        room.give_back(own);
    }
    details
}

/// Never made of names: those are a stranger's.
fn anchor(index: usize) -> String {
    format!("s{}", index + 1)
}

fn headline(report: &Report) -> String {
    let (all, failed) = (report.scenarios.len(), report.count(Verdict::Fail));
    let passed = report.count(Verdict::Pass);
    match (all, failed) {
        (0, _) => "No scenario ran".to_owned(),
        (_, 0) if passed == all => format!("All {} passed", super::text::count(all, "scenario")),
        (_, 0) => format!("{passed} of {all} scenarios passed, none failed"),
        _ => format!("{failed} of {} failed", super::text::count(all, "scenario")),
    }
}

impl Mark {
    fn of(verdict: Verdict) -> Self {
        let class = match verdict {
            Verdict::Pass => "pass",
            Verdict::Fail => "fail",
            Verdict::NotExercised => "idle",
            Verdict::Inconclusive => "open",
        };
        Self { sign: sign(verdict), word: verdict.word(), class }
    }
}
