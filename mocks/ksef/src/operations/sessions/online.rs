//! The online session, step by step.

pub mod close;
pub mod key;
pub mod open;
pub mod send;
pub mod submission;
