//! The client side: what a scenario, a test or a program can do to ePUAP. Requests are built from arguments; nothing is sent
//! here.

pub mod calls;
pub mod played;
pub mod push;
pub mod signed;
