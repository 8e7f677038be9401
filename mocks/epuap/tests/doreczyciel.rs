//! Delivery with confirmation, and what the clock brings about.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may panic"
)]

mod common;

use common::{Client, Said, file, signed};
use poligon_crypto::DigestAlgorithm::Sha1;
use poligon_epuap::actions::calls::{self, Queue, Sending};
use poligon_epuap::documents::confirmation;
use time::Duration;

const DECISION: &[u8] = b"<decyzja><tresc>Zgoda</tresc></decyzja>";

fn sending() -> Sending {
    Sending::new("gmina", "/poziomka/domyslna")
}

fn dorecz(client: &Client) -> Said {
    let document = file("decyzja.xml", &signed(DECISION, client.now()));
    client.call("gmina", &calls::dorecz(&sending(), "", "D-1", "S-1", &document)).good()
}

fn queue(podmiot: &str) -> Queue {
    Queue::new(podmiot, "domyslna")
}

fn waiting(client: &Client, podmiot: &str) -> String {
    client.call(podmiot, &calls::oczekujace(&queue(podmiot))).good().value("oczekujace").unwrap()
}

/// Fetches the head of the addressee's queue and confirms it.
fn take(client: &Client, podmiot: &str) -> Vec<u8> {
    let bytes = client.call(podmiot, &calls::pobierz(&queue(podmiot))).good().bytes("zawartosc");
    client.call(podmiot, &calls::potwierdz(&queue(podmiot), &bytes, Sha1)).good();
    bytes
}

#[test]
fn the_document_is_the_addressees_when_he_signed_the_upd() {
    let client = Client::new();
    dorecz(&client);
    assert_eq!(waiting(&client, "poziomka"), "1", "only the UPD");
    let upd = take(&client, "poziomka");
    let text = String::from_utf8(upd.clone()).unwrap();
    assert!(
        text.contains("<u:IdentyfikatorSprawy>S-1<") && text.contains("<u:IdentyfikatorDokumentu>D-1<"),
        "{text}"
    );
    let back = file("UPD.xml", &signed(&upd, client.now()));
    client.call("poziomka", &calls::odbierz("poziomka", &back)).good();
    let document = take(&client, "poziomka");
    assert!(String::from_utf8(document).unwrap().contains("Zgoda"));
    let signed_upd = take(&client, "gmina");
    assert_eq!(signed_upd, back.bytes);
    assert_eq!(client.call("poziomka", &calls::odbierz("poziomka", &back)).refused_by(), "EPUAP-DOR-007");
}

#[test]
fn after_seven_days_a_second_upd_and_after_fourteen_the_fiction() {
    let client = Client::new();
    let order = dorecz(&client).value("identyfikatorZlecenia").unwrap();
    client.sandbox.clock.advance(Duration::days(7));
    assert_eq!(waiting(&client, "poziomka"), "2");
    client.sandbox.clock.advance(Duration::days(6));
    assert_eq!(waiting(&client, "poziomka"), "2");
    client.sandbox.clock.advance(Duration::days(1));
    assert_eq!(waiting(&client, "poziomka"), "3", "two UPDs and the document");
    let first = take(&client, "poziomka");
    let note = take(&client, "gmina");
    assert!(confirmation::identifier(&note).unwrap().ends_with("-fikcja"));
    let late = file("UPD.xml", &signed(&first, client.now()));
    assert_eq!(client.call("poziomka", &calls::odbierz("poziomka", &late)).refused_by(), "EPUAP-DOR-007");
    let seen = client.desk.view("epuap.delivery", &order).unwrap();
    assert!(seen["stage"]["fiction"].is_string(), "{seen}");
}

#[test]
fn a_deadline_of_the_senders_counts_instead() {
    let client = Client::new();
    let document = file("decyzja.xml", &signed(DECISION, client.now()));
    let ask = calls::dorecz(&sending(), "2026-11-26T10:00:00.0000000+01:00", "", "", &document);
    client.call("gmina", &ask).good();
    client.sandbox.clock.advance(Duration::days(1));
    assert_eq!(waiting(&client, "poziomka"), "1");
    client.sandbox.clock.advance(Duration::days(1));
    assert_eq!(waiting(&client, "poziomka"), "2", "no second UPD after so short a time");
    let past = calls::dorecz(&sending(), "2020-01-01T00:00:00", "", "", &document);
    assert_eq!(client.call("gmina", &past).refused_by(), "EPUAP-DOR-002");
    let no_date = calls::dorecz(&sending(), "jutro", "", "", &document);
    assert_eq!(client.call("gmina", &no_date).refused_by(), "EPUAP-GND-005");
}

#[test]
fn an_unsigned_document_is_not_delivered() {
    let client = Client::new();
    let ask = calls::dorecz(&sending(), "", "", "", &file("decyzja.xml", DECISION));
    assert_eq!(client.call("gmina", &ask).refused_by(), "EPUAP-DOR-001");
    assert_eq!(waiting(&client, "poziomka"), "0");
}

#[test]
fn a_upd_that_is_not_right_is_sent_back() {
    let client = Client::new();
    dorecz(&client);
    let upd = client.call("poziomka", &calls::pobierz(&queue("poziomka"))).good().bytes("zawartosc");
    let send =
        |podmiot: &str, bytes: &[u8]| client.call(podmiot, &calls::odbierz(podmiot, &file("UPD.xml", bytes)));
    assert_eq!(send("poziomka", &upd).refused_by(), "EPUAP-DOR-004");
    let edited = String::from_utf8(upd.clone()).unwrap().replace("S-1", "S-2");
    assert_eq!(send("poziomka", &signed(edited.as_bytes(), client.now())).refused_by(), "EPUAP-DOR-005");
    assert_eq!(send("wzorzec", &signed(&upd, client.now())).refused_by(), "EPUAP-DOR-006");
    assert_eq!(send("poziomka", b"<a/>").refused_by(), "EPUAP-DOR-003");
    let good = signed(&upd, client.now());
    let tampered = String::from_utf8(good).unwrap().replace("ze środowiska", "ze Środowiska");
    assert_eq!(send("poziomka", tampered.as_bytes()).refused_by(), "EPUAP-DOR-004");
}
