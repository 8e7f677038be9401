//! The online session from opening to its end, as the official clients' tests ask of it (spec §8, 18–24, 26).
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod office;

use office::{NOW, Office, PESEL, SELLER, STRANGER, body, exception, failed, passed, sample, text};
use poligon_ksef::identity::Permission;
use poligon_world::Strictness;
use serde_json::{Value, json};
use time::Duration;

const SENDER: [Permission; 1] = [Permission::InvoiceWrite];

fn path(session: &str, rest: &str) -> String {
    format!("/v2/sessions/online/{session}{rest}")
}

#[test]
fn a_session_goes_from_open_to_processed_and_counts_what_came() {
    let office = Office::new();
    let token = office.owner(SELLER);
    let opened =
        office.post("/v2/sessions/online", &token, &office.key.open_body(poligon_ksef::invoice::Form::Fa3));
    insta::assert_snapshot!("opened", text(&opened));
    let session = body(&opened)["referenceNumber"].as_str().unwrap().to_owned();
    let sent = office.send(&token, &session, sample("FA/1").xml().as_bytes());
    insta::assert_snapshot!("sent", text(&sent));
    let status = office.get(&format!("/v2/sessions/{session}"), &token);
    insta::assert_snapshot!("status_before_the_result", text(&status));
    insta::assert_json_snapshot!("status_while_open", office.session(&token, &session));
    let closed = office.close(&token, &session);
    assert_eq!((closed.response.status.as_u16(), closed.response.body.len()), (204, 0));
    let status = office.get(&format!("/v2/sessions/{session}"), &token);
    assert_eq!(body(&status)["status"]["code"], 170);
    insta::assert_json_snapshot!("status_at_the_end", office.session(&token, &session));
}

#[test]
fn a_session_of_rejected_invoices_ends_with_445_and_zero_counters_are_absent() {
    let office = Office::new();
    let token = office.owner(SELLER);
    let session = office.open(&token);
    office.sent(&token, &session, b"<a/>");
    let open = office.session(&token, &session);
    assert_eq!((&open["invoiceCount"], &open["failedInvoiceCount"]), (&json!(1), &json!(1)));
    assert!(open["successfulInvoiceCount"].is_null() && open["upo"].is_null());
    office.close(&token, &session);
    let ended = office.session(&token, &session);
    assert_eq!(ended["status"]["code"], 445);
    assert!(ended["upo"].is_null());
}

#[test]
fn an_empty_session_is_cancelled_at_once() {
    let office = Office::new();
    let token = office.owner(SELLER);
    let session = office.open(&token);
    office.close(&token, &session);
    let list = office.get("/v2/sessions?sessionType=Online&statuses=Cancelled&statuses=InProgress", &token);
    insta::assert_snapshot!("list", text(&list));
    let again = office.close(&token, &session);
    assert_eq!(failed(&again.findings), ["KSEF-SES-008"]);
    assert_eq!(exception(&again), (400, 21180, "Status sesji (440) uniemożliwia jej zamknięcie.".into()));
}

#[test]
fn a_session_closes_by_itself_after_twelve_hours() {
    let office = Office::new();
    let token = office.owner(SELLER);
    let session = office.open(&token);
    office.sent(&token, &session, sample("FA/1").xml().as_bytes());
    office.sandbox.clock.advance(Duration::hours(12));
    let late = office.send(&token, &session, sample("FA/2").xml().as_bytes());
    assert_eq!(failed(&late.findings), ["KSEF-SES-007"]);
    assert_eq!(exception(&late).1, 21180);
    office.sandbox.clock.advance(Duration::MINUTE);
    assert_eq!(office.session(&token, &session)["status"]["code"], 200);
}

#[test]
fn results_show_by_themselves_when_nobody_polls() {
    let office = Office::new();
    let token = office.owner(SELLER);
    let session = office.open(&token);
    let invoice = office.sent(&token, &session, sample("FA/1").xml().as_bytes());
    let path = format!("/v2/sessions/{session}/invoices/{invoice}");
    assert_eq!(body(&office.get(&path, &token))["status"]["code"], 100);
    let other = office.sent(&token, &session, sample("FA/2").xml().as_bytes());
    office.sandbox.clock.advance(Duration::seconds(2));
    let status = office.get(&format!("/v2/sessions/{session}/invoices/{other}"), &token);
    assert_eq!(body(&status)["status"]["code"], 200);
}

