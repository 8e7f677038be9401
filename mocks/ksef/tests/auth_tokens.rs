//! Tokens: redeem, refresh, sessions, addresses, KSeF tokens, public keys.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod common;

use common::*;
use poligon_certs::KsefUsage;
use poligon_crypto::cipher;
use poligon_ksef::actions::login::{Request, Shape};
use poligon_ksef::identity::{AllowedIps, Identifier};
use serde_json::{Value, json};
use time::Duration;

const REVOKED: &str = "Status uwierzytelnienia (425) nie pozwala na odświeżenie tokenu dostępowego.";

fn company(client: &Client) -> Tokens {
    client.login(&seal(NIP), Identifier::nip(NIP))
}

fn encode(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

#[test]
fn tokens_are_fetched_once() {
    let client = Client::new();
    let tokens = company(&client);
    let second = client.post("/v2/auth/token/redeem", &tokens.authentication, json!({}));
    let expected = format!("Tokeny dla operacji uwierzytelniania {} zostały już pobrane.", tokens.reference);
    assert_eq!(exception(&second), (400, 21301, expected));
    assert_eq!(failed(&second), ["KSEF-AUTH-026"]);
}

#[test]
fn a_redeem_before_success_is_refused_with_the_status() {
    let client = Client::new();
    let begun = client.try_login(&seal(NIP), Identifier::nip(NIP));
    let token = body(&begun)["authenticationToken"]["token"].as_str().unwrap().to_owned();
    let early = client.post("/v2/auth/token/redeem", &token, Value::Null);
    assert_eq!(exception(&early).2, "Status uwierzytelniania (100) nie pozwala na pobranie tokenów.");
    assert_eq!(failed(&early), ["KSEF-AUTH-027"]);
    client.ended(&begun);
    client.redeem(&begun);
}

#[test]
fn every_refresh_gives_another_access_token() {
    let client = Client::new();
    let tokens = company(&client);
    let mut seen = vec![tokens.access.clone()];
    for _ in 0..3 {
        let answer = client.post("/v2/auth/token/refresh", &tokens.refresh, Value::Null);
        assert_eq!(answer.response.status, 200);
        let token = body(&answer)["accessToken"]["token"].as_str().unwrap().to_owned();
        assert!(!seen.contains(&token));
        seen.push(token);
    }
}

#[test]
fn the_list_has_the_one_login_of_this_token() {
    let client = Client::new();
    let tokens = company(&client);
    let list = client.get("/v2/auth/sessions", &tokens.access);
    insta::assert_snapshot!("auth_sessions_list", text(&list));
    let items = body(&list)["items"].as_array().unwrap().clone();
    assert_eq!(items.len(), 1);
    assert_eq!(items[0]["isCurrent"], true);
    assert_eq!(items[0]["isTokenRedeemed"], true);
    assert_eq!(items[0]["authenticationMethod"], "QualifiedSeal");
    assert!(items[0]["refreshTokenValidUntil"].is_string());
    assert!(items[0].get("lastTokenRefreshDate").is_none());
}

#[test]
fn a_login_is_revoked_by_its_access_or_refresh_token() {
    for by_refresh in [false, true] {
        let client = Client::new();
        let tokens = company(&client);
        let token = if by_refresh { &tokens.refresh } else { &tokens.access };
        assert_eq!(client.delete("/v2/auth/sessions/current", token).response.status, 204);
        // The access token lives on until it expires.
        let list = client.get("/v2/auth/sessions", &tokens.access);
        assert_eq!(body(&list)["items"], json!([]));
        let refresh = client.post("/v2/auth/token/refresh", &tokens.refresh, Value::Null);
        assert_eq!(exception(&refresh), (400, 21301, REVOKED.to_owned()));
        assert_eq!(failed(&refresh), ["KSEF-AUTH-028"]);
        let status = client.get(&format!("/v2/auth/{}", tokens.reference), &tokens.authentication);
        assert_eq!(body(&status)["status"]["code"], 425);
    }
}

#[test]
fn another_login_is_revoked_by_its_reference_number() {
    let client = Client::new();
    let (first, second) = (company(&client), company(&client));
    let path = format!("/v2/auth/sessions/{}", second.reference);
    assert_eq!(client.delete(&path, &first.access).response.status, 204);
    assert_eq!(exception(&client.post("/v2/auth/token/refresh", &second.refresh, json!({}))).2, REVOKED);
    assert_eq!(client.post("/v2/auth/token/refresh", &first.refresh, json!({})).response.status, 200);
}

#[test]
fn the_login_of_another_company_is_not_ones_own_to_revoke() {
    let client = Client::new();
    let (mine, theirs) = (company(&client), client.login(&seal(OTHER_NIP), Identifier::nip(OTHER_NIP)));
    let answer = client.delete(&format!("/v2/auth/sessions/{}", theirs.reference), &mine.access);
    assert_eq!(answer.response.status, 403);
    assert_eq!(body(&answer)["reasonCode"], "insufficient-resource-access");
    assert_eq!(failed(&answer), ["KSEF-GND-010"]);
    let unknown = client.delete("/v2/auth/sessions/20251104-AU-24C0BFC000-40E9EA5847-BB", &mine.access);
    assert_eq!((exception(&unknown).1, failed(&unknown)), (21405, vec!["KSEF-AUTH-036"]));
}

#[test]
fn pages_of_logins_are_cut_and_continued() {
    let client = Client::new();
    let logins: Vec<Tokens> = (0..12).map(|_| company(&client)).collect();
    let first = body(&client.get("/v2/auth/sessions?pageSize=10", &logins[0].access));
    assert_eq!(first["items"].as_array().unwrap().len(), 10);
    let next = first["continuationToken"].as_str().unwrap();
    let request = authorized(
        poligon_institution::Request::new(http::Method::GET, "/v2/auth/sessions"),
        &logins[0].access,
    );
    let second = client.send(request.clone().with_header("x-continuation-token", next));
    assert_eq!(body(&second)["items"].as_array().unwrap().len(), 2);
    assert!(body(&second).get("continuationToken").is_none());

    let bad = client.send(request.with_header("x-continuation-token", "nonsense"));
    assert_eq!(exception(&bad).1, 21418);
    let small = client.get("/v2/auth/sessions?pageSize=5", &logins[0].access);
    assert_eq!(
        exception(&small),
        (400, 21405, "'pageSize' must be between 10 and 100. You entered 5.".to_owned())
    );
}

#[test]
fn tokens_expire_by_the_clock_of_the_sandbox() {
    let client = Client::new();
    let tokens = company(&client);
    client.sandbox.clock.advance(Duration::seconds(899));
    assert_eq!(client.get("/v2/auth/sessions", &tokens.access).response.status, 200);
    client.sandbox.clock.advance(Duration::seconds(1));
    assert_eq!(client.get("/v2/auth/sessions", &tokens.access).response.status, 401);
    assert_eq!(client.post("/v2/auth/token/refresh", &tokens.refresh, json!({})).response.status, 200);
    client.sandbox.clock.advance(Duration::days(7));
    assert_eq!(client.post("/v2/auth/token/refresh", &tokens.refresh, json!({})).response.status, 401);
}

#[test]
fn an_operation_is_gone_after_seven_days() {
    let client = Client::new();
    client.sandbox.settings.turn("ksef.authentication-token-seconds", "31536000");
    let begun = client.try_login(&seal(NIP), Identifier::nip(NIP));
    client.ended(&begun);
    client.sandbox.clock.advance(Duration::days(7));
    let path = format!("/v2/auth/{}", body(&begun)["referenceNumber"].as_str().unwrap());
    let gone = client.get(&path, body(&begun)["authenticationToken"]["token"].as_str().unwrap());
    assert_eq!(gone.response.status, 410);
    assert_eq!(failed(&gone), ["KSEF-GND-012"]);
}

#[test]
fn the_status_of_another_operation_is_not_found() {
    let client = Client::new();
    let begun = client.try_login(&seal(NIP), Identifier::nip(NIP));
    let token = body(&begun)["authenticationToken"]["token"].as_str().unwrap().to_owned();
    let other = client.get("/v2/auth/20251104-AU-24C0BFC000-40E9EA5847-BB", &token);
    assert_eq!((exception(&other).1, failed(&other)), (21304, vec!["KSEF-AUTH-025"]));
}

#[test]
fn a_login_bound_to_addresses_works_from_those_only() {
    let client = Client::new();
    let allowed_ips = AllowedIps { ip4_masks: vec!["10.0.0.0/8".to_owned()], ..AllowedIps::default() };
    let request = Request { allowed_ips, ..Request::new(&client.challenge(), Identifier::nip(NIP)) };
    let begun = client.post_xml("", request.signed(&seal(NIP), Shape::Python, NOW).unwrap());
    let path = format!("/v2/auth/{}", body(&begun)["referenceNumber"].as_str().unwrap());
    let token = body(&begun)["authenticationToken"]["token"].as_str().unwrap().to_owned();
    let outside = client.get(&path, &token);
    assert_eq!(outside.response.status, 403);
    assert_eq!(body(&outside)["reasonCode"], "ip-not-allowed");
    assert_eq!(body(&outside)["security"], json!({ "clientIp": "127.0.0.1" }));
    assert_eq!(failed(&outside), ["KSEF-GND-009"]);

    let mut inside = authorized(poligon_institution::Request::new(http::Method::GET, &path), &token);
    inside.peer = "10.1.2.3".parse().unwrap();
    assert_eq!(client.send(inside).response.status, 200);
}

#[test]
fn the_dead_get_no_new_tokens() {
    let client = Client::new();
    let tokens = company(&client);
    let dead = json!({ "nip": NIP, "pesel": PESEL, "isBailiff": false, "isDeceased": true, "description": "zmarły" });
    client.post("/v2/testdata/person", "", dead);
    let answer = client.post("/v2/auth/token/refresh", &tokens.refresh, json!({}));
    assert_eq!((exception(&answer).1, failed(&answer)), (21308, vec!["KSEF-AUTH-024"]));
}

#[test]
fn public_keys_are_published_with_their_ids() {
    let client = Client::new();
    let answer = client.get("/v2/security/public-key-certificates", "");
    let keys = body(&answer);
    let usages: Vec<&str> =
        keys.as_array().unwrap().iter().map(|key| key["usage"][0].as_str().unwrap()).collect();
    assert_eq!(usages, ["SymmetricKeyEncryption", "KsefTokenEncryption"]);
    assert_eq!(keys[0]["publicKeyId"].as_str().unwrap().len(), 44);
    assert_ne!(keys[0]["publicKeyId"], keys[1]["publicKeyId"]);

    client.sandbox.settings.turn("ksef.key-rotations", "1");
    let rotated = body(&client.get("/v2/security/public-key-certificates", ""));
    assert_eq!(rotated.as_array().unwrap().len(), 4);
    assert_eq!(rotated[1]["publicKeyId"], keys[0]["publicKeyId"], "the retired key comes after the new one");
}

/// A login with this text encrypted for KSeF tokens.
fn token_login(client: &Client, plain: impl FnOnce(i64) -> Vec<u8>) -> Value {
    let challenge = body(&client.post("/v2/auth/challenge", "", Value::Null));
    let key = client.sandbox.vault.ksef_public_key(KsefUsage::TokenEncryption, 0, NOW).unwrap();
    let certificate = poligon_crypto::Certificate::from_der(&key.certificate).unwrap();
    let spki = certificate.public_key().unwrap().spki().to_vec();
    let text = plain(challenge["timestampMs"].as_i64().unwrap());
    let sealed = cipher::rsa_oaep_seal(&spki, &text, [1; 32]).unwrap();
    json!({
        "challenge": challenge["challenge"],
        "contextIdentifier": { "type": "Nip", "value": NIP },
        "encryptedToken": encode(&sealed),
    })
}

#[test]
fn a_login_by_ksef_token_is_judged_in_full_and_ends_in_450() {
    /// What the token is encrypted from, given the challenge's milliseconds.
    type Plain = fn(i64) -> Vec<u8>;
    let cases: [(&str, &str, Plain); 4] = [
        ("Nieprawidłowy token", "KSEF-AUTH-033", |at| format!("abc|{at}").into_bytes()),
        ("Nieprawidłowy czas tokena", "KSEF-AUTH-032", |at| format!("abc|{}", at + 1).into_bytes()),
        ("Nieprawidłowe kodowanie tokena", "KSEF-AUTH-031", |_| b"abc".to_vec()),
        ("Nieprawidłowe kodowanie tokena", "KSEF-AUTH-031", |_| vec![0xFF, 0xFE]),
    ];
    for (detail, check, plain) in cases {
        let client = Client::new();
        let begun = client.post("/v2/auth/ksef-token", "", token_login(&client, plain));
        assert_eq!(begun.response.status, 202, "{}", text(&begun));
        let status = client.ended(&begun)["status"].clone();
        assert_eq!((&status["code"], &status["details"]), (&json!(450), &json!([detail])));
        assert_eq!(failed(&begun), [check]);
    }
}

#[test]
fn a_token_under_another_key_does_not_open() {
    let client = Client::new();
    let mut request = token_login(&client, |at| format!("abc|{at}").into_bytes());
    request["encryptedToken"] = json!(encode(&[1; 256]));
    let begun = client.post("/v2/auth/ksef-token", "", request);
    assert_eq!(client.ended(&begun)["status"]["details"], json!(["Nieprawidłowe szyfrowanie tokena"]));
}

#[test]
fn an_unknown_key_id_is_refused_and_a_known_one_taken() {
    let client = Client::new();
    let mut request = token_login(&client, |at| format!("abc|{at}").into_bytes());
    let unknown = encode(&[9; 32]);
    request["publicKeyId"] = json!(unknown);
    let answer = client.post("/v2/auth/ksef-token", "", request.clone());
    assert_eq!(
        exception(&answer),
        (400, 21470, format!("Klucz o identyfikatorze {unknown} nie jest wspierany."))
    );
    request["publicKeyId"] =
        body(&client.get("/v2/security/public-key-certificates", ""))[1]["publicKeyId"].clone();
    assert_eq!(client.post("/v2/auth/ksef-token", "", request.clone()).response.status, 202);
    let reused = client.post("/v2/auth/ksef-token", "", request);
    assert_eq!(exception(&reused).1, 21111);
}
