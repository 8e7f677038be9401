//! A scenario in a running Poligon: it directs every sandbox, and is read again when its file changes.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};
use std::time::SystemTime;

use poligon_institution::{Directing, Director};
use poligon_world::Sandbox;
use serde::Serialize;

use crate::engine::Acted;
use crate::lint::{Known, lint};
use crate::{Engine, Loaded, Mistake};

/// A scenario that directs every sandbox of a running Poligon.
pub struct Live {
    path: Option<PathBuf>,
    known: Known,
    state: RwLock<State>,
}

struct State {
    loaded: Loaded,
    engines: BTreeMap<String, Arc<Engine>>,
    read: u64,
    mistakes: Vec<Mistake>,
    stamp: Option<Stamp>,
}

/// What tells that a file changed.
type Stamp = (SystemTime, u64);

/// How a live scenario stands.
#[derive(Clone, Debug, Serialize)]
pub struct Standing {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Its file.
    pub file: String,
    /// How often its file was read and found in order.
    pub read: u64,
    /// What is wrong with the file as it is now; the rules are those of before then. Empty when nothing is.
    pub mistakes: Vec<String>,
    /// What became of each rule, by sandbox.
    pub rules: BTreeMap<String, Vec<Acted>>,
    /// What rules should have done and could not.
    pub troubles: Vec<String>,
}

impl Live {
    /// This scenario; it is read again from `path`, when there is one.
    pub fn new(loaded: Loaded, path: Option<PathBuf>, known: Known) -> Self {
        let stamp = path.as_deref().and_then(stamp);
        let state = State { loaded, engines: BTreeMap::new(), read: 1, mistakes: Vec::new(), stamp };
        Self { path, known, state: RwLock::new(state) }
    }

    /// How it stands.
    pub fn standing(&self) -> Standing {
        let state = self.state();
        Standing {
            name: state.loaded.scenario.name().to_owned(),
            title: state.loaded.scenario.title.value.clone(),
            file: state.loaded.file.clone(),
            read: state.read,
            mistakes: state.mistakes.iter().map(ToString::to_string).collect(),
            rules: state.engines.iter().map(|(sandbox, engine)| (sandbox.clone(), engine.acted())).collect(),
            troubles: state.engines.values().flat_map(|engine| engine.troubles()).collect(),
        }
    }

    /// The scenario as it was read last, and its script in this sandbox.
    pub fn in_sandbox(&self, sandbox: &str) -> (Loaded, Option<Arc<Engine>>) {
        let state = self.state();
        (state.loaded.clone(), state.engines.get(sandbox).cloned())
    }

    /// Reads the file again if it changed; `None` when it did not. The caller then lets it direct anew.
    ///
    /// # Errors
    /// With all mistakes; what was there before stays.
    pub fn reload(&self) -> Option<Result<(), Vec<Mistake>>> {
        let path = self.path.as_deref()?;
        let now = stamp(path);
        if now == self.state().stamp {
            return None;
        }
        let read = Loaded::read(path).map_err(|mistake| vec![mistake]).and_then(|loaded| {
            let mistakes = lint(std::slice::from_ref(&loaded), &self.known);
            if mistakes.is_empty() { Ok(loaded) } else { Err(mistakes) }
        });
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        state.stamp = now;
        match read {
            Ok(loaded) => {
                state.loaded = loaded;
                state.engines.clear();
                state.mistakes.clear();
                state.read += 1;
                Some(Ok(()))
            }
            Err(mistakes) => {
                state.mistakes.clone_from(&mistakes);
                Some(Err(mistakes))
            }
        }
    }

    fn state(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Directing for Live {
    fn director(&self, sandbox: &Sandbox) -> Option<Arc<dyn Director>> {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let engine = Arc::new(Engine::new(&state.loaded, &self.known.registry, sandbox));
        state.engines.insert(sandbox.name.to_string(), Arc::clone(&engine));
        Some(engine)
    }
}

fn stamp(path: &Path) -> Option<Stamp> {
    let about = std::fs::metadata(path).ok()?;
    Some((about.modified().ok()?, about.len()))
}

impl fmt::Debug for Live {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Live").field("path", &self.path).finish_non_exhaustive()
    }
}
