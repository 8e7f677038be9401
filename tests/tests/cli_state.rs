//! `poligon up --state`: what comes back, and which state directories are refused.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::path::{Path, PathBuf};

use poligon_tests::binary::{Ran, run};
use poligon_tests::curl::curl;
use poligon_tests::up::Up;
use redb::{Database, ReadableDatabase, ReadableTableMetadata, TableDefinition};
use tempfile::{TempDir, tempdir};

fn start(home: &Path) -> Up {
    Up::start(home, &["--state", "state", "--plain", "--public-url", "ksef=https://ksef.test"])
}

/// A home whose state directory holds a sandbox with three exchanges, and the file of the store.
fn used() -> (TempDir, PathBuf) {
    let home = tempdir().unwrap();
    let mut up = start(home.path());
    for _ in 0..3 {
        let url = format!("{}/v2/auth/challenge", up.told("/plain/ksef"));
        assert_eq!(curl(&["--request", "POST", &url]).status, 200);
    }
    assert_eq!(up.end("TERM").0.code(), Some(0));
    let file = home.path().join("state/sandboxes.redb");
    (home, file)
}

/// A start that must fail and leave the store as it is.
fn refused(home: &Path, file: &Path) -> Ran {
    let before = std::fs::read(file).unwrap();
    let ran = run(home, &["up", "--port-base", "0", "--state", "state"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{}", ran.stderr);
    assert!(before == std::fs::read(file).unwrap(), "nothing was written");
    ran
}

#[test]
fn a_restart_goes_on_where_it_ended() {
    let (home, _) = used();
    let journal = |up: &Up| run(home.path(), &["journal", "--json", "--console", up.told("/console")]).stdout;
    let mut up = start(home.path());
    let seed = up.ready()["seed"].clone();
    let once = journal(&up);
    assert!(once.contains("\"recorded\": 3"), "{once}");
    let (_, stderr) = up.end("TERM");
    assert!(stderr.contains("sandboxes.redb  (1 from before; --clock"), "{stderr}");
    let up = start(home.path());
    assert_eq!(up.ready()["seed"], seed, "a random seed is kept too");
    assert_eq!(journal(&up), once);
}

#[test]
fn sandboxes_are_kept_only_when_asked() {
    let home = tempdir().unwrap();
    drop(Up::start(home.path(), &[]));
    let default = home.path().join(".local/state/poligon/default");
    assert!(default.join("ca.pem").is_file() && !default.join("sandboxes.redb").exists());
}

#[cfg(unix)]
#[test]
fn the_store_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (_home, file) = used();
    assert_eq!(std::fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_second_process_on_the_same_directory_is_refused() {
    let (home, file) = used();
    let _up = start(home.path());
    let text = refused(home.path(), &file).stderr;
    insta::assert_snapshot!(text, @"poligon: state/sandboxes.redb: another Poligon keeps its sandboxes here; stop it, or choose another directory with --state");
}

#[test]
fn a_store_of_another_version_is_refused() {
    let (home, file) = used();
    let database = Database::open(&file).unwrap();
    let transaction = database.begin_write().unwrap();
    let meta = TableDefinition::<&str, &str>::new("meta");
    transaction.open_table(meta).unwrap().insert("version", "9").unwrap();
    transaction.commit().unwrap();
    drop(database);
    let ran = run(home.path(), &["up", "--port-base", "0", "--state", "state"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""));
    insta::assert_snapshot!(ran.stderr, @"poligon: state/sandboxes.redb: the store of sandboxes is of version „9”, and this Poligon reads 1; use the Poligon that made it, or choose another directory with --state");
    let database = Database::open(&file).unwrap();
    let transaction = database.begin_read().unwrap();
    let log = transaction.open_table(TableDefinition::<(&str, u64), &[u8]>::new("log")).unwrap();
    assert_eq!(log.len().unwrap(), 3, "its log was left alone");
}

#[test]
fn a_file_that_is_no_store_is_refused() {
    let (home, file) = used();
    std::fs::write(&file, "notes of somebody else\n".repeat(400)).unwrap();
    let text = refused(home.path(), &file).stderr;
    insta::assert_snapshot!(text, @"poligon: state/sandboxes.redb: the store of sandboxes is damaged (it is no store of Poligon) and was left as it is; restore a copy of the file, or move it away to begin a new one");
}

#[test]
fn a_store_that_was_cut_is_refused() {
    let (home, file) = used();
    let bytes = std::fs::read(&file).unwrap();
    std::fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
    let text = refused(home.path(), &file).stderr;
    assert!(text.starts_with("poligon: state/sandboxes.redb: the store of sandboxes is damaged ("), "{text}");
    assert!(text.contains("move it away to begin a new one") && text.lines().count() == 1, "{text}");
}

#[test]
fn a_flipped_bit_in_an_exchange_is_noticed() {
    let (home, file) = used();
    let mut bytes = std::fs::read(&file).unwrap();
    let places: Vec<usize> =
        (0..bytes.len() - 20).filter(|at| bytes[*at..].starts_with(b"/v2/auth/challenge")).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at + 4] ^= 1;
    }
    std::fs::write(&file, &bytes).unwrap();
    let mut up = start(home.path());
    let asked = curl(&["--request", "POST", &format!("{}/v2/auth/challenge", up.told("/plain/ksef"))]);
    assert_eq!(asked.status, 503, "{}", asked.text);
    assert!(asked.text.contains("entry 1 of sandbox default does not have its checksum"), "{}", asked.text);
    up.end("TERM");
}
