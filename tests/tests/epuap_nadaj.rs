//! A contractor's way: the binary, a system made by one command, and a signed nadaj sent by curl over TLS.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::fs;
use std::path::Path;
use std::sync::Arc;

use poligon_certs::{Credential, Key};
use poligon_epuap::actions::calls::{self, Sending};
use poligon_epuap::actions::signed::Ask;
use poligon_epuap::state::documents::File;
use poligon_soap::signing::Style;
use poligon_tests::binary::run;
use poligon_tests::curl::{Got, curl};
use poligon_tests::up::Up;
use poligon_world::Entropy;
use poligon_world::clock::wall_now;
use tempfile::tempdir;

/// What the files of a system say, as a client that reads PEM takes it.
fn credential(dir: &Path) -> Credential {
    let key = Key::from_pem(&fs::read_to_string(dir.join("klucz.pem")).unwrap()).unwrap();
    let chain = fs::read_to_string(dir.join("certyfikat.txt")).unwrap();
    assert_eq!(chain.matches("BEGIN CERTIFICATE").count(), 4);
    let (first, _) = chain.split_once("-----END CERTIFICATE-----").unwrap();
    let inside: String = first.lines().filter(|line| !line.starts_with('-')).collect();
    let certificate = poligon_soap::base64::decode(&inside).unwrap();
    Credential { key: Arc::new(key), certificate, above: Vec::new(), serial: String::new() }
}

fn send(home: &Path, up: &Up, ask: &Ask, by: &Credential) -> Got {
    let envelope = ask.envelope(by, &Style::default(), &Entropy::new(1, "client"), wall_now()).unwrap();
    let body = home.join("koperta.xml");
    fs::write(&body, envelope).unwrap();
    let url = format!("{}{}", up.told("/institutions/epuap"), ask.path);
    let data = format!("@{}", body.display());
    curl(&["--cacert", up.told("/ca"), "--header", "Content-Type: text/xml", "--data-binary", &data, &url])
}

fn nadaj() -> Ask {
    let file = File { name: "wniosek.xml".into(), kind: Some("text/xml".into()), bytes: "<wniosek/>".into() };
    calls::nadaj(&Sending::new("poziomka", "/gmina/domyslna"), &file)
}

fn start(home: &Path) -> Up {
    Up::start(home, &["--only", "epuap", "--state", "state"])
}

#[test]
fn a_system_made_by_one_command_is_served_and_still_is_after_a_restart() {
    let home = tempdir().unwrap();
    let mut up = start(home.path());
    let console = up.told("/console").to_owned();
    let made = run(
        home.path(),
        &[
            "epuap",
            "system",
            "--podmiot",
            "poziomka",
            "--role",
            "Rola domyślna",
            "--out",
            "system",
            "--console",
            &console,
        ],
    );
    assert_eq!(made.code, 0, "{}", made.stderr);
    let by = credential(&home.path().join("system"));
    let got = send(home.path(), &up, &nadaj(), &by);
    assert_eq!(got.status, 200, "{}", got.text);
    assert!(got.text.contains("OdpowiedzSkrytki") && got.text.contains("<kod>1</kod>"), "{}", got.text);
    assert!(got.text.contains("SignatureValue"), "the answer is signed");
    assert_eq!(up.end("TERM").0.code(), Some(0));
    // What the operator did is kept with the rest.
    let up = start(home.path());
    let again = send(home.path(), &up, &nadaj(), &by);
    assert_eq!(again.status, 200, "{}", again.text);
}

#[test]
fn a_wrong_step_is_told_with_its_rule_and_a_wsdl_leads_back() {
    let home = tempdir().unwrap();
    let up = Up::start(home.path(), &["--only", "epuap", "--ephemeral"]);
    let console = up.told("/console").to_owned();
    let refused = run(home.path(), &["epuap", "approve", "7", "--console", &console]);
    assert_eq!(refused.code, 2);
    assert!(
        refused.stderr.contains("EPUAP-ONB-003") && refused.stderr.contains("no application 7"),
        "{}",
        refused.stderr
    );
    let base = up.told("/institutions/epuap").to_owned();
    let wsdl = curl(&["--cacert", up.told("/ca"), &format!("{base}/pk_external_ws/services/skrytka?wsdl")]);
    assert_eq!(wsdl.status, 200);
    assert!(
        wsdl.text.contains(&format!("location=\"{base}/pk_external_ws/services/skrytka\"")),
        "{}",
        wsdl.text
    );
}
