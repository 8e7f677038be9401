//! The binary and the embeddable library: command line, configuration, wiring. No domain logic.
//!
//! A test suite in Rust can start Poligon in its own process:
//!
//! ```no_run
//! # async fn example() -> Result<(), poligon::Trouble> {
//! let running = poligon::start(poligon::Config::ephemeral()).await?;
//! println!("KSeF is at {:?}", running.ready().institutions.get("ksef"));
//! running.stop().await;
//! # Ok(())
//! # }
//! ```

pub mod cli;
pub mod client;
pub mod config;
pub mod demo;
mod descriptors;
pub mod institutions;
mod proxy;
mod push;
pub mod ready;
pub mod scenarios;
pub mod scratch;
pub mod start;
pub mod state;
pub mod trouble;

pub use config::Config;
pub use ready::Ready;
pub use start::{Running, start};
pub use trouble::Trouble;
