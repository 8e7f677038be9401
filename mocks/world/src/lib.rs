//! The made-up country that all institutions of a sandbox share: people, organisations, the virtual clock, the seeded
//! ids, and the sandbox that holds them together. Nothing here knows an institution.

pub mod cast;
pub mod clock;
pub mod digits;
pub mod entropy;
pub mod nip;
pub mod organisation;
pub mod person;
pub mod pesel;
pub mod regon;
pub mod russia;
pub mod sandbox;
pub mod settings;
pub mod span;
pub mod warsaw;
pub mod world;

pub use cast::{Cast, CastError};
pub use clock::{Clock, ClockSetting};
pub use digits::NumberError;
pub use entropy::Entropy;
pub use nip::Nip;
pub use organisation::{Address, Organisation};
pub use person::{Person, Role, RoleKind};
pub use pesel::{Pesel, Sex};
pub use regon::Regon;
pub use russia::Russia;
pub use sandbox::{Sandbox, SandboxName};
pub use settings::{Settings, Strictness};
pub use world::World;
