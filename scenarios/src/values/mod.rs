//! What references lead to, and whether values are what they must be.

mod body;
mod found;
mod matching;
mod scope;
mod xpath;

pub(crate) use xpath::parses as xpath_parses;

pub(crate) use body::{Sent, asked, asked_now, seen};
pub(crate) use found::Found;
pub(crate) use matching::misses;
pub(crate) use scope::{ORGANISATION, PERSON, RESERVED, Scope, as_text};
