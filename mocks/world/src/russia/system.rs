//! Information systems (ИС): the clients of ESIA.

use serde::{Deserialize, Serialize};

/// A registered information system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct System {
    /// The mnemonic, which is `client_id`.
    pub mnemonic: String,
    /// The name on the login form.
    pub name: String,
    /// Whose it is.
    pub organisation: String,
    /// The registered addresses; sub-domains and paths are implied.
    pub urls: Vec<String>,
    /// How tokens for it are signed.
    pub algorithm: Algorithm,
    /// The scopes that were granted; empty means all that are known.
    #[serde(default)]
    pub scopes: Vec<String>,
}

/// Signature algorithms of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Algorithm {
    /// RS256.
    #[serde(rename = "RS256")]
    Rs256,
    /// GOST3410_2012_256.
    #[serde(rename = "GOST3410_2012_256")]
    Gost256,
}

impl Algorithm {
    /// As the header `alg` has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Gost256 => "GOST3410_2012_256",
        }
    }
}
