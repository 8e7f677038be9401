//! Playing steps.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use poligon_institution::{Arguments, House, Line, Memory, Played, Registry, Room, Stage};
use serde_json::Value;

use super::Ground;
use super::harness::{self, Reached};
use super::inside::Inside;
use crate::engine::Engine;
use crate::language::{Seen, Step};
use crate::report::{Judged, JudgedKind, Verdict};
use crate::values::{Found, Scope, misses, seen};
use crate::vocabulary::harness_action;
use crate::{Loaded, Located};

/// The harness as a client.
pub(super) struct Player<'a> {
    loaded: &'a Loaded,
    ground: &'a Ground,
    house: &'a House,
    room: Arc<Room>,
    engine: Arc<Engine>,
    wire: Wire<'a>,
    memory: Memory,
    saved: BTreeMap<String, Value>,
}

/// Where to.
enum Wire<'a> {
    Inside(Inside),
    Outside(&'a mut dyn Line),
}

/// How one turn of a step ended.
struct Turn {
    verdict: Verdict,
    reasons: Vec<String>,
}

impl<'a> Player<'a> {
    /// A client of a room's own, the script let in.
    pub(super) fn inside(
        loaded: &'a Loaded,
        ground: &'a Ground,
        house: &'a House,
        room: Arc<Room>,
    ) -> Result<Self, String> {
        let mut player = Self::new(loaded, ground, house, Arc::clone(&room), Wire::Inside(Inside { room }));
        player.direct()?;
        Ok(player)
    }

    /// A client of a system that is not ours.
    pub(super) fn outside(
        loaded: &'a Loaded,
        ground: &'a Ground,
        house: &'a House,
        room: Arc<Room>,
        line: &'a mut dyn Line,
    ) -> Self {
        Self::new(loaded, ground, house, room, Wire::Outside(line))
    }

    fn new(
        loaded: &'a Loaded,
        ground: &'a Ground,
        house: &'a House,
        room: Arc<Room>,
        wire: Wire<'a>,
    ) -> Self {
        let engine = Arc::new(Engine::new(loaded, &ground.known.registry, &room.sandbox));
        Self { loaded, ground, house, room, engine, wire, memory: Memory::default(), saved: BTreeMap::new() }
    }

    pub(super) fn room(&self) -> Arc<Room> {
        Arc::clone(&self.room)
    }

    pub(super) fn engine(&self) -> Arc<Engine> {
        Arc::clone(&self.engine)
    }

    pub(super) fn saved(&self) -> &BTreeMap<String, Value> {
        &self.saved
    }

    /// Plays all steps; after one that did not pass, the others are not exercised.
    pub(super) fn play(&mut self) -> Vec<Judged> {
        let mut lines = Vec::new();
        let mut stopped = None;
        for step in &self.loaded.scenario.steps {
            let judged = match stopped {
                Some(line) => not_played(step, line),
                None => self.step(step),
            };
            if stopped.is_none() && judged.verdict != Verdict::Pass {
                stopped = Some(step.place.line);
            }
            lines.push(judged);
        }
        lines
    }

    fn step(&mut self, step: &Located<Step>) -> Judged {
        let turns = match (&step.repeat, &step.each) {
            (_, Some(each)) => each.value.iter().cloned().map(Some).collect(),
            (Some(repeat), None) => vec![None; usize::try_from(repeat.value).unwrap_or(1).max(1)],
            (None, None) => vec![None],
        };
        let several = turns.len() > 1;
        let mut judged = blank(step, Verdict::Pass, Vec::new());
        let before = self.room.journal.tally().recorded;
        for (index, each) in turns.iter().enumerate() {
            let number = index as u64 + 1;
            let turn = self.turn(step, number, each.as_ref());
            judged.verdict = judged.verdict.and(turn.verdict);
            let named = |reason: String| if several { format!("turn {number}: {reason}") } else { reason };
            judged.reasons.extend(turn.reasons.into_iter().map(named));
            if judged.verdict != Verdict::Pass {
                break;
            }
        }
        let after = self.room.journal.tally().recorded;
        judged.exchanges = (before + 1..=after).collect();
        judged
    }

    fn turn(&mut self, step: &Step, number: u64, each: Option<&Value>) -> Turn {
        let filled = self.filled(step, number, each);
        let played = match filled.and_then(|arguments| self.act(&step.action, &arguments)) {
            Ok(played) => played,
            Err(why) => return Turn { verdict: Verdict::Inconclusive, reasons: vec![why] },
        };
        // Saved first: what the answer must be may speak of what it gave.
        let mut reasons = self.save(step, &played);
        let scope = self.scope(number, each);
        let parts: BTreeSet<&str> = step
            .expect
            .iter()
            .map(|(part, _)| match part.value {
                Seen::Connection => "connection",
                Seen::Status => "status",
                _ => "",
            })
            .collect();
        if !parts.contains("status") && !parts.contains("connection") {
            reasons.extend(unexpected(&played));
        }
        for (part, matcher) in &step.expect {
            let found = match (&part.value, &played.answer) {
                (Seen::Connection, Ok(_)) => Found::Nothing,
                _ => seen(part, &played),
            };
            reasons.extend(misses(&part.value.to_string(), matcher, &found, &scope));
        }
        let verdict = if reasons.is_empty() { Verdict::Pass } else { Verdict::Fail };
        Turn { verdict, reasons }
    }

