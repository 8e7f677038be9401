//! `poligon certs`: files that openssl reads, nothing overwritten, revocation.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests, outside of a test function"
)]

use std::path::Path;
use std::process::Command;

use poligon_tests::binary::{Ran, run};
use tempfile::{TempDir, tempdir};

const SEAL: &[&str] =
    &["certs", "issue", "--profile", "ksef-seal", "--nip", "5265877635", "--key", "ec", "--out", "out"];

fn issued() -> (TempDir, Ran) {
    let home = tempdir().unwrap();
    let ran = run(home.path(), SEAL);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    (home, ran)
}

fn openssl(home: &Path, args: &[&str]) -> String {
    let done = Command::new("openssl").args(args).current_dir(home).output().unwrap();
    let text = [done.stdout, done.stderr].concat();
    assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&text));
    String::from_utf8_lossy(&text).into_owned()
}

#[test]
fn the_files_are_listed_and_openssl_reads_them() {
    let (home, ran) = issued();
    insta::assert_snapshot!(ran.stdout, @r"
    out/ksef-seal-5265877635.key.pem
    out/ksef-seal-5265877635.cert.pem
    out/ksef-seal-5265877635.chain.pem
    out/ksef-seal-5265877635.p12
    out/ksef-seal-5265877635.legacy.p12
    ");
    let subject =
        openssl(home.path(), &["x509", "-in", "out/ksef-seal-5265877635.cert.pem", "-noout", "-subject"]);
    assert!(subject.contains("VATPL-5265877635"), "{subject}");
    openssl(
        home.path(),
        &["pkcs12", "-in", "out/ksef-seal-5265877635.p12", "-passin", "pass:poligon", "-noout"],
    );
}

#[cfg(unix)]
#[test]
fn keys_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let (home, _) = issued();
    let mode =
        std::fs::metadata(home.path().join("out/ksef-seal-5265877635.key.pem")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn nothing_is_overwritten() {
    let (home, _) = issued();
    let key = home.path().join("out/ksef-seal-5265877635.key.pem");
    let before = std::fs::read(&key).unwrap();
    let again = run(home.path(), SEAL);
    assert_eq!(again.code, 2);
    insta::assert_snapshot!(again.stderr, @"poligon: --out: out/ksef-seal-5265877635.key.pem: exists already and is not overwritten; move it away or choose another name");
    assert_eq!(std::fs::read(&key).unwrap(), before);
}

#[test]
fn a_nip_of_three_digits_is_refused() {
    let home = tempdir().unwrap();
    let ran = run(home.path(), &["certs", "issue", "--profile", "ksef-seal", "--nip", "123"]);
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!(ran.stderr, @"poligon: NIP „123” must be 10 digits; write it without spaces and dashes");
}

#[test]
fn a_certificate_is_listed_until_and_after_it_is_revoked() {
    let (home, issued) = issued();
    let serial = issued.stderr.trim().rsplit(' ').next().unwrap().to_owned();
    let listed = run(home.path(), &["certs", "list"]).stdout;
    assert!(listed.contains(&serial) && !listed.contains("revoked"), "{listed}");
    assert_eq!(run(home.path(), &["certs", "revoke", &serial]).code, 0);
    let listed = run(home.path(), &["certs", "list"]).stdout;
    assert!(listed.contains("revoked"), "{listed}");
}

#[test]
fn revoking_the_unknown_says_where_to_look() {
    let home = tempdir().unwrap();
    let ran = run(home.path(), &["certs", "revoke", "0A"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("`poligon certs list` shows those that were"), "{}", ran.stderr);
}

#[test]
fn the_exported_authority_vouches_for_what_it_issued() {
    let (home, _) = issued();
    let exported = run(home.path(), &["certs", "export", "--authority", "qualified"]);
    std::fs::write(home.path().join("ca.pem"), exported.stdout).unwrap();
    openssl(home.path(), &["verify", "-CAfile", "ca.pem", "out/ksef-seal-5265877635.cert.pem"]);
}
