//! From an account to a registered system, with every way in which it can go wrong.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may panic"
)]

mod common;

use common::{Client, file};
use http::Method;
use poligon_certs::{Order, Profile};
use poligon_epuap::actions::calls::{self, Sending};
use poligon_soap::signing::Style;
use serde_json::{Value, json};

fn post(client: &Client, path: &str, body: Value) -> Value {
    let (status, told) = client.operate(Method::POST, path, body);
    assert_eq!(status, 200, "{path}: {told}");
    told
}

/// The check that refused, and its sentence.
fn refused(client: &Client, method: Method, path: &str, body: Value) -> (String, String) {
    let (status, told) = client.operate(method, path, body);
    assert!(status.is_client_error(), "{path}: {status} {told}");
    (told["check"].as_str().unwrap().to_owned(), told["detail"].as_str().unwrap().to_owned())
}

fn statement() -> Value {
    json!({ "institution": "Urząd Gminy", "login": "ewa", "podmiot": "nowy", "system": "EZD", "host": "ezd.nowy.example" })
}

fn passwords() -> Value {
    json!({ "p12": "haslo-do-p12", "revocation": "haslo-do-odwolania" })
}

/// An approved application; the word of its link.
fn approved(client: &Client) -> String {
    post(client, "/accounts", json!({ "login": "ewa", "name": "Ewa Umowna" }));
    post(client, "/podmioty", json!({ "id": "nowy", "name": "Urząd Nowy", "login": "ewa" }));
    let id = post(client, "/applications", statement())["id"].as_u64().unwrap();
    let told = post(client, &format!("/applications/{id}/approve"), Value::Null);
    told["stage"]["approved"].as_str().unwrap().to_owned()
}

#[test]
fn step_by_step_to_a_call_that_is_answered() {
    let client = Client::new();
    let word = approved(&client);
    let form = json!({ "statement": statement(), "passwords": passwords() });
    let serial = post(&client, &format!("/forms/{word}"), form)["serial"].as_str().unwrap().to_owned();
    let text =
        String::from_utf8(client.fetch(&format!("/certificates/{serial}/certyfikat.txt")).to_vec()).unwrap();
    assert_eq!(text.matches("BEGIN CERTIFICATE").count(), 4);
    for name in ["klucz.p12", "klucz.legacy.p12", "klucz.pem", "raport.txt"] {
        assert!(!client.fetch(&format!("/certificates/{serial}/{name}")).is_empty());
    }
    // All four pasted: the first is taken, and that is told.
    let wanted = json!({ "podmiot": "nowy", "description": "EZD", "pem": text, "roles": ["Rola domyślna"] });
    let answer = client.desk.administer(
        &poligon_institution::Request::new(Method::POST, "/systems").with_body(wanted.to_string()),
    );
    assert_eq!(answer.response.status, 200);
    assert!(answer.findings.iter().any(|finding| finding.check.id == "EPUAP-ONB-008"), "a warning");
    let credential = client.sandbox.vault.find(&serial).unwrap();
    let ask = calls::nadaj(&Sending::new("nowy", "/gmina/domyslna"), &file("a.xml", b"<a/>"));
    client.call_with(&credential, &Style::default(), &ask).good();
    // A wrong password revokes nothing, the right one does.
    let path = format!("/certificates/{serial}/revoke");
    let wrong = refused(&client, Method::POST, &path, json!({ "password": "zgadywane" }));
    assert_eq!(wrong.0, "EPUAP-ONB-006");
    client.call_with(&credential, &Style::default(), &ask).good();
    post(&client, &path, json!({ "password": "haslo-do-odwolania" }));
    let said = client.call_with(&credential, &Style::default(), &ask);
    assert!(said.value("faultcode").unwrap().ends_with("InvalidSecurityToken"), "{}", said.text());
    let again = json!({ "podmiot": "nowy", "description": "EZD 2", "pem": credential.certificate_pem(), "roles": ["Rola domyślna"] });
    client.operate(Method::DELETE, "/systems/7", Value::Null);
    assert_eq!(refused(&client, Method::POST, "/systems", again).0, "EPUAP-ONB-012");
    assert!(!client.fetch("/trust/crl.der").is_empty());
}

#[test]
fn the_form_must_repeat_the_application() {
    let client = Client::new();
    let word = approved(&client);
    let mut other = statement();
    other["host"] = "inny.example".into();
    let form = json!({ "statement": other, "passwords": passwords() });
    let (check, detail) = refused(&client, Method::POST, &format!("/forms/{word}"), form);
    assert_eq!(check, "EPUAP-ONB-004");
    assert!(
        detail.contains("host: the application says „ezd.nowy.example”, the form „inny.example”"),
        "{detail}"
    );
    let short =
        json!({ "statement": statement(), "passwords": { "p12": "x", "revocation": "haslo-do-odwolania" } });
    assert_eq!(refused(&client, Method::POST, &format!("/forms/{word}"), short).0, "EPUAP-ONB-005");
    let nowhere = json!({ "statement": statement(), "passwords": passwords() });
    assert_eq!(refused(&client, Method::POST, "/forms/zgaduj", nowhere).0, "EPUAP-ONB-003");
}

