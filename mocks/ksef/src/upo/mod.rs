//! The UPO, official confirmation of receipt, v4-3 (spec §4.10): its document, its seal, and how a received one is judged.

pub mod document;
pub mod judge;
pub mod seal;

pub use document::{Entry, Header, Page};
