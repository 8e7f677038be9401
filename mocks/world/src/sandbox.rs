//! A sandbox: one isolated copy of the world. Its journal and the institutions' states hang on it one floor up.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use poligon_certs::Vault;

use crate::{Clock, Entropy, Settings, World};

/// A sandbox's name: 1–64 characters of `a-z 0-9 . _ -`, starting with a letter or digit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SandboxName(Arc<str>);

impl SandboxName {
    /// The sandbox that always exists.
    pub fn default_name() -> Self {
        Self(Arc::from("default"))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SandboxName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for SandboxName {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let ordinary = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        let starts_well = name.chars().next().is_some_and(ordinary);
        if starts_well
            && name.len() <= 64
            && name.chars().all(|c| ordinary(c) || matches!(c, '.' | '_' | '-'))
        {
            Ok(Self(Arc::from(name)))
        } else {
            Err("a sandbox name has 1 to 64 characters of a-z, 0-9, „.”, „_”, „-” and starts with a letter or digit".into())
        }
    }
}

/// One isolated copy of the world.
#[derive(Clone, Debug)]
pub struct Sandbox {
    /// Its name, as in the path prefix `/@name/`.
    pub name: SandboxName,
    /// The seed it was made from.
    pub seed: u64,
    /// Its time.
    pub clock: Clock,
    /// The root of its streams of randomness; take `entropy.fork("your-purpose")`.
    pub entropy: Entropy,
    /// Its strictness and knobs.
    pub settings: Settings,
    /// Keys and certificates, made when first asked for; shared by the sandboxes of a process.
    pub vault: Arc<Vault>,
    /// Its people and organisations.
    pub world: World,
}

impl Sandbox {
    /// A fresh sandbox. Its ids depend on seed and name, so that two sandboxes of a process do not share ids.
    pub fn new(
        name: SandboxName,
        seed: u64,
        clock: Clock,
        settings: Settings,
        vault: Arc<Vault>,
        world: World,
    ) -> Self {
        let entropy = Entropy::new(seed, "sandbox").fork(name.as_str());
        Self { name, seed, clock, entropy, settings, vault, world }
    }
}
