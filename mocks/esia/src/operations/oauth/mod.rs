//! The OAuth endpoints (spec §1).

pub mod authorise;
pub mod client;
pub mod permissions;
pub mod pkce;
pub mod scope;
pub mod secret;
pub mod token;
