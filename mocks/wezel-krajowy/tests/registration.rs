//! Registering a service provider and leading it through COI's steps.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may panic"
)]

mod common;

use common::Office;
use poligon_certs::{KeyKind, Order, Profile};
use serde_json::json;

const PATH: &str = "/_poligon/providers";

#[test]
fn a_provider_goes_from_application_to_production() {
    let mut office = Office::new();
    let new = json!({ "issuer": "urzad", "acs": ["https://urzad.example/acs"], "stage": "zgloszony", "provider_name": "Urząd" });
    let (status, told) = office.json(PATH, &new);
    assert_eq!((status, told["provider"]["stage"].as_str()), (201, Some("zgloszony")));
    let advance = format!("{PATH}/advance");
    let step = json!({ "issuer": "urzad" });
    let mut stages = Vec::new();
    for _ in 0..7 {
        let (status, told) = office.json(&advance, &step);
        assert_eq!(status, 200, "{told}");
        stages.push(told["provider"]["stage"].as_str().unwrap().to_owned());
        let issued = told["issued"].as_object().unwrap();
        for (environment, pair) in issued {
            assert!(pair["signing"]["key"].as_str().unwrap().contains("PRIVATE KEY"), "{environment}");
            assert_ne!(pair["signing"]["certificate"], pair["encryption"]["certificate"]);
        }
    }
    assert_eq!(stages.last().map(String::as_str), Some("prod-certyfikaty"));
    let (status, told) = office.json(&advance, &step);
    assert_eq!((status, told["check"].as_str()), (409, Some("REG-12")));
    // A key on the wrong curve is no EC P-256 one.
    let rsa = pem(&office, Profile::KsefSeal, KeyKind::Rsa2048);
    let (status, told) =
        office.json(&advance, &json!({ "issuer": "urzad", "signing": rsa, "encryption": rsa }));
    assert_eq!((status, told["check"].as_str()), (422, Some("REG-06")));
    // Two signing certificates: the second cannot agree on keys.
    let signing = pem(&office, Profile::WkSignature, KeyKind::EcP256);
    let (status, told) =
        office.json(&advance, &json!({ "issuer": "urzad", "signing": signing, "encryption": signing }));
    assert_eq!((status, told["check"].as_str()), (422, Some("REG-07")));
    let encryption = pem(&office, Profile::WkEncryption, KeyKind::EcP256);
    let (status, told) =
        office.json(&advance, &json!({ "issuer": "urzad", "signing": signing, "encryption": encryption }));
    assert_eq!((status, told["provider"]["stage"].as_str()), (200, Some("produkcyjne")));
    assert_eq!(office.json(&advance, &step).0, 409);
    assert_eq!(office.json(&format!("{PATH}/remove"), &step).0, 200);
}

#[test]
fn what_cannot_be_registered_is_named() {
    let mut office = Office::registered();
    for (body, status, check) in [
        (json!({ "issuer": "poligon-sp", "acs": ["https://a/"] }), 409, "REG-02"),
        (json!({ "issuer": " x", "acs": ["https://a/"] }), 422, "REG-01"),
        (json!({ "issuer": "x" }), 422, "REG-03"),
        (json!({ "issuer": "x", "acs": ["/acs"] }), 422, "REG-03"),
        (json!({ "issuer": "x", "acs": ["https://a/"], "sp_type": "secret" }), 422, "REG-09"),
        (json!({ "issuer": "x", "acs": ["https://a/"], "level": "some" }), 422, "REG-11"),
        (json!({ "issuer": "x", "acs": ["https://a/"], "stage": "nowhere" }), 400, "WK-G05"),
        (json!({ "issuer": "x", "acs": ["https://a/"], "signing": "no PEM" }), 422, "REG-06"),
        (json!([]), 400, "WK-G05"),
    ] {
        let (got, told) = office.json(PATH, &body);
        assert_eq!((got, told["check"].as_str()), (status, Some(check)), "{body}: {told}");
    }
}

#[test]
fn logins_can_be_ordered_without_pages() {
    let mut office = Office::registered();
    let path = "/_poligon/next-login";
    assert_eq!(office.json(path, &json!({ "persona": "anna", "method": "mojeid" })).0, 201);
    assert_eq!(office.json(path, &json!({ "persona": "nobody" })).0, 400);
    assert_eq!(office.json(path, &json!({ "persona": "anna", "method": "owl" })).0, 400);
    assert_eq!(office.json(path, &json!({ "persona": "de-erika", "method": "eidas" })).0, 201);
    let metadata = office.ask(poligon_institution::Request::new(http::Method::GET, "/integracyjne/metadata"));
    assert!(common::text(&metadata).contains("entityID=\"int.login.gov.pl\""));
}

fn pem(office: &Office, profile: Profile, key: KeyKind) -> String {
    let nip = (profile == Profile::KsefSeal).then(|| "1111111111".to_owned());
    let order = Order { key, nip, ..Order::new(profile) };
    office.sandbox.vault.issue(&order, common::NOW).unwrap().certificate_pem()
}
