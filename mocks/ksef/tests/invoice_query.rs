//! Invoices that KSeF has: by number and as metadata (spec §8, 39–41).
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod office;

use office::{BUYER, NOW, Office, PESEL, SELLER, STRANGER, body, exception, failed, passed, sample, text};
use poligon_ksef::identity::Permission;
use poligon_ksef::invoice::Amount;
use serde_json::{Value, json};
use time::Duration;

fn filters(subject: &str, by: &str, from: &str, to: &str) -> Value {
    json!({ "subjectType": subject, "dateRange": { "dateType": by, "from": from, "to": to } })
}

fn today(subject: &str) -> Value {
    filters(subject, "Invoicing", "2026-11-24T00:00:00Z", "2026-11-24T23:59:59Z")
}

/// Three accepted invoices of the seller: FA/1, FA/2, FA/3, an hour apart, of 100, 200 and 300 net.
fn three() -> (Office, String, Vec<String>) {
    let office = Office::new();
    let token = office.owner(SELLER);
    let session = office.open(&token);
    let numbers = (1..=3)
        .map(|index| {
            let mut invoice = sample(&format!("FA/{index}"));
            (invoice.net, invoice.vat) =
                (Amount::hundredths(index * 10_000), Amount::hundredths(index * 2_300));
            let number = office.accepted(&token, &session, &invoice);
            office.sandbox.clock.advance(Duration::HOUR);
            number
        })
        .collect();
    (office, token, numbers)
}

