//! Scenarios for the command line: finding them, the ground they stand on, running many at once.

mod crowd;
mod line;
mod shelf;

use std::sync::Arc;

use poligon_certs::Vault;
use poligon_scenarios::lint::cast;
use poligon_scenarios::{Ground, Known, Loaded, Purpose, run};

use crate::{Config, Trouble, institutions};

pub use crowd::{replay, steps_only};
pub use line::NetworkLine;
pub use shelf::{Wanted, load};

/// A configuration in which a scenario is set up for an outside client. Knobs that are turned there already stay so.
///
/// # Errors
/// When the world that the scenario adds cannot be.
pub fn set_up(loaded: &Loaded, config: Config) -> Result<Config, Trouble> {
    let setting = &loaded.scenario.sandbox;
    let knobs = setting.knobs.iter().map(|(name, value)| {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        (name.value.clone(), value)
    });
    let cast = cast(loaded).map_err(|why| Trouble::bad(why.to_string()))?;
    Ok(Config {
        clock: run::clock(loaded, Purpose::Exam),
        strictness: setting.strictness.unwrap_or_default(),
        knobs: knobs.chain(config.knobs).collect(),
        cast: Some(Arc::new(cast)),
        ..config
    })
}

/// All institutions that are built, and the checks of the edge.
pub fn known() -> Known {
    let checks = poligon_gateway::checks::ALL.iter().chain(poligon_institution::store::checks::ALL).copied();
    Known { registry: institutions::registry(&institutions::all_built()), checks: checks.collect() }
}

/// The ground for scenarios. Keys of a seed are kept in the user's cache, since RSA keys take seconds.
pub fn ground() -> Ground {
    Ground { known: known(), vault: Arc::new(|seed| Arc::new(Vault::in_memory(Some(seed)))) }
}
