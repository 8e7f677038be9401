//! The vault: keys and certificates of one process, made when first asked for, kept in a state directory (mode 0600) or in
//! memory.

use std::path::Path;
use std::sync::Arc;

use serde::Serialize;
use thiserror::Error;
use time::OffsetDateTime;

use crate::{Authority, Credential, Key, KeyKind, KsefUsage, Order, Profile};

/// Why the vault could not do it. One sentence with place and remedy.
#[derive(Debug, Error)]
pub enum VaultError {
    /// Reading or writing the state directory failed.
    #[error("{path}: {what}")]
    Directory {
        /// Where.
        path: String,
        /// What, and the remedy.
        what: String,
    },
    /// An order that cannot be filled.
    #[error("{0}")]
    Order(String),
    /// A certificate or key could not be made; a defect of ours.
    #[error("making {what}: {why}")]
    Making {
        /// What.
        what: String,
        /// Why.
        why: String,
    },
}

/// One issued certificate, for lists.
#[derive(Clone, Debug, Serialize)]
pub struct Record {
    /// Serial number, upper-case hex.
    pub serial: String,
    /// What kind.
    pub profile: Profile,
    /// The subject, one line.
    pub subject: String,
    /// The issuer; `None` when self-signed.
    pub issuer: Option<Authority>,
    /// First moment of validity.
    #[serde(with = "time::serde::rfc3339")]
    pub not_before: OffsetDateTime,
    /// Last moment of validity.
    #[serde(with = "time::serde::rfc3339")]
    pub not_after: OffsetDateTime,
    /// When it was revoked.
    #[serde(with = "time::serde::rfc3339::option")]
    pub revoked: Option<OffsetDateTime>,
}

/// Keys and certificates of one process.
#[derive(Debug, Default)]
pub struct Vault {}

impl Vault {
    /// A vault that keeps nothing on disk. With a seed, keys are derived from it (RSA slowly); without, they are random.
    pub fn in_memory(seed: Option<u64>) -> Self {
        let _ = seed;
        Self {}
    }

    /// The vault in a state directory, made if absent (0700). Refuses a directory that is not ours, or readable by others.
    pub fn open(dir: &Path, seed: Option<u64>) -> Result<Self, VaultError> {
        let _ = (dir, seed);
        todo!()
    }

    /// The key of this name, made on first use.
    pub fn key(&self, name: &str, kind: KeyKind) -> Result<Arc<Key>, VaultError> {
        let _ = (name, kind);
        todo!()
    }

    /// An authority's own certificate and key.
    pub fn authority(&self, authority: Authority, now: OffsetDateTime) -> Result<Arc<Credential>, VaultError> {
        let _ = (authority, now);
        todo!()
    }

    /// The TLS leaf for `localhost`, the loopback addresses, `*.localhost` and these further names.
    pub fn tls_leaf(&self, names: &[&str], now: OffsetDateTime) -> Result<Arc<Credential>, VaultError> {
        let _ = (names, now);
        todo!()
    }

    /// A KSeF public-key certificate (RSA-2048). `generation` counts key rotations, from 0.
    pub fn ksef_public_key(
        &self,
        usage: KsefUsage,
        generation: u32,
        now: OffsetDateTime,
    ) -> Result<Arc<Credential>, VaultError> {
        let _ = (usage, generation, now);
        todo!()
    }

    /// Fills an order. The same order at the same month gives the same certificate.
    pub fn issue(&self, order: &Order, now: OffsetDateTime) -> Result<Arc<Credential>, VaultError> {
        let _ = (order, now);
        todo!()
    }

    /// What was issued by [`issue`](Self::issue), oldest first.
    pub fn records(&self) -> Vec<Record> {
        Vec::new()
    }

    /// Revokes the certificate of this serial.
    pub fn revoke(&self, serial: &str, now: OffsetDateTime) -> Result<Record, VaultError> {
        let _ = (serial, now);
        todo!()
    }

    /// An authority's CRL, DER.
    pub fn crl(&self, authority: Authority, now: OffsetDateTime) -> Result<Vec<u8>, VaultError> {
        let _ = (authority, now);
        todo!()
    }
}
