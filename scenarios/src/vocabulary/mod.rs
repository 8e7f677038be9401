//! The words that need no institution: faults of the wire and of HTTP, and actions of the harness itself.

mod actions;
mod faults;

pub(crate) use actions::{HARNESS, HarnessKind};
pub use actions::{HarnessAction, harness_action, harness_actions};
pub(crate) use faults::{DRIP_BYTES, DRIP_EVERY, RETRY_AFTER};
pub use faults::{GENERIC, Generic, GenericFault, generic};
