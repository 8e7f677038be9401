//! Limits of `/testdata`: what is set is read back, binds, and goes again.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod office;

use http::Method;
use office::*;
use poligon_institution::{Answer, Desk, Request};
use serde_json::{Value, json};
use time::Duration;

const SESSION: &str = "/v2/testdata/limits/context/session";
const CERTIFICATE: &str = "/v2/testdata/limits/subject/certificate";
const RATES: &str = "/v2/testdata/rate-limits";
/// The groups in the order of the API.
const GROUPS: [&str; 13] = [
    "onlineSession",
    "batchSession",
    "invoiceSend",
    "invoiceStatus",
    "sessionList",
    "sessionInvoiceList",
    "sessionMisc",
    "invoiceMetadata",
    "invoiceExport",
    "invoiceExportStatus",
    "invoiceDownload",
    "collectiveIdentifier",
    "other",
];

fn send(office: &Office, method: Method, path: &str, token: &str, sent: &Value) -> Answer {
    office.desk.answer(&authorized(Request::new(method, path).with_body(sent.to_string()), token))
}

fn delete(office: &Office, path: &str, token: &str) -> Answer {
    send(office, Method::DELETE, path, token, &Value::Null)
}

fn limits(size: u32, with_attachment: u32, invoices: u32) -> Value {
    let one = json!({
        "maxInvoiceSizeInMB": size,
        "maxInvoiceWithAttachmentSizeInMB": with_attachment,
        "maxInvoices": invoices,
    });
    json!({ "onlineSession": one, "batchSession": one })
}

/// The same rates for every group.
fn rates(second: i64, minute: i64, hour: i64) -> Value {
    let one = json!({ "perSecond": second, "perMinute": minute, "perHour": hour });
    json!({ "rateLimits": GROUPS.iter().map(|name| (*name, one.clone())).collect::<std::collections::BTreeMap<_, _>>() })
}

fn lines(answer: &Answer) -> Vec<String> {
    let details = body(answer)["exception"]["exceptionDetailList"][0]["details"].clone();
    serde_json::from_value(details).unwrap_or_default()
}

#[test]
fn limits_of_sessions_are_set_read_and_taken_back_in_one_context_only() {
    let office = Office::new();
    let (own, other) = (office.owner(SELLER), office.owner(BUYER));
    insta::assert_snapshot!("context_limits", text(&office.get("/v2/limits/context", &own)));
    let set = office.post(SESSION, &own, &limits(2, 5, 7));
    assert_eq!((set.response.status.as_u16(), set.response.body.len()), (200, 0));
    assert_eq!(body(&office.get("/v2/limits/context", &own)), limits(2, 5, 7));
    assert_eq!(body(&office.get("/v2/limits/context", &other)), limits(1, 3, 10_000));
    assert_eq!(delete(&office, SESSION, &own).response.status, 200);
    assert_eq!(body(&office.get("/v2/limits/context", &own)), limits(1, 3, 10_000));
}

#[test]
fn a_limit_on_invoices_of_a_session_binds_at_once() {
    let office = Office::new();
    let token = office.owner(SELLER);
    let session = office.open(&token);
    office.sent(&token, &session, sample("FA/1").xml().as_bytes());
    office.post(SESSION, &token, &limits(1, 3, 1));
    let refused = office.send(&token, &session, sample("FA/2").xml().as_bytes());
    let said = format!("Sesja o numerze referencyjnym {session} osiągnęła dozwolony limit liczby faktur 1.");
    assert_eq!(exception(&refused), (400, 21155, said));
    assert_eq!(failed(&refused.findings), ["KSEF-SES-009"]);
    delete(&office, SESSION, &token);
    office.sent(&token, &session, sample("FA/2").xml().as_bytes());
}

#[test]
fn a_limit_on_the_size_of_an_invoice_binds() {
    let office = Office::new();
    let token = office.owner(SELLER);
    let long = sample("FA/1").xml().replace("</Faktura>", &format!("{}</Faktura>", " ".repeat(1_100_000)));
    let (status, findings) = office.judged(long.as_bytes());
    assert_eq!(status["status"]["code"], 430);
    assert_eq!(failed(&findings), ["KSEF-INV-004"]);
    office.post(SESSION, &token, &limits(2, 3, 10));
    assert_eq!(office.judged(long.as_bytes()).0["status"]["code"], 200);
    office.post(SESSION, &token, &limits(0, 0, 10));
    assert_eq!(office.judged(sample("FA/2").xml().as_bytes()).0["status"]["code"], 430);
}