    fn scope<'s>(&'s self, number: u64, each: Option<&'s Value>) -> Scope<'s> {
        Scope { saved: Some(&self.saved), turn: Some(number), each, ..Scope::of(&self.room.sandbox) }
    }

    fn filled(&self, step: &Step, number: u64, each: Option<&Value>) -> Result<Arguments, String> {
        let scope = self.scope(number, each);
        let filled = step.with.iter().map(|(name, value)| Ok((name.value.clone(), scope.fill(value)?)));
        filled.collect::<Result<_, String>>().map(Arguments)
    }

    fn act(&mut self, action: &str, arguments: &Arguments) -> Result<Played, String> {
        if let Some(own) = harness_action(action) {
            return self.harness(own.kind, arguments);
        }
        let registry: Registry = self.ground.known.registry.clone();
        let Some((_, known)) = registry.actions().find(|(_, known)| known.name == action) else {
            return Err(format!("there is no action „{action}”"));
        };
        let room = Arc::clone(&self.room);
        let folder = &self.loaded.folder;
        let line: &mut dyn Line = match &mut self.wire {
            Wire::Inside(inside) => inside,
            Wire::Outside(line) => *line,
        };
        let mut stage = Stage {
            sandbox: &room.sandbox,
            line,
            memory: &mut self.memory,
            files: &|name| folder.read(name),
        };
        (known.play)(&mut stage, arguments)
    }

    fn harness(
        &mut self,
        kind: crate::vocabulary::HarnessKind,
        arguments: &Arguments,
    ) -> Result<Played, String> {
        let registry = self.ground.known.registry.clone();
        let folder = self.loaded.folder.clone();
        let (line, ours): (&mut dyn Line, bool) = match &mut self.wire {
            Wire::Inside(inside) => (inside, true),
            Wire::Outside(line) => (*line, false),
        };
        let mut hand = harness::Hand { registry: &registry, folder: &folder, room: &self.room, line, ours };
        match hand.act(kind, arguments)? {
            Reached::Played(played) => Ok(played),
            Reached::Reset => {
                let room = self.house.reset(&self.room.sandbox.name).map_err(|why| why.to_string())?;
                self.room = Arc::clone(&room);
                self.wire = Wire::Inside(Inside { room });
                self.direct()?;
                Ok(harness::done())
            }
        }
    }

    /// Lets the script in.
    fn direct(&mut self) -> Result<(), String> {
        if self.loaded.scenario.script.is_empty() {
            return Ok(());
        }
        self.room.direct(Some(Arc::clone(&self.engine) as _)).map_err(|why| why.to_string())
    }

    fn save(&mut self, step: &Step, played: &Played) -> Vec<String> {
        let mut reasons = Vec::new();
        for (name, part) in &step.save {
            match seen(part, played).into_value() {
                Some(value) => {
                    self.saved.insert(name.value.clone(), value);
                }
                None => reasons.push(format!(
                    "{}: there is nothing to save as „{}”{}",
                    part.value,
                    name.value,
                    answered(played)
                )),
            }
        }
        reasons
    }
}

/// Of a step that says nothing about status and connection: an answer below 400 is expected.
fn unexpected(played: &Played) -> Option<String> {
    match &played.answer {
        Ok(response) if response.status.as_u16() < 400 => None,
        Ok(response) => {
            let body = Found::Bytes(response.body.clone()).words();
            Some(format!("status: expected one below 400, got {} with {body}", response.status.as_u16()))
        }
        Err(broken) => Some(format!("connection: expected an answer, but {}", broken.sentence)),
    }
}

fn answered(played: &Played) -> String {
    match &played.answer {
        Ok(response) => format!(" in the answer {}", response.status.as_u16()),
        Err(broken) => format!(", since {}", broken.sentence),
    }
}

fn blank(step: &Located<Step>, verdict: Verdict, reasons: Vec<String>) -> Judged {
    Judged {
        kind: JudgedKind::Step,
        line: step.place.line,
        what: step.action.value.clone(),
        verdict,
        reasons,
        exchanges: Vec::new(),
    }
}

fn not_played(step: &Located<Step>, line: u64) -> Judged {
    blank(
        step,
        Verdict::NotExercised,
        vec![format!("the step in line {line} did not pass, so this one was not played")],
    )
}
