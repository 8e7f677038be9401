//! What the types cannot say: names that nobody has, references that lead nowhere, absurd numbers, missing files.

mod arguments;
mod expectations;
mod names;
mod references;
mod script;
mod setting;
mod steps;

use poligon_institution::director::SCRIPTED;
use poligon_institution::{Check, Registry};
use poligon_world::{Cast, World};

use crate::{Loaded, Mistake, Place};

pub use setting::cast;

/// What there is to be named: institutions, and the checks of the edge.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The institutions.
    pub registry: Registry,
    /// Checks that belong to no institution.
    pub checks: Vec<&'static Check>,
}

/// All mistakes of these scenarios, in the order of files and places.
pub fn lint(scenarios: &[Loaded], known: &Known) -> Vec<Mistake> {
    let mut mistakes: Vec<Mistake> =
        scenarios.iter().flat_map(|one| Linter::new(one, known).lint()).collect();
    mistakes.extend(names::doubled(scenarios));
    mistakes
}

/// At work on one scenario.
struct Linter<'a> {
    loaded: &'a Loaded,
    known: &'a Known,
    world: World,
    mistakes: Vec<Mistake>,
}

impl<'a> Linter<'a> {
    fn new(loaded: &'a Loaded, known: &'a Known) -> Self {
        Self { loaded, known, world: World::default(), mistakes: Vec::new() }
    }

    fn lint(mut self) -> Vec<Mistake> {
        names::path(&mut self);
        match setting::cast(self.loaded) {
            // The seed does not matter here: names are looked up, not numbers.
            Ok(cast) => self.world = World::new(&cast, 0),
            Err(mistake) => {
                self.mistakes.push(mistake);
                self.world = World::new(&Cast::built_in().unwrap_or_default(), 0);
            }
        }
        setting::knobs(&mut self);
        steps::steps(&mut self);
        script::script(&mut self);
        expectations::expectations(&mut self);
        self.mistakes.sort_by_key(|mistake| mistake.place);
        self.mistakes.dedup();
        self.mistakes
    }

    fn says(&mut self, place: Place, what: impl Into<String>) {
        self.mistakes.push(self.loaded.mistake(place, what));
    }

    /// Says what is wrong, if something is.
    fn judge(&mut self, place: Place, judged: Result<(), String>) {
        if let Err(what) = judged {
            self.says(place, what);
        }
    }

    /// The ids of all checks.
    fn checks(&self) -> Vec<&'static str> {
        let own = self.known.registry.checks().map(|(_, check)| check.id);
        let mut ids: Vec<&str> = own.chain(self.known.checks.iter().map(|check| check.id)).collect();
        ids.push(SCRIPTED.id);
        ids
    }
}