#[test]
fn limits_out_of_range_are_refused_line_by_line_and_change_nothing() {
    let office = Office::new();
    let token = office.owner(SELLER);
    let refused = office.post(SESSION, &token, &limits(6, 11, 100_001));
    assert_eq!(
        lines(&refused)[..3],
        [
            "'onlineSession.maxInvoiceSizeInMB' must be between 0 and 5. You entered 6.",
            "'onlineSession.maxInvoiceWithAttachmentSizeInMB' must be between 0 and 10. You entered 11.",
            "'onlineSession.maxInvoices' must be between 0 and 100000. You entered 100001.",
        ]
    );
    assert_eq!(exception(&refused).1, 21405);
    let missing = office.post(SESSION, &token, &json!({ "onlineSession": {} }));
    assert_eq!(lines(&missing).len(), 4);
    assert_eq!(exception(&office.post(SESSION, &token, &json!({ "onlineSession": 1 }))).1, 21001);
    assert_eq!(body(&office.get("/v2/limits/context", &token)), limits(1, 3, 10_000));
}

#[test]
fn limits_of_certificates_are_the_subjects_own() {
    let office = Office::new();
    let (owner, person) = (office.owner(SELLER), office.person(SELLER, PESEL, &[]));
    insta::assert_snapshot!("subject_limits", text(&office.get("/v2/limits/subject", &owner)));
    let some =
        json!({ "subjectIdentifierType": "Nip", "enrollment": { "maxEnrollments": 0 }, "certificate": null });
    assert_eq!(office.post(CERTIFICATE, &owner, &some).response.status, 200);
    let read = body(&office.get("/v2/limits/subject", &owner));
    assert_eq!(
        read,
        json!({ "enrollment": { "maxEnrollments": 0 }, "certificate": { "maxCertificates": 100 } })
    );
    let read = body(&office.get("/v2/limits/subject", &person));
    assert_eq!(
        read,
        json!({ "enrollment": { "maxEnrollments": 12 }, "certificate": { "maxCertificates": 6 } })
    );
    assert_eq!(delete(&office, CERTIFICATE, &owner).response.status, 200);
    assert_eq!(body(&office.get("/v2/limits/subject", &owner))["enrollment"]["maxEnrollments"], 300);

    let negative = json!({ "certificate": { "maxCertificates": -1 } });
    assert_eq!(exception(&office.post(CERTIFICATE, &owner, &negative)).1, 21405);
    let unknown = json!({ "subjectIdentifierType": "Regon" });
    assert_eq!(exception(&office.post(CERTIFICATE, &owner, &unknown)).1, 21001);
    let foreign = office.post(CERTIFICATE, &owner, &json!({ "subjectIdentifierType": "Pesel" }));
    assert_eq!(foreign.response.status, 200);
    assert!(
        foreign
            .findings
            .iter()
            .any(|it| it.check.id == "KSEF-TD-003" && it.outcome == poligon_institution::Outcome::Warn)
    );
}

#[test]
fn limits_on_requests_are_those_of_production_until_they_are_set() {
    let office = Office::new();
    let token = office.owner(SELLER);
    insta::assert_snapshot!("rate_limits", text(&office.get("/v2/rate-limits", &token)));
    assert_eq!(office.post(RATES, &token, &rates(3, 4, 5)).response.status, 200);
    let read = body(&office.get("/v2/rate-limits", &token));
    assert_eq!(read, rates(3, 4, 5)["rateLimits"]);
    assert_eq!(delete(&office, RATES, &token).response.status, 200);
    assert_eq!(body(&office.get("/v2/rate-limits", &token))["sessionList"]["perHour"], 60);
    office.sandbox.settings.turn("ksef.rate-limit-factor", "10");
    assert_eq!(body(&office.get("/v2/rate-limits", &token))["sessionList"]["perHour"], 600);
    assert_eq!(office.post(&format!("{RATES}/production"), &token, &Value::Null).response.status, 200);
    assert_eq!(body(&office.get("/v2/rate-limits", &token))["sessionList"]["perHour"], 60);
}

#[test]
fn limits_on_requests_are_at_most_ten_times_production() {
    let office = Office::new();
    let token = office.owner(SELLER);
    // As the official Java test: one bad value, eleven groups of twelve null, one entry of eleven details.
    let mut some = serde_json::Map::from_iter(GROUPS.map(|name| (name.to_owned(), Value::Null)));
    some.remove("collectiveIdentifier");
    some["onlineSession"] = json!({ "perSecond": 100, "perMinute": 300, "perHour": 11_111_111 });
    let refused = office.post(RATES, &token, &json!({ "rateLimits": some }));
    let said = lines(&refused);
    assert_eq!(
        said[0],
        "'rateLimits.onlineSession.perHour' must be between 1 and 1200. You entered 11111111."
    );
    assert_eq!(said.len(), 11);
    assert_eq!(exception(&refused).1, 21405);
    let none = office.post(RATES, &token, &json!({}));
    assert_eq!(lines(&none), ["'rateLimits' must not be empty."]);
    let least = office.post(RATES, &token, &rates(0, 4, 5));
    assert_eq!(lines(&least).len(), 13);
}

