//! A rule at work: which requests fit, and whose turn it is.

use std::sync::{Mutex, MutexGuard, PoisonError};

use poligon_institution::Cue;
use poligon_world::Entropy;

use super::Acted;
use crate::Located;
use crate::language::{Nth, Rule};
use crate::values::{Scope, asked_now, misses};

/// A rule with its counters.
#[derive(Debug)]
pub(super) struct LiveRule {
    pub(super) rule: Rule,
    pub(super) line: u64,
    /// Draws delays.
    pub(super) delays: Entropy,
    /// Draws whose turn it is.
    turns: Entropy,
    counters: Mutex<Counters>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Counters {
    fitted: u64,
    acted: u64,
}

impl LiveRule {
    pub(super) fn new(rule: Located<Rule>, entropy: Entropy) -> Self {
        Self {
            rule: rule.value,
            line: rule.place.line,
            delays: entropy.fork("delay"),
            turns: entropy.fork("turn"),
            counters: Mutex::default(),
        }
    }

    /// Counts a request if it fits; gives whether it is this rule's turn.
    pub(super) fn takes(&self, cue: &Cue<'_>) -> bool {
        let unnamed = || format!("{}.-", cue.institution);
        let fits_name = match cue.operation {
            Some(operation) => self.rule.on.fits(operation.name),
            None => self.rule.on.fits(&unnamed()),
        };
        fits_name && self.fits_parts(cue) && self.is_turn()
    }

    /// The same for a handshake.
    pub(super) fn takes_handshake(&self, institution: &str) -> bool {
        self.rule.on.fits(&format!("{institution}.-")) && self.is_turn()
    }

    pub(super) fn note_act(&self) {
        self.counters().acted += 1;
    }

    pub(super) fn tally(&self) -> Acted {
        let Counters { fitted, acted } = *self.counters();
        Acted { line: self.line, on: self.rule.on.to_string(), fitted, acted }
    }

    fn fits_parts(&self, cue: &Cue<'_>) -> bool {
        let scope = Scope::of(cue.sandbox);
        self.rule
            .when
            .iter()
            .all(|(part, matcher)| misses("", matcher, &asked_now(part, cue.request), &scope).is_empty())
    }

    fn is_turn(&self) -> bool {
        let mut counters = self.counters();
        counters.fitted += 1;
        let turn = counters.fitted;
        match self.rule.nth.as_ref().map(|nth| nth.value) {
            None => true,
            // Drawn under the lock, so that the draws stand in the order of the requests.
            Some(Nth::Chance { percent }) => self.turns.below(100) < percent,
            Some(Nth::Every(every)) => turn.is_multiple_of(every),
            Some(Nth::From(from)) => turn >= from,
            Some(Nth::Within(first, last)) => (first..=last).contains(&turn),
        }
    }

    fn counters(&self) -> MutexGuard<'_, Counters> {
        self.counters.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
