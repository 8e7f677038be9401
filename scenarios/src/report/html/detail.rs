//! One scenario in full: what was judged, the drawing, and each exchange that has something to tell.

use poligon_institution::{Outcome, explain};

use super::diagram::Diagram;
use super::dump::Dump;
use super::{Mark, Room};
use crate::report::text::{count, exchange_line, kind, telling, why};
use crate::report::{ExchangeReport, Judged, MessageReport, ScenarioReport, Verdict};

/// Reasons of one line, exchanges that one line names, and exchanges in full.
const MOST_REASONS: usize = 20;
const MOST_NAMED: usize = 30;
/// Exchanges of the first scenario that are open when the page opens.
const MOST_OPEN: usize = 2;
/// Characters of an explanation and of a message.
const MOST_EXPLANATION: usize = 16_000;
const MOST_MESSAGE: usize = 64 * 1024;

pub(super) struct Detail {
    pub(super) anchor: String,
    pub(super) mark: Mark,
    pub(super) name: String,
    pub(super) title: String,
    pub(super) about: String,
    pub(super) file: String,
    pub(super) seed: u64,
    pub(super) tags: String,
    pub(super) cites: Vec<String>,
    pub(super) reason: String,
    /// Its reason, or that of its first line, for the folded scenario; empty for a passed one.
    pub(super) why: String,
    pub(super) open: bool,
    pub(super) lines: Vec<Line>,
    pub(super) unjudged: usize,
    pub(super) diagram: Option<Diagram>,
    pub(super) exchanges: Vec<Shown>,
    pub(super) unshown: usize,
}

/// A step or an expectation.
pub(super) struct Line {
    pub(super) mark: Mark,
    pub(super) number: u64,
    pub(super) kind: &'static str,
    pub(super) what: String,
    pub(super) reasons: Vec<String>,
    pub(super) more: usize,
    /// Number and anchor; no anchor when the exchange is not shown.
    pub(super) exchanges: Vec<(u64, Option<String>)>,
}

/// An exchange in full.
pub(super) struct Shown {
    pub(super) anchor: String,
    pub(super) line: String,
    pub(super) about: String,
    pub(super) bad: bool,
    pub(super) open: bool,
    pub(super) findings: Vec<Explained>,
    pub(super) messages: Vec<Message>,
}

/// A finding as `poligon journal` explains it, and the bytes that it rests on.
pub(super) struct Explained {
    pub(super) text: String,
    pub(super) class: &'static str,
    pub(super) dumps: Vec<Dump>,
}

pub(super) struct Message {
    pub(super) title: &'static str,
    pub(super) headers: String,
    pub(super) body: String,
    pub(super) left_out: u64,
}

impl Detail {
    pub(super) fn of(scenario: &ScenarioReport, anchor: &str, first: bool, room: &mut Room) -> Self {
        let troubled = rests_on_trouble(scenario);
        // The heading was reckoned with when this room was taken.
        room.afford(4_000);
        let mut lines: Vec<Line> = scenario.lines.iter().map_while(|judged| Line::of(judged, room)).collect();
        let mut exchanges: Vec<Shown> = Vec::new();
        let worth: Vec<&ExchangeReport> = scenario.exchanges.iter().filter(|one| tells(one)).collect();
        let title = room.say(&scenario.title, 300);
        let (about, name) = (room.say(&scenario.about, 4_000), room.say(&scenario.name, 200));
        let (file, tags) = (room.say(&scenario.file, 300), room.say(&scenario.tags.join(", "), 300));
        let cites = scenario.cites.iter().take(20).map(|cite| room.say(cite, 300)).collect();
        let reason = room.say(scenario.reason.as_deref().unwrap_or_default(), 2_000);
        let why =
            if scenario.verdict == Verdict::Pass { String::new() } else { room.say(&why(scenario), 300) };
        let diagram = Diagram::of(scenario, anchor, &troubled, room);
        // Those that a troubled line rests on come first into the room, and stand in the journal's order.
        let mut order = worth.clone();
        order.sort_by_key(|one| (!troubled.contains(&one.number), one.number));
        for exchange in order {
            let open = first && troubled.contains(&exchange.number) && exchanges.len() < MOST_OPEN;
            exchanges.extend(Shown::of(exchange, anchor, open, room));
        }
        exchanges
            .sort_by_key(|shown| worth.iter().position(|one| shown.anchor == anchor_of(anchor, one.number)));
        let unshown = worth.len() - exchanges.len();
        let known = |number: u64| {
            let wanted = anchor_of(anchor, number);
            exchanges.iter().any(|shown| shown.anchor == wanted).then_some(wanted)
        };
        for (line, judged) in lines.iter_mut().zip(&scenario.lines) {
            line.exchanges =
                judged.exchanges.iter().take(MOST_NAMED).map(|number| (*number, known(*number))).collect();
        }
        Self {
            anchor: anchor.to_owned(),
            mark: Mark::of(scenario.verdict),
            name,
            title,
            about,
            file,
            seed: scenario.seed,
            tags,
            cites,
            reason,
            why,
            open: scenario.verdict == Verdict::Fail || first && scenario.verdict != Verdict::Pass,
            unjudged: scenario.lines.len() - lines.len(),
            lines,
            diagram: diagram.map(|diagram| diagram.linked(known)),
            exchanges,
            unshown,
        }
    }
}

