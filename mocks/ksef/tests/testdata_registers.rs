//! Registers of `/testdata`: what a record does, and what goes with it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod common;

use common::*;
use poligon_ksef::identity::Identifier;
use serde_json::{Value, json};

fn grant(permission: &str) -> Value {
    json!({
        "contextIdentifier": { "type": "Nip", "value": OTHER_NIP },
        "authorizedIdentifier": { "type": "Pesel", "value": PESEL },
        "permissions": [{ "permissionType": permission, "description": "na próbę" }],
    })
}

fn trader() -> Value {
    json!({ "nip": NIP, "pesel": PESEL, "isBailiff": false, "description": "jednoosobowa" })
}

#[test]
fn a_person_who_is_struck_off_loses_all_permissions() {
    let client = Client::new();
    let person = issued(&person_order());
    client.post("/v2/testdata/person", "", trader());
    assert_eq!(client.post("/v2/testdata/permissions", "", grant("InvoiceRead")).response.status, 200);
    client.login(&person, Identifier::nip(NIP));
    client.login(&person, Identifier::nip(OTHER_NIP));

    assert_eq!(client.post("/v2/testdata/person/remove", "", json!({ "nip": NIP })).response.status, 200);
    for context in [NIP, OTHER_NIP] {
        let ended = client.ended(&client.try_login(&person, Identifier::nip(context)));
        assert_eq!(ended["status"]["code"], 415, "{context}");
    }
}

#[test]
fn descriptions_have_five_characters_or_more() {
    let client = Client::new();
    let mut short = trader();
    short["description"] = json!("x");
    let said = "'description' must be between 5 and 256 characters. You entered 1 characters.";
    let refused = client.post("/v2/testdata/person", "", short);
    assert_eq!(exception(&refused), (400, 21405, said.to_owned()));
    let unit = json!({ "subjectNip": OTHER_NIP, "description": "x" });
    let subject =
        json!({ "subjectNip": NIP, "subjectType": "JST", "description": "gmina", "subunits": [unit] });
    let refused = client.post("/v2/testdata/subject", "", subject);
    assert_eq!(exception(&refused).2, said.replace("'d", "'subunits[0].d"));
}

#[test]
fn only_permissions_of_the_documented_list_are_granted() {
    let client = Client::new();
    assert_eq!(exception(&client.post("/v2/testdata/permissions", "", grant("VatUeManage"))).1, 21001);
}
