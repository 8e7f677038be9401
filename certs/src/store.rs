//! The state directory.
//!
//! ```text
//! DIR/poligon-state.json   marker: format, version, seed
//! DIR/keys/NAME.KIND.key   PKCS#8 PEM, 0600
//! DIR/issued.json          what was issued and revoked, 0600
//! DIR/ca.pem               the TLS root, 0644
//! DIR/lock                 held while issued.json is rewritten
//! ```
//!
//! Several processes may use one directory. A key or the marker is linked into place only if its name is free, so the first
//! writer wins and the others read what it wrote; `issued.json` is read, changed and replaced under an advisory lock that the
//! system drops when its holder dies; a reader sees a whole file, old or new, because every write is a rename.

use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::files::{self, Mode};
use crate::ledger::Ledger;
use crate::marker::{self, MARKER};
use crate::{Key, KeyKind, VaultError, digest};

/// A file of ours is never larger; whatever is, is not ours.
const LARGEST: u64 = 64 << 20;

/// An open state directory.
#[derive(Debug)]
pub(crate) struct Store {
    dir: PathBuf,
}

impl Store {
    /// Opens the directory, or makes it when there is none or it is empty.
    pub(crate) fn open(dir: &Path, seed: Option<u64>) -> Result<Self, VaultError> {
        files::make_private_dir(dir).map_err(|why| {
            VaultError::directory(dir, format!("cannot make this state directory ({why}); choose another"))
        })?;
        if files::open_to_strangers(dir) {
            let what = format!("anybody may replace the keys in here; run `chmod o-w {}`", dir.display());
            return Err(VaultError::directory(dir, what));
        }
        let store = Self { dir: dir.to_owned() };
        if !dir.join(MARKER).exists() {
            refuse_foreign(dir)?;
            let written = files::create(&dir.join(MARKER), &marker::text(seed), Mode::Private);
            written.map_err(|why| unwritable(&dir.join(MARKER), &why))?;
        }
        marker::check(&dir.join(MARKER), &store.read(&dir.join(MARKER))?, seed)?;
        let keys = dir.join("keys");
        files::make_private_dir(&keys).map_err(|why| unwritable(&keys, &why))?;
        refuse_open_keys(&keys)?;
        store.ledger()?;
        Ok(store)
    }

    /// The file of the TLS root.
    pub(crate) fn ca_path(&self) -> PathBuf {
        self.dir.join("ca.pem")
    }

    /// The key filed under this name, if there is one.
    pub(crate) fn key(&self, name: &str, kind: KeyKind) -> Result<Option<Key>, VaultError> {
        let path = self.key_path(name, kind);
        if !path.exists() {
            return Ok(None);
        }
        refuse_open(&path, "chmod 600")?;
        let text = self.read(&path)?;
        let key = Key::from_pem(&text).map_err(|why| {
            VaultError::directory(
                &path,
                format!("not a usable key: {why}; remove the file and a new key is made"),
            )
        })?;
        if key.kind() != kind {
            return Err(VaultError::directory(
                &path,
                format!("holds a key of another kind than {}; remove the file", kind.name()),
            ));
        }
        Ok(Some(key))
    }

    /// Files a new key, or returns the one that another process filed first.
    pub(crate) fn add_key(&self, name: &str, key: Key) -> Result<Key, VaultError> {
        let path = self.key_path(name, key.kind());
        let ours = files::create(&path, key.pem().as_bytes(), Mode::Private)
            .map_err(|why| unwritable(&path, &why))?;
        if ours {
            return Ok(key);
        }
        self.key(name, key.kind()).map(|theirs| theirs.unwrap_or(key))
    }

    /// Writes the TLS root, unless it stands there already.
    pub(crate) fn write_ca(&self, pem: &str) -> Result<(), VaultError> {
        let path = self.ca_path();
        if path.exists() && self.read(&path)? == pem {
            return Ok(());
        }
        files::replace(&path, pem.as_bytes(), Mode::Public).map_err(|why| unwritable(&path, &why))
    }

    /// What was issued; empty when nothing was.
    pub(crate) fn ledger(&self) -> Result<Ledger, VaultError> {
        let path = self.dir.join("issued.json");
        if !path.exists() {
            return Ok(Ledger::default());
        }
        let text = self.read(&path)?;
        serde_json::from_str(&text).map_err(|why| {
            VaultError::directory(
                &path,
                format!("not the list of issued certificates ({why}); move the file away to begin a new one"),
            )
        })
    }

