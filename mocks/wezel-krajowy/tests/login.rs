//! A login from AuthnRequest to assertion, and how it fails.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may panic"
)]

mod common;

use common::{Office, body, text};
use poligon_world::Strictness;
use serde_json::json;

#[test]
fn a_person_logs_in_and_out() {
    let mut office = Office::registered();
    let person = office.sandbox.world.people()[0].clone();
    let played =
        office.play("wezel-krajowy.log-in", json!({ "person": person.id, "relay-state": "x<\"&>y" }));
    assert_eq!(played.values["status"], "urn:oasis:names:tc:SAML:2.0:status:Success", "{}", body(&played));
    assert_eq!(played.values["person-identifier"], person.pesel.to_string());
    assert_eq!(played.values["family-name"], person.surname);
    assert_eq!(played.values["date-of-birth"], format!("{}Z", person.born()));
    assert_eq!(played.values["level"], "http://eidas.europa.eu/LoA/substantial");
    assert!(office.failed().is_empty());
    let played = office.play("wezel-krajowy.log-out", json!({}));
    assert_eq!(played.values["status"], "urn:oasis:names:tc:SAML:2.0:status:Success");
    let played = office.play("wezel-krajowy.log-out", json!({}));
    assert_eq!(played.values["status"], "urn:oasis:names:tc:SAML:2.0:status:Requester");
    assert_eq!(office.failed(), ["WK-R68"]);
}

#[test]
fn every_way_of_encrypting_reaches_the_provider() {
    let mut office = Office::registered();
    for mode in ["wk", "wk-cek128", "w3c-concatkdf"] {
        office.turn("wezel-krajowy.encryption", mode);
        let played = office.play("wezel-krajowy.log-in", json!({ "person": "jan" }));
        assert!(
            played.values.get("person-identifier").is_some_and(serde_json::Value::is_string),
            "{mode}: {}",
            body(&played)
        );
    }
    office.turn("wezel-krajowy.encryption", "none");
    let played = office.play("wezel-krajowy.log-in", json!({ "person": "jan" }));
    assert!(body(&played).contains("<saml2:Assertion ") && !body(&played).contains("EncryptedAssertion"));
}

#[test]
fn whoever_does_not_log_in_is_told_so_in_both_dialects() {
    let mut office = Office::registered();
    for outcome in ["cancel", "wrong-password", "timeout", "blocked", "revoked"] {
        let played = office.play("wezel-krajowy.log-in", json!({ "person": "jan", "outcome": outcome }));
        assert_eq!(played.values["status"], "urn:oasis:names:tc:SAML:2.0:status:AuthnFailed", "{outcome}");
        // As recorded: at the top of both statuses, and no assertion.
        assert_eq!(
            body(&played)
                .matches("<saml2p:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:AuthnFailed\"/>")
                .count(),
            2
        );
        assert!(!body(&played).contains("EncryptedAssertion"));
    }
    office.turn("wezel-krajowy.status-dialect", "saml");
    office.turn("wezel-krajowy.error-assertion", "true");
    let played = office
        .play("wezel-krajowy.log-in", json!({ "person": "jan", "outcome": "low-level", "level": "high" }));
    assert_eq!(played.values["status"], "urn:oasis:names:tc:SAML:2.0:status:NoAuthnContext");
    assert!(body(&played).contains("<saml2p:StatusMessage>") && body(&played).contains("EncryptedAssertion"));
}

#[test]
fn pages_lead_a_person_through() {
    let mut office = Office::registered();
    let page = begin(&mut office, "low");
    assert!(page.contains("ŚRODOWISKO ĆWICZEBNE — TO NIE JEST SYSTEM PAŃSTWOWY") && page.contains("noindex"));
    assert!(page.contains("data-testid=\"metoda-pz\"") && !page.contains("metoda-eidas"));
    let id = login_of(&page);
    let page = text(&office.post(&format!("/login/{id}/metoda"), "metoda=mojeid"));
    assert!(page.contains("<option value=\"jan\">"));
    for _ in 0..2 {
        let page = text(&office.post(&format!("/login/{id}/osoba"), "osoba=jan&wynik=wrong-password"));
        assert!(page.contains("Błędne hasło"));
    }
    let page = text(&office.post(&format!("/login/{id}/osoba"), "osoba=jan&wynik=success"));
    assert!(page.contains("data-testid=\"zgoda-tak\""));
    let page = text(&office.post(&format!("/login/{id}/zgoda"), "zgoda=tak"));
    assert!(page.contains("name=\"SAMLart\"") && page.contains("action=\"https://sp.localhost/acs\""));
    assert_eq!(office.post(&format!("/login/{id}/zgoda"), "zgoda=tak").status, 410);
    assert_eq!(office.failed(), ["WK-G03"]);
}

#[test]
fn a_person_may_cancel_at_every_stage_and_choose_nothing_that_is_not_there() {
    let mut office = Office::registered();
    let id = login_of(&begin(&mut office, "low"));
    assert_eq!(office.post(&format!("/login/{id}/metoda"), "metoda=eidas").status, 400);
    assert_eq!(office.post(&format!("/login/{id}/zgoda"), "zgoda=tak").status, 400);
    assert!(text(&office.post(&format!("/login/{id}/metoda"), "metoda=anuluj")).contains("SAMLart"));
    let id = login_of(&begin(&mut office, "low"));
    office.post(&format!("/login/{id}/metoda"), "metoda=pz");
    assert_eq!(office.post(&format!("/login/{id}/osoba"), "osoba=nobody&wynik=success").status, 400);
    assert!(text(&office.post(&format!("/login/{id}/osoba"), "osoba=jan&wynik=cancel")).contains("SAMLart"));
    let id = login_of(&begin(&mut office, "high"));
    assert!(text(&office.post(&format!("/login/{id}/metoda"), "metoda=edowod")).contains("e-dowód"));
    assert!(
        text(&office.ask(poligon_institution::Request::new(http::Method::GET, &format!("/login/{id}"))))
            .contains("osoba")
    );
}

