//! WS-Security in front of the services, and the signatures of answers.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may panic"
)]

mod common;

use common::{Client, file};
use http::Method;
use poligon_certs::{Flaw, Order, Profile};
use poligon_epuap::actions::calls::{self, Queue, Sending};
use poligon_epuap::actions::signed::Ask;
use poligon_institution::Examination;
use poligon_soap::Envelope;
use poligon_soap::security::{self, Nobody, Policy};
use poligon_soap::signing::{KeyReference, Style};
use poligon_world::Strictness;
use serde_json::json;

fn nadaj() -> Ask {
    calls::nadaj(&Sending::new("poziomka", "/gmina/domyslna"), &file("a.xml", b"<a/>"))
}

/// Whether a client that verifies takes this answer: the Body is signed by the service.
fn verifies(client: &Client, answer: &str) -> bool {
    let mut exam = Examination::new(Strictness::Faithful);
    let envelope = Envelope::read(&mut exam, answer.as_bytes(), Envelope::LIMITS).unwrap();
    let sealed = security::verify_seal(&mut exam, envelope, &Policy::default(), &Nobody, client.now());
    let service = client.fetch("/trust/ws-sign.pem");
    let service = String::from_utf8(service.to_vec()).unwrap();
    sealed.is_ok_and(|sealed| {
        let inside: String = service.lines().filter(|line| !line.starts_with('-')).collect();
        poligon_soap::base64::decode(&inside).unwrap() == sealed.certificate.der()
    })
}

#[test]
fn answers_and_faults_are_signed_by_the_service() {
    let client = Client::new();
    assert!(verifies(&client, &client.call("poziomka", &nadaj()).good().text()));
    let fault = client.send(nadaj().unsigned());
    assert_eq!(fault.status(), 500);
    assert!(verifies(&client, &fault.text()), "{}", fault.text());
    client.turn("epuap.sign-faults", "false");
    assert!(!client.send(nadaj().unsigned()).text().contains("Signature"));
}

#[test]
fn answers_that_a_client_must_not_take_do_not_verify() {
    let client = Client::new();
    let words = [
        "unsigned",
        "no-signature",
        "wrong-key",
        "foreign-certificate",
        "tampered-body",
        "tampered-value",
        "wrapped-same-id",
        "wrapped-other-id",
        "timestamp-only",
        "no-reference",
        "stale-timestamp",
        "sha1",
    ];
    for word in words {
        client.turn("epuap.response-signature", word);
        let said = client.call("poziomka", &nadaj());
        assert!(!verifies(&client, &said.text()), "{word}");
    }
    client.turn("epuap.response-signature", "timestamp");
    assert!(verifies(&client, &client.call("poziomka", &nadaj()).good().text()));
}

#[test]
fn an_unsigned_call_is_invalid_security() {
    let said = Client::new().send(nadaj().unsigned());
    assert!(said.refused_by().starts_with("WSS-"));
    assert!(said.value("faultcode").unwrap().ends_with("InvalidSecurity"), "{}", said.text());
}

#[test]
fn security_failures_are_401_where_the_knob_says_so() {
    let client = Client::new();
    client.turn("epuap.security-failure", "http401_with_fault");
    let said = client.send(nadaj().unsigned());
    assert_eq!(said.status(), 401);
    assert!(said.text().contains("faultcode"), "never an empty body");
}

#[test]
fn each_way_of_naming_the_certificate_is_understood() {
    let client = Client::new();
    for key in [
        KeyReference::Direct,
        KeyReference::KeyIdentifier,
        KeyReference::SubjectKeyIdentifier,
        KeyReference::Thumbprint,
        KeyReference::IssuerSerial,
        KeyReference::X509Data,
    ] {
        let style = Style { key, ..Style::default() };
        let said = client.call_with(&client.credential("poziomka"), &style, &nadaj());
        assert_eq!(said.status(), 200, "{key:?}: {}", said.text());
    }
}

/// Registers a certificate that was made elsewhere; gives what the operator was told.
fn register(client: &Client, podmiot: &str, pem: &str, roles: &[&str]) -> (u16, serde_json::Value) {
    let wanted = json!({ "podmiot": podmiot, "description": "Obcy", "pem": pem, "roles": roles });
    let (status, told) = client.operate(Method::POST, "/systems", wanted);
    (status.as_u16(), told)
}

