//! Push boxes as far as the desk goes, and an institution's own WSDL and answers.
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
use poligon_epuap::DropIn;
use poligon_epuap::actions::calls::{self, Queue, Sending};
use poligon_institution::{Examination, Request};
use poligon_soap::Envelope;
use poligon_soap::security::{self, Nobody, Policy};
use poligon_world::Strictness;
use serde_json::{Value, json};

fn with_push_box() -> Client {
    let client = Client::new();
    let set =
        json!({ "address": "/gmina/push", "rules": { "mode": { "push": "http://127.0.0.1:9/odbiorca" } } });
    assert_eq!(client.operate(Method::PUT, "/boxes", set).0, 200);
    let ask = calls::nadaj(&Sending::new("poziomka", "/gmina/push"), &file("a.xml", b"<a/>"));
    client.call("poziomka", &ask).good();
    client
}

#[test]
fn a_push_is_a_signed_message_with_the_document() {
    let client = with_push_box();
    let (_, told) = client.operate(Method::GET, "/pushes", Value::Null);
    let due = &told["due"][0];
    assert_eq!(due["url"], "http://127.0.0.1:9/odbiorca");
    let message = due["message"].as_str().unwrap();
    let mut exam = Examination::new(Strictness::Faithful);
    let envelope = Envelope::read(&mut exam, message.as_bytes(), Envelope::LIMITS).unwrap();
    let sealed =
        security::verify_seal(&mut exam, envelope, &Policy::default(), &Nobody, client.now()).unwrap();
    let ob = poligon_epuap::wire::names::OB;
    for header in ["PodmiotOdbierajacy", "DanePodmiotu", "AdresSkrytki", "DaneDodatkowe", "CzyTestowe"] {
        assert!(sealed.envelope.entry(ob, header).is_some(), "{header}");
    }
    let (_, again) = client.operate(Method::GET, "/pushes", Value::Null);
    assert_eq!(again["due"][0]["message"], due["message"], "asking changes nothing");
}

#[test]
fn a_push_that_nobody_takes_waits_in_the_box_in_the_end() {
    let client = with_push_box();
    client.turn("epuap.push-tries", "2");
    let (_, told) = client.operate(Method::GET, "/pushes", Value::Null);
    let path = format!("/pushes/{}", told["due"][0]["document"]);
    let failed = json!({ "taken": false, "said": "connection refused" });
    assert_eq!(client.operate(Method::POST, &path, failed.clone()).0, 200);
    client.sandbox.clock.advance(time::Duration::seconds(5));
    let (_, push) = client.operate(Method::POST, &path, failed);
    assert_eq!(push["ended"], "given-up");
    let waiting = client.call("gmina", &calls::oczekujace(&Queue::new("gmina", "push"))).good();
    assert_eq!(waiting.value("oczekujace").as_deref(), Some("1"));
}

#[test]
fn a_push_that_was_taken_is_done() {
    let client = with_push_box();
    let (_, told) = client.operate(Method::GET, "/pushes", Value::Null);
    let path = format!("/pushes/{}", told["due"][0]["document"]);
    client.operate(Method::POST, &path, json!({ "taken": true, "said": "OK" }));
    let (_, told) = client.operate(Method::GET, "/pushes", Value::Null);
    assert!(told["due"].as_array().unwrap().is_empty());
    assert_eq!(client.desk.view("epuap.pushes", "").unwrap()[0]["ended"], "taken");
}

#[test]
fn an_institutions_own_answers_stand_behind_the_security_layer() {
    let dir = tempfile::tempdir().unwrap();
    let list = json!([{
        "path": "/prawdziwe/Podmioty", "wsdl": "p.wsdl", "role": "Rola domyślna",
        "answers": [{ "namespace": "urn:prawdziwe", "element": "szukaj", "body": "odpowiedz.xml" }]
    }]);
    std::fs::write(dir.path().join("epuap-wsdl.json"), list.to_string()).unwrap();
    std::fs::write(dir.path().join("p.wsdl"), "<definitions xmlns='http://schemas.xmlsoap.org/wsdl/'/>")
        .unwrap();
    std::fs::write(
        dir.path().join("odpowiedz.xml"),
        "<?xml version='1.0'?><z:wynik xmlns:z='urn:prawdziwe'>tak</z:wynik>",
    )
    .unwrap();
    let client = Client::with(Strictness::Faithful, DropIn::read(dir.path()).unwrap());
    let ask = calls::plain("/prawdziwe/Podmioty", "urn:prawdziwe", "szukaj", &[]);
    let said = client.call("poziomka", &ask).good();
    assert_eq!(said.value("wynik").as_deref(), Some("tak"));
    assert_eq!(said.0.operation.unwrap().name, "epuap.drop-in");
    assert!(client.send(ask.unsigned()).refused_by().starts_with("WSS-"));
    let other = calls::plain("/prawdziwe/Podmioty", "urn:prawdziwe", "inne", &[]);
    assert_eq!(client.call("poziomka", &other).refused_by(), "EPUAP-GND-002");
    assert_eq!(client.send(Request::new(Method::GET, "/prawdziwe/Podmioty?wsdl")).status(), 200);
}

#[test]
fn a_folder_that_does_not_fit_is_told_by_file() {
    let dir = tempfile::tempdir().unwrap();
    let read = |list: Value| {
        std::fs::write(dir.path().join("epuap-wsdl.json"), list.to_string()).unwrap();
        DropIn::read(dir.path()).unwrap_err()
    };
    assert!(DropIn::read(dir.path()).unwrap_err().contains("epuap-wsdl.json"));
    assert!(read(json!([{ "path": "bez" }])).contains("slash"));
    assert!(read(json!([{ "path": "/a", "wsdl": "../x" }])).contains("inside the folder"));
    let absent = json!([{ "path": "/a", "answers": [{ "element": "a", "body": "nie-ma.xml" }] }]);
    assert!(read(absent).contains("nie-ma.xml"));
}