#[test]
fn an_artifact_is_resolved_once_in_time_and_by_its_owner() {
    let mut office = Office::registered();
    let played = office.play("wezel-krajowy.log-in", json!({ "person": "jan" }));
    let artifact = played.values["artifact"].as_str().unwrap().to_owned();
    assert_eq!(artifact.len(), 60);
    assert_eq!(office.desk.view("wezel-krajowy.artifact", &artifact).unwrap()["used"], true);
    office.turn("wezel-krajowy.response-case", "E01");
    let again = office.play("wezel-krajowy.log-in", json!({ "person": "jan" }));
    let artifact = again.values["artifact"].as_str().unwrap();
    assert_eq!(office.desk.view("wezel-krajowy.artifact", artifact).unwrap()["used"], false);
}

#[test]
fn what_is_no_request_is_a_page_that_says_why() {
    let mut office = Office::registered();
    let sso = "/login/SingleSignOnService";
    let get = poligon_institution::Request::new(http::Method::GET, &format!("{sso}?SAMLRequest=x"));
    assert_eq!(office.ask(get).status, 405);
    let deflated = "SAMLRequest=c%2FYDAA%3D%3D";
    let dtd = base64("<!DOCTYPE a><a/>");
    let unsigned = base64(
        "<p:AuthnRequest xmlns:p='urn:oasis:names:tc:SAML:2.0:protocol' xmlns:a='urn:oasis:names:tc:SAML:2.0:assertion' ID='_1' Version='2.0' IssueInstant='2026-11-25T08:00:00Z'><a:Issuer>poligon-sp</a:Issuer></p:AuthnRequest>",
    );
    for (form, check, status) in [
        ("", "WK-R03", 400),
        ("SAMLRequest=a&SAMLRequest=b", "WK-R03", 400),
        ("SAMLRequest=%25", "WK-R04", 400),
        (deflated, "WK-R05", 400),
        (&*base64("<a"), "WK-R06", 400),
        (&*dtd, "WK-R07", 400),
        (&*base64("<a/>"), "WK-R10", 400),
        (&*unsigned, "WK-R41", 403),
    ] {
        let response = office.post(sso, form);
        assert_eq!((response.status.as_u16(), office.failed()), (status, vec![check]), "{form}");
        assert!(text(&response).contains(check));
    }
    assert_eq!(office.post("/nowhere", "").status, 404);
}

#[test]
fn strangers_and_the_wrong_environment_are_refused() {
    let mut office = Office::registered();
    let played =
        office.play("wezel-krajowy.log-in", json!({ "person": "jan", "acs": "https://other.localhost/" }));
    assert_eq!((played.answer.unwrap().status.as_u16(), office.failed()), (403, vec!["WK-R17"]));
    // The keys of the simulator at integration.
    let key = office.memory.text("wezel-krajowy.poligon-sp.symulator.signing").unwrap().to_owned();
    office.memory.keep("wezel-krajowy.poligon-sp.integracyjne.signing", key);
    let played =
        office.play("wezel-krajowy.log-in", json!({ "person": "jan", "environment": "integracyjne" }));
    assert_eq!((played.answer.unwrap().status.as_u16(), office.failed()), (403, vec!["WK-R26"]));
}

#[test]
fn provider_name_is_compared_at_integration() {
    let mut office = Office::new();
    office.play("wezel-krajowy.register-provider", json!({ "environment": "integracyjne" }));
    let asked = json!({ "person": "jan", "environment": "integracyjne", "provider-name": "Inny" });
    let played = office.play("wezel-krajowy.log-in", asked);
    assert_eq!((played.answer.unwrap().status.as_u16(), office.failed()), (500, vec!["WK-R23"]));
    let played =
        office.play("wezel-krajowy.log-in", json!({ "person": "jan", "environment": "integracyjne" }));
    assert!(body(&played).contains("<saml2:Issuer>int.login.gov.pl</saml2:Issuer>"));
}

#[test]
fn a_late_request_is_answered_by_artifact_and_a_lenient_node_lets_it_pass() {
    for (strictness, status, late) in
        [(Strictness::Faithful, "Requester", "WK-R15"), (Strictness::Lenient, "Success", "")]
    {
        let mut office = Office::with(strictness);
        office.play("wezel-krajowy.register-provider", json!({}));
        office.lag = time::Duration::hours(2);
        let played = office.play("wezel-krajowy.log-in", json!({ "person": "jan" }));
        assert_eq!(played.values["status"], format!("urn:oasis:names:tc:SAML:2.0:status:{status}"));
        let failed: Vec<_> =
            office.findings.iter().flatten().filter(|one| one.failed()).map(|one| one.check.id).collect();
        assert_eq!(failed.first().copied().unwrap_or_default(), late);
    }
}

fn base64(text: &str) -> String {
    use ::base64::Engine as _;
    let encoded = ::base64::engine::general_purpose::STANDARD.encode(text);
    poligon_saml::form::write(&[("SAMLRequest", &encoded)])
}

/// The first page of a login by the pages.
fn begin(office: &mut Office, level: &str) -> String {
    let mut played = office.play("wezel-krajowy.log-in", json!({ "person": "", "level": level }));
    text(played.answer.as_mut().unwrap())
}

fn login_of(page: &str) -> String {
    let (_, rest) = page.split_once("/login/").expect("a login page");
    rest.split_once('/').unwrap().0.to_owned()
}
