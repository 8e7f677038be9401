//! What every scenario starts from: institutions, keys, clock, people.

use std::fmt;
use std::sync::Arc;

use poligon_certs::Vault;
use poligon_institution::{Foundation, House, Registry};
use poligon_world::{Clock, Settings};
use time::OffsetDateTime;
use time::macros::datetime;

use crate::language::ClockRun;
use crate::lint::{Known, cast};
use crate::values::as_text;
use crate::{Loaded, Mistake};

/// The seed of a scenario that names none: one for all, since the first RSA keys of a seed take seconds.
pub const DEFAULT_SEED: u64 = 7;

/// When a replay begins that says nothing else.
const BEGIN: OffsetDateTime = datetime!(2026-03-02 09:00 +1);

/// Makes a vault for a seed.
type MakeVault = dyn Fn(u64) -> Arc<Vault> + Send + Sync;

/// What all scenarios of a run share.
#[derive(Clone)]
pub struct Ground {
    /// The institutions, and the checks of the edge.
    pub known: Known,
    /// Makes a vault for a seed.
    pub vault: Arc<MakeVault>,
}

/// What a scenario is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The harness plays against a system that is not ours.
    Against,
    /// An outside client is judged.
    Exam,
    /// The harness plays against its own fakes.
    Replay,
}

impl Ground {
    /// A house in which the scenario is set up, its sandbox `default` waiting.
    pub(crate) fn house(&self, loaded: &Loaded, purpose: Purpose) -> Result<House, Mistake> {
        let seed = seed(loaded);
        let settings = settings(loaded, &self.known.registry)?;
        let mut foundation = Foundation::new(seed, clock(loaded, purpose), settings, (self.vault)(seed));
        foundation.cast = Arc::new(cast(loaded)?);
        Ok(House::new(self.known.registry.clone(), foundation))
    }
}

/// The seed of a scenario's sandbox.
pub fn seed(loaded: &Loaded) -> u64 {
    loaded.scenario.sandbox.seed.unwrap_or(DEFAULT_SEED)
}

/// The clock that a scenario's sandbox starts with. An outside client lives by the wall clock, so its sandbox does too unless the
/// file says otherwise.
pub fn clock(loaded: &Loaded, purpose: Purpose) -> Clock {
    let start = loaded.scenario.sandbox.clock.as_ref();
    let at = start.and_then(|start| start.at.as_ref()).map(|at| at.value.0);
    match (start.map(|start| start.run), at, purpose) {
        (_, _, Purpose::Against) => Clock::running(),
        (Some(ClockRun::Frozen), at, _) => Clock::frozen(at.unwrap_or(BEGIN)),
        (None, at, Purpose::Replay) => Clock::frozen(at.unwrap_or(BEGIN)),
        (Some(ClockRun::Running) | None, Some(at), _) => Clock::running_from(at),
        (Some(ClockRun::Running), None, Purpose::Replay) => Clock::running_from(BEGIN),
        (Some(ClockRun::Running) | None, None, _) => Clock::running(),
    }
}

/// Strictness and knobs of a scenario's sandbox.
///
/// # Errors
/// With place and remedy.
pub fn settings(loaded: &Loaded, registry: &Registry) -> Result<Settings, Mistake> {
    let setting = &loaded.scenario.sandbox;
    let settings = Settings::new(setting.strictness.unwrap_or_default());
    for (name, value) in &setting.knobs {
        let knob = registry
            .knob(name)
            .ok_or_else(|| loaded.mistake(name.place, format!("there is no knob „{}”", name.value)))?;
        knob.turn(&settings, &as_text(value)).map_err(|what| loaded.mistake(value.place, what))?;
    }
    Ok(settings)
}

impl fmt::Debug for Ground {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ground").field("known", &self.known).finish_non_exhaustive()
    }
}
