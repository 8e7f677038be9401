//! What can go wrong, in one sentence with place and remedy.

use std::path::Path;

use thiserror::Error;

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

impl VaultError {
    pub(crate) fn directory(path: &Path, what: impl Into<String>) -> Self {
        Self::Directory { path: path.display().to_string(), what: what.into() }
    }

    pub(crate) fn making(what: impl Into<String>, why: impl std::fmt::Display) -> Self {
        Self::Making { what: what.into(), why: why.to_string() }
    }
}
