//! MTOM: multipart/related messages whose large base64 stands in parts of their own (XOP 1.0).
//!
//! A signature is over the message with everything inlined, so reading inlines before anything else looks at the message,
//! and writing takes parts out after signing.

mod multipart;
mod reading;
mod writing;

pub use reading::{Opened, open};
pub use writing::package;