    /// Changes what was issued, alone.
    pub(crate) fn change<T>(
        &self,
        change: impl FnOnce(&mut Ledger) -> Result<T, VaultError>,
    ) -> Result<(T, Ledger), VaultError> {
        let lock = self.dir.join("lock");
        let file = File::options().create(true).truncate(false).write(true).open(&lock);
        let file = file.map_err(|why| unwritable(&lock, &why))?;
        file.lock().map_err(|why| unwritable(&lock, &why))?;
        let before = self.ledger()?;
        let mut after = before.clone();
        let value = change(&mut after)?;
        if after != before {
            let path = self.dir.join("issued.json");
            let text =
                serde_json::to_vec_pretty(&after).map_err(|why| VaultError::making("issued.json", why))?;
            files::replace(&path, &text, Mode::Private).map_err(|why| unwritable(&path, &why))?;
        }
        Ok((value, after))
    }

    fn key_path(&self, name: &str, kind: KeyKind) -> PathBuf {
        self.dir.join("keys").join(format!("{}.{}.key", file_name(name), kind.name()))
    }

    fn read(&self, path: &Path) -> Result<String, VaultError> {
        let size = std::fs::metadata(path).map(|data| data.len()).unwrap_or_default();
        if size > LARGEST {
            return Err(VaultError::directory(path, "larger than anything that belongs here; move it away"));
        }
        std::fs::read_to_string(path).map_err(|why| {
            VaultError::directory(
                path,
                format!("cannot be read ({why}); give its owner the right to read it"),
            )
        })
    }
}

/// Names that are safe on every file system stay; others are told apart by their digest.
fn file_name(name: &str) -> String {
    let safe = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if !name.is_empty() && name.len() <= 100 && name.bytes().all(safe) {
        return name.to_owned();
    }
    let kept: String = name.chars().filter(|c| u8::try_from(*c).is_ok_and(safe)).take(40).collect();
    format!("{kept}_{}", digest::hex(&digest::sha256(name.as_bytes())).to_lowercase())
}

fn refuse_foreign(dir: &Path) -> Result<(), VaultError> {
    let entries = std::fs::read_dir(dir).map_err(|why| {
        VaultError::directory(dir, format!("cannot be listed ({why}); choose a state directory that you own"))
    })?;
    let ours = |name: &str| name.starts_with(files::UNFINISHED) || name == MARKER;
    let foreign = entries.flatten().find(|entry| !ours(&entry.file_name().to_string_lossy()));
    let Some(foreign) = foreign else { return Ok(()) };
    // The marker is the first file of a state directory: when it is there by now, another process has just begun this one.
    if dir.join(MARKER).exists() {
        return Ok(());
    }
    Err(VaultError::directory(
        dir,
        format!(
            "not a state directory of Poligon: it holds „{}” and no {MARKER}; choose an empty or a new directory (nothing was changed)",
            foreign.file_name().to_string_lossy()
        ),
    ))
}

fn refuse_open_keys(keys: &Path) -> Result<(), VaultError> {
    refuse_open(keys, "chmod 700")?;
    let entries = std::fs::read_dir(keys).map_err(|why| {
        VaultError::directory(keys, format!("cannot be listed ({why}); give its owner the right to read it"))
    })?;
    for entry in entries.flatten() {
        let name = entry.file_name();
        // One that another process is writing this moment may be gone the next.
        if !name.to_string_lossy().starts_with(files::UNFINISHED) {
            refuse_open(&entry.path(), "chmod 600")?;
        }
    }
    Ok(())
}

fn refuse_open(path: &Path, remedy: &str) -> Result<(), VaultError> {
    if files::private(path) {
        return Ok(());
    }
    let what = format!("private keys can be read by others; run `{remedy} {}`", path.display());
    Err(VaultError::directory(path, what))
}

fn unwritable(path: &Path, why: &std::io::Error) -> VaultError {
    let remedy = match why.kind() {
        ErrorKind::StorageFull => "free some space",
        _ => "give its owner the right to write here, or choose another state directory",
    };
    VaultError::directory(path, format!("cannot be written ({why}); {remedy}"))
}
