//! The actions of scenarios, played against the desk.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may panic"
)]

mod common;

use std::time::Duration;

use common::Client;
use poligon_epuap::Epuap;
use poligon_institution::{Arguments, Broken, Institution, Line, Memory, Played, Request, Response, Stage};
use serde_json::{Value, json};
use time::OffsetDateTime;

struct Straight<'c>(&'c Client);

impl Line for Straight<'_> {
    fn send(&mut self, institution: &'static str, request: Request) -> Result<Response, Broken> {
        assert_eq!(institution, "epuap");
        Ok(self.0.desk.answer(&request).response)
    }

    fn base(&self, _: &'static str) -> String {
        "https://localhost".to_owned()
    }

    fn wait(&mut self, span: Duration) {
        self.0.sandbox.clock.advance(span.try_into().unwrap());
    }

    fn now(&self) -> OffsetDateTime {
        self.0.now()
    }
}

fn play(client: &Client, memory: &mut Memory, name: &str, arguments: Value) -> Played {
    let action = Epuap::default().actions().iter().find(|action| action.name == name).expect("an action");
    let given = arguments.as_object().unwrap();
    assert!(given.keys().all(|key| action.takes.iter().any(|takes| takes.name == key)), "{name}: {given:?}");
    let arguments = Arguments(given.clone().into_iter().collect());
    let mut line = Straight(client);
    let files = |name: &str| Err(format!("there is no file {name}"));
    let mut stage = Stage { sandbox: &client.sandbox, line: &mut line, memory, files: &files };
    let played = (action.play)(&mut stage, &arguments).unwrap();
    assert!(
        played.values.keys().all(|key| action.gives.contains(&key.as_str())),
        "{name}: {:?}",
        played.values
    );
    played
}

#[test]
fn a_delivery_is_played_from_both_sides() {
    let (client, mut memory) = (Client::new(), Memory::default());
    let mut play = |name: &str, arguments: Value| play(&client, &mut memory, name, arguments).values;
    let sent = play(
        "epuap.dorecz",
        json!({ "as": "gmina", "to": "/poziomka/domyslna", "text": "<decyzja/>", "sealed": true }),
    );
    assert_eq!(sent["kod"], "1", "{sent:?}");
    assert!(play("epuap.pobierz", json!({ "as": "poziomka" }))["content"].as_str().unwrap().contains("UPD"));
    assert_eq!(play("epuap.odbierz", json!({ "as": "poziomka" }))["kod"], "1");
    assert_eq!(play("epuap.potwierdz", json!({ "as": "poziomka", "digest": "sha256" }))["kod"], "1");
    assert!(
        play("epuap.pobierz", json!({ "as": "poziomka" }))["content"].as_str().unwrap().contains("<decyzja>")
    );
    assert_eq!(play("epuap.oczekujace", json!({ "as": "gmina" }))["oczekujace"], "1");
}

#[test]
fn every_action_can_be_played() {
    let (client, mut memory) = (Client::new(), Memory::default());
    let mut play = |name: &str, arguments: Value| play(&client, &mut memory, name, arguments).values;
    let sent = play("epuap.nadaj", json!({ "as": "poziomka", "to": "/gmina/domyslna", "text": "<a/>" }));
    assert_eq!(sent["nazwaPliku"], "upp.xml");
    let id = play("epuap.upload-file", json!({ "as": "gmina", "text": "treść" }))["fileId5"].clone();
    assert_eq!(play("epuap.download-file", json!({ "as": "gmina", "id": id }))["filename"], "dokument.xml");
    assert_eq!(play("epuap.daj-upp", json!({ "as": "gmina", "text": "<a/>" }))["kod"], "1");
    let podmioty = json!({
        "as": "gmina", "path": "/x/Podmioty", "namespace": "http://ws.epuap.gov.pl/Podmioty/",
        "element": "pobierzPodmiot", "fields": { "id": "modrzew" }
    });
    assert_eq!(play("epuap.call", podmioty)["kod"], "1");
    let unsigned = json!({ "as": "poziomka", "to": "/gmina/domyslna", "text": "<a/>", "unsigned": true });
    assert!(play("epuap.nadaj", unsigned)["faultcode"].as_str().unwrap().ends_with("InvalidSecurity"));
}
