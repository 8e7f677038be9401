//! The data API, the API-Key, the archive and the lab.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod common;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use common::*;
use poligon_certs::Credential;
use poligon_crypto::cms::{self, Plan, Signer};
use poligon_crypto::gost::SigningKey;
use poligon_esia::registry;

const ALL: &str = "openid fullname birthdate gender snils inn id_doc email mobile contacts addresses usr_org vehicles \
                   drivers_licence_doc kid_fullname kid_snils";

fn access(stand: &Stand, scope: &str) -> String {
    tokens(stand, scope)["access_token"].as_str().unwrap().to_owned()
}

#[test]
fn fields_and_collections_follow_the_scope() {
    let stand = Stand::new();
    let narrow = access(&stand, "openid fullname");
    let person = json(&stand.data("/rs/prns/1000300890", &narrow));
    assert_eq!(person["firstName"], "Иван");
    assert!(person.get("snils").is_none());
    let refused = stand.data("/rs/prns/1000300890/ctts", &narrow);
    assert_eq!(
        (refused.response.status.as_u16(), json(&refused)["code"].as_str()),
        (403, Some("ESIA-005029"))
    );

    let wide = access(&stand, ALL);
    let person = json(&stand.data("/rs/prns/1000300890?embed=(contacts.elements,documents.elements)", &wide));
    assert!(person["snils"].as_str().unwrap().starts_with("000-"));
    assert_eq!(person["contacts"]["elements"].as_array().unwrap().len(), 2);
    assert_eq!(person["documents"]["elements"][0]["type"], "RF_PASSPORT");
    for (path, size) in [("ctts", 2), ("addrs", 2), ("docs", 2), ("vhls", 1), ("kids", 1), ("orgs", 1)] {
        let bare = json(&stand.data(&format!("/rs/prns/1000300890//{path}"), &wide));
        assert_eq!(bare["size"], size, "{path}");
        let address = bare["elements"][0].as_str().unwrap().to_owned();
        let element = stand.data(address.strip_prefix("https://localhost").unwrap(), &wide);
        assert_eq!(element.response.status, 200, "{address}");
        assert!(json(&element)["eTag"].is_string());
    }
    let roles = json(&stand.data("/rs/prns/1000300890/roles", &wide));
    assert_eq!(roles["elements"][0]["chief"], true);
}

#[test]
fn another_persons_data_a_changed_token_and_an_id_token_are_refused() {
    let stand = Stand::new();
    let all = tokens(&stand, "openid fullname");
    let token = all["access_token"].as_str().unwrap();
    assert_eq!(stand.data("/rs/prns/1000300891", token).response.status, 403);
    assert_eq!(stand.data("/rs/prns/1000300890", all["id_token"].as_str().unwrap()).response.status, 401);
    let (signed, value) = token.rsplit_once('.').unwrap();
    let changed = format!("{signed}.{}", value.chars().rev().collect::<String>());
    assert_eq!(stand.data("/rs/prns/1000300890", &changed).response.status, 401);
    assert_eq!(stand.get("/rs/prns/1000300890", &[]).response.status, 401);
    stand.sandbox.clock.advance(time::Duration::seconds(3601));
    assert_eq!(causes(&stand.data("/rs/prns/1000300890", token)), ["ESIA-RS-002"]);
}

#[test]
fn a_rotated_key_verifies_the_tokens_of_the_one_before_and_no_older() {
    let stand = Stand::new();
    let token = access(&stand, "openid fullname");
    for (rotations, status) in [("1", 200), ("2", 401)] {
        stand.turn("esia.key-rotations", rotations);
        assert_eq!(stand.data("/rs/prns/1000300890", &token).response.status, status);
    }
    let archive = stand.get("/public/esia.zip", &[]);
    assert!(archive.response.body.starts_with(b"PK\x03\x04"));
}

fn form(stand: &Stand) -> String {
    let said = [("system", "TESTIS01"), ("organisation", "beryozka"), ("employee", "ivan")];
    json(&stand.post("/lab/keys", &said))["key"].as_str().unwrap().to_owned()
}

fn employee(stand: &Stand, organisation: &str, citizen: &str) -> std::sync::Arc<Credential> {
    let russia = stand.sandbox.world.russia();
    let (organisation, citizen) =
        (russia.organisation(organisation).unwrap(), russia.citizen_named(citizen).unwrap());
    registry::employee(&stand.sandbox, organisation, citizen, NOW).unwrap()
}

fn signed(by: &Credential, text: &str, plan: Plan) -> String {
    let key = SigningKey::from_pkcs8(by.key.pkcs8()).unwrap();
    URL_SAFE_NO_PAD.encode(cms::sign(text.as_bytes(), Signer::Gost(&key), &by.chain(), plan).unwrap())
}

fn call(stand: &Stand, key: &str, signature: &str) -> poligon_institution::Answer {
    stand.get(&format!("/esia-rs/api/public/v1/orgs/ext-app/{key}/tkn"), &[("signature", signature)])
}

