//! Signed requests with one mistake each.
#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    clippy::missing_docs_in_private_items,
    reason = "a test's own parts"
)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test may panic"
)]

pub mod mistakes;
pub mod sealed;
