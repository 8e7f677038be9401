//! Invoices that KSeF has: by their number, and as lists of metadata.

pub mod by_number;
pub mod filters;
pub mod metadata;
pub mod query;
pub mod range;

use crate::desk::Handler;

/// The handler of an operation of this group.
pub fn handler(name: &str) -> Option<Handler> {
    Some(match name {
        "ksef.invoices.by-number" => by_number::answer,
        "ksef.invoices.query-metadata" => query::answer,
        _ => return None,
    })
}
