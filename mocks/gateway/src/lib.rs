//! The network edge: TLS listeners, bounds, the way to an institution and a sandbox, and the record of what the edge
//! itself refused.
//!
//! The edge knows nothing of what it serves but the trait [`Handler`]. [`Front`] is the handler of an institution: it takes
//! the sandbox prefix off, follows official host names, and hands the request to the sandbox's room, which records it.
//! [`Proxy`] leads official host names to such fronts and refuses all others.
//! Answers are computed on blocking threads, so that a slow signature never stops the accept loops. What a scenario does to
//! an answer on the wire (delay, drip, truncation, reset) and to a TLS handshake happens on the network's side of that.

mod base;
mod body;
pub mod bounds;
pub mod checks;
mod connection;
pub mod front;
pub mod handler;
pub mod listener;
mod outbound;
mod prefix;
pub mod proxy;
mod refusal;
mod service;
mod socket;
pub mod tls;
mod unreadable;
mod watched;

pub use base::PublicUrls;
pub use bounds::Bounds;
pub use front::Front;
pub use handler::{Handler, Outgoing};
pub use listener::{Bind, BindError, Listener};
pub use proxy::Proxy;
pub use refusal::Refusal;
pub use tls::{Tls, TlsError};
