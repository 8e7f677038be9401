//! What the tests share: a fixed clock, a vault, and openssl.

// Clippy knows test functions, not the helpers that only tests use.
#![allow(dead_code, unreachable_pub, clippy::expect_used, clippy::indexing_slicing)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use poligon_certs::{Credential, Order, Profile};
use time::OffsetDateTime;
use time::macros::datetime;

pub const NOW: OffsetDateTime = datetime!(2026-11-24 12:34:56 UTC);

pub fn seal() -> Order {
    Order {
        nip: Some("1111111111".into()),
        organization: Some("Piekarnia Zmyślona".into()),
        ..Order::new(Profile::KsefSeal)
    }
}

pub fn person() -> Order {
    Order {
        given_name: Some("Łucja".into()),
        surname: Some("Zmyślona".into()),
        pesel: Some("11111111116".into()),
        ..Order::new(Profile::KsefPerson)
    }
}

/// True when openssl is there; says clearly that a test showed nothing when it is not.
pub fn openssl_is_here() -> bool {
    let here = Command::new("openssl").arg("version").output().is_ok_and(|output| output.status.success());
    if !here {
        eprintln!(
            "NOT TESTED: openssl is not on PATH, so nothing but our own code has looked at these certificates"
        );
    }
    here
}

/// Runs openssl in this directory; its whole output when it succeeded.
pub fn openssl(dir: &Path, arguments: &[&str]) -> String {
    let output = openssl_output(dir, arguments);
    let text = text(&output);
    assert!(output.status.success(), "openssl {arguments:?}:\n{text}");
    text
}

pub fn openssl_output(dir: &Path, arguments: &[&str]) -> Output {
    Command::new("openssl").args(arguments).current_dir(dir).output().expect("openssl runs")
}

pub fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// `leaf.pem`, `between.pem` (untrusted) and `root.pem` of a credential, in a new directory.
pub fn chain_in_files(credential: &Credential) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().to_owned();
    write(&path, "leaf.pem", credential.certificate_pem());
    let all = credential.chain_pem();
    let blocks: Vec<String> = all.split_inclusive("-----END CERTIFICATE-----\n").map(str::to_owned).collect();
    write(&path, "root.pem", blocks.last().expect("a root"));
    write(&path, "between.pem", blocks[1..blocks.len().max(2) - 1].concat());
    (dir, path)
}

pub fn write(dir: &Path, name: &str, bytes: impl AsRef<[u8]>) {
    std::fs::write(dir.join(name), bytes).expect("a file");
}

/// Verification at the tests' clock.
pub fn at_now() -> String {
    NOW.unix_timestamp().to_string()
}
