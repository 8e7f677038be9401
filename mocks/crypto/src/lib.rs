//! Sealing and opening documents. Every verification returns evidence, not a bool: [`seal::verify`] walks the stages of a
//! signature and keeps the bytes that were hashed; [`microscope`] says what would have to be different for it to verify.
//!
//! This crate reads no clock and no randomness: times and random bytes are arguments.

pub mod algorithm;
pub mod asn1;
pub mod c14n;
pub mod certificate;
pub mod cipher;
pub mod cms;
pub mod evidence;
pub mod gost;
pub mod jws;
pub mod key;
pub mod microscope;
pub mod seal;
pub mod sign;
pub mod xml;
pub mod xmlenc;

pub use algorithm::{DigestAlgorithm, SignatureAlgorithm, Transform};
pub use c14n::C14n;
pub use certificate::Certificate;
pub use key::{PublicKey, SigningKey};
pub use seal::{Policy, Report};
pub use xml::{Document, Element, Limits, XmlError};
