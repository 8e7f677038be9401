//! Logging in with a certificate, and what a login ends in.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::*;
use poligon_certs::{Authority, Flaw, KeyKind, Order};
use poligon_ksef::actions::login::{Request, Shape};
use poligon_ksef::identity::Identifier;
use poligon_ksef::wire::auth_token_request::SubjectBy;
use serde_json::{Value, json};
use time::Duration;

fn claims(token: &str) -> Value {
    let part = token.split('.').nth(1).unwrap();
    use base64::Engine;
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(part).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

#[test]
fn an_ec_seal_logs_in_in_every_shape_of_the_clients() {
    let client = Client::new();
    for shape in Shape::ALL {
        let signed =
            Request::new(&client.challenge(), Identifier::nip(NIP)).signed(&seal(NIP), shape, NOW).unwrap();
        let begun = client.post_xml("", signed);
        assert_eq!(begun.response.status, 202, "{shape:?}: {}", text(&begun));
        assert_eq!(client.ended(&begun)["status"]["code"], 200, "{shape:?}");
    }
}

#[test]
fn an_rsa_seal_logs_in_in_every_shape_of_the_clients() {
    let client = Client::new();
    let seal = issued(&Order { key: KeyKind::Rsa2048, ..seal_order(NIP) });
    for shape in Shape::ALL {
        let signed =
            Request::new(&client.challenge(), Identifier::nip(NIP)).signed(&seal, shape, NOW).unwrap();
        assert_eq!(client.post_xml("", signed).response.status, 202, "{shape:?}");
    }
}

#[test]
fn the_access_token_of_an_owner_carries_the_claims_of_the_real_one() {
    let client = Client::new();
    let tokens = client.login(&seal(NIP), Identifier::nip(NIP));
    let claims = claims(&tokens.access);
    assert_eq!(claims["typ"], "ContextToken");
    assert_eq!((&claims["cit"], &claims["civ"]), (&json!("Nip"), &json!(NIP)));
    assert_eq!((&claims["per"], &claims["rol"]), (&json!("[\"Owner\"]"), &json!("[\"Owner\"]")));
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 900);
    assert_eq!(claims["arn"], tokens.reference);
    let details: Value = serde_json::from_str(claims["sud"].as_str().unwrap()).unwrap();
    assert_eq!(details["subjectIdentifier"], json!({ "type": "Nip", "value": NIP }));
    insta::assert_json_snapshot!("access_token_claims", claims);
}

#[test]
fn a_login_shows_progress_first_then_success() {
    let client = Client::new();
    let begun = client.try_login(&seal(NIP), Identifier::nip(NIP));
    insta::assert_snapshot!("xades_signature_answer", text(&begun));
    let path = format!("/v2/auth/{}", body(&begun)["referenceNumber"].as_str().unwrap());
    let token = body(&begun)["authenticationToken"]["token"].as_str().unwrap().to_owned();
    let first = client.get(&path, &token);
    assert_eq!(body(&first)["status"]["code"], 100);
    insta::assert_snapshot!("auth_status_success", text(&client.get(&path, &token)));
}

#[test]
fn a_stranger_without_permissions_ends_in_415_and_with_them_in_200() {
    let client = Client::new();
    let person = issued(&person_order());
    let refused = client.try_login(&person, Identifier::nip(NIP));
    let status = client.ended(&refused)["status"].clone();
    assert_eq!(status["code"], 415);
    assert_eq!(status["details"], json!(["Brak przypisanych uprawnień"]));
    assert_eq!(failed(&refused), ["KSEF-AUTH-021"]);

    let grant = json!({
        "contextIdentifier": { "type": "nip", "value": NIP },
        "authorizedIdentifier": { "type": "Pesel", "value": PESEL },
        "permissions": [
            { "permissionType": "InvoiceRead", "description": "czytanie" },
            { "permissionType": "InvoiceWrite", "description": "wysyłanie" },
        ],
    });
    assert_eq!(client.post("/v2/testdata/permissions", "", grant.clone()).response.status, 200);
    let tokens = client.login(&person, Identifier::nip(NIP));
    assert_eq!(claims(&tokens.access)["per"], "[\"InvoiceRead\",\"InvoiceWrite\"]");

    assert_eq!(client.post("/v2/testdata/permissions/revoke", "", grant).response.status, 200);
    assert_eq!(client.ended(&client.try_login(&person, Identifier::nip(NIP)))["status"]["code"], 415);
}

#[test]
fn a_sole_trader_owns_the_context_of_the_nip_by_pesel() {
    let client = Client::new();
    let trader = json!({ "nip": NIP, "pesel": PESEL, "isBailiff": false, "description": "jednoosobowa" });
    assert_eq!(client.post("/v2/testdata/person", "", trader).response.status, 200);
    let tokens = client.login(&issued(&person_order()), Identifier::nip(NIP));
    assert_eq!(claims(&tokens.access)["per"], "[\"Owner\"]");
}

