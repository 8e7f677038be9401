//! What is wrong with an invoice shows in its status, and the check that says so is named on the exchange that sent it.
#![allow(clippy::indexing_slicing, reason = "a test may panic")]

mod office;

use office::{BUYER, Office, SELLER, STRANGER, body, failed, passed, sample};
use poligon_ksef::invoice::Form;
use poligon_world::Strictness;
use serde_json::{Value, json};
use time::macros::date;

/// The sample with one thing changed.
fn broken(from: &str, to: &str) -> Vec<u8> {
    let xml = sample("FA/1").xml();
    assert!(xml.contains(from), "{from}");
    xml.replacen(from, to, 1).into_bytes()
}

/// Sends it, expects this status and this failed check.
fn refused(invoice: &[u8], code: u16, check: &str) -> Value {
    let (item, findings) = Office::new().judged(invoice);
    assert_eq!((&item["status"]["code"], failed(&findings)), (&json!(code), vec![check]), "{item}");
    assert!(item["ksefNumber"].is_null());
    item
}

#[test]
fn a_good_invoice_passes_every_check_that_applies() {
    let (item, findings) = Office::new().judged(sample("FA/1").xml().as_bytes());
    assert_eq!(item["status"]["code"], 200, "{item}");
    assert_eq!(item["invoicingMode"], "Online");
    for number in (1..=18).map(|number| format!("KSEF-INV-{number:03}")) {
        assert!(passed(&findings, &number), "{number}");
    }
}

#[test]
fn the_status_of_an_accepted_invoice_looks_like_the_real_one() {
    let (item, _) = Office::new().judged(sample("FA/1").xml().as_bytes());
    insta::assert_json_snapshot!(item);
}

#[test]
fn a_future_day_of_issue_is_refused_and_the_day_is_that_of_warsaw() {
    let item = refused(&broken("<P_1>2026-11-24", "<P_1>2026-11-25"), 450, "KSEF-INV-014");
    insta::assert_json_snapshot!(item["status"]);
    let office = Office::new();
    office.sandbox.clock.set(time::macros::datetime!(2026-11-24 23:30 UTC));
    let (item, _) = office.judged(&broken("<P_1>2026-11-24", "<P_1>2026-11-25"));
    assert_eq!(item["status"]["code"], 200, "in Warsaw it is the 25th");
}

#[test]
fn a_creation_before_september_2025_is_refused_in_fa3_only() {
    refused(&broken("<DataWytworzeniaFa>2026-11-24", "<DataWytworzeniaFa>2025-08-31"), 450, "KSEF-INV-015");
    refused(
        &broken("<DataWytworzeniaFa>2026-11-24T10:00:00Z", "<DataWytworzeniaFa>yesterday"),
        450,
        "KSEF-INV-015",
    );
}

#[test]
fn a_byte_order_mark_is_refused() {
    let bytes = [b"\xEF\xBB\xBF".as_slice(), sample("FA/1").xml().as_bytes()].concat();
    let item = refused(&bytes, 430, "KSEF-INV-005");
    assert_eq!(item["status"]["details"][0], "Plik faktury zawiera znacznik BOM.");
}

#[test]
fn another_encoding_is_refused_declared_or_not() {
    refused(&broken("encoding=\"UTF-8\"", "encoding=\"ISO-8859-2\""), 450, "KSEF-INV-006");
    let mut bytes = sample("FA/1").xml().into_bytes();
    let at = bytes.iter().position(|byte| *byte == 0xC4).unwrap();
    bytes[at] = 0xFF;
    refused(&bytes, 450, "KSEF-INV-006");
}

#[test]
fn what_is_no_xml_or_has_a_dtd_is_refused() {
    refused(b"%PDF-1.7", 430, "KSEF-INV-007");
    refused(&broken("</Fa>", ""), 430, "KSEF-INV-007");
    refused(&broken("<Faktura", "<!DOCTYPE Faktura [<!ENTITY x \"y\">]>\n<Faktura"), 450, "KSEF-INV-008");
}