fn query(office: &Office, token: &str, path: &str, filters: &Value) -> Vec<String> {
    let answer = office.post(&format!("/v2/invoices/query/metadata{path}"), token, filters);
    assert_eq!(answer.response.status, 200, "{}", text(&answer));
    let found = body(&answer)["invoices"].as_array().unwrap().clone();
    found.iter().map(|one| one["invoiceNumber"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn metadata_are_exact_to_the_digit() {
    let (office, token, numbers) = three();
    let mut one = today("Subject1");
    one["ksefNumber"] = json!(numbers[0]);
    let answer = office.post("/v2/invoices/query/metadata", &token, &one);
    insta::assert_snapshot!(text(&answer));
}

#[test]
fn seller_and_buyer_find_an_invoice_in_their_own_role_only() {
    let (office, seller, _) = three();
    let buyer = office.owner(BUYER);
    assert_eq!(query(&office, &seller, "", &today("Subject1")), ["FA/1", "FA/2", "FA/3"]);
    assert_eq!(query(&office, &buyer, "?sortOrder=Desc", &today("Subject2")), ["FA/3", "FA/2", "FA/1"]);
    assert!(query(&office, &seller, "", &today("Subject2")).is_empty());
    assert!(query(&office, &buyer, "", &today("Subject3")).is_empty());
    assert!(query(&office, &office.owner(STRANGER), "", &today("Subject1")).is_empty());
}

#[test]
fn every_filter_filters() {
    let (office, token, _) = three();
    let found = |name: &str, value: Value| {
        let mut filters = today("Subject1");
        filters[name] = value;
        query(&office, &token, "", &filters).len()
    };
    assert_eq!(found("invoiceNumber", json!("FA/2")), 1);
    assert_eq!(found("amount", json!({ "type": "Netto", "from": 200, "to": 200.0 })), 1);
    assert_eq!(found("amount", json!({ "type": "brutto", "from": 123.01 })), 2);
    assert_eq!(found("amount", json!({ "type": "Vat", "to": 45.99 })), 1);
    assert_eq!(found("sellerNip", json!(BUYER)), 0);
    assert_eq!(found("buyerIdentifier", json!({ "type": "Nip", "value": BUYER })), 3);
    assert_eq!(found("buyerIdentifier", json!({ "type": "None" })), 0);
    assert_eq!(found("currencyCodes", json!(["EUR"])), 0);
    assert_eq!(found("currencyCodes", json!(["PLN", "EUR"])), 3);
    assert_eq!(found("invoicingMode", json!("Offline")), 0);
    assert_eq!(found("isSelfInvoicing", json!(false)), 3);
    assert_eq!(found("formType", json!("PEF")), 0);
    assert_eq!(found("invoiceTypes", json!(["Kor", "VatPef"])), 0);
    assert_eq!(found("invoiceTypes", json!(["Vat"])), 3);
    assert_eq!(found("hasAttachment", json!(true)), 0);
}

#[test]
fn offsets_of_dates_change_what_is_found() {
    let (office, token, _) = three();
    // FA/1 came at 10:00:00.123 UTC, that is 11:00:00.123 in Warsaw.
    let until =
        |to: &str| query(&office, &token, "", &filters("Subject1", "Invoicing", "2026-11-24", to)).len();
    assert_eq!(until("2026-11-24T10:30:00Z"), 1);
    assert_eq!(until("2026-11-24T10:30:00+01:00"), 0);
    assert_eq!(until("2026-11-24T10:30:00"), 0);
    assert_eq!(until("2026-11-24T11:30:00"), 1);
    let issued =
        |from: &str, to: &str| query(&office, &token, "", &filters("Subject1", "Issue", from, to)).len();
    assert_eq!(issued("2026-11-24T00:00:00Z", "2026-11-24T23:00:00+01:00"), 3);
    assert_eq!(issued("2026-11-25", "2026-11-26"), 0);
}

#[test]
fn a_page_says_whether_there_is_more_and_its_size_is_bounded() {
    let (office, token, _) = three();
    let answer =
        office.post("/v2/invoices/query/metadata?pageSize=10&pageOffset=0", &token, &today("Subject1"));
    assert_eq!(body(&answer)["hasMore"], false);
    for size in [5, 9, 251, 999] {
        let answer =
            office.post(&format!("/v2/invoices/query/metadata?pageSize={size}"), &token, &today("Subject1"));
        let line = format!("'pageSize' must be between 10 and 250. You entered {size}.");
        assert_eq!(exception(&answer), (400, 21405, line));
    }
    let session = office.open(&token);
    office.sandbox.settings.turn("ksef.processing-polls", "0");
    for index in 4..=11 {
        office.sent(&token, &session, sample(&format!("FA/{index}")).xml().as_bytes());
    }
    let answer = office.post("/v2/invoices/query/metadata", &token, &today("Subject1"));
    assert_eq!((&body(&answer)["hasMore"], &body(&answer)["isTruncated"]), (&json!(true), &json!(false)));
    assert_eq!(query(&office, &token, "?pageOffset=1", &today("Subject1")), ["FA/11"]);
}

#[test]
fn a_range_has_at_most_three_months_and_runs_forward() {
    let office = Office::new();
    let token = office.owner(SELLER);
    let ask = |from: &str, to: &str| {
        office.post("/v2/invoices/query/metadata", &token, &filters("Subject1", "Invoicing", from, to))
    };
    assert_eq!(ask("2026-08-01T00:00:00Z", "2026-10-31T23:59:59Z").response.status, 200);
    assert_eq!(exception(&ask("2026-07-01T00:00:00Z", "2026-10-01T02:00:00Z")).1, 21405);
    assert_eq!(exception(&ask("2026-10-01", "2026-09-01")).1, 21405);
    assert_eq!(exception(&ask("yesterday", "2026-09-01")).1, 21405);
}

#[test]
fn the_high_water_mark_bounds_a_restricted_range() {
    let (office, token, _) = three();
    let mut ask = filters("Subject1", "PermanentStorage", "2026-11-24T00:00:00Z", "2026-11-30T00:00:00Z");
    ask["dateRange"]["restrictToPermanentStorageHwmDate"] = json!(true);
    let answer = office.post("/v2/invoices/query/metadata", &token, &ask);
    assert_eq!(body(&answer)["permanentStorageHwmDate"], "2026-11-24T13:00:00.1230000+00:00");
    assert_eq!(body(&answer)["invoices"].as_array().unwrap().len(), 3);
    assert!(passed(&answer.findings, "KSEF-SES-019"));
    ask["dateRange"]["from"] = json!("2026-11-25T00:00:00Z");
    let answer = office.post("/v2/invoices/query/metadata", &token, &ask);
    assert_eq!((exception(&answer).1, failed(&answer.findings)), (21183, vec!["KSEF-SES-019"]));
}

#[test]
fn an_invoice_whose_result_does_not_show_is_in_no_list_and_cannot_be_fetched() {
    let office = Office::new();
    let token = office.owner(SELLER);
    let session = office.open(&token);
    office.sandbox.settings.turn("ksef.processing-polls", "2");
    office.sent(&token, &session, sample("FA/1").xml().as_bytes());
    assert!(query(&office, &token, "", &today("Subject1")).is_empty());
    office.sandbox.clock.advance(Duration::seconds(4));
    assert_eq!(query(&office, &token, "", &today("Subject1")), ["FA/1"]);
}

#[test]
fn an_invoice_is_fetched_by_its_number_byte_for_byte_with_its_hash() {
    let (office, token, numbers) = three();
    let path = format!("/v2/invoices/ksef/{}", numbers[0]);
    for token in [&token, &office.owner(BUYER)] {
        let answer = office.get(&path, token);
        assert_eq!(
            (answer.response.status.as_u16(), answer.response.headers["content-type"].to_str().unwrap()),
            (200, "application/xml")
        );
        assert_eq!(answer.response.body, sample("FA/1").xml());
        let hash = poligon_ksef::wire::patterns::sha256_base64(&answer.response.body);
        assert_eq!(answer.response.headers["x-ms-meta-hash"], hash);
        assert!(passed(&answer.findings, "KSEF-SES-017") && passed(&answer.findings, "KSEF-SES-018"));
    }
    assert_eq!(office.get(&path, &office.owner(STRANGER)).response.status, 403);
    assert_eq!(
        office.get(&path, &office.person(SELLER, PESEL, &[Permission::InvoiceWrite])).response.status,
        403
    );
    let unknown = office.get("/v2/invoices/ksef/5265877635-20261124-010000000000-00", &token);
    assert_eq!((exception(&unknown).1, failed(&unknown.findings)), (21164, vec!["KSEF-SES-017"]));
}

#[test]
fn an_accepted_invoice_that_is_not_stored_yet_is_told_apart_from_an_unknown_one() {
    let office = Office::new();
    let token = office.owner(SELLER);
    let session = office.open(&token);
    office.sandbox.settings.turn("ksef.processing-polls", "3");
    office.sent(&token, &session, sample("FA/1").xml().as_bytes());
    // Its number is not told yet; a duplicate tells it.
    let double = office.sent(&token, &session, sample("FA/1").xml().as_bytes());
    let path = format!("/v2/sessions/{session}/invoices/{double}");
    let item = (0..4).map(|_| body(&office.get(&path, &token))).last().unwrap();
    let number = item["status"]["extensions"]["originalKsefNumber"].as_str().unwrap();
    let answer = office.get(&format!("/v2/invoices/ksef/{number}"), &token);
    assert_eq!((exception(&answer).1, failed(&answer.findings)), (21165, vec!["KSEF-SES-018"]));
    let _ = NOW;
}
