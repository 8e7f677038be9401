//! Scenarios: YAML files that say what the fakes do, what the harness does as a client, and what must be true.
//!
//! This crate knows institutions only through the contract (`poligon_institution`): their operations, actions, faults, knobs,
//! views and journals. The files lie beside it in `scenarios/<institution>/`.

pub mod engine;
pub mod export;
mod judge;
pub mod language;
pub mod lint;
pub mod live;
pub mod loaded;
pub mod report;
pub mod run;
pub mod shipped;
pub mod source;
mod suggest;
mod values;
pub mod vocabulary;
mod yaml;

pub use engine::Engine;
pub use language::Scenario;
pub use lint::{Known, lint};
pub use live::Live;
pub use loaded::{Folder, Loaded};
pub use run::{Done, Ground, Purpose};
pub use source::{Mistake, Place};
pub use yaml::{Located, Table};