#[test]
fn an_instruction_and_a_discouraged_character_are_refused_or_by_the_knob_only_warned_of() {
    let instruction = broken("<Faktura", "<?xml-stylesheet href=\"x.xsl\"?>\n<Faktura");
    let character = broken("Przykład ćwiczebny", "Przykład \u{80}");
    refused(&instruction, 450, "KSEF-INV-009");
    refused(&character, 450, "KSEF-INV-010");
    for invoice in [instruction, character] {
        let office = Office::new();
        office.sandbox.settings.turn("ksef.strict-xml", "false");
        let token = office.owner(SELLER);
        let session = office.open(&token);
        let answer = office.send(&token, &session, &invoice);
        let warning = answer.response.headers["x-system-warning"].to_str().unwrap();
        assert!(warning.starts_with("[xml-002]: ") && warning.is_ascii());
        let reference = body(&answer)["referenceNumber"].as_str().unwrap().to_owned();
        assert_eq!(office.invoice(&token, &session, &reference)["status"]["code"], 200);
    }
}

#[test]
fn another_form_than_the_sessions_is_refused() {
    let mut fa2 = sample("FA/1");
    fa2.form = Form::Fa2;
    refused(fa2.xml().as_bytes(), 450, "KSEF-INV-011");
    refused(&broken("kodSystemowy=\"FA (3)\"", "kodSystemowy=\"FA(3)\""), 450, "KSEF-INV-011");
    let office = Office::new();
    let token = office.owner(SELLER);
    let session = office.open_for(&token, Form::Fa2);
    let reference = office.sent(&token, &session, fa2.xml().as_bytes());
    assert_eq!(office.invoice(&token, &session, &reference)["status"]["code"], 200);
}

#[test]
fn a_missing_element_is_named_with_its_place() {
    let item = refused(&broken("<P_2>FA/1</P_2>", ""), 450, "KSEF-INV-012");
    insta::assert_json_snapshot!(item["status"]);
    let (_, findings) = Office::new().judged(&broken("<P_2>FA/1</P_2>", ""));
    let finding = findings.iter().find(|finding| finding.failed()).unwrap();
    insta::assert_json_snapshot!(finding.evidence);
}

#[test]
fn a_value_of_another_shape_is_named_with_its_line() {
    refused(&broken("<P_15>123.00", "<P_15>123,00"), 450, "KSEF-INV-013");
    refused(&broken("<P_1>2026-11-24", "<P_1>24.11.2026"), 450, "KSEF-INV-013");
    refused(&broken("<NIP>5265877635", "<NIP>526-58-77-635"), 450, "KSEF-INV-013");
    let (_, findings) = Office::new().judged(&broken("<P_15>123.00", "<P_15>123,00"));
    insta::assert_json_snapshot!(findings.iter().find(|finding| finding.failed()).unwrap().evidence);
}

#[test]
fn a_seller_other_than_the_context_is_refused() {
    let item = refused(&broken("<NIP>5265877635", &format!("<NIP>{STRANGER}")), 410, "KSEF-INV-017");
    insta::assert_json_snapshot!(item["status"]);
}

#[test]
fn an_attachment_in_an_online_session_is_refused() {
    let item = refused(&broken("</Faktura>", "<Zalacznik/></Faktura>"), 415, "KSEF-INV-016");
    assert_eq!(item["status"]["description"], "Brak możliwości wysyłania faktury z załącznikiem");
}

#[test]
fn a_megabyte_is_the_most_without_an_attachment() {
    let mut xml = sample("FA/1").xml();
    xml.push_str(&" ".repeat(1_000_000 - xml.len()));
    let (item, _) = Office::new().judged(xml.as_bytes());
    assert_eq!(item["status"]["code"], 200);
    xml.push(' ');
    refused(xml.as_bytes(), 430, "KSEF-INV-004");
    xml.push_str(&" ".repeat(2_000_000));
    refused(xml.as_bytes(), 430, "KSEF-INV-004");
}

#[test]
fn a_second_invoice_of_the_same_number_is_a_duplicate_across_sessions_with_the_original_named() {
    let office = Office::new();
    let (first, _) = office.judged(sample("FA/1").xml().as_bytes());
    let (second, findings) = office.judged(sample("FA/1").xml().as_bytes());
    assert_eq!(failed(&findings), ["KSEF-INV-018"]);
    assert_eq!(second["status"]["extensions"]["originalKsefNumber"], first["ksefNumber"]);
    insta::assert_json_snapshot!(second["status"]);
    assert_eq!(office.judged(sample("FA/2").xml().as_bytes()).0["status"]["code"], 200);
}