#[test]
fn an_application_that_was_refused_has_no_form() {
    let client = Client::new();
    post(&client, "/accounts", json!({ "login": "ewa" }));
    post(&client, "/podmioty", json!({ "id": "nowy", "name": "Urząd Nowy", "login": "ewa" }));
    post(&client, "/applications", statement());
    post(&client, "/applications/1/refuse", json!({ "reason": "brak podpisu" }));
    assert_eq!(refused(&client, Method::POST, "/applications/1/approve", Value::Null).0, "EPUAP-ONB-003");
    let (_, list) = client.operate(Method::GET, "/applications", Value::Null);
    assert_eq!(list["applications"][0]["stage"]["refused"], "brak podpisu");
}

#[test]
fn applications_need_an_account_and_an_organisation() {
    let client = Client::new();
    assert_eq!(refused(&client, Method::POST, "/applications", statement()).0, "EPUAP-GND-007");
    let mut of_world = statement();
    of_world["podmiot"] = "gmina".into();
    assert_eq!(refused(&client, Method::POST, "/applications", of_world).0, "EPUAP-ONB-002");
    post(&client, "/accounts", json!({ "login": "ewa" }));
    assert_eq!(refused(&client, Method::POST, "/accounts", json!({ "login": "ewa" })).0, "EPUAP-ONB-002");
    post(
        &client,
        "/podmioty",
        json!({ "id": "nowy", "name": "Ewa", "login": "ewa", "legal": false, "pesel": "83090900000" }),
    );
    let (check, detail) = refused(&client, Method::POST, "/applications", statement());
    assert_eq!(check, "EPUAP-ONB-001");
    assert!(detail.contains("natural person"), "{detail}");
}

#[test]
fn every_error_of_registration_is_told_apart() {
    let client = Client::new();
    let order = |label: &str| Order {
        organization: Some("Obcy".into()),
        label: label.into(),
        ..Order::new(Profile::EpuapSystem)
    };
    let pem =
        |label: &str| client.sandbox.vault.issue(&order(label), client.now()).unwrap().certificate_pem();
    let wanted = |pem: &str, role: &str| json!({ "podmiot": "gmina", "description": "S", "pem": pem, "roles": [role] });
    let register = |body: Value| refused(&client, Method::POST, "/systems", body).0;
    assert_eq!(register(wanted("to nie PEM", "Rola domyślna")), "EPUAP-ONB-007");
    assert_eq!(register(wanted(&pem("a"), "Rola główna")), "EPUAP-ONB-013");
    post(&client, "/systems", wanted(&pem("a"), "Instytucja_Publiczna"));
    assert_eq!(register(wanted(&pem("a"), "Rola domyślna")), "EPUAP-ONB-010");
    let flawed = Order { flaw: Some(poligon_certs::Flaw::Expired), ..order("b") };
    let expired = client.sandbox.vault.issue(&flawed, client.now()).unwrap().certificate_pem();
    assert_eq!(register(wanted(&expired, "Rola domyślna")), "EPUAP-ONB-011");
    let told = post(&client, "/systems/new", json!({ "podmiot": "poziomka", "roles": ["Rola domyślna"] }));
    let serial = told["certificate"]["serial"].as_str().unwrap();
    let of_poziomka = client.sandbox.vault.find(serial).unwrap().certificate_pem();
    assert_eq!(register(wanted(&of_poziomka, "Rola domyślna")), "EPUAP-ONB-009");
    assert_eq!(refused(&client, Method::DELETE, "/systems/99", Value::Null).0, "EPUAP-ONB-014");
    let of_nobody =
        json!({ "podmiot": "nikt", "description": "S", "pem": pem("c"), "roles": ["Rola domyślna"] });
    assert_eq!(register(of_nobody), "EPUAP-GND-007");
}

#[test]
fn a_role_can_be_taken_away_and_given() {
    let client = Client::new();
    let (_, systems) = client.operate(Method::GET, "/systems", Value::Null);
    let gmina = systems["systems"].as_array().unwrap().iter().find(|one| one["podmiot"] == "gmina").unwrap();
    let path = format!("/systems/{}/roles", gmina["id"]);
    let ask = calls::daj_upp("gmina", "jan", &file("a.xml", b"<a/>"));
    client.call("gmina", &ask).good();
    assert_eq!(client.operate(Method::PUT, &path, json!({ "roles": [] })).0, 200);
    assert_eq!(client.call("gmina", &ask).refused_by(), poligon_soap::checks::standing::ROLE.check.id);
    client.operate(Method::PUT, &path, json!({ "roles": ["Instytucja_Publiczna"] }));
    client.call("gmina", &ask).good();
}

#[test]
fn files_of_the_houses_systems_are_there_to_start_with() {
    let client = Client::new();
    let text = client.fetch("/systems/1/certyfikat.txt");
    assert_eq!(String::from_utf8(text.to_vec()).unwrap(), client.credential("poziomka").chain_pem());
    let p12 = client.fetch("/systems/1/klucz.p12");
    assert!(p12.len() > 1000);
}

#[test]
fn nonsense_is_told_what_there_is() {
    let client = Client::new();
    assert_eq!(refused(&client, Method::GET, "/nic", Value::Null).0, "EPUAP-ONB-001");
    assert_eq!(refused(&client, Method::POST, "/accounts", json!({ "konto": 1 })).0, "EPUAP-ONB-001");
    let push = json!({ "address": "/gmina/push", "rules": { "mode": { "push": "ftp://x" } } });
    assert_eq!(refused(&client, Method::PUT, "/boxes", push).0, "EPUAP-ONB-015");
}
