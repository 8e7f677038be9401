//! Scenarios for the command line: finding them, the ground they stand on, running many at once.

mod crowd;
mod line;
mod shelf;

use std::sync::Arc;

use poligon_certs::Vault;
use poligon_scenarios::{Ground, Known};

use crate::institutions;

pub use crowd::{replay, steps_only};
pub use line::NetworkLine;
pub use shelf::{Wanted, load};

/// All institutions that are built, and the checks of the edge.
pub fn known() -> Known {
    let checks = poligon_gateway::checks::ALL.iter().chain(poligon_institution::store::checks::ALL).copied();
    Known { registry: institutions::registry(&institutions::all_built()), checks: checks.collect() }
}

/// The ground for scenarios. Keys of a seed are kept in the user's cache, since RSA keys take seconds.
pub fn ground() -> Ground {
    Ground { known: known(), vault: Arc::new(|seed| Arc::new(Vault::in_memory(Some(seed)))) }
}
