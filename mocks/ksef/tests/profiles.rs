//! The three environments: where they differ, and that nothing else does.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod common;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use common::*;
use poligon_certs::{Flaw, Order};
use poligon_institution::{Outcome, Request};
use poligon_ksef::identity::Identifier;
use poligon_ksef::invoice::Form;
use serde_json::{Value, json};

fn playing(profile: &str) -> Client {
    let client = Client::new();
    client.sandbox.settings.turn("ksef.profile", profile);
    client
}

fn qualified(nip: &str) -> Order {
    Order { self_signed: false, ..seal_order(nip) }
}

fn claims(token: &str) -> Value {
    let payload = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

#[test]
fn a_self_signed_seal_logs_in_to_test_only() {
    for (profile, expected) in [("test", 202), ("demo", 400), ("prd", 400)] {
        let answer = playing(profile).try_login(&seal(NIP), Identifier::nip(NIP));
        assert_eq!(answer.response.status, expected, "{profile}");
        if expected == 400 {
            assert_eq!((exception(&answer).1, failed(&answer)), (21115, vec!["KSEF-AUTH-034"]));
        }
    }
}

#[test]
fn a_trusted_seal_logs_in_everywhere_and_a_strangers_ends_in_460_outside_test() {
    for (profile, issuer, strange) in
        [("test", "ksef-api-te", 200), ("demo", "ksef-api-tr", 460), ("prd", "ksef-api-prd", 460)]
    {
        let client = playing(profile);
        let tokens = client.login(&issued(&qualified(NIP)), Identifier::nip(NIP));
        for token in [&tokens.authentication, &tokens.access, &tokens.refresh] {
            assert_eq!((&claims(token)["iss"], &claims(token)["aud"]), (&json!(issuer), &json!(issuer)));
        }
        assert_eq!(client.get("/v2/auth/sessions", &tokens.access).response.status, 200, "{profile}");
        let stranger = issued(&Order { flaw: Some(Flaw::OtherAuthority), ..qualified(NIP) });
        let ended = client.ended(&client.try_login(&stranger, Identifier::nip(NIP)));
        assert_eq!(ended["status"]["code"], strange, "{profile}");
    }
}

#[test]
fn the_issuer_of_tokens_is_a_knob() {
    let client = Client::new();
    client.sandbox.settings.turn("ksef.jwt-issuer", "somebody");
    let tokens = client.login(&seal(NIP), Identifier::nip(NIP));
    assert_eq!(claims(&tokens.access)["iss"], "somebody");
}

#[test]
fn test_data_are_there_on_test_only() {
    for (profile, expected) in [("test", 200), ("demo", 404), ("prd", 404)] {
        let answer = playing(profile).post("/v2/testdata/attachment", "", json!({ "nip": NIP }));
        assert_eq!((answer.response.status.as_u16(), answer.response.body.len()), (expected, 0), "{profile}");
        assert_eq!(failed(&answer).contains(&"KSEF-GND-015"), expected == 404);
    }
}

#[test]
fn the_host_of_another_environment_is_noted_and_answered_all_the_same() {
    let client = playing("demo");
    let challenge = |host: &str| {
        let request = Request::new(http::Method::POST, "/v2/auth/challenge").with_header("host", host);
        let answer = client.send(request);
        assert_eq!(answer.response.status, 200);
        answer.findings.iter().any(|it| it.check.id == "KSEF-GND-014" && it.outcome == Outcome::Warn)
    };
    assert!(challenge("api.ksef.mf.gov.pl") && challenge("API-TEST.ksef.mf.gov.pl:443"));
    assert!(!challenge("api-demo.ksef.mf.gov.pl") && !challenge("localhost:8445"));
}

#[test]
fn fa_2_is_taken_on_test_only() {
    for (profile, expected) in [("test", 201), ("demo", 400), ("prd", 400)] {
        let client = playing(profile);
        let tokens = client.login(&issued(&qualified(NIP)), Identifier::nip(NIP));
        let open = |form: Form| {
            let vector = poligon_ksef::wire::patterns::to_base64(&[9; 16]);
            let sent = json!({
                "formCode": form.code(),
                "encryption": { "encryptedSymmetricKey": vector, "initializationVector": vector },
            });
            client.post("/v2/sessions/online", &tokens.access, sent)
        };
        let answer = open(Form::Fa2);
        assert_eq!(answer.response.status, expected, "{profile}");
        assert_eq!(failed(&answer).contains(&"KSEF-SES-022"), expected == 400);
        assert_eq!(open(Form::Fa3).response.status, 201, "{profile}");
    }
}
