//! What a client did, taken out of a journal: as a scenario that does it again, or as an HTTP archive for other tools.

mod har;
mod scenario;
mod shape;
mod talk;
mod values;
mod yaml;

pub use har::har;
pub use scenario::{Exported, scenario};
pub use talk::{Kept, Message, Said, Talk};
