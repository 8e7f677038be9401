//! What the tests of this crate share.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "each test file uses its own part; a test may panic"
)]

pub(crate) mod toy;

use std::path::{Path, PathBuf};

/// The folder of this crate.
pub(crate) fn crate_folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Compares a text with the file that holds what it must be; `POLIGON_RENEW=1` writes the file instead.
pub(crate) fn same_as_file(path: &Path, text: &str) {
    if std::env::var_os("POLIGON_RENEW").is_some() {
        std::fs::write(path, text).unwrap();
        return;
    }
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(
        expected,
        text,
        "{}: differs; look at it, then POLIGON_RENEW=1 writes it anew",
        path.display()
    );
}