#[test]
fn a_limit_that_was_set_answers_429_and_says_when_to_come_again() {
    let office = Office::new();
    let (token, other) = (office.owner(SELLER), office.owner(BUYER));
    office.post(RATES, &token, &rates(2, 3, 20));
    for _ in 0..2 {
        assert_eq!(office.get("/v2/sessions?sessionType=Online", &token).response.status, 200);
    }
    let refused = office.get("/v2/sessions?sessionType=Online", &token);
    assert_eq!(failed(&refused.findings), ["KSEF-GND-013"]);
    insta::assert_snapshot!("too_many", text(&refused));
    let request = authorized(Request::new(Method::GET, "/v2/sessions?sessionType=Online"), &token);
    let problem = office.desk.answer(&request.with_header("x-error-format", "problem-details"));
    insta::assert_snapshot!("too_many_problem", text(&problem));

    assert_eq!(office.get("/v2/sessions?sessionType=Online", &other).response.status, 200, "another context");
    assert_eq!(office.get("/v2/limits/context", &token).response.status, 200, "another counter");
    office.sandbox.clock.advance(Duration::SECOND);
    assert_eq!(office.get("/v2/sessions?sessionType=Online", &token).response.status, 200);
    let minute = office.get("/v2/sessions?sessionType=Online", &token);
    assert_eq!(minute.response.headers["retry-after"], "59");
    office.sandbox.clock.advance(Duration::seconds(59));
    assert_eq!(office.get("/v2/sessions?sessionType=Online", &token).response.status, 200);
}

#[test]
fn sending_is_limited_and_limits_go_when_they_are_taken_back() {
    let office = Office::new();
    let token = office.owner(SELLER);
    let session = office.open(&token);
    office.post(RATES, &token, &rates(1, 1, 1));
    office.sent(&token, &session, sample("FA/1").xml().as_bytes());
    let refused = office.send(&token, &session, sample("FA/2").xml().as_bytes());
    assert_eq!(refused.response.status, 429);
    assert_eq!(refused.response.headers["retry-after"], "3600");
    assert_eq!(delete(&office, RATES, &token).response.status, 200);
    office.sent(&token, &session, sample("FA/2").xml().as_bytes());
}

#[test]
fn the_knob_lets_limits_hold_everywhere_or_nowhere() {
    let office = Office::new();
    let token = office.owner(SELLER);
    let knob = |value| office.sandbox.settings.turn("ksef.rate-limits", value);
    let ask = |path: &str| office.get(path, &token).response.status.as_u16();
    assert!((0..20).all(|_| ask("/v2/sessions?sessionType=Online") == 200));
    knob("always");
    assert_eq!(
        (0..6).map(|_| ask("/v2/sessions?sessionType=Online")).collect::<Vec<_>>(),
        [200, 200, 200, 200, 200, 429]
    );
    let keys = "/v2/security/public-key-certificates";
    assert_eq!((0..61).filter(|_| ask(keys) == 429).count(), 1);
    let block = json!({ "contextIdentifier": { "type": "Nip", "value": STRANGER } });
    let blocked = |_| office.post("/v2/testdata/context/block", "", &block).response.status.as_u16();
    assert_eq!((0..11).map(blocked).filter(|status| *status == 429).count(), 1);
    knob("never");
    assert_eq!(ask("/v2/sessions?sessionType=Online"), 200);
}

#[test]
fn limits_are_the_callers_and_nobody_elses() {
    let office = Office::new();
    for (method, path) in [
        (Method::POST, SESSION),
        (Method::DELETE, SESSION),
        (Method::POST, CERTIFICATE),
        (Method::DELETE, CERTIFICATE),
        (Method::POST, RATES),
        (Method::DELETE, RATES),
        (Method::POST, "/v2/testdata/rate-limits/production"),
        (Method::PUT, "/v2/testdata/certificates/0123456789ABCDEF"),
        (Method::GET, "/v2/limits/context"),
        (Method::GET, "/v2/limits/subject"),
        (Method::GET, "/v2/rate-limits"),
    ] {
        let answer = send(&office, method, path, "", &json!({}));
        assert_eq!(answer.response.status, 401, "{path}");
    }
}

#[test]
fn a_certificate_that_ksef_did_not_issue_is_unknown() {
    let office = Office::new();
    let token = office.owner(SELLER);
    let put = |serial: &str, sent: Value| {
        send(&office, Method::PUT, &format!("/v2/testdata/certificates/{serial}"), &token, &sent)
    };
    let valid_to = json!({ "validTo": "2026-12-01T00:00:00Z" });
    let unknown = put("0123456789ABCDEF", valid_to.clone());
    assert_eq!((exception(&unknown).1, failed(&unknown.findings)), (25_008, vec!["KSEF-TD-002"]));
    assert_eq!(exception(&put("xyz", valid_to)).1, 21405);
    assert_eq!(exception(&put("0123456789ABCDEF", json!({}))).2, "'validTo' must not be empty.");
    assert_eq!(exception(&put("0123456789ABCDEF", json!({ "validTo": "soon" }))).1, 21405);
}