#[test]
fn a_rejected_invoice_is_no_original_of_a_duplicate() {
    let office = Office::new();
    office.judged(&broken("<P_15>123.00", "<P_15>x"));
    assert_eq!(office.judged(sample("FA/1").xml().as_bytes()).0["status"]["code"], 200);
}

#[test]
fn an_invoice_that_is_sent_late_or_declared_offline_is_offline() {
    let mut late = sample("FA/1");
    late.issue_date = date!(2026 - 11 - 23);
    let (item, _) = Office::new().judged(late.xml().as_bytes());
    assert_eq!(item["invoicingMode"], "Offline");
    let office = Office::new();
    let token = office.owner(SELLER);
    let session = office.open(&token);
    let mut request = office.key.send_body(sample("FA/1").xml().as_bytes()).unwrap();
    request["offlineMode"] = json!(true);
    let answer = office.post(&format!("/v2/sessions/online/{session}/invoices"), &token, &request);
    let reference = body(&answer)["referenceNumber"].as_str().unwrap().to_owned();
    assert_eq!(office.invoice(&token, &session, &reference)["invoicingMode"], "Offline");
}

#[test]
fn declared_size_and_hash_are_those_of_the_decrypted_file() {
    let office = Office::new();
    let token = office.owner(SELLER);
    let session = office.open(&token);
    let status = |field: &str, value: Value| {
        let mut request = office.key.send_body(sample("FA/1").xml().as_bytes()).unwrap();
        request[field] = value;
        let answer = office.post(&format!("/v2/sessions/online/{session}/invoices"), &token, &request);
        let reference = body(&answer)["referenceNumber"].as_str().unwrap().to_owned();
        (office.invoice(&token, &session, &reference)["status"].clone(), failed(&answer.findings))
    };
    let (size, checks) = status("invoiceSize", json!(7));
    assert_eq!(checks, ["KSEF-INV-002"]);
    insta::assert_json_snapshot!(size);
    let hash = poligon_ksef::wire::patterns::sha256_base64(b"something else");
    let (hash, checks) = status("invoiceHash", json!(hash));
    assert_eq!((hash["code"].clone(), checks), (json!(430), vec!["KSEF-INV-003"]));
}

#[test]
fn a_file_that_does_not_decrypt_is_refused() {
    let mut office = Office::new();
    let token = office.owner(SELLER);
    let session = office.open(&token);
    office.key.key = [8; 32];
    let answer = office.send(&token, &session, sample("FA/1").xml().as_bytes());
    assert_eq!(failed(&answer.findings), ["KSEF-INV-001"]);
    let reference = body(&answer)["referenceNumber"].as_str().unwrap().to_owned();
    insta::assert_json_snapshot!(office.invoice(&token, &session, &reference)["status"]);
}

#[test]
fn a_lenient_sandbox_takes_what_it_can_read_and_warns() {
    let office = Office::strict(Strictness::Lenient);
    let (item, findings) = office.judged(&broken("<P_1>2026-11-24", "<P_1>2026-11-25"));
    assert_eq!(item["status"]["code"], 200);
    assert!(failed(&findings).is_empty());
    assert!(findings.iter().any(|finding| finding.check.id == "KSEF-INV-014"));
}

#[test]
fn a_file_alone_is_judged_without_a_server() {
    let kinds = poligon_institution::Institution::documents(&poligon_ksef::Ksef);
    let kind = kinds.iter().find(|kind| kind.name == "invoice").unwrap();
    let good = sample("FA/1").xml();
    assert!((kind.recognise)(good.as_bytes()));
    assert!(!(kind.recognise)(b"<Faktura/>"));
    assert!(failed(&(kind.judge)(good.as_bytes(), office::NOW, &Default::default())).is_empty());
    let bad = [b"\xEF\xBB\xBF".as_slice(), good.as_bytes()].concat();
    assert!((kind.recognise)(&bad));
    assert_eq!(failed(&(kind.judge)(&bad, office::NOW, &Default::default())), ["KSEF-INV-005"]);
    let _ = BUYER;
}
