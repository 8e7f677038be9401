//! The response suite: every case is sent, and is not what a correct answer is.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may panic"
)]

mod common;

use std::collections::BTreeMap;

use common::{Office, body};
use poligon_wezel_krajowy::cases::{self, ClientMust};
use serde_json::json;

const SUCCESS: &str = "urn:oasis:names:tc:SAML:2.0:status:Success";

#[test]
fn every_case_of_the_login_is_sent_and_noted() {
    let mut office = Office::registered();
    let mut same = Vec::new();
    let mut opened: BTreeMap<&str, bool> = BTreeMap::new();
    for case in cases::all().filter(|case| !case.id.starts_with('G')) {
        office.turn("wezel-krajowy.response-case", case.id);
        office.findings.clear();
        let played = office.play("wezel-krajowy.log-in", json!({ "person": "jan", "relay-state": "stan" }));
        let noted = office.findings.iter().flatten().any(|finding| finding.check.id == "WK-G08");
        assert!(noted, "{}", case.id);
        let person = played.values.get("person-identifier").is_some_and(serde_json::Value::is_string);
        opened.insert(case.id, person);
        let plain = body(&played).contains("<saml2:EncryptedAssertion><xenc:EncryptedData ") && person;
        if plain && case.verdict == ClientMust::Reject && played.values.get("status") == Some(&json!(SUCCESS))
        {
            same.push(case.id);
        }
    }
    // Those open and say Success: what is wrong with them is in the facts, which the action does not judge.
    assert!(
        opened["A01"]
            && opened["C01"]
            && opened["C03"]
            && opened["C04"]
            && opened["C05"]
            && opened["C08"]
            && opened["D12"]
    );
    for broken in ["C09", "C10", "C11", "C13", "C14", "C15", "C16", "C17", "C25", "C26"] {
        assert!(!opened[broken], "{broken} opens");
    }
    assert!(same.contains(&"A04") && same.contains(&"A57"));
}

#[test]
fn the_edits_are_in_the_messages() {
    let mut office = Office::registered();
    let mut sent = |id: &str| {
        office.turn("wezel-krajowy.response-case", id);
        body(&office.play("wezel-krajowy.log-in", json!({ "person": "jan" })))
    };
    assert_eq!(sent("A02").matches("<ds:Signature ").count(), 1);
    assert_eq!(sent("A03").matches("<ds:Signature ").count(), 0);
    assert_eq!(sent("A08").matches("<saml2p:Response ").count(), 2);
    assert!(sent("A25").contains("ID-00000000-0000-4000-8000-000000000000"));
    assert_eq!(sent("B12").matches("<saml2p:Response ").count(), 2);
    assert!(sent("B11").matches("<saml2p:Response ").count() == 0);
    assert!(sent("B16").contains("http://www.w3.org/2003/05/soap-envelope"));
    assert!(sent("C21").contains("_jawna"));
    assert!(!sent("C22").contains("EncryptedAssertion"));
    assert!(sent("F01").is_empty(), "a redirect has no body");
    assert!(sent("F02").contains("name=\"SAMLArt\""));
}

#[test]
fn every_case_of_the_logout_is_sent() {
    for (id, part) in [
        ("G01", "PartialLogout"),
        ("G02", "Requester"),
        ("G05", "PartialLogout"),
        ("G06", "soap:Fault"),
        ("G07", ""),
        ("G08", "LogoutResponse"),
    ] {
        let mut office = Office::registered();
        office.play("wezel-krajowy.log-in", json!({ "person": "jan" }));
        office.turn("wezel-krajowy.response-case", id);
        let sent = body(&office.play("wezel-krajowy.log-out", json!({})));
        assert!(sent.contains(part), "{id}: {sent}");
        assert_eq!(sent.contains("saml2p:Status"), !matches!(id, "G06" | "G07" | "G08"), "{id}");
    }
}
