//! Where keys, certificates and sandboxes are kept, and the one ambient number.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::PathBuf;
use std::sync::Arc;

use poligon_certs::Vault;
use poligon_institution::Store;
use poligon_institution::store::Bounds;

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
        Keep::Directory(dir) | Keep::Sandboxes(dir) => Vault::open(dir, seed)?,
        Keep::Nothing => Vault::in_memory(seed),
    }))
}

/// Opens the store of sandboxes, when they are kept. The vault made the directory, or found it fit, before.
///
/// # Errors
/// When another process has it, or it is of another version, damaged, or cannot be written.
pub fn store(keep: &Keep) -> Result<Option<Arc<Store>>, Trouble> {
    let Keep::Sandboxes(dir) = keep else { return Ok(None) };
    let opened = Store::open(dir, Bounds::default()).map_err(|why| Trouble::start(why.to_string()))?;
    Ok(Some(Arc::new(opened)))
}

/// A seed for a run that was given none. Short, because people read it off a report and type it.
pub fn random_seed() -> u64 {
    ambient_number() & 0xffff_ffff
}

/// A number that differs from run to run: it names what has no seed. The standard library's hasher is keyed by the system.
pub(crate) fn ambient_number() -> u64 {
    RandomState::new().build_hasher().finish()
}
