//! What stands on the wire: names, types and how they are read and written. No behaviour.

pub mod esd;
pub mod filerepo;
pub mod names;
pub mod obiekty;
pub mod read;
pub mod sklad;
pub mod write;

pub use read::{Misread, Reading};
pub use write::Xml;
