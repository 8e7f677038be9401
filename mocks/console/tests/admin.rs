//! The admin API from outside: every route answers and is described, and what it refuses it refuses with a sentence.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::sync::Arc;

use http::{Method, StatusCode};
use poligon_certs::Vault;
use poligon_console::{About, Access, Console, OPENAPI};
use poligon_institution::{
    Answer, Built, Check, Desk, DocumentKind, Evidence, Finding, Foundation, House, Institution, Knob,
    Operation, Provenance, Registry, Request, Response, Severity, Store, knob::Takes, store,
};
use poligon_scenarios::{Folder, Known, Live, Loaded};
use poligon_world::{Clock, ClockSetting, Sandbox, Settings};
use serde_json::{Value, json};
use time::OffsetDateTime;

static CHECK: Check = Check {
    id: "TOY-001",
    title: "The body says please",
    provenance: Provenance::Ours,
    citation: "made up for this test",
    severity: Severity::Error,
    remedy: "Say please.",
};
static CHECKS: [&Check; 1] = [&CHECK];
static OPERATIONS: [Operation; 1] =
    [Operation { name: "toy.ask", address: "POST /ask", provenance: Provenance::Ours, built: Built::Yes }];
static KNOBS: [Knob; 1] =
    [Knob { name: "toy.polls", about: "How often.", default: "1", takes: Takes::Number { from: 0, to: 9 } }];

struct Toy;
struct Counter;

impl Institution for Toy {
    fn name(&self) -> &'static str {
        "toy"
    }
    fn operations(&self) -> &'static [Operation] {
        &OPERATIONS
    }
    fn checks(&self) -> &'static [&'static Check] {
        &CHECKS
    }
    fn knobs(&self) -> &'static [Knob] {
        &KNOBS
    }
    fn hosts(&self) -> &'static [&'static str] {
        &[]
    }
    fn documents(&self) -> &'static [DocumentKind] {
        &[]
    }
    fn open(&self, _: Arc<Sandbox>) -> Arc<dyn Desk> {
        Arc::new(Counter)
    }
}

impl Desk for Counter {
    fn answer(&self, request: &Request) -> Answer {
        let polite = &request.body[..] == b"please";
        let finding = if polite {
            Finding::pass(&CHECK)
        } else {
            Finding::fail(
                &CHECK,
                vec![Evidence::values("body", "please", String::from_utf8_lossy(&request.body))],
            )
        };
        let status = if polite { StatusCode::OK } else { StatusCode::BAD_REQUEST };
        Answer { operation: OPERATIONS.first(), response: Response::new(status), findings: vec![finding] }
    }

    fn operation(&self, _: &Request) -> Option<&'static Operation> {
        OPERATIONS.first()
    }
}

fn console(token: Option<&str>) -> (Console, Arc<House>) {
    let clock = "frozen@2026-03-02T09:00:00Z".parse::<ClockSetting>().unwrap().clock();
    let house = house(clock);
    let about = About {
        version: "0",
        started: OffsetDateTime::UNIX_EPOCH,
        ca_pem: "-----BEGIN CERTIFICATE-----".into(),
    };
    let access =
        Access { names: vec!["poligon.example".into()], addresses: false, token: token.map(str::to_owned) };
    (Console::new(Arc::clone(&house), access, about), house)
}

fn house(clock: Clock) -> Arc<House> {
    let vault = Arc::new(Vault::in_memory(Some(1)));
    let store = Some(Arc::new(Store::in_memory(store::Bounds::default()).unwrap()));
    let foundation = Foundation { store, ..Foundation::new(1, clock, Settings::default(), vault) };
    Arc::new(House::new(Registry::new(vec![Arc::new(Toy)]), foundation))
}

/// A scenario; the house keeps its sandboxes, so it directs none of them.
fn scenario() -> Arc<Live> {
    let text = "scenario: toy\ntitle: t\nscript: [{ on: toy.greet, do: pass }]\n".to_owned();
    let loaded = Loaded::parse("toy.yaml", text, Folder::Disk(".".into())).unwrap();
    Arc::new(Live::new(loaded, None, Known::default()))
}

fn request(method: &str, path: &str, body: &Value) -> Request {
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    let body = if body.is_null() { String::new() } else { body.to_string() };
    Request::new(method, path).with_header("host", "127.0.0.1:8440").with_body(body)
}

fn ask(console: &Console, method: &str, path: &str, body: Value) -> (u16, Value) {
    let response = console.answer(&request(method, path, &body));
    (response.status.as_u16(), serde_json::from_slice(&response.body).unwrap_or(Value::Null))
}

fn send(house: &House, body: &'static str) {
    let room = house.room(&"default".parse().unwrap()).unwrap();
    room.exchange("toy", Request::new(Method::POST, "/ask?x=1").with_body(body)).unwrap();
}

