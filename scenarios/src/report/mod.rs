//! What a run of scenarios found out: the model, and the forms in which it is written. A form is a pure function of the model.
//! Only [`json`] keeps every character; the others show control characters, directions of writing and whatever XML forbids as
//! visible signs, because a message under test may hold anything.

mod html;
mod json;
mod junit;
mod markdown;
pub mod model;
mod terminal;
mod text;

pub use html::html;
pub use json::json;
pub use junit::junit;
pub use markdown::{MOST_CHARACTERS, markdown};
pub use model::{
    CheckCoverage, ExchangeReport, Judged, JudgedKind, MessageReport, Mode, OperationCoverage, Report,
    ScenarioReport, Verdict,
};
pub use terminal::{Look, terminal};
