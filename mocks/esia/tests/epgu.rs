//! The ЕПГУ services API.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod common;

use common::*;
use http::Method;
use poligon_institution::{Answer, Request};
use serde_json::{Value, json};

/// A token of an employee of the organisation, with the scope for applications.
fn token(stand: &Stand) -> String {
    let scope = "openid http://lk.gosuslugi.ru/api-order";
    let mut said = authorisation(stand, scope);
    said.insert("mock_role", "beryozka".to_owned());
    let code = redirected(&stand.get("/aas/oauth2/v2/ac", &pairs(&said))).text("code").to_owned();
    let answer = stand.post("/aas/oauth2/v3/te", &pairs(&redemption(stand, scope, &code)));
    json(&answer)["access_token"].as_str().unwrap().to_owned()
}

fn post(stand: &Stand, token: &str, path: &str, kind: &str, body: Vec<u8>) -> Answer {
    let request = Request::new(Method::POST, path)
        .with_header("authorization", &format!("Bearer {token}"))
        .with_header("content-type", kind)
        .with_body(body);
    stand.desk.answer(&request)
}

fn form(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, content) in parts {
        body.extend(format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n").bytes());
        body.extend(*content);
        body.extend(b"\r\n");
    }
    body.extend(b"--B--\r\n");
    body
}

const FORM: &str = "multipart/form-data; boundary=B";

fn reserve(stand: &Stand, token: &str) -> u64 {
    let body = json!({ "region": "45000000000", "serviceCode": "10000000001", "targetCode": "-10000000001" });
    let answer = post(stand, token, "/api/gusmev/order", "application/json", body.to_string().into_bytes());
    json(&answer)["orderId"].as_u64().unwrap()
}

#[test]
fn an_application_runs_through_its_statuses() {
    let stand = Stand::new();
    let token = token(&stand);
    let meta = json!({ "region": "45", "serviceCode": "1", "targetCode": "-1" }).to_string();
    let sent = form(&[("meta", meta.as_bytes()), ("file", b"PK\x03\x04")]);
    let answer = post(&stand, &token, "/api/gusmev/push", FORM, sent);
    assert_eq!(answer.response.status, 200, "{}", body(&answer));
    let id = json(&answer)["orderId"].as_u64().unwrap();
    let mut seen = Vec::new();
    for _ in 0..3 {
        let details =
            json(&post(&stand, &token, &format!("/api/gusmev/order/{id}"), "application/json", Vec::new()));
        let order: Value = serde_json::from_str(details["order"].as_str().unwrap()).unwrap();
        seen.push(order["orderStatusId"].as_u64().unwrap());
    }
    assert_eq!(seen, [21, 2, 2]);
    let late =
        post(&stand, &token, &format!("/api/gusmev/order/{id}/cancel"), "application/json", Vec::new());
    assert_eq!(
        (late.response.status.as_u16(), json(&late)["code"].as_str()),
        (403, Some("cancel_not_allowed"))
    );
    let listed = json(&stand.data(&format!("/api/gusmev/order/getOrdersStatus/?orderIds={id},7"), &token));
    assert_eq!(listed["content"][0]["status"]["statusId"], 2);
    assert_eq!(listed["content"][1]["orderSearchStatus"], "NOT_FOUND");
    let path = "/api/gusmev/order/getUpdatedAfter?updatedAfter=2026-11-24T11:59:59.000";
    assert_eq!(json(&stand.data(path, &token))["count"], 1);
    assert_eq!(
        post(&stand, &token, "/api/gusmev/order/7", "application/json", Vec::new()).response.status,
        204
    );
}

#[test]
fn parts_are_taken_in_order_within_bounds_and_time() {
    let stand = Stand::new();
    let token = token(&stand);
    let send = |id: u64, chunk: usize, chunks: usize, file: &[u8]| {
        let (id, chunk, chunks) = (id.to_string(), chunk.to_string(), chunks.to_string());
        let parts: [(&str, &[u8]); 4] = [
            ("orderId", id.as_bytes()),
            ("chunk", chunk.as_bytes()),
            ("chunks", chunks.as_bytes()),
            ("file", file),
        ];
        post(&stand, &token, "/api/gusmev/push/chunked", FORM, form(&parts))
    };
    let large = vec![0; 5_000_000];
    let id = reserve(&stand, &token);
    assert_eq!(causes(&send(id, 1, 3, &large)), ["ESIA-EPGU-006"]);
    assert_eq!(causes(&send(id, 0, 3, b"PK")), ["ESIA-EPGU-005"]);
    assert_eq!(send(id, 0, 3, &large).response.status, 206);
    assert_eq!(causes(&send(id, 2, 3, b"end")), ["ESIA-EPGU-006"]);
    assert_eq!(send(id, 1, 3, &large).response.status, 206);
    assert_eq!(send(id, 2, 3, b"end").response.status, 200);
    assert_eq!(causes(&send(id, 0, 1, b"PK")), ["ESIA-EPGU-004"]);
    let late = reserve(&stand, &token);
    assert_eq!(send(late, 0, 2, &large).response.status, 206);
    stand.sandbox.clock.advance(time::Duration::seconds(301));
    assert_eq!(causes(&send(late, 1, 2, b"end")), ["ESIA-EPGU-006"]);
}

#[test]
fn a_person_needs_a_consent_and_the_dictionary_needs_nobody() {
    let stand = Stand::new();
    let all = tokens(&stand, "openid http://lk.gosuslugi.ru/api-order");
    let token = all["access_token"].as_str().unwrap();
    let answer = post(&stand, token, "/api/gusmev/order", "application/json", b"{}".to_vec());
    assert_eq!(json(&answer)["code"], "access_denied_person_permissions");
    let found = json(&stand.post("/api/nsi/v1/dictionary/UCHEBNY_SPRAVOCHNIK", &[]));
    assert_eq!(found["total"], 3);
    assert_eq!(json(&stand.post("/api/nsi/v1/dictionary/NOTHING", &[]))["error"]["code"], 7);
}
