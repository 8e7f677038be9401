//! `client_secret`: its encoding, the string that it signs, the certificate that it names.
//!
//! Which string an endpoint wants is a [`strings::StringRule`]. When the signature does not fit, every other rule and every known
//! slip is tried, so that the finding names what was really signed.

pub mod certificate_hash;
pub mod encoding;
pub mod judge;
pub mod strings;

pub use judge::{Known, judge_cms, judge_raw};
pub use strings::{Endpoint, StringRule};
