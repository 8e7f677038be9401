//! What is taken, what is refused and by which check, and what our own answers hold.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "a test may panic"
)]

mod accepted;
mod answers;
mod attachments;
mod bounds;
mod documents;
mod envelopes;
mod refused;
mod support;
mod wrapping;
