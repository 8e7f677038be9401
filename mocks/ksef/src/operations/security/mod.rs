//! Public keys.

pub mod keys;
pub mod public_key_certificates;

use crate::desk::Handler;

/// The handler of an operation of this group.
pub fn handler(name: &str) -> Option<Handler> {
    (name == "ksef.security.public-key-certificates").then_some(public_key_certificates::answer as Handler)
}
