//! Scenarios: YAML files that say what the fakes do, what the harness does as a client, and what must be true.
//!
//! This crate knows institutions only through the contract (`poligon_institution`): their operations, actions, faults, knobs,
//! views and journals. The files lie beside it in `scenarios/<institution>/`.

pub mod language;
pub mod report;
pub mod source;
mod suggest;
mod yaml;

pub use language::Scenario;
pub use source::{Mistake, Place};
pub use yaml::{Located, Table};
