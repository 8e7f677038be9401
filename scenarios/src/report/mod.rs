//! What a run of scenarios found out: the model, and the forms in which it is written.

pub mod model;

pub use model::{
    CheckCoverage, ExchangeReport, Judged, JudgedKind, MessageReport, Mode, OperationCoverage, Report,
    ScenarioReport, Verdict,
};
