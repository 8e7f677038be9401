//! The made-up country that all institutions of a sandbox share: people, organisations, the virtual clock, the seeded
//! ids, and the sandbox that holds them together. Nothing here knows an institution.

pub mod clock;
pub mod entropy;
pub mod sandbox;
pub mod settings;

pub use clock::Clock;
pub use entropy::Entropy;
pub use sandbox::{Sandbox, SandboxName};
pub use settings::{Settings, Strictness};
