//! Throwaway PKI with rcgen: keys made when first asked for, chains that mirror the real shapes, CRL, PKCS#12.
//! Every subject says that it is a throwaway. No key is ever committed to the repository.
//!
//! This crate reads no clock and no ambient randomness but for keys of an unseeded vault: times are arguments, serials come
//! from the vault's seed.

pub mod credential;
pub mod key;
pub mod profile;
pub mod vault;

pub use credential::{Credential, Flavour};
pub use key::{Key, KeyKind};
pub use profile::{Authority, KsefUsage, Order, Profile};
pub use vault::{Record, Vault, VaultError};
