//! Operations of security.

use crate::desk::Handler;

/// The handler of an operation of this group.
pub fn handler(name: &str) -> Option<Handler> {
    let _ = name;
    None
}