#[test]
fn the_dead_end_in_470() {
    let client = Client::new();
    let dead = json!({ "nip": NIP, "pesel": PESEL, "isBailiff": false, "isDeceased": true, "description": "zmarły" });
    client.post("/v2/testdata/person", "", dead);
    let ended = client.ended(&client.try_login(&issued(&person_order()), Identifier::nip(NIP)));
    assert_eq!(ended["status"]["code"], 470);
}

#[test]
fn a_blocked_context_ends_in_480_until_it_is_opened() {
    let client = Client::new();
    let context = json!({ "contextIdentifier": { "type": "Nip", "value": NIP } });
    client.post("/v2/testdata/context/block", "", context.clone());
    assert_eq!(client.ended(&client.try_login(&seal(NIP), Identifier::nip(NIP)))["status"]["code"], 480);
    client.post("/v2/testdata/context/unblock", "", context);
    client.login(&seal(NIP), Identifier::nip(NIP));
}

#[test]
fn a_fingerprint_logs_in_where_it_has_permissions() {
    let client = Client::new();
    let nobody = issued(&Order { flaw: Some(Flaw::NoIdentifier), ..person_order() });
    let fingerprint = poligon_crypto::Certificate::from_der(&nobody.certificate).unwrap().fingerprint();
    let grant = json!({
        "contextIdentifier": { "type": "Nip", "value": NIP },
        "authorizedIdentifier": { "type": "fingerprint", "value": fingerprint },
        "permissions": [{ "permissionType": "introspection", "description": "podgląd" }],
    });
    client.post("/v2/testdata/permissions", "", grant);
    let request =
        Request { by: SubjectBy::Fingerprint, ..Request::new(&client.challenge(), Identifier::nip(NIP)) };
    let begun = client.post_xml("", request.signed(&nobody, Shape::Python, NOW).unwrap());
    assert_eq!(client.ended(&begun)["status"]["code"], 200, "{}", text(&begun));
}

#[test]
fn a_self_signed_certificate_is_taken_unless_the_chain_is_to_be_verified() {
    let client = Client::new();
    let begun =
        client.post_xml("?verifyCertificateChain=true", client.signed(&seal(NIP), Identifier::nip(NIP)));
    let status = client.ended(&begun)["status"].clone();
    assert_eq!(status["code"], 460);
    assert_eq!(status["details"], json!(["Niezaufany łańcuch certyfikatów"]));

    let chained = issued(&Order { self_signed: false, ..seal_order(NIP) });
    let begun =
        client.post_xml("?verifyCertificateChain=true", client.signed(&chained, Identifier::nip(NIP)));
    assert_eq!(client.ended(&begun)["status"]["code"], 200, "{}", text(&begun));
    assert!(passed(&begun.findings, "KSEF-AUTH-018"));
}

#[test]
fn a_revoked_certificate_ends_in_460_when_the_chain_is_verified() {
    let client = Client::new();
    let order = Order { self_signed: false, label: "to-be-revoked".to_owned(), ..seal_order(NIP) };
    let chained = issued(&order);
    client.sandbox.vault.revoke(&chained.serial, NOW - Duration::HOUR).unwrap();
    let begun =
        client.post_xml("?verifyCertificateChain=true", client.signed(&chained, Identifier::nip(NIP)));
    assert_eq!(client.ended(&begun)["status"]["details"], json!(["Certyfikat odwołany"]));
}

#[test]
fn a_certificate_of_another_authority_ends_in_460_when_the_chain_is_verified() {
    let client = Client::new();
    let order = Order { self_signed: false, flaw: Some(Flaw::OtherAuthority), ..seal_order(NIP) };
    let begun =
        client.post_xml("?verifyCertificateChain=true", client.signed(&issued(&order), Identifier::nip(NIP)));
    assert_eq!(client.ended(&begun)["status"]["details"], json!(["Niezaufany łańcuch certyfikatów"]));
}

#[test]
fn a_certificate_out_of_time_ends_in_460() {
    for flaw in [Flaw::Expired, Flaw::NotYetValid] {
        let client = Client::new();
        let begun =
            client.try_login(&issued(&Order { flaw: Some(flaw), ..seal_order(NIP) }), Identifier::nip(NIP));
        let status = client.ended(&begun)["status"].clone();
        assert_eq!(
            (&status["code"], &status["details"]),
            (&json!(460), &json!(["Nieważny certyfikat"])),
            "{flaw:?}"
        );
    }
}

#[test]
fn the_authorities_of_the_vault_are_there_for_the_chain() {
    let client = Client::new();
    assert!(client.sandbox.vault.authority(Authority::Qualified, NOW).is_ok());
}

#[test]
fn polls_can_be_turned_off() {
    let client = Client::new();
    client.sandbox.settings.turn("ksef.processing-polls", "0");
    let begun = client.try_login(&seal(NIP), Identifier::nip(NIP));
    client.redeem(&begun);
}

#[test]
fn same_seed_and_same_requests_give_the_same_bytes() {
    let run = || {
        let client = Client::new();
        let begun = client.try_login(&seal(NIP), Identifier::nip(NIP));
        client.ended(&begun);
        (text(&begun), client.redeem(&begun).access)
    };
    assert_eq!(run(), run());
}
