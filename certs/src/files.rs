//! Files that appear whole or not at all, with the mode they need from their first moment.
//!
//! Nothing is flushed to the platter: after a power cut a throwaway key may be lost, and is made again.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Result, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// Names of files that are being written begin so; a reader of the directory passes over them.
pub(crate) const UNFINISHED: &str = ".poligon-";

/// Who may read a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Its owner (0600).
    Private,
    /// Everybody (0644).
    Public,
}

/// Writes the file, in place of an older one.
pub(crate) fn replace(path: &Path, bytes: &[u8], mode: Mode) -> Result<()> {
    let unfinished = write_beside(path, bytes, mode)?;
    std::fs::rename(&unfinished, path).inspect_err(|_| drop(std::fs::remove_file(&unfinished)))
}

/// Writes the file unless there is one; true when it is ours now. Of two processes one wins, and both then read the same.
pub(crate) fn create(path: &Path, bytes: &[u8], mode: Mode) -> Result<bool> {
    let unfinished = write_beside(path, bytes, mode)?;
    let linked = std::fs::hard_link(&unfinished, path);
    std::fs::remove_file(&unfinished)?;
    match linked {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}

/// Makes the directory, and those above it, readable by its owner only (0700). An existing one stays as it is.
pub(crate) fn make_private_dir(path: &Path) -> Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// True when nobody but its owner can read or write it. Always true where files have no such mode.
pub(crate) fn private(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::metadata(path).is_ok_and(|data| data.permissions().mode() & 0o077 == 0)
    }
    #[cfg(not(unix))]
    path.exists()
}

/// True when strangers may rename or replace what stands in this directory. Never true where files have no such mode.
pub(crate) fn open_to_strangers(dir: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // With the sticky bit, as on /tmp, a stranger can add files but not replace ours.
        std::fs::metadata(dir).is_ok_and(|data| data.permissions().mode() & 0o1002 == 0o0002)
    }
    #[cfg(not(unix))]
    false
}

fn write_beside(path: &Path, bytes: &[u8], mode: Mode) -> Result<PathBuf> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let unfinished = path.with_file_name(format!("{UNFINISHED}{name}.{}.{count}", std::process::id()));
    let written = open_new(&unfinished, mode).and_then(|mut file| file.write_all(bytes));
    written.inspect_err(|_| drop(std::fs::remove_file(&unfinished)))?;
    Ok(unfinished)
}

fn open_new(path: &Path, mode: Mode) -> Result<File> {
    // A killed process of the same number may have left one.
    drop(std::fs::remove_file(path));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, if mode == Mode::Private { 0o600 } else { 0o644 });
    #[cfg(not(unix))]
    let _ = mode;
    options.open(path)
}
