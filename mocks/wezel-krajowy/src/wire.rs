//! What the node shows and writes.

pub mod answers;
pub mod pages;
pub mod requests;
pub mod respond;