impl Line {
    fn of(judged: &Judged, room: &mut Room) -> Option<Self> {
        let named = judged.exchanges.len().min(MOST_NAMED);
        room.afford(400 + 60 * named).then(|| Self {
            mark: Mark::of(judged.verdict),
            number: judged.line,
            kind: kind(judged.kind),
            what: room.say(&judged.what, 300),
            reasons: judged.reasons.iter().take(MOST_REASONS).map(|reason| room.say(reason, 2_000)).collect(),
            more: judged.reasons.len().saturating_sub(MOST_REASONS),
            exchanges: Vec::new(),
        })
    }
}

impl Shown {
    fn of(exchange: &ExchangeReport, scenario: &str, open: bool, room: &mut Room) -> Option<Self> {
        if !room.afford(1_500) {
            return None;
        }
        let telling = telling(exchange);
        let bad = telling.iter().any(|finding| finding.failed());
        let mut about: Vec<String> = exchange.operation.iter().map(|name| room.say(name, 120)).collect();
        about.push(room.say(&exchange.at, 40));
        if exchange.scripted {
            about.push("the script made or changed the answer".to_owned());
        }
        let failed = telling.iter().filter(|finding| finding.failed()).count();
        if failed > 0 {
            about.push(format!("{} failed", count(failed, "check")));
        }
        let findings = telling.iter().take(MOST_REASONS).map(|finding| Explained {
            class: if finding.outcome == Outcome::Fail { "fail" } else { "open" },
            text: room.say(&explain::finding(finding), MOST_EXPLANATION),
            dumps: finding.evidence.iter().filter_map(|evidence| Dump::of(evidence, room)).collect(),
        });
        let findings = findings.collect();
        let messages = [("Request", &exchange.request), ("Response", &exchange.response)];
        Some(Self {
            anchor: anchor_of(scenario, exchange.number),
            line: room.say(&exchange_line(exchange), 260),
            about: about.join(" · "),
            bad,
            open,
            findings,
            messages: messages
                .into_iter()
                .filter_map(|(title, message)| Some(Message::of(title, message.as_ref()?, room)))
                .collect(),
        })
    }
}

impl Message {
    fn of(title: &'static str, message: &MessageReport, room: &mut Room) -> Self {
        let headers: String =
            message.headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
        let headers = room.say(headers.trim_end(), 16_000);
        let body = room.say(&message.body, MOST_MESSAGE);
        Self { title, headers, body, left_out: message.left_out }
    }
}

/// The exchanges that lines which did not pass rest on.
fn rests_on_trouble(scenario: &ScenarioReport) -> Vec<u64> {
    let lines = scenario.lines.iter().filter(|line| line.verdict != Verdict::Pass);
    lines.flat_map(|line| line.exchanges.iter().copied()).collect()
}

/// Whether an exchange has more to tell than the drawing.
fn tells(exchange: &ExchangeReport) -> bool {
    exchange.request.is_some() || exchange.response.is_some() || !telling(exchange).is_empty()
}

fn anchor_of(scenario: &str, number: u64) -> String {
    format!("{scenario}-{number}")
}
