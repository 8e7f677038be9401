//! Where keys and certificates are kept, and the one ambient number.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::PathBuf;
use std::sync::Arc;

use poligon_certs::Vault;

use crate::Trouble;
use crate::config::Keep;

/// The state directory when none is named: `$XDG_STATE_HOME/poligon/default`, or `seed-N` beside it, because a directory
/// belongs to one seed.
///
/// # Errors
/// When neither XDG_STATE_HOME nor HOME is set.
pub fn default_directory(seed: Option<u64>) -> Result<PathBuf, Trouble> {
    let absolute = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let base = absolute("XDG_STATE_HOME").or_else(|| Some(absolute("HOME")?.join(".local/state")));
    let Some(base) = base else {
        return Err(Trouble::start(
            "neither XDG_STATE_HOME nor HOME names a directory for keys; name one with --state DIR, or keep none with --ephemeral",
        ));
    };
    let own = seed.map_or("default".to_owned(), |seed| format!("seed-{seed}"));
    Ok(base.join("poligon").join(own))
}

/// Opens the vault.
///
/// # Errors
/// When the directory is foreign, of another seed, readable by others, or cannot be written.
pub fn vault(keep: &Keep, seed: Option<u64>) -> Result<Arc<Vault>, Trouble> {
    Ok(Arc::new(match keep {
        Keep::Directory(dir) => Vault::open(dir, seed)?,
        Keep::Nothing => Vault::in_memory(seed),
    }))
}

/// A seed for a run that was given none. Short, because people read it off a report and type it.
pub fn random_seed() -> u64 {
    ambient_number() & 0xffff_ffff
}

/// A number that differs from run to run: it names what has no seed. The standard library's hasher is keyed by the system.
pub(crate) fn ambient_number() -> u64 {
    RandomState::new().build_hasher().finish()
}
