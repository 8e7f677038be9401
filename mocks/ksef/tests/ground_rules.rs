//! What holds for every operation: routes, dialects of errors, JSON, tokens.

mod common;

use common::*;
use http::Method;
use poligon_institution::{Built, Institution, Request};
use poligon_ksef::Ksef;
use poligon_ksef::identity::Identifier;
use serde_json::{Value, json};

#[test]
fn a_challenge_answers_under_both_prefixes_whatever_the_body() {
    let client = Client::new();
    insta::assert_snapshot!("challenge", text(&client.post("/v2/auth/challenge", "", json!({}))));
    for (path, sent) in
        [("/api/v2/auth/challenge", ""), ("/v2//auth/challenge/", "{}"), ("/v2/auth/challenge", "a=b")]
    {
        let answer = client.send(Request::new(Method::POST, path).with_body(sent));
        assert_eq!(answer.response.status, 200, "{path}");
        assert_eq!(answer.operation.unwrap().name, "ksef.auth.challenge");
    }
}

#[test]
fn unknown_paths_and_methods_are_answered_with_nothing() {
    let client = Client::new();
    let unknown = client.get("/v2/nowhere", "");
    assert_eq!((unknown.response.status.as_u16(), unknown.response.body.len()), (404, 0));
    assert_eq!(failed(&unknown), ["KSEF-GND-001"]);
    let method = client.get("/v2/auth/token/redeem", "");
    assert_eq!((method.response.status.as_u16(), method.response.body.len()), (405, 0));
    assert_eq!(failed(&method), ["KSEF-GND-002"]);
}

#[test]
fn what_is_not_built_says_so() {
    let client = Client::new();
    let answer = client.get("/v2/collective-identifiers/ksef/x", "");
    assert_eq!(answer.response.status, 501);
    assert_eq!(failed(&answer), ["KSEF-HOUSE-501"]);
    insta::assert_snapshot!("not_built", text(&answer));
    let unbuilt = Ksef.operations().iter().filter(|operation| operation.built == Built::No).count();
    assert!(unbuilt > 0);
}

#[test]
fn a_401_is_a_problem_with_the_official_sentence() {
    let client = Client::new();
    let answer = client.get("/v2/auth/sessions", "invalidToken");
    assert_eq!(failed(&answer), ["KSEF-GND-006"]);
    insta::assert_snapshot!("unauthorized", text(&answer));
    let without = client.get("/v2/auth/sessions", "");
    assert_eq!(without.response.status, 401);
}

#[test]
fn the_scheme_is_taken_in_any_case() {
    let client = Client::new();
    let tokens = client.login(&seal(NIP), Identifier::nip(NIP));
    let request = Request::new(Method::GET, "/v2/auth/sessions");
    let answer = client.send(request.with_header("authorization", &format!("bearer {}", tokens.access)));
    assert_eq!(answer.response.status, 200);
}

#[test]
fn an_authentication_token_where_an_access_token_is_needed_is_403() {
    let client = Client::new();
    let tokens = client.login(&seal(NIP), Identifier::nip(NIP));
    for token in [&tokens.authentication, &tokens.refresh] {
        let answer = client.get("/v2/auth/sessions", token);
        assert_eq!(answer.response.status, 403);
        assert_eq!(failed(&answer), ["KSEF-GND-007"]);
    }
}

#[test]
fn validation_failures_come_in_one_entry_in_either_dialect() {
    let client = Client::new();
    let bad = json!({ "nip": "123", "pesel": "1", "isBailiff": false });
    let answer = client.post("/v2/testdata/person", "", bad.clone());
    assert_eq!(failed(&answer), ["KSEF-GND-005"]);
    insta::assert_snapshot!("validation_exception", text(&answer));

    let request = Request::new(Method::POST, "/v2/testdata/person").with_body(bad.to_string());
    let answer = client.send(request.with_header("x-error-format", "problem-details"));
    insta::assert_snapshot!("validation_problem", text(&answer));
}

#[test]
fn names_and_words_are_read_in_any_case_and_strangers_passed_over() {
    let client = Client::new();
    let grant = json!({
        "ContextIdentifier": { "TYPE": "nip", "Value": NIP },
        "authorizedidentifier": { "type": "PESEL", "value": PESEL },
        "Permissions": [{ "PermissionType": "invoiceread", "Description": "na próbę", "extra": null }],
        "somethingElse": [1, 2, 3],
    });
    assert_eq!(client.post("/v2/testdata/permissions", "", grant).response.status, 200);
}

#[test]
fn what_cannot_be_read_is_21001() {
    let client = Client::new();
    for sent in
        ["", "[", "[]", "\"x\"", "{\"nip\": 5}", &format!("{}{}", "{\"a\":".repeat(500), "}".repeat(500))]
    {
        let answer =
            client.send(Request::new(Method::POST, "/v2/testdata/person").with_body(sent.to_owned()));
        assert_eq!((exception(&answer).1, failed(&answer)), (21001, vec!["KSEF-GND-004"]), "{sent}");
    }
    let huge =
        client.send(Request::new(Method::POST, "/v2/testdata/person").with_body(vec![b' '; 16_000_001]));
    assert_eq!((huge.response.status.as_u16(), failed(&huge)), (413, vec!["KSEF-GND-003"]));
}

#[test]
fn a_record_is_made_once_unless_it_is_younger() {
    let client = Client::new();
    let mut subject = json!({ "subjectNip": NIP, "subjectType": "VatGroup", "description": "grupa" });
    assert_eq!(client.post("/v2/testdata/subject", "", subject.clone()).response.status, 200);
    let again = client.post("/v2/testdata/subject", "", subject.clone());
    assert_eq!((exception(&again).1, failed(&again)), (30001, vec!["KSEF-TD-001"]));
    subject["createdDate"] = json!("2027-01-01T00:00:00");
    assert_eq!(client.post("/v2/testdata/subject", "", subject).response.status, 200);
    let removed = client.post("/v2/testdata/subject/remove", "", json!({ "subjectNip": NIP }));
    assert_eq!((removed.response.status.as_u16(), removed.response.body.len()), (200, 0));
}

#[test]
fn a_missing_permission_names_the_required_and_the_present_ones() {
    let client = Client::new();
    let grant = json!({
        "contextIdentifier": { "type": "Nip", "value": NIP },
        "authorizedIdentifier": { "type": "Pesel", "value": PESEL },
        "permissions": [{ "permissionType": "CredentialsRead", "description": "na próbę" }],
    });
    client.post("/v2/testdata/permissions", "", grant);
    let tokens = client.login(&issued(&person_order()), Identifier::nip(NIP));
    let answer = client.post("/v2/sessions/online", &tokens.access, Value::Null);
    if answer.response.status == 501 {
        return;
    }
    assert_eq!(failed(&answer), ["KSEF-GND-008"]);
    insta::assert_snapshot!("missing_permissions", text(&answer));
}
