//! From the bytes of an invoice to facts and findings (spec §7), for FA(2) and FA(3). No state, no clock: what is needed of
//! either is an argument. Full validity against the official schemas is not judged here.

pub mod amount;
pub mod characters;
pub mod document;
pub mod facts;
pub mod form;
pub mod judge;
pub mod kind;
pub mod reading;
pub mod verdict;

pub use amount::Amount;
pub use facts::{Buyer, Facts, InvoiceKind, PartyKind, Seller, ThirdSubject};
pub use form::Form;
pub use verdict::Verdict;
