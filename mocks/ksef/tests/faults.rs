//! Faults do what they say, and views show what is; both as the scenario engine calls them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests, outside of a test function"
)]

mod stage;

use http::{Method, StatusCode};
use poligon_institution::{Acts, Arguments, Cue, Institution, Request, Response};
use poligon_ksef::Ksef;
use serde_json::{Value, json};
use stage::Client;

/// The answer of the desk, with this fault.
fn with_fault(client: &Client, fault: &str, given: Value, request: &Request) -> Response {
    let fault = Ksef.faults().iter().find(|known| known.name == fault).expect(fault);
    let operation = client.desk.operation(request);
    let cue = Cue { sandbox: &client.sandbox, institution: "ksef", operation, request };
    let given = Arguments(given.as_object().unwrap().clone().into_iter().collect());
    match fault.acts {
        Acts::Replaces(answer) => answer(&cue, &given),
        Acts::Spoils(spoil) => {
            let mut response = client.desk.answer(request).response;
            spoil(&cue, &given, &mut response);
            response
        }
        Acts::Turns { knob, value } => {
            client.sandbox.settings.turn(knob, value);
            client.desk.answer(request).response
        }
        Acts::TurnsTo { knob, parameter } => {
            client.sandbox.settings.turn(knob, &given.text_or(parameter, ""));
            client.desk.answer(request).response
        }
    }
}

fn body(response: &Response) -> Value {
    serde_json::from_slice(&response.body).unwrap_or(Value::Null)
}

/// A client with one accepted invoice in a closed session, and requests that look at them.
struct Sent {
    client: Client,
    token: String,
    session: String,
    invoice: String,
    number: String,
}

impl Sent {
    fn new() -> Self {
        let mut client = Client::new();
        let token = client.does("ksef.log-in", json!({})).value("access-token");
        let session = client.does("ksef.open-session", json!({})).value("session");
        let invoice = client.does("ksef.send-invoice", json!({})).value("invoice");
        let number = client.does("ksef.await-invoice", json!({})).value("ksef-number");
        client.does("ksef.close-session", json!({}));
        client.does("ksef.await-session", json!({}));
        let text = |value: Value| value.as_str().unwrap().to_owned();
        Self {
            client,
            token: text(token),
            session: text(session),
            invoice: text(invoice),
            number: text(number),
        }
    }

    fn get(&self, path: &str) -> Request {
        Request::new(Method::GET, path).with_header("authorization", &format!("Bearer {}", self.token))
    }

    fn session(&self) -> Request {
        self.get(&format!("/v2/sessions/{}", self.session))
    }

    fn invoice(&self) -> Request {
        self.get(&format!("/v2/sessions/{}/invoices/{}", self.session, self.invoice))
    }
}

#[test]
fn statuses_are_stuck_ended_or_without_upo() {
    let sent = Sent::new();
    let stuck = body(&with_fault(&sent.client, "ksef.status-stuck", json!({}), &sent.session()));
    assert_eq!((&stuck["status"]["code"], &stuck["upo"]), (&json!(170), &Value::Null));
    let stuck = body(&with_fault(&sent.client, "ksef.status-stuck", json!({}), &sent.invoice()));
    assert_eq!((&stuck["status"]["code"], &stuck["ksefNumber"]), (&json!(150), &Value::Null));
    let given = json!({ "code": 430, "detail": "Rozmiar" });
    let ended = body(&with_fault(&sent.client, "ksef.status-error", given, &sent.invoice()));
    assert_eq!(
        ended["status"],
        json!({ "code": 430, "description": "Błąd weryfikacji pliku faktury", "details": ["Rozmiar"] })
    );
    let late = body(&with_fault(&sent.client, "ksef.late-upo", json!({}), &sent.session()));
    assert_eq!((&late["status"]["code"], &late["upo"]), (&json!(200), &Value::Null));
    let upo = sent.get(&format!("/v2/sessions/{}/invoices/ksef/{}/upo", sent.session, sent.number));
    assert_eq!(sent.client.desk.answer(&upo).response.status, 200);
    let late = with_fault(&sent.client, "ksef.late-upo", json!({}), &upo);
    assert_eq!(body(&late)["exception"]["exceptionDetailList"][0]["exceptionCode"], 21178);
}

#[test]
fn what_was_done_stays_done_behind_a_500() {
    let sent = Sent::new();
    let challenge = Request::new(Method::POST, "/v2/auth/challenge");
    let lost = with_fault(&sent.client, "ksef.accepted-but-500", json!({}), &challenge);
    assert_eq!(
        (lost.status, &body(&lost)["exception"]["exceptionDetailList"][0]["exceptionCode"]),
        (StatusCode::INTERNAL_SERVER_ERROR, &json!(500))
    );
}

