//! The language: the types that a scenario file is read into. The words are those of `shared/design/scenarios.md`.

pub mod bounds;
mod expectation;
mod glob;
pub(crate) mod matcher;
mod nth;
mod path;
mod reference;
mod scenario;
mod schema;
mod script;
mod setting;
mod span;
mod step;
mod subject;
mod text;

pub use expectation::{Called, Calls, Expectation, Findings, Gap, Never, OutcomeWord};
pub use glob::Glob;
pub use matcher::{Matcher, Near, Numbers, Pattern};
pub use nth::Nth;
pub use path::{JsonPath, Part};
pub use reference::{Piece, pieces, references};
pub use scenario::Scenario;
pub use schema::schema;
pub use script::{Deed, Deeds, Delay, FaultCall, Patch, Respond, Rule};
pub use setting::{
    ClockRun, ClockStart, Moment, NewOrganisation, NewPerson, NewRole, Number, Setting, World,
};
pub use span::Span;
pub use step::Step;
pub use subject::{Asked, Seen};
