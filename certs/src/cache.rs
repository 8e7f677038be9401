//! Seeded RSA keys in the user's cache directory, because they take seconds to make. The cache is a convenience: whatever
//! goes wrong with it, the key is made again and nobody hears of it.

use std::path::PathBuf;

use crate::{Key, VaultError, files};

/// `$XDG_CACHE_HOME/poligon/keys` or `~/.cache/poligon/keys`; `None` when neither variable is set.
pub fn default_cache() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let base = set("XDG_CACHE_HOME")
        .filter(|path| path.is_absolute())
        .or_else(|| set("HOME").map(|home| home.join(".cache")))?;
    Some(base.join("poligon").join("keys"))
}

/// A directory of keys by digest, or none.
#[derive(Debug)]
pub(crate) struct Cache {
    dir: Option<PathBuf>,
}

impl Cache {
    pub(crate) fn new(dir: Option<PathBuf>) -> Self {
        Self { dir }
    }

    /// The key filed under this digest, else the one that `make` makes, filed for the next time.
    pub(crate) fn key(
        &self,
        digest: &[u8; 32],
        make: impl FnOnce() -> Result<Key, VaultError>,
    ) -> Result<Key, VaultError> {
        let Some(dir) = &self.dir else { return make() };
        // The digest is what the key grows from, so it is secret; the file's name is a hash of it.
        let path = dir.join(format!("{}.key", crate::digest::hex(&crate::digest::sha256(digest))));
        if files::private(&path)
            && let Some(key) = std::fs::read_to_string(&path).ok().and_then(|text| Key::from_pem(&text).ok())
        {
            return Ok(key);
        }
        let key = make()?;
        if files::make_private_dir(dir).is_ok() {
            // A failed write costs the next run some seconds, nothing more.
            let _ = files::replace(&path, key.pem().as_bytes(), files::Mode::Private);
        }
        Ok(key)
    }
}