#[test]
fn limits_and_refusals_are_worded_as_the_real_ones_in_both_dialects() {
    let sent = Sent::new();
    let given = json!({ "seconds": 2492 });
    let limited = with_fault(&sent.client, "ksef.too-many-requests", given.clone(), &sent.session());
    assert_eq!((limited.status.as_u16(), limited.headers["retry-after"].to_str().unwrap()), (429, "2492"));
    let problem = sent.session().with_header("x-error-format", "problem-details");
    let limited = with_fault(
        &sent.client,
        "ksef.too-many-requests",
        json!({ "seconds": 60, "as-date": true }),
        &problem,
    );
    assert_eq!(limited.headers["content-type"], "application/problem+json");
    assert!(limited.headers["retry-after"].to_str().unwrap().ends_with(" GMT"), "{limited:?}");
    for (fault, code) in [
        ("ksef.session-not-found-yet", 21173),
        ("ksef.invoice-not-stored-yet", 21165),
        ("ksef.session-unavailable", 21184),
    ] {
        let refused = with_fault(&sent.client, fault, json!({}), &sent.session());
        assert_eq!(body(&refused)["exception"]["exceptionDetailList"][0]["exceptionCode"], code, "{fault}");
    }
    let blocked = with_fault(&sent.client, "ksef.blocked-by-waf", json!({}), &sent.session());
    assert_eq!((blocked.status.as_u16(), &body(&blocked)["title"]), (403, &json!("Request blocked")));
    let bare =
        with_fault(&sent.client, "ksef.bare-refusal", json!({}), &Request::new(Method::GET, "/v2/sessions"));
    assert_eq!((bare.status.as_u16(), bare.body.len()), (401, 0));
    assert_eq!(with_fault(&sent.client, "ksef.failed-500", json!({}), &sent.session()).status, 500);
}

#[test]
fn bytes_and_hashes_part_and_unknown_fields_appear() {
    let sent = Sent::new();
    let invoice = sent.get(&format!("/v2/invoices/ksef/{}", sent.number));
    let good = sent.client.desk.answer(&invoice).response;
    let wrong = with_fault(&sent.client, "ksef.wrong-hash", json!({}), &invoice);
    assert_ne!(wrong.headers["x-ms-meta-hash"], good.headers["x-ms-meta-hash"]);
    let altered = with_fault(&sent.client, "ksef.altered-bytes", json!({}), &invoice);
    assert_eq!((altered.body.len() + 1, &altered.headers), (good.body.len(), &good.headers));
    let more = body(&with_fault(&sent.client, "ksef.unknown-fields", json!({}), &sent.session()));
    assert!(more["xNieznanePole"].is_object() && more["status"]["xNieznanePole"].is_object(), "{more}");
}

#[test]
fn the_systems_own_failures_end_invoices_and_logins() {
    let mut client = Client::new();
    client.does("ksef.log-in", json!({}));
    client.does("ksef.open-session", json!({}));
    for code in ["405", "500", "550"] {
        client.sandbox.settings.turn("ksef.invoice-outcome", code);
        client.does("ksef.send-invoice", json!({}));
        let ended = client.does("ksef.await-invoice", json!({})).body();
        assert_eq!(ended["status"]["code"].to_string(), code);
    }
    for code in ["500", "550"] {
        client.sandbox.settings.turn("ksef.login-outcome", code);
        assert_eq!(client.does("ksef.log-in", json!({})).body()["status"]["code"].to_string(), code);
    }
}

#[test]
fn withdrawn_keys_open_nothing() {
    let mut client = Client::new();
    client.does("ksef.log-in", json!({}));
    let before = client.does("ksef.public-keys", json!({})).value("session-key-id");
    client.sandbox.settings.turn("ksef.key-rotations", "1");
    client.does("ksef.open-session", json!({}));
    assert_eq!(client.does("ksef.session-status", json!({})).body()["status"]["code"], 100);
    client.sandbox.settings.turn("ksef.retired-keys", "withdrawn");
    client.does("ksef.open-session", json!({}));
    assert_eq!(client.does("ksef.await-session", json!({})).body()["status"]["code"], 415);
    assert_eq!(client.does("ksef.open-session", json!({ "key-id": before })).code(), 21470);
    assert_eq!(client.does("ksef.public-keys", json!({})).value("count"), 2);
    client.does("ksef.open-session", json!({ "key-id": "right" }));
    assert_eq!(client.does("ksef.session-status", json!({})).body()["status"]["code"], 100);
}

#[test]
fn views_show_what_is_and_change_nothing() {
    let sent = Sent::new();
    let view = |name: &str, key: &str| sent.client.desk.view(name, key).unwrap_or(Value::Null);
    assert_eq!(view("ksef.invoice", &sent.invoice)["status"]["code"], 200);
    assert_eq!(view("ksef.invoice", &sent.number)["reference"], json!(sent.invoice));
    assert_eq!(view("ksef.session", &sent.session)["accepted"], 1);
    assert_eq!(view("ksef.invoices", "1111111111")["accepted"], 1);
    assert_eq!(
        view("ksef.sessions", "1111111111"),
        json!({ "count": 1, "open": 0, "references": [sent.session] })
    );
    assert_eq!(view("ksef.permissions", "1111111111")["blocked"], false);
    assert_eq!(view("ksef.limits", "1111111111")["invoices"], 10_000);
    let login = sent.client.memory.text("ksef.poziomka.login").unwrap();
    assert_eq!(view("ksef.auth-session", login)["redeemed"], true);
    assert_eq!(sent.client.desk.view("ksef.invoice", "nothing"), None);
    assert_eq!(sent.client.desk.view("ksef.nothing", "x"), None);
    for known in Ksef.views() {
        let nobody = sent.client.desk.view(known.name, "20260101-SO-0000000000-0000000000-00");
        let of_a_nip = known.about.contains("by NIP");
        assert_eq!(nobody.is_some(), of_a_nip, "{}: what is counted is counted for nobody too", known.name);
    }
}