#[test]
fn every_route_is_described_and_every_description_answers() {
    let (console, house) = console(None);
    let console = console.playing(Some(scenario()));
    let api: Value = serde_json::from_str(OPENAPI).unwrap();
    let mut described = BTreeSet::new();
    for (path, item) in api["paths"].as_object().unwrap() {
        for method in ["get", "put", "post", "delete"] {
            let Some(operation) = item.get(method) else { continue };
            described.insert((path.clone(), method.to_uppercase()));
            send(&house, "please");
            if method == "delete" || path == "/sandboxes" {
                ask(&console, "POST", "/sandboxes", json!({ "name": "alfa" }));
            }
            if path.contains("{snapshot}") {
                ask(&console, "POST", "/sandboxes/default/snapshots", json!({ "name": "a" }));
            }
            let name = if method == "delete" && path == "/sandboxes/{name}" { "alfa" } else { "default" };
            let body = match (path.rsplit('/').next().unwrap(), method) {
                ("sandboxes", "post") => {
                    json!({ "name": "beta", "seed": 5, "clock": "+2h", "strictness": "picky" })
                }
                ("snapshots", "post") => json!({ "name": "a" }),
                ("clock", "put") => json!({ "now": "2026-03-02T09:00:00+01:00", "frozen": true }),
                ("advance", _) => json!({ "by": "PT1H" }),
                ("knobs", "put") => json!({ "toy.polls": "3" }),
                ("strictness", "put") => json!({ "strictness": "lenient" }),
                _ => Value::Null,
            };
            let last = house.room(&"default".parse().unwrap()).unwrap().journal.tally().recorded;
            let real =
                path.replace("{name}", name).replace("{snapshot}", "a").replace("{id}", &last.to_string());
            let (status, answer) = ask(&console, &method.to_uppercase(), &real, body);
            assert!(
                operation["responses"].get(status.to_string()).is_some(),
                "{method} {real}: {status} {answer}"
            );
        }
    }
    for (path, method) in poligon_console::routes() {
        assert!(described.remove(&(path.to_owned(), method.to_owned())), "{method} {path} is not described");
    }
    assert!(described.is_empty(), "described, but not there: {described:?}");
}

#[test]
fn an_exchange_is_shown_with_findings_evidence_and_bodies() {
    let (console, house) = console(None);
    send(&house, "please");
    send(&house, "now!");
    let (_, page) = ask(&console, "GET", "/sandboxes/default/journal?failed=true&last=5", Value::Null);
    assert_eq!(page["exchanges"].as_array().unwrap().len(), 1);
    assert_eq!(page["exchanges"][0]["id"], 2);
    let (_, exchange) = ask(&console, "GET", "/sandboxes/default/journal/2", Value::Null);
    assert_eq!(exchange["request"]["body"]["text"], "now!");
    assert_eq!(exchange["request"]["query"], "x=1");
    assert_eq!(exchange["at"], "2026-03-02T09:00:00Z");
    assert_eq!(exchange["findings"][0]["check"]["id"], "TOY-001");
    assert_eq!(
        exchange["findings"][0]["evidence"][0]["values"],
        json!({ "what": "body", "expected": "please", "got": "now!" })
    );
    let text = console.answer(&request("GET", "/sandboxes/default/journal/2?format=text", &Value::Null));
    assert!(String::from_utf8_lossy(&text.body).contains("✗ TOY-001  The body says please"));
}

#[test]
fn a_binary_body_is_shown_as_base64() {
    let (console, house) = console(None);
    let room = house.room(&"default".parse().unwrap()).unwrap();
    room.exchange("toy", Request::new(Method::POST, "/ask").with_body(vec![0xff_u8, 0])).unwrap();
    let (_, exchange) = ask(&console, "GET", "/sandboxes/default/journal/1", Value::Null);
    assert_eq!(exchange["request"]["body"], json!({ "base64": "/wA=" }));
}

#[test]
fn the_journal_is_filtered_and_cleared_and_numbers_go_on() {
    let (console, house) = console(None);
    for _ in 0..3 {
        send(&house, "please");
    }
    let count = |query: &str| {
        let (_, page) = ask(&console, "GET", &format!("/sandboxes/default/journal{query}"), Value::Null);
        page["exchanges"].as_array().unwrap().len()
    };
    assert_eq!(count("?since=1"), 2);
    assert_eq!(count("?last=1"), 1);
    assert_eq!(count("?operation=toy.ask"), 3);
    assert_eq!(count("?operation=toy."), 3);
    assert_eq!(count("?institution=ksef"), 0);
    assert_eq!(ask(&console, "DELETE", "/sandboxes/default/journal", Value::Null).0, 204);
    assert_eq!(count(""), 0);
    send(&house, "please");
    assert_eq!(ask(&console, "GET", "/sandboxes/default/journal/4", Value::Null).0, 200);
    let (status, problem) = ask(&console, "GET", "/sandboxes/default/journal/1", Value::Null);
    assert_eq!(status, 404);
    assert_eq!(problem["detail"], "exchange 1 is not in the journal, which keeps the last 1 of 4 exchanges");
}