#[test]
fn five_causes_have_five_explanations() {
    let client = Client::new();
    let order = |label: &str| Order {
        organization: Some("Cukiernia".into()),
        common_name: Some("Obcy".into()),
        label: label.into(),
        ..Order::new(Profile::EpuapSystem)
    };
    let vault = &client.sandbox.vault;
    let mut seen = Vec::new();
    // Unknown.
    let unknown = vault.issue(&order("unknown"), client.now()).unwrap();
    seen.push(client.call_with(&unknown, &Style::default(), &nadaj()).refused_by());
    // Expired: registered while it was good, then time passed.
    let old = vault.issue(&order("old"), client.now()).unwrap();
    assert_eq!(register(&client, "poziomka", &old.certificate_pem(), &["Rola domyślna"]).0, 200);
    client.sandbox.clock.advance(time::Duration::days(500));
    let expired = client.call_with(&old, &Style::default(), &nadaj());
    seen.push(expired.refused_by());
    client.sandbox.clock.advance(time::Duration::days(-500));
    // Revoked.
    let (status, told) = client.operate(
        Method::POST,
        "/systems/new",
        json!({ "podmiot": "poziomka", "roles": ["Rola domyślna"], "description": "Do odwołania" }),
    );
    assert_eq!(status, 200, "{told}");
    let serial = told["certificate"]["serial"].as_str().unwrap().to_owned();
    let revoked = vault.find(&serial).unwrap();
    client.call_with(&revoked, &Style::default(), &nadaj()).good();
    let (status, _) = client.operate(
        Method::POST,
        &format!("/certificates/{serial}/revoke"),
        json!({ "by_operator": true }),
    );
    assert_eq!(status, 200);
    seen.push(client.call_with(&revoked, &Style::default(), &nadaj()).refused_by());
    // Another podmiot's.
    seen.push(client.call("wzorzec", &nadaj()).refused_by());
    // Without the role.
    let upp = calls::daj_upp("poziomka", "jan", &file("a.xml", b"<a/>"));
    seen.push(client.call("poziomka", &upp).refused_by());
    let count = seen.len();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), count, "{seen:?}");
    assert!(seen.iter().all(|id| id.starts_with("WSS-")), "{seen:?}");
}

#[test]
fn an_issuer_that_is_not_poligons_is_refused_where_the_knob_says_so() {
    let client = Client::new();
    let order = Order { flaw: Some(Flaw::OtherAuthority), ..Order::new(Profile::EpuapSystem) };
    let foreign = client.sandbox.vault.issue(&order, client.now()).unwrap();
    assert_eq!(register(&client, "poziomka", &foreign.certificate_pem(), &["Rola domyślna"]).0, 200);
    client.call_with(&foreign, &Style::default(), &nadaj()).good();
    client.turn("epuap.issuers", "poligon");
    assert_eq!(
        client.call_with(&foreign, &Style::default(), &nadaj()).refused_by(),
        poligon_soap::checks::standing::ISSUER.check.id
    );
    client.call("poziomka", &nadaj()).good();
}

#[test]
fn roles_are_asked_for_as_the_knob_says() {
    let client = Client::new();
    let waiting = calls::oczekujace(&Queue::new("poziomka", "domyslna"));
    client.call("poziomka", &waiting).good();
    client.turn("epuap.roles", "pull=publiczna");
    assert_eq!(client.call("poziomka", &waiting).refused_by(), poligon_soap::checks::standing::ROLE.check.id);
    client.turn("epuap.roles", "pull=none");
    client.call("poziomka", &waiting).good();
}

#[test]
fn sha1_is_refused_unless_the_knob_lets_it_in() {
    use poligon_crypto::{DigestAlgorithm, SignatureAlgorithm};
    let client = Client::new();
    let style = Style {
        algorithm: Some(SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha1)),
        digest: DigestAlgorithm::Sha1,
        ..Style::default()
    };
    let said = client.call_with(&client.credential("poziomka"), &style, &nadaj());
    assert!(said.value("faultcode").unwrap().ends_with("UnsupportedAlgorithm"), "{}", said.text());
    client.turn("epuap.allow-sha1", "true");
    client.call_with(&client.credential("poziomka"), &style, &nadaj()).good();
}