#[test]
fn the_knob_holds_results_back_and_zero_shows_them_at_once() {
    let office = Office::new();
    let token = office.owner(SELLER);
    let session = office.open(&token);
    let code = |invoice: &str| {
        body(&office.get(&format!("/v2/sessions/{session}/invoices/{invoice}"), &token))["status"]["code"]
            .clone()
    };
    office.sandbox.settings.turn("ksef.processing-polls", "3");
    let slow = office.sent(&token, &session, sample("FA/1").xml().as_bytes());
    assert_eq!([(); 4].map(|()| code(&slow)), [json!(100), json!(150), json!(150), json!(200)]);
    office.sandbox.settings.turn("ksef.processing-polls", "0");
    let fast = office.sent(&token, &session, sample("FA/2").xml().as_bytes());
    assert_eq!(code(&fast), 200);
}

#[test]
fn a_picky_sandbox_takes_a_poll_or_two_more() {
    let office = Office::strict(Strictness::Picky);
    let token = office.owner(SELLER);
    let session = office.open(&token);
    let invoice = office.sent(&token, &session, sample("FA/1").xml().as_bytes());
    assert_eq!(office.invoice(&token, &session, &invoice)["status"]["code"], 150);
}

#[test]
fn a_key_that_does_not_open_ends_the_session_with_415() {
    let office = Office::new();
    let token = office.owner(SELLER);
    let mut request = office.key.open_body(poligon_ksef::invoice::Form::Fa3);
    request["encryption"]["encryptedSymmetricKey"] = json!("AAAA");
    let opened = office.post("/v2/sessions/online", &token, &request);
    assert_eq!(opened.response.status, 201);
    assert_eq!(failed(&opened.findings), ["KSEF-SES-004"]);
    let session = body(&opened)["referenceNumber"].as_str().unwrap().to_owned();
    let sent = office.send(&token, &session, sample("FA/1").xml().as_bytes());
    assert_eq!(exception(&sent), (400, 21180, "Status sesji (415) uniemożliwia wysyłkę faktur.".into()));
    insta::assert_json_snapshot!("unreadable_key", office.session(&token, &session)["status"]);
}

#[test]
fn a_retired_key_still_opens_and_can_be_named() {
    let office = Office::new();
    let token = office.owner(SELLER);
    let mut request = office.key.open_body(poligon_ksef::invoice::Form::Fa3);
    let public = office
        .sandbox
        .vault
        .ksef_public_key(poligon_certs::KsefUsage::SymmetricKeyEncryption, 0, NOW)
        .unwrap();
    request["encryption"]["publicKeyId"] =
        json!(poligon_ksef::wire::patterns::sha256_base64(&public.key.spki()));
    office.sandbox.settings.turn("ksef.key-rotations", "1");
    let opened = office.post("/v2/sessions/online", &token, &request);
    assert_eq!(opened.response.status, 201);
    assert!(passed(&opened.findings, "KSEF-SES-003") && passed(&opened.findings, "KSEF-SES-004"));
    request["encryption"]["publicKeyId"] = json!(poligon_ksef::wire::patterns::sha256_base64(b"no key"));
    let unknown = office.post("/v2/sessions/online", &token, &request);
    assert_eq!((exception(&unknown).1, failed(&unknown.findings)), (21470, vec!["KSEF-SES-003"]));
}

