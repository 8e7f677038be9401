//! What a client did, as a scenario and as an HTTP archive.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use poligon_scenarios::Scenario;
use poligon_scenarios::export::{Talk, har, scenario};
use serde_json::{Value, json};

/// A client logs in, sends an invoice and follows a link; as the admin API tells it.
fn talk(exchanges: &[Value]) -> Talk {
    let sandbox = json!({ "name": "default", "seed": 7, "strictness": "faithful" });
    let knobs = json!({ "knobs": [
        { "name": "ksef.profile", "default": "test", "value": "test" },
        { "name": "ksef.processing-polls", "default": "1", "value": "3" },
    ] });
    Talk::read(&sandbox, &knobs, exchanges).unwrap()
}

fn exchange(id: u64, request: (&str, &str, Value, &str), response: (u16, Value), failed: &[&str]) -> Value {
    let (method, target, headers, body) = request;
    let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
    let answer = response.1.to_string();
    let findings: Vec<Value> =
        failed.iter().map(|id| json!({ "check": { "id": id }, "outcome": "fail", "evidence": [] })).collect();
    json!({
        "id": id, "at": format!("2026-03-02T09:00:0{id}Z"), "institution": "ksef", "operation": format!("ksef.op.{id}"),
        "request": { "method": method, "path": path, "query": query, "length": body.len(), "headers": headers, "body": { "text": body } },
        "response": { "status": response.0, "length": answer.len(), "headers": [["content-type", "application/json"]], "body": { "text": answer } },
        "findings": findings,
    })
}

fn session() -> Vec<Value> {
    let token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";
    let json =
        json!([["host", "localhost:8445"], ["content-type", "application/json"], ["user-agent", "x/1"]]);
    let bearer = json!([["authorization", format!("Bearer {token}")]]);
    vec![
        exchange(
            1,
            ("POST", "/v2/auth/challenge", json.clone(), ""),
            (
                200,
                json!({ "challenge": "20260302-CR-0011223344-AABBCCDDEE-7F", "timestamp": "2026-03-02T09:00:01Z" }),
            ),
            &[],
        ),
        exchange(
            2,
            (
                "POST",
                "/v2/auth/xades-signature?verifyCertificateChain=false",
                json!([["content-type", "application/xml"]]),
                "<AuthTokenRequest>\n  <Challenge>20260302-CR-0011223344-AABBCCDDEE-7F</Challenge>\n  <Cost>$${5}</Cost>\n</AuthTokenRequest>\n",
            ),
            (
                202,
                json!({ "referenceNumber": "20260302-AU-2ABC000000-0011223344-11", "authenticationToken": { "token": token, "validUntil": "2026-03-02T10:00:02Z" } }),
            ),
            &[],
        ),
        exchange(
            3,
            ("GET", "/v2/auth/20260302-AU-2ABC000000-0011223344-11", bearer.clone(), ""),
            (
                200,
                json!({ "status": { "code": 200, "description": "Uwierzytelnianie zakończone sukcesem" }, "upo": { "downloadUrl": "https://localhost:8445/@default/storage/upo/1?sig=a%2Bb" }, "note": Value::Null }),
            ),
            &[],
        ),
        exchange(
            4,
            (
                "POST",
                "/v2/sessions/online/invoices",
                json.clone(),
                "{\"nip\": \"1111111111\",\n \"cost\": \"${x}\", \"ok\": [true, 1.5]}",
            ),
            (400, json!({ "exception": { "exceptionDetailList": [{ "exceptionCode": 21405 }] } })),
            &["KSEF-GND-004"],
        ),
        exchange(5, ("GET", "/storage/upo/1?sig=a%2Bb", bearer, ""), (200, json!({})), &[]),
    ]
}

#[test]
fn what_was_given_out_and_came_back_is_saved_and_the_volatile_is_told_by_its_shape() {
    let exported = scenario(&talk(&session()), "ksef/my-bug").unwrap();
    assert_eq!(exported.notes, [""; 0]);
    Scenario::parse("scenarios/ksef/my-bug.yaml", &exported.yaml).unwrap();
    insta::assert_snapshot!(exported.yaml);
}

