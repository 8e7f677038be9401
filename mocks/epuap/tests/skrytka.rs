//! Sending to boxes and fetching from them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may panic"
)]

mod common;

use common::{Client, file, signed};
use http::Method;
use poligon_crypto::DigestAlgorithm::{Sha1, Sha256, Sha512};
use poligon_crypto::seal::{self, Policy};
use poligon_epuap::actions::calls::{self, Queue, Sending};
use poligon_epuap::documents::{confirmation, pismo};
use poligon_world::Strictness;
use serde_json::json;

fn sending() -> Sending {
    Sending::new("poziomka", "/gmina/domyslna")
}

#[test]
fn a_document_comes_into_the_box_and_a_signed_upp_comes_back() {
    let client = Client::new();
    let said = client.call("poziomka", &calls::nadaj(&sending(), &file("wniosek.xml", b"<wniosek/>"))).good();
    let id: i32 = said.value("identyfikatorDokumentu").unwrap().parse().unwrap();
    assert!(id > 0);
    let upp = said.bytes("zawartosc");
    let report = seal::verify(&upp, &Policy { xades: true, sha1: false, ..Policy::document(client.now()) });
    assert!(report.holds(), "{:?}", report.fault);
    let number = said.value("identyfikatorUpp").unwrap();
    assert_eq!(confirmation::identifier(&upp), Some(format!("ePUAP-UPP{number}")));
    let waiting = client.call("gmina", &calls::oczekujace(&Queue::new("gmina", "domyslna"))).good();
    assert_eq!(waiting.value("oczekujace").as_deref(), Some("1"));
}

#[test]
fn fetching_takes_nothing_away_and_confirming_with_either_digest_does() {
    let client = Client::new();
    let queue = Queue::new("gmina", "domyslna");
    for name in ["pierwszy.xml", "drugi.xml"] {
        client.call("poziomka", &calls::nadaj(&sending(), &file(name, name.as_bytes()))).good();
    }
    for (name, digest) in [("pierwszy.xml", Sha1), ("drugi.xml", Sha256)] {
        let fetched = client.call("gmina", &calls::pobierz(&queue)).good();
        assert_eq!(fetched.value("nazwaPliku").as_deref(), Some(name), "first in, first out");
        assert_eq!(fetched.bytes("zawartosc"), name.as_bytes());
        assert_eq!(fetched.value("adresOdpowiedzi").as_deref(), Some("/poziomka/domyslna"));
        let extra = String::from_utf8(fetched.bytes("daneDodatkowe")).unwrap();
        assert!(extra.contains("<IdentyfikatorDokumentu>"), "{extra}");
        let wrong = client.call("gmina", &calls::potwierdz(&queue, name.as_bytes(), Sha512));
        assert_eq!(wrong.refused_by(), "EPUAP-BOX-011");
        client.call("gmina", &calls::potwierdz(&queue, name.as_bytes(), digest)).good();
    }
    let empty = client.call("gmina", &calls::pobierz(&queue));
    assert_eq!((empty.status(), empty.value("kod").as_deref()), (200, Some("0")));
    assert!(empty.value("dataNadania").is_none(), "nothing but the status");
    assert_eq!(client.call("gmina", &calls::potwierdz(&queue, b"", Sha1)).refused_by(), "EPUAP-BOX-010");
}

#[test]
fn a_trial_is_judged_and_not_delivered() {
    let client = Client::new();
    let trial = Sending { trial: true, ..sending() };
    let said = client.call("poziomka", &calls::nadaj(&trial, &file("a.xml", b"<a/>"))).good();
    assert_eq!(said.value("identyfikatorDokumentu").as_deref(), Some("0"));
    let waiting = client.call("gmina", &calls::oczekujace(&Queue::new("gmina", "domyslna"))).good();
    assert_eq!(waiting.value("oczekujace").as_deref(), Some("0"));
}

#[test]
fn nadaj_any_takes_xml_as_text() {
    let client = Client::new();
    client.call("poziomka", &calls::nadaj_any(&sending(), "a.xml", "<a>&amp;ą</a>")).good();
    let fetched = client.call("gmina", &calls::pobierz(&Queue::new("gmina", "domyslna"))).good();
    assert_eq!(fetched.bytes("zawartosc"), "<a>&amp;ą</a>".as_bytes());
}

#[test]
fn wrong_addresses_are_told_apart() {
    let client = Client::new();
    let send = |sending: &Sending| client.call("poziomka", &calls::nadaj(sending, &file("a.xml", b"<a/>")));
    let nowhere = Sending { to: "/gmina/inna".into(), ..sending() };
    assert_eq!(send(&nowhere).refused_by(), "EPUAP-BOX-001");
    let other_case = Sending { to: "/Gmina/Domyslna".into(), ..sending() };
    let said = send(&other_case);
    assert_eq!(said.refused_by(), "EPUAP-BOX-001");
    assert!(format!("{:?}", said.0.findings).contains("in another case"));
    let foreign = Sending { reply_to: "/gmina/domyslna".into(), ..sending() };
    assert_eq!(send(&foreign).refused_by(), "EPUAP-BOX-002");
    let somebody_else = Sending { podmiot: "gmina".into(), ..sending() };
    assert_eq!(send(&somebody_else).refused_by(), poligon_soap::checks::standing::PODMIOT.check.id);
    let queue = Queue::new("gmina", "domyslna");
    let stolen = Queue { podmiot: "poziomka".into(), ..queue };
    assert_eq!(client.call("poziomka", &calls::pobierz(&stolen)).refused_by(), "EPUAP-BOX-003");
}

