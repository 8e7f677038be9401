//! Logging in, by seal and by token; tokens, sessions of logins, public keys.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::Method;
use poligon_certs::{Flaw, KeyKind, KsefUsage, Order};
use poligon_crypto::cipher;
use poligon_crypto::sign::SealPlan;
use poligon_institution::{Answer, Request as Http};
use poligon_ksef::actions::login::{self, Request, Shape};
use poligon_ksef::identity::{IdKind, Identifier};
use poligon_ksef::wire::auth_token_request::SubjectBy;
use serde_json::{Value, json};
use time::Duration;

use crate::common::*;

/// Drives all.
pub fn run(client: &dyn Fn() -> Client) {
    tokens(&client());
    sessions(&client());
    dead(&client());
    gone(&client());
    ends(client);
    refused_documents(&client());
    ksef_token(&client());
}

/// What only a picky sandbox refuses.
pub fn strict(client: &Client) {
    let own = Identifier::nip(NIP);
    let request = Request { by: SubjectBy::Fingerprint, ..Request::new(&client.challenge(), own) };
    post(client, request.signed(&seal(NIP), Shape::Python, NOW).unwrap());
}

fn company(client: &Client) -> Tokens {
    client.login(&seal(NIP), Identifier::nip(NIP))
}

fn post(client: &Client, bytes: impl Into<Vec<u8>>) -> Answer {
    client.post_xml("", bytes)
}

fn tokens(client: &Client) {
    let begun = client.try_login(&seal(NIP), Identifier::nip(NIP));
    let token = body(&begun)["authenticationToken"]["token"].as_str().unwrap().to_owned();
    client.post("/v2/auth/token/redeem", &token, Value::Null);
    client.ended(&begun);
    let tokens = client.redeem(&begun);
    client.post("/v2/auth/token/redeem", &token, Value::Null);
    client.get(&format!("/v2/auth/{}", tokens.reference), &token);
    client.get("/v2/auth/20251104-AU-24C0BFC000-40E9EA5847-BB", &token);
    client.post("/v2/auth/token/refresh", &tokens.refresh, Value::Null);
    client.get(&format!("/v2/auth/{}", tokens.reference), &token);
    client.delete("/v2/auth/sessions/current", &tokens.access);
    client.post("/v2/auth/token/refresh", &tokens.refresh, Value::Null);
    client.get("/v2/security/public-key-certificates", "");
}

fn sessions(client: &Client) {
    let logins: Vec<Tokens> = (0..12).map(|_| company(client)).collect();
    let access = &logins[0].access;
    let first = body(&client.get("/v2/auth/sessions?pageSize=10", access));
    for token in [first["continuationToken"].as_str().unwrap(), "nonsense"] {
        let request = authorized(Http::new(Method::GET, "/v2/auth/sessions"), access);
        client.send(request.with_header("x-continuation-token", token));
    }
    client.get("/v2/auth/sessions?pageSize=5", access);
    client.delete(&format!("/v2/auth/sessions/{}", logins[1].reference), access);
    client.delete("/v2/auth/sessions/20251104-AU-24C0BFC000-40E9EA5847-BB", access);
    client.delete("/v2/auth/sessions/nonsense", access);
}

fn dead(client: &Client) {
    let redeemed = company(client);
    let begun = client.try_login(&seal(NIP), Identifier::nip(NIP));
    client.ended(&begun);
    let dead = json!({ "nip": NIP, "pesel": PESEL, "isBailiff": false, "isDeceased": true, "description": "zmarły" });
    client.post("/v2/testdata/person", "", dead);
    client.post("/v2/auth/token/refresh", &redeemed.refresh, Value::Null);
    let token = body(&begun)["authenticationToken"]["token"].as_str().unwrap().to_owned();
    client.post("/v2/auth/token/redeem", &token, Value::Null);
}

