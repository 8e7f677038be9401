//! The engine: the script of a scenario as a [`Director`]. It counts the requests that fit each rule, and acts on the first
//! rule whose turn it is.

mod act;
mod fault;
mod rule;

use std::sync::{Mutex, PoisonError};

use poligon_institution::director::SCRIPTED;
use poligon_institution::{Answer, Cue, Directed, Director, Evidence, Finding, Registry, TlsFault};
use poligon_world::{Entropy, Sandbox};
use serde::Serialize;

use crate::Loaded;
use crate::language::Deed;
use crate::vocabulary::{Generic, generic};

use rule::LiveRule;

/// The script of one scenario, in one sandbox.
#[derive(Debug)]
pub struct Engine {
    rules: Vec<LiveRule>,
    registry: Registry,
    loaded: Loaded,
    troubles: Mutex<Vec<String>>,
}

/// What became of a rule so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Acted {
    /// Its line in the file.
    pub line: u64,
    /// The operations that it is about, as written.
    pub on: String,
    /// How many requests fitted it.
    pub fitted: u64,
    /// How often it acted.
    pub acted: u64,
}

/// More troubles are not kept: one tells enough.
const MOST_TROUBLES: usize = 16;

impl Engine {
    /// The script of this scenario; chances are drawn by the sandbox's seed.
    pub fn new(loaded: &Loaded, registry: &Registry, sandbox: &Sandbox) -> Self {
        let entropy = Entropy::new(sandbox.seed, "scenario").fork(loaded.scenario.name());
        let rules = loaded.scenario.script.iter().enumerate();
        Self {
            rules: rules
                .map(|(index, rule)| LiveRule::new(rule.clone(), entropy.fork(&index.to_string())))
                .collect(),
            registry: registry.clone(),
            loaded: loaded.clone(),
            troubles: Mutex::default(),
        }
    }

    /// What became of each rule so far, in order.
    pub fn acted(&self) -> Vec<Acted> {
        self.rules.iter().map(LiveRule::tally).collect()
    }

    /// What a rule should have done and could not, a sentence each.
    pub fn troubles(&self) -> Vec<String> {
        self.troubles.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn trouble(&self, sentence: String) {
        let mut troubles = self.troubles.lock().unwrap_or_else(PoisonError::into_inner);
        if troubles.len() < MOST_TROUBLES && !troubles.contains(&sentence) {
            troubles.push(sentence);
        }
    }

    /// The rule that acts on a request. All rules count it.
    fn chosen(&self, cue: &Cue<'_>) -> Option<&LiveRule> {
        let mut chosen = None;
        for rule in self.rules.iter().filter(|rule| rule.tls().is_none()) {
            if rule.takes(cue) && chosen.is_none() {
                chosen = Some(rule);
            }
        }
        chosen
    }
}

impl Director for Engine {
    fn direct(&self, cue: &Cue<'_>, ask: &mut dyn FnMut() -> Answer) -> Directed {
        let Some(rule) = self.chosen(cue) else { return ask().into() };
        rule.note_act();
        let Deed::Deeds(deeds) = &rule.rule.deed.value else { return ask().into() };
        let mut act = act::Act { engine: self, rule, cue };
        act.perform(deeds, ask)
    }

    fn handshake(&self, institution: &'static str, _server_name: Option<&str>) -> Option<TlsFault> {
        let mut chosen = None;
        for rule in &self.rules {
            let Some(fault) = rule.tls() else { continue };
            if rule.takes_handshake(institution) && chosen.is_none() {
                rule.note_act();
                chosen = Some(fault);
            }
        }
        chosen
    }
}

impl LiveRule {
    /// What it does to handshakes.
    fn tls(&self) -> Option<TlsFault> {
        let Deed::Deeds(deeds) = &self.rule.deed.value else { return None };
        match generic(&deeds.fault.as_ref()?.value.name)?.acts {
            Generic::Tls(fault) => Some(fault),
            _ => None,
        }
    }
}

/// The finding that says that a scenario spoke.
fn scripted(file: &str, line: u64, did: &str) -> Finding {
    Finding::warn(&SCRIPTED, vec![Evidence::text(format!("{file}:{line}: {did}"))])
}