#[test]
fn sandboxes_are_made_reset_and_deleted() {
    let (console, _house) = console(None);
    let wanted = json!({ "name": "alfa", "seed": 7, "clock": "frozen@2026-01-01T00:00:00Z" });
    assert_eq!(ask(&console, "POST", "/sandboxes", wanted.clone()).0, 201);
    assert_eq!(ask(&console, "POST", "/sandboxes", wanted).0, 409);
    let (_, clock) = ask(&console, "POST", "/sandboxes/alfa/clock/advance", json!({ "by": 60 }));
    assert_eq!(clock, json!({ "now": "2026-01-01T00:01:00Z", "frozen": true }));
    let (_, sandbox) = ask(&console, "POST", "/sandboxes/alfa/reset", Value::Null);
    assert_eq!(sandbox["clock"]["now"], "2026-01-01T00:00:00Z");
    assert_eq!(sandbox["seed"], 7);
    assert_eq!(ask(&console, "DELETE", "/sandboxes/alfa", Value::Null).0, 204);
    assert_eq!(ask(&console, "GET", "/sandboxes/alfa", Value::Null).0, 404);
    let (status, problem) = ask(&console, "DELETE", "/sandboxes/default", Value::Null);
    assert_eq!(status, 409);
    assert_eq!(
        problem["detail"],
        "the sandbox „default” always exists and cannot be deleted; reset it instead"
    );
}

#[test]
fn knobs_are_turned_all_or_none() {
    let (console, _house) = console(None);
    let (status, problem) =
        ask(&console, "PUT", "/sandboxes/default/knobs", json!({ "toy.polls": "3", "toy.zzz": "1" }));
    assert_eq!(status, 400, "{problem}");
    let value = |console: &Console| {
        ask(console, "GET", "/sandboxes/default/knobs", Value::Null).1["knobs"][0]["value"].clone()
    };
    assert_eq!(value(&console), "1");
    assert_eq!(ask(&console, "PUT", "/sandboxes/default/knobs", json!({ "toy.polls": "10" })).0, 400);
    assert_eq!(ask(&console, "PUT", "/sandboxes/default/knobs", json!({ "toy.polls": "3" })).0, 200);
    assert_eq!(value(&console), "3");
}

#[test]
fn wrong_input_is_refused_with_a_sentence() {
    let (console, _house) = console(None);
    for (method, path, body, status) in [
        ("GET", "/nothing", Value::Null, 404),
        ("PATCH", "/health", Value::Null, 405),
        ("GET", "/sandboxes/UPPER", Value::Null, 400),
        ("GET", "/sandboxes/default/journal?lost=1", Value::Null, 400),
        ("GET", "/sandboxes/default/journal?last=99999999", Value::Null, 400),
        ("GET", "/sandboxes/default/journal/x", Value::Null, 400),
        ("PUT", "/sandboxes/default/clock", json!({ "now": "tomorrow" }), 400),
        ("POST", "/sandboxes/default/clock/advance", json!({ "by": "P1Y" }), 400),
        ("POST", "/sandboxes", json!({ "name": "x", "colour": "red" }), 400),
        ("PUT", "/sandboxes/default/strictness", json!({ "strictness": "mild" }), 400),
    ] {
        let (got, problem) = ask(&console, method, path, body);
        assert_eq!(got, status, "{method} {path}: {problem}");
        assert!(problem["detail"].as_str().is_some_and(|detail| detail.len() > 10), "{method} {path}");
    }
}

#[test]
fn a_foreign_host_or_origin_is_refused() {
    let (console, _house) = console(None);
    let health = |host: &str, origin: Option<&str>| {
        let mut request = Request::new(Method::GET, "/health").with_header("host", host);
        if let Some(origin) = origin {
            request = request.with_header("origin", origin);
        }
        console.answer(&request).status.as_u16()
    };
    for good in ["localhost:8440", "127.0.0.1", "[::1]:8440", "POLIGON.example:1"] {
        assert_eq!(health(good, None), 200, "{good}");
    }
    for bad in ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1", ""] {
        assert_eq!(health(bad, None), 421, "{bad}");
    }
    assert_eq!(health("localhost:8440", Some("http://localhost:8440")), 200);
    assert_eq!(health("localhost:8440", Some("http://evil.example")), 403);
    assert_eq!(health("localhost:8440", Some("null")), 403);
}

#[test]
fn an_exposed_console_asks_for_its_token() {
    let (console, _house) = console(Some("sesame"));
    let health = |given: Option<&str>| {
        let mut request = request("GET", "/health", &Value::Null);
        if let Some(given) = given {
            request = request.with_header("authorization", given);
        }
        console.answer(&request).status.as_u16()
    };
    assert_eq!(health(None), 401);
    assert_eq!(health(Some("Bearer sesam")), 401);
    assert_eq!(health(Some("Bearer sesame2")), 401);
    assert_eq!(health(Some("Basic sesame")), 401);
    assert_eq!(health(Some("Bearer sesame")), 200);
}