#[test]
fn a_vector_of_another_length_and_an_unknown_form_are_refused() {
    let office = Office::new();
    let token = office.owner(SELLER);
    let good = office.key.open_body(poligon_ksef::invoice::Form::Fa3);
    let answer = office.post("/v2/sessions/online", &token, &good);
    assert!(passed(&answer.findings, "KSEF-SES-001") && passed(&answer.findings, "KSEF-SES-002"));
    let mut request = good.clone();
    request["encryption"]["initializationVector"] = json!("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    let answer = office.post("/v2/sessions/online", &token, &request);
    let line = "Nieprawidłowa długość wektora inicjującego (IV). Oczekiwano 16 bajtów, otrzymano 24.";
    assert_eq!(exception(&answer), (400, 21405, line.into()));
    let mut request = good.clone();
    request["formCode"]["systemCode"] = json!("FA(3)");
    let answer = office.post("/v2/sessions/online", &token, &request);
    assert_eq!((exception(&answer).1, failed(&answer.findings)), (21405, vec!["KSEF-SES-001"]));
    let mut request = good;
    request["formCode"] = json!({ "systemCode": "PEF (3)", "schemaVersion": "2-1", "value": "PEF" });
    assert_eq!(office.post("/v2/sessions/online", &token, &request).response.status, 501);
}

#[test]
fn pascal_case_and_unknown_properties_are_read_and_a_missing_field_is_named() {
    let office = Office::new();
    let token = office.owner(SELLER);
    let key =
        office.key.open_body(poligon_ksef::invoice::Form::Fa3)["encryption"]["encryptedSymmetricKey"].clone();
    let request = json!({
        "FormCode": { "SystemCode": "FA (3)", "SchemaVersion": "1-0E", "Value": "FA", "Extra": 1 },
        "Encryption": { "EncryptedSymmetricKey": key, "InitializationVector": "CQkJCQkJCQkJCQkJCQkJCQ==" },
    });
    assert_eq!(office.post("/v2/sessions/online", &token, &request).response.status, 201);
    let answer = office.post("/v2/sessions/online", &token, &json!({ "formCode": request["FormCode"] }));
    assert_eq!(exception(&answer).1, 21405);
}

#[test]
fn what_is_declared_of_the_ciphertext_must_be_so() {
    let office = Office::new();
    let token = office.owner(SELLER);
    let session = office.open(&token);
    let good = office.key.send_body(sample("FA/1").xml().as_bytes()).unwrap();
    let mut request = good.clone();
    request["encryptedInvoiceSize"] = json!(5);
    let answer = office.post(&path(&session, "/invoices"), &token, &request);
    assert_eq!((exception(&answer).1, failed(&answer.findings)), (21402, vec!["KSEF-SES-010"]));
    let mut request = good.clone();
    request["encryptedInvoiceHash"] = good["invoiceHash"].clone();
    let answer = office.post(&path(&session, "/invoices"), &token, &request);
    assert_eq!((exception(&answer).1, failed(&answer.findings)), (21403, vec!["KSEF-SES-011"]));
    let answer = office.post(&path(&session, "/invoices"), &token, &good);
    for check in ["KSEF-SES-006", "KSEF-SES-007", "KSEF-SES-009", "KSEF-SES-010", "KSEF-SES-011"] {
        assert!(passed(&answer.findings, check), "{check}");
    }
}

#[test]
fn an_unknown_session_is_named_in_the_answer() {
    let office = Office::new();
    let token = office.owner(SELLER);
    let number = "20261124-SO-0000000000-0000000000-00";
    let sent = office.send(&token, number, b"x");
    assert_eq!(
        exception(&sent),
        (400, 21173, format!("Sesja o numerze referencyjnym {number} nie została odnaleziona."))
    );
    assert_eq!(failed(&sent.findings), ["KSEF-SES-006"]);
    let status = office.get(&format!("/v2/sessions/{number}"), &token);
    assert_eq!(
        exception(&status),
        (400, 21173, format!("Sesja o numerze referencyjnym {number} nie została znaleziona."))
    );
    assert_eq!(failed(&status.findings), ["KSEF-SES-005"]);
    let session = office.open(&token);
    assert!(passed(&office.get(&format!("/v2/sessions/{session}"), &token).findings, "KSEF-SES-005"));
    let invoice =
        office.get(&format!("/v2/sessions/{session}/invoices/20261124-EE-0000000000-0000000000-00"), &token);
    assert_eq!(failed(&invoice.findings), ["KSEF-SES-015"]);
}

#[test]
fn a_session_is_closed_by_its_opener_or_the_owner_and_by_nobody_else() {
    let office = Office::new();
    let owner = office.owner(SELLER);
    let delegate = office.person(SELLER, PESEL, &SENDER);
    let second = office.person(SELLER, "44051401359", &SENDER);
    let of_owner = office.open(&owner);
    let of_delegate = office.open(&delegate);
    assert_eq!(office.close(&delegate, &of_owner).response.status, 403);
    let refused = office.close(&second, &of_delegate);
    assert_eq!(body(&refused)["reasonCode"], "insufficient-resource-access");
    assert_eq!(office.close(&owner, &of_delegate).response.status, 204);
    assert_eq!(office.close(&owner, &of_owner).response.status, 204);
}

#[test]
fn a_session_shows_to_its_opener_the_owner_and_introspection_in_its_own_context_only() {
    let office = Office::new();
    let delegate = office.person(SELLER, PESEL, &SENDER);
    let session = office.open(&delegate);
    let status = |token: &str| office.get(&format!("/v2/sessions/{session}"), token).response.status.as_u16();
    assert_eq!(status(&delegate), 200);
    assert_eq!(status(&office.owner(SELLER)), 200);
    assert_eq!(status(&office.person(SELLER, "44051401359", &[Permission::Introspection])), 200);
    assert_eq!(status(&office.person(SELLER, "44051401359", &SENDER)), 403);
    assert_eq!(status(&office.owner(STRANGER)), 403);
    let reader = office.person(SELLER, PESEL, &[Permission::InvoiceRead]);
    let refused = office.get(&format!("/v2/sessions/{session}"), &reader);
    assert_eq!(body(&refused)["reasonCode"], "missing-permissions");
}

#[test]
fn lists_page_by_continuation_and_failed_leaves_out_an_empty_list() {
    let office = Office::new();
    let token = office.owner(SELLER);
    let session = office.open(&token);
    office.sandbox.settings.turn("ksef.processing-polls", "0");
    for number in 1..=12 {
        office.sent(&token, &session, sample(&format!("FA/{number}")).xml().as_bytes());
    }
    let first = body(&office.get(&format!("/v2/sessions/{session}/invoices"), &token));
    assert_eq!(first["invoices"].as_array().unwrap().len(), 10);
    let next =
        poligon_institution::Request::new(http::Method::GET, &format!("/v2/sessions/{session}/invoices"))
            .with_header("x-continuation-token", first["continuationToken"].as_str().unwrap());
    let next = poligon_institution::Desk::answer(&office.desk, &office::authorized(next, &token));
    assert_eq!(body(&next)["invoices"][0]["ordinalNumber"], 11);
    assert!(body(&next)["continuationToken"].is_null());
    let none = office.get(&format!("/v2/sessions/{session}/invoices/failed"), &token);
    assert_eq!(none.response.body, "{}");
    office.sent(&token, &session, sample("FA/1").xml().as_bytes());
    let one = body(&office.get(&format!("/v2/sessions/{session}/invoices/failed"), &token));
    assert_eq!(
        (&one["invoices"][0]["ordinalNumber"], &one["invoices"][0]["status"]["code"]),
        (&json!(13), &json!(440))
    );
    let small = office.get(&format!("/v2/sessions/{session}/invoices?pageSize=5"), &token);
    assert_eq!(exception(&small).2, "'pageSize' must be between 10 and 1000. You entered 5.");
}

/// Sends with these further properties and gives the answer.
fn corrected(
    office: &Office,
    token: &str,
    session: &str,
    number: &str,
    corrects: &Value,
    offline: bool,
) -> poligon_institution::Answer {
    let mut request = office.key.send_body(sample(number).xml().as_bytes()).unwrap();
    request["hashOfCorrectedInvoice"] = corrects.clone();
    request["offlineMode"] = json!(offline);
    office.post(&path(session, "/invoices"), token, &request)
}

#[test]
fn a_technical_correction_follows_a_rejected_invoice_once() {
    let office = Office::new();
    let token = office.owner(SELLER);
    let session = office.open(&token);
    let wrong = sample("FA/1").xml().replace("<P_15>123.00", "<P_15>x");
    let hash = office.key.send_body(wrong.as_bytes()).unwrap()["invoiceHash"].clone();
    office.sent(&token, &session, wrong.as_bytes());
    let online = corrected(&office, &token, &session, "FA/1", &hash, false);
    assert_eq!((exception(&online).1, failed(&online.findings)), (21405, vec!["KSEF-SES-012"]));
    let good = corrected(&office, &token, &session, "FA/1", &hash, true);
    assert_eq!(good.response.status, 202);
    for check in ["KSEF-SES-012", "KSEF-SES-013", "KSEF-SES-014", "KSEF-INV-020"] {
        assert!(passed(&good.findings, check), "{check}");
    }
    let again = corrected(&office, &token, &session, "FA/2", &hash, true);
    assert_eq!((exception(&again).1, failed(&again.findings)), (21166, vec!["KSEF-SES-013"]));
    let accepted = office.key.send_body(sample("FA/1").xml().as_bytes()).unwrap()["invoiceHash"].clone();
    let late = corrected(&office, &token, &session, "FA/3", &accepted, true);
    assert_eq!((exception(&late).1, failed(&late.findings)), (21167, vec!["KSEF-SES-014"]));
    let unknown = json!(poligon_ksef::wire::patterns::sha256_base64(b"never sent"));
    let unknown = corrected(&office, &token, &session, "FA/4", &unknown, true);
    assert!(!passed(&unknown.findings, "KSEF-INV-020") && unknown.response.status == 202);
}

#[test]
fn the_same_seed_and_requests_give_the_same_bytes() {
    let run = || {
        let office = Office::new();
        let token = office.owner(SELLER);
        let session = office.open(&token);
        office.accepted(&token, &session, &sample("FA/1"));
        office.close(&token, &session);
        office.session(&token, &session).to_string()
    };
    assert_eq!(run(), run());
}
