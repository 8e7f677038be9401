//! One file per step, named as the API names it: decode, check, act, encode, nothing else.

pub mod auth;
pub mod catalogue;
pub mod invoices;
pub mod limits;
pub mod routes;
pub mod security;
pub mod sessions;
pub mod testdata;
pub mod traffic;

use crate::desk::Handler;

/// The handler of an operation; `None` when it is not built.
pub fn handler(name: &str) -> Option<Handler> {
    auth::handler(name)
        .or_else(|| security::handler(name))
        .or_else(|| testdata::handler(name))
        .or_else(|| sessions::handler(name))
        .or_else(|| invoices::handler(name))
        .or_else(|| limits::handler(name))
}
