//! `poligon check --as soap`: a signed message judged without a server.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use poligon_certs::{Credential, KeyKind, Order, Profile, Vault};
use poligon_crypto::{Certificate, SigningKey};
use poligon_soap::signing::{Signer, Style, sign};
use poligon_soap::write::Message;
use poligon_tests::binary::run;
use poligon_world::Entropy;
use serde_json::Value;
use tempfile::{TempDir, tempdir};
use time::OffsetDateTime;
use time::macros::datetime;

const NOW: OffsetDateTime = datetime!(2026-11-24 12:00 UTC);
const AT: &str = "2026-11-24T12:00:00Z";

/// A folder with a signed message and the certificates of its signer and of somebody else.
fn signed() -> TempDir {
    let home = tempdir().unwrap();
    let vault = Vault::in_memory(None);
    let credential = |nip: &str| {
        let order =
            Order { key: KeyKind::EcP256, nip: Some(nip.to_owned()), ..Order::new(Profile::KsefSeal) };
        vault.issue(&order, NOW).unwrap()
    };
    let (own, other) = (credential("9990000103"), credential("5265877635"));
    std::fs::write(home.path().join("nadaj.xml"), message(&own)).unwrap();
    std::fs::write(home.path().join("system.pem"), own.certificate_pem()).unwrap();
    std::fs::write(home.path().join("other.pem"), other.certificate_pem()).unwrap();
    home
}

fn message(credential: &Credential) -> String {
    let key = SigningKey::from_pkcs8(credential.key.pkcs8()).unwrap();
    let certificate = Certificate::from_der(&credential.certificate).unwrap();
    let body = "<ob:Dokument xmlns:ob=\"http://wsdl.epuap.gov.pl/obiekty/\"><nazwaPliku>a.xml</nazwaPliku></ob:Dokument>";
    let signer = Signer { key: &key, certificate: &certificate };
    sign(Message { headers: "", body }, &Style::default(), signer, &Entropy::new(1, "cli"), NOW).unwrap()
}

/// Exit code and failed checks.
fn check(home: &TempDir, rest: &[&str]) -> (i32, Vec<String>) {
    let ran = run(home.path(), &[&["check", "nadaj.xml", "--at", AT, "--json"][..], rest].concat());
    let verdict: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(verdict["kind"], "soap");
    let failed =
        verdict["findings"].as_array().unwrap().iter().filter(|finding| finding["outcome"] == "fail");
    (ran.code, failed.map(|finding| finding["check"]["id"].as_str().unwrap().to_owned()).collect())
}

#[test]
fn a_message_is_recognised_and_judged_by_itself() {
    assert_eq!(check(&signed(), &[]), (0, Vec::new()));
}

#[test]
fn the_signer_must_be_one_of_the_certificates_that_are_given() {
    let home = signed();
    assert_eq!(
        check(&home, &["--as", "soap", "--cert", "other.pem", "--cert", "system.pem"]),
        (0, Vec::new())
    );
    assert_eq!(check(&home, &["--cert", "other.pem"]), (1, vec!["WSS-020".to_owned()]));
    let missing = run(home.path(), &["check", "nadaj.xml", "--cert", "nobody.pem"]);
    assert_eq!((missing.code, missing.stderr.contains("nobody.pem")), (2, true));
}

#[test]
fn a_changed_message_names_the_stage_and_the_cause() {
    let home = signed();
    let path = home.path().join("nadaj.xml");
    let changed = std::fs::read_to_string(&path).unwrap().replace("a.xml", "b.xml");
    std::fs::write(path, changed).unwrap();
    assert_eq!(check(&home, &["--cert", "system.pem"]), (1, vec!["WSS-010".to_owned()]));
}