fn gone(client: &Client) {
    client.sandbox.settings.turn("ksef.authentication-token-seconds", "31536000");
    let begun = body(&client.try_login(&seal(NIP), Identifier::nip(NIP)));
    client.sandbox.clock.advance(Duration::days(8));
    let path = format!("/v2/auth/{}", begun["referenceNumber"].as_str().unwrap());
    client.get(&path, begun["authenticationToken"]["token"].as_str().unwrap());
}

/// Each way in which a login can end.
fn ends(client: &dyn Fn() -> Client) {
    let own = || Identifier::nip(NIP);
    let nobody = client();
    nobody.ended(&nobody.try_login(&issued(&person_order()), own()));
    let expired = client();
    let order = Order { flaw: Some(Flaw::Expired), ..seal_order(NIP) };
    expired.ended(&expired.try_login(&issued(&order), own()));
    let blocked = client();
    let context = json!({ "contextIdentifier": { "type": "Nip", "value": NIP } });
    blocked.post("/v2/testdata/context/block", "", context);
    blocked.ended(&blocked.try_login(&seal(NIP), own()));
    let chain = client();
    let signed = chain.signed(&seal(NIP), own());
    chain.ended(&chain.post_xml("?verifyCertificateChain=true", signed));
}

fn refused_documents(client: &Client) {
    let own = || Identifier::nip(NIP);
    let plan = |plan: fn(SealPlan) -> SealPlan| {
        let document = Request::new(&client.challenge(), own()).document();
        login::seal(document.as_bytes(), &seal(NIP), &plan(Shape::Python.plan(KeyKind::EcP256, NOW))).unwrap()
    };
    client.post_xml("?verifyCertificateChain=perhaps", client.signed(&seal(NIP), own()));
    post(client, "AuthTokenRequest");
    post(client, b"<a>\xB1</a>".to_vec());
    post(client, "<Faktura/>");
    post(client, Request::new(&client.challenge(), own()).document());
    post(client, plan(|plan| SealPlan { xades: None, ..plan }));
    let once = client.signed(&seal(NIP), own());
    let second = SealPlan { id: "Signature-2".to_owned(), ..Shape::Python.plan(KeyKind::EcP256, NOW) };
    post(client, login::seal(&once, &seal(NIP), &second).unwrap());
    let short = Request::new(&client.challenge(), Identifier::nip("123456"));
    post(client, short.signed(&seal(NIP), Shape::Python, NOW).unwrap());
    let foreign = Request::new("20251104-CR-24C0BFC000-40E9EA5847-BB", own());
    post(client, foreign.signed(&seal(NIP), Shape::Python, NOW).unwrap());
    let unnamed = issued(&Order { flaw: Some(Flaw::NoIdentifier), ..seal_order(NIP) });
    post(client, client.signed(&unnamed, own()));
    post(client, client.signed(&seal(NIP), Identifier::new(IdKind::PeppolId, "PPL123456")));
}

fn ksef_token(client: &Client) {
    let challenge = body(&client.post("/v2/auth/challenge", "", Value::Null));
    let key = client.sandbox.vault.ksef_public_key(KsefUsage::TokenEncryption, 0, NOW).unwrap();
    let certificate = poligon_crypto::Certificate::from_der(&key.certificate).unwrap();
    let plain = format!("abc|{}", challenge["timestampMs"]);
    let spki = certificate.public_key().unwrap().spki().to_vec();
    let sealed = cipher::rsa_oaep_seal(&spki, plain.as_bytes(), [1; 32]).unwrap();
    let mut request = json!({
        "challenge": challenge["challenge"],
        "contextIdentifier": { "type": "Nip", "value": NIP },
        "encryptedToken": STANDARD.encode(sealed),
        "publicKeyId": STANDARD.encode([9; 32]),
        "authorizationPolicy": { "allowedIps": { "ip4Addresses": ["127.0.0.1"] } },
    });
    let ask = |request: &Value| client.post("/v2/auth/ksef-token", "", request.clone());
    ask(&request);
    request.as_object_mut().unwrap().remove("publicKeyId");
    let begun = ask(&request);
    client.ended(&begun);
    ask(&request);
    ask(&json!({}));
}
