//! What can go wrong, one sentence each with place and remedy, and the exit code that a shell sees.

use std::process::ExitCode;

use poligon_certs::VaultError;
use poligon_gateway::{BindError, TlsError};
use thiserror::Error;

/// Why a command did not do what was asked.
#[derive(Debug, Error)]
pub enum Trouble {
    /// A flag or file that cannot be used: exit code 2.
    #[error("{0}")]
    Bad(String),
    /// Poligon could not start, or no running one could be reached: exit code 3.
    #[error("{0}")]
    Start(String),
    /// The vault could not do it: exit code 3.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

impl Trouble {
    /// A flag or file that cannot be used.
    pub fn bad(sentence: impl Into<String>) -> Self {
        Self::Bad(sentence.into())
    }

    /// Something that keeps Poligon from running.
    pub fn start(sentence: impl Into<String>) -> Self {
        Self::Start(sentence.into())
    }

    /// The exit code.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Self::Bad(_) | Self::Vault(VaultError::Order(_)) => ExitCode::from(2),
            Self::Start(_) | Self::Vault(_) => ExitCode::from(3),
        }
    }
}

impl From<BindError> for Trouble {
    fn from(why: BindError) -> Self {
        Self::start(why.to_string())
    }
}

impl From<TlsError> for Trouble {
    fn from(why: TlsError) -> Self {
        match why {
            TlsError::Vault(why) => Self::Vault(why),
            other @ TlsError::Rustls(_) => Self::start(other.to_string()),
        }
    }
}
