//! Throwaway PKI with rcgen, and without it where keys are GOST: keys made when first asked for, chains that mirror the real shapes, CRL, PKCS#12.
//! Every subject says that it is a throwaway. No key is ever committed to the repository.
//!
//! This crate reads no clock and no ambient randomness but for keys of an unseeded vault and the salts of PKCS#12 files: times
//! are arguments, serials come from what a certificate says and whose keys are in it. With a seed, a certificate is a function
//! of seed, order and month, byte for byte.
//!
//! ```
//! use poligon_certs::{Order, Profile, Vault};
//!
//! # fn main() -> Result<(), poligon_certs::VaultError> {
//! let now = time::macros::datetime!(2026-11-24 12:00 UTC);
//! let vault = Vault::in_memory(None);
//! let seal = vault.issue(&Order { nip: Some("1111111111".into()), ..Order::new(Profile::KsefSeal) }, now)?;
//! assert_eq!(seal.above.len(), 2);
//! # Ok(())
//! # }
//! ```

mod authority;
mod cache;
pub mod credential;
mod crl;
mod digest;
mod draft;
pub mod error;
mod export;
mod files;
pub mod key;
mod keygen;
mod leaf;
pub mod ledger;
mod marker;
mod name;
mod names;
mod pem;
mod plain;
pub mod profile;
mod store;
mod subject;
mod trust_store;
mod validity;
pub mod vault;

pub use cache::default_cache;
pub use credential::{Credential, Flavour};
pub use error::VaultError;
pub use key::{Key, KeyKind};
pub use ledger::Record;
pub use marker::MARKER;
pub use name::{EXERCISE, THROWAWAY, THROWAWAY_RU, TRAINING};
pub use profile::{Authority, Flaw, KsefUsage, Order, Profile, Russian};
pub use vault::Vault;