#[test]
fn what_a_scenario_cannot_do_again_is_said() {
    let mut exchanges = session();
    exchanges[1]["request"]["body"] = json!({ "base64": "/wA=" });
    exchanges[3]["request"]["body"]["missing"] =
        json!("it is too long to keep in memory, and there is no spool directory");
    let mut talk = talk(&exchanges[1..]);
    talk.sandbox = "my-test".to_owned();
    let exported = scenario(&talk, "ksef/my-bug").unwrap();
    insta::assert_snapshot!(exported.notes.join("\n"));
    Scenario::parse("x.yaml", &exported.yaml).unwrap();
}

#[test]
fn nothing_or_too_much_to_export_is_an_error() {
    assert!(scenario(&talk(&[]), "a/b").unwrap_err().contains("no exchange to export"));
    let many: Vec<Value> =
        (0..501).map(|id| exchange(id % 10, ("GET", "/", json!([]), ""), (200, json!({})), &[])).collect();
    assert!(scenario(&talk(&many), "a/b").unwrap_err().contains("at most 500 steps"));
    let long = "x".repeat(300_000);
    let long = [exchange(1, ("POST", "/", json!([]), &long), (200, json!({})), &[])];
    assert!(scenario(&talk(&long), "a/b").unwrap_err().contains("at most 262144 bytes"));
}

/// Whatever was said, the file reads back as exactly that.
#[test]
fn hostile_strings_come_back_letter_for_letter() {
    let texts = [
        "a\0b\u{1b}[2J\u{202e}\u{feff}\u{ffff}\u{2028}",
        "first\n  second\n\nthird\n",
        "\n leading",
        "a\r\nb\r\n",
        "- x: {y}\n# no comment",
        "last\n\n",
        "\ttab\nx",
        "${clock} and $${seed} and $",
        "'\"\\",
        "yes",
        "~",
        "0x1F",
        "\u{85}a\nb",
        "trailing \nspace ",
        "--- \n...\n",
        "🧾\nzażółć",
        "%TAG\n!!x",
    ];
    for text in texts {
        let said = exchange(
            1,
            ("POST", "/", json!([["x-odd", text]]), text),
            (200, json!({ "odd": text, "a.b[0]": text })),
            &[],
        );
        let exported = scenario(&talk(&[said]), text).unwrap();
        let read = Scenario::parse("x.yaml", &exported.yaml)
            .unwrap_or_else(|why| panic!("{why}\n{}", exported.yaml));
        assert_eq!(read.name(), text);
        let with = &read.steps[0].value.with;
        let of = |name: &str| with.iter().find(|(key, _)| key.value == name).unwrap().1.value.clone();
        let unescaped = |value: &Value| Value::String(value.as_str().unwrap().replace("$${", "${"));
        assert_eq!(unescaped(&of("body")), text, "{}", exported.yaml);
        assert_eq!(unescaped(&of("headers")["x-odd"]), text);
    }
}

#[test]
fn an_archive_has_all_that_har_1_2_asks_for() {
    let mut exchanges = session();
    exchanges[1]["request"]["body"] = json!({ "base64": "/wA=" });
    let archive: Value = serde_json::from_str(&har(&talk(&exchanges), "0.1.0")).unwrap();
    let entries = archive["log"]["entries"].as_array().unwrap();
    assert_eq!(entries.len(), 5);
    for entry in entries {
        for field in ["startedDateTime", "time", "request", "response", "cache", "timings"] {
            assert!(!entry[field].is_null(), "{field}");
        }
        for field in
            ["method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize"]
        {
            assert!(!entry["request"][field].is_null(), "request.{field}");
        }
        for field in [
            "status",
            "statusText",
            "httpVersion",
            "cookies",
            "headers",
            "content",
            "redirectURL",
            "headersSize",
            "bodySize",
        ] {
            assert!(!entry["response"][field].is_null(), "response.{field}");
        }
    }
    insta::assert_json_snapshot!(entries[1]);
}

#[test]
fn an_answer_of_another_version_is_told_by_the_field_that_lacks() {
    let why = Talk::read(&json!({}), &json!({}), &[]).unwrap_err();
    assert_eq!(why, "the journal's answer lacks „name”; it is of another version of Poligon");
}
