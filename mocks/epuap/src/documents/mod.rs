//! Documents that ePUAP makes or reads: confirmations (UPP, UPD), the general letter, and signatures on them.

pub mod confirmation;
pub mod kinds;
pub mod pismo;
pub mod same;
pub mod signature;