#[test]
fn a_box_takes_what_its_rules_say() {
    let client = Client::new();
    let to_signed = Sending::new("poziomka", "/gmina/podpisane");
    let send = |bytes: &[u8]| client.call("poziomka", &calls::nadaj(&to_signed, &file("a.xml", bytes)));
    assert_eq!(send(b"%PDF").refused_by(), "EPUAP-BOX-005");
    assert_eq!(send(b"<a/>").refused_by(), "EPUAP-BOX-006");
    let good = signed(b"<a>x</a>", client.now());
    send(&good).good();
    let tampered = String::from_utf8(good).unwrap().replace(">x<", ">y<");
    let said = send(tampered.as_bytes());
    assert_eq!(said.refused_by(), "EPUAP-BOX-006");
    assert!(format!("{:?}", said.0.findings).contains("Digest"), "the microscope was there");
    client.turn("epuap.document-bytes", "3");
    assert_eq!(send(b"<a/>").refused_by(), "EPUAP-BOX-008");
}

#[test]
fn a_box_may_ask_for_a_template_and_answer_by_itself() {
    let client = Client::new();
    let rules = json!({ "template_required": true, "auto_answer": "document" });
    let set = json!({ "address": "/gmina/wzory", "rules": rules });
    assert_eq!(client.operate(Method::PUT, "/boxes", set).0, 200);
    let to = Sending::new("poziomka", "/gmina/wzory");
    let send = |bytes: &[u8]| client.call("poziomka", &calls::nadaj(&to, &file("a.xml", bytes)));
    assert_eq!(send(b"<a/>").refused_by(), "EPUAP-BOX-007");
    let letter = pismo::Letter {
        title: "Wniosek".into(),
        kind: "Wniosek".into(),
        paragraphs: vec!["Proszę.".into()],
        town: "Przykładowo".into(),
        to: "Gmina Przykładowo".into(),
        from: "Cukiernia".into(),
        at: client.now(),
        attachments: Vec::new(),
    };
    let said = send(letter.xml().as_bytes()).good();
    assert_eq!(said.value("nazwaPliku").as_deref(), Some("odpowiedz.xml"));
    let answer = client.call("poziomka", &calls::pobierz(&Queue::new("poziomka", "domyslna"))).good();
    assert_eq!(pismo::misfits(&answer.bytes("zawartosc")), Vec::new());
}

#[test]
fn a_refusal_is_a_status_where_the_knob_says_so() {
    let client = Client::new();
    client.turn("epuap.refusals", "status");
    let nowhere = Sending { to: "/gmina/inna".into(), ..sending() };
    let said = client.call("poziomka", &calls::nadaj(&nowhere, &file("a.xml", b"<a/>")));
    assert_eq!((said.status(), said.value("kod").as_deref()), (200, Some("2101")));
}

#[test]
fn the_upp_goes_where_the_knob_says() {
    let client = Client::new();
    client.turn("epuap.upp-delivery", "box");
    let said = client.call("poziomka", &calls::nadaj(&sending(), &file("a.xml", b"<a/>"))).good();
    assert!(said.value("zalacznik").is_none());
    let upp = client.call("poziomka", &calls::pobierz(&Queue::new("poziomka", "domyslna"))).good();
    assert!(confirmation::identifier(&upp.bytes("zawartosc")).unwrap().starts_with("ePUAP-UPP"));
}

#[test]
fn a_picky_sandbox_minds_headers_that_the_wsdl_declares() {
    let client = Client::strict(Strictness::Picky);
    let mut ask = calls::nadaj(&sending(), &file("a.xml", b"<a/>"));
    let dane = ask.headers.find("<h:DaneDodatkowe").unwrap();
    ask.headers.truncate(dane);
    assert_eq!(client.call("poziomka", &ask).refused_by(), "EPUAP-GND-006");
    Client::new().call("poziomka", &ask).good();
}

#[test]
fn broken_shapes_are_refused_with_their_place() {
    let client = Client::new();
    let ask = calls::nadaj(&sending(), &file("a.xml", b"<a/>"));
    let qualified = ask.body.replace("<nazwaPliku>", "<nazwaPliku xmlns=\"urn:x\">");
    let said = client.call("poziomka", &calls_with(&ask, &qualified));
    assert_eq!(said.refused_by(), "EPUAP-GND-004");
    assert!(format!("{:?}", said.0.findings).contains("/Envelope/Body/Dokument/nazwaPliku"));
    let no_base64 = ask.body.replace("PGEvPg==", "%%%");
    assert_eq!(client.call("poziomka", &calls_with(&ask, &no_base64)).refused_by(), "EPUAP-GND-004");
    let other = "<x:Inny xmlns:x=\"urn:x\"/>";
    assert_eq!(client.call("poziomka", &calls_with(&ask, other)).refused_by(), "EPUAP-GND-002");
}

fn calls_with(ask: &poligon_epuap::actions::signed::Ask, body: &str) -> poligon_epuap::actions::signed::Ask {
    poligon_epuap::actions::signed::Ask { body: body.to_owned(), ..ask.clone() }
}
