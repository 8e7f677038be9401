//! The client side: what a scenario, a demo or a test can do to KSeF. Everything is made of arguments; nothing is sent here.

pub mod invoices;
pub mod login;