#[test]
fn an_api_key_gives_a_token_of_organisation_and_employee() {
    let stand = Stand::new();
    let key = form(&stand);
    let by = employee(&stand, "beryozka", "ivan");
    let answer = call(&stand, &key, &signed(&by, &key, Plan::cades(NOW)));
    assert_eq!(answer.response.status, 200, "{}", body(&answer));
    let token = json(&answer)["accessTkn"].as_str().unwrap().to_owned();
    let claims = poligon_crypto::jws::compact::Parts::read(&token).unwrap().claims;
    assert_eq!(claims["client_id"], "TESTIS01");
    assert_eq!(claims["org_oid"], 1_000_298_920_u64);
    assert!(claims["scope"].as_str().unwrap().contains("http://lk.gosuslugi.ru/api-order"));
}

#[test]
fn each_precondition_of_an_api_key_has_its_own_refusal() {
    let stand = Stand::new();
    let key = form(&stand);
    let by = employee(&stand, "beryozka", "ivan");
    let good = signed(&by, &key, Plan::cades(NOW));
    let first = |answer: poligon_institution::Answer| causes(&answer)[0].clone();
    assert_eq!(first(call(&stand, "00000000-0000-4000-8000-000000000000", &good)), "ESIA-KEY-001");
    assert_eq!(first(call(&stand, &key, "")), "ESIA-KEY-005");
    let other = signed(&by, &format!("{key}\n"), Plan::cades(NOW));
    let answer = call(&stand, &key, &other);
    assert_eq!(answer.response.headers["x-mock-error"], "not-from-ESIA-docs");
    assert_eq!(causes(&answer), ["ESIA-KEY-006", "newline-signed"]);
    let colleague = employee(&stand, "beryozka", "anna");
    assert_eq!(first(call(&stand, &key, &signed(&colleague, &key, Plan::cades(NOW)))), "ESIA-KEY-009");
    let stranger = employee(&stand, "kirpich", "dmitry");
    assert_eq!(first(call(&stand, &key, &signed(&stranger, &key, Plan::cades(NOW)))), "ESIA-KEY-008");
    for (wish, id) in [
        ("take-power", "ESIA-KEY-003"),
        ("grant-power", ""),
        ("block", "ESIA-KEY-002"),
        ("unblock", ""),
        ("end-attorney", "ESIA-KEY-004"),
    ] {
        assert_eq!(stand.post(&format!("/lab/keys/{key}/{wish}"), &[]).response.status, 200);
        let causes = causes(&call(&stand, &key, &good));
        assert_eq!(causes.first().map_or("", String::as_str), id, "{wish}");
    }
}

/// 16 KiB of signature in the query are read; a megabyte is refused cleanly.
#[test]
fn long_signatures_are_read_and_huge_ones_refused() {
    let stand = Stand::new();
    let key = form(&stand);
    let long = call(&stand, &key, &"A".repeat(16 * 1024));
    assert_eq!(long.response.status, 400);
    assert_eq!(call(&stand, &key, &"A".repeat(1024 * 1024)).response.status, 400);
}

#[test]
fn the_lab_registers_a_certificate_and_hands_out_keys() {
    let stand = Stand::new();
    let pem = stand.get("/lab/systems/TESTIS01/gost.key.pem", &[]);
    assert!(body(&pem).starts_with("-----BEGIN PRIVATE KEY-----"));
    let other = employee(&stand, "beryozka", "anna");
    let request = poligon_institution::Request::new(http::Method::POST, "/lab/systems/TESTIS01/certificates")
        .with_header("content-type", "application/x-pem-file")
        .with_body(other.certificate_pem());
    let answer = stand.desk.answer(&request);
    assert_eq!(answer.response.status, 201, "{}", body(&answer));
    let hash = json(&answer)["client_certificate_hash"].as_str().unwrap().to_owned();
    let mut said = authorisation(&stand, "openid");
    let key = SigningKey::from_pkcs8(other.key.pkcs8()).unwrap();
    said.insert("client_secret", URL_SAFE_NO_PAD.encode(key.sign(string(&said, V2).as_bytes()).unwrap()));
    said.insert("client_certificate_hash", hash);
    assert!(!redirected(&stand.get("/aas/oauth2/v2/ac", &pairs(&said))).text("code").is_empty());
    assert_eq!(stand.get("/lab/tokens/RS256.key.pem", &[]).response.status, 404);
    assert_eq!(stand.get("/lab", &[]).response.status, 200);
}

#[test]
fn what_is_not_built_says_so() {
    let stand = Stand::new();
    let answer = stand.get("/api/gusmev/files/download/1/3", &[]);
    assert_eq!(answer.response.status, 501);
    assert!(body(&answer).contains("not built"));
    assert_eq!(stand.get("/.well-known/openid-configuration", &[]).response.status, 404);
    assert_eq!(stand.get("/aas/oauth2/v3/te", &[]).response.status, 405);
}
