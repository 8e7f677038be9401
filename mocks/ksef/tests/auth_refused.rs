//! Documents that are refused at once, each for its own reason.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::*;
use poligon_certs::{Flaw, KeyKind, Order};
use poligon_crypto::sign::{Placement, SealPlan};
use poligon_crypto::{DigestAlgorithm, SignatureAlgorithm};
use poligon_institution::{Evidence, Institution};
use poligon_ksef::Ksef;
use poligon_ksef::actions::login::{self, Request, Shape};
use poligon_ksef::identity::Identifier;
use poligon_ksef::wire::auth_token_request::SubjectBy;
use poligon_world::Strictness;
use time::Duration;

fn edited(client: &Client, edit: impl FnOnce(String) -> String) -> Vec<u8> {
    let signed = client.signed(&seal(NIP), Identifier::nip(NIP));
    edit(String::from_utf8(signed).unwrap()).into_bytes()
}

#[track_caller]
fn refused(client: &Client, bytes: impl Into<Vec<u8>>, code: i64, check: &str) -> String {
    let answer = client.post_xml("", bytes);
    let (status, got, detail) = exception(&answer);
    assert_eq!((status, got), (400, code), "{}", text(&answer));
    assert_eq!(failed(&answer), [check], "{}", text(&answer));
    detail
}

#[test]
fn what_is_no_document_is_unreadable() {
    let client = Client::new();
    refused(&client, "", 21001, "KSEF-AUTH-001");
    refused(&client, "AuthTokenRequest", 21001, "KSEF-AUTH-001");
    refused(&client, "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", 21001, "KSEF-AUTH-001");
}

#[test]
fn other_encodings_are_refused() {
    let client = Client::new();
    refused(&client, b"<a>\xB1</a>".to_vec(), 21217, "KSEF-AUTH-002");
    refused(&client, "<?xml version=\"1.0\" encoding=\"windows-1250\"?><a/>", 21217, "KSEF-AUTH-002");
}

#[test]
fn a_byte_order_mark_is_taken_by_the_faithful_and_refused_by_the_picky() {
    let marked = |client: &Client| {
        [b"\xEF\xBB\xBF".to_vec(), client.signed(&seal(NIP), Identifier::nip(NIP))].concat()
    };
    let client = Client::new();
    assert_eq!(client.post_xml("", marked(&client)).response.status, 202);
    let client = Client::strict(Strictness::Picky);
    refused(&client, marked(&client), 21217, "KSEF-AUTH-003");
}

#[test]
fn another_document_is_refused_as_such() {
    let client = Client::new();
    refused(&client, "<Faktura/>", 9101, "KSEF-AUTH-004");
    refused(&client, "<AuthTokenRequest/>", 9101, "KSEF-AUTH-004");
}

#[test]
fn an_unsigned_request_lacks_its_signature() {
    let client = Client::new();
    let unsigned = Request::new(&client.challenge(), Identifier::nip(NIP)).document();
    refused(&client, unsigned, 9102, "KSEF-AUTH-005");
}

#[test]
fn two_signatures_are_one_too_many() {
    let client = Client::new();
    let once = client.signed(&seal(NIP), Identifier::nip(NIP));
    let plan = SealPlan { id: "Signature-2".to_owned(), ..Shape::Python.plan(KeyKind::EcP256, NOW) };
    let twice = login::seal(&once, &seal(NIP), &plan).unwrap();
    refused(&client, twice, 9103, "KSEF-AUTH-006");
}

#[test]
fn an_unknown_algorithm_is_refused_as_unsupported() {
    let client = Client::new();
    let bytes = edited(&client, |text| text.replace("xmldsig-more#ecdsa-sha256", "xmldsig-more#ecdsa-md5"));
    let detail = refused(&client, bytes, 9105, "KSEF-AUTH-007");
    assert_eq!(detail, "Podpis złożony z użyciem niewspieranego algorytmu kryptograficznego.");
}

#[test]
fn a_signature_without_xades_is_refused_as_no_accepted_profile() {
    let client = Client::new();
    let document = Request::new(&client.challenge(), Identifier::nip(NIP)).document();
    let plan = SealPlan { xades: None, ..Shape::Python.plan(KeyKind::EcP256, NOW) };
    let plain = login::seal(document.as_bytes(), &seal(NIP), &plan).unwrap();
    let detail = refused(&client, plain.clone(), 9105, "KSEF-AUTH-008");
    assert_eq!(detail, "Format podpisu niezgodny z akceptowanymi profilami XAdES.");
}

#[test]
fn before_march_2026_only_those_who_ask_for_it_get_strict_xades() {
    let client = Client::new();
    let then = NOW - Duration::days(300);
    client.sandbox.clock.set(then);
    let document = Request::new(&client.challenge(), Identifier::nip(NIP)).document();
    let plan = SealPlan { xades: None, ..Shape::Python.plan(KeyKind::EcP256, then) };
    let plain = login::seal(document.as_bytes(), &seal(NIP), &plan).unwrap();
    let path = "/v2/auth/xades-signature";
    let request = poligon_institution::Request::new(http::Method::POST, path).with_body(plain.clone());
    let strict = client.send(request.with_header("x-ksef-feature", "upo-v4-3, enforce-xades-compliance"));
    assert_eq!(failed(&strict), ["KSEF-AUTH-008"]);
    assert_eq!(client.post_xml("", plain).response.status, 202);
}

#[test]
fn a_signature_without_certificate_is_refused_for_its_content() {
    let client = Client::new();
    let bytes = edited(&client, |text| {
        let (head, rest) = text.split_once("<ds:KeyInfo>").unwrap();
        let (_, tail) = rest.split_once("</ds:KeyInfo>").unwrap();
        format!("{head}{tail}")
    });
    assert_eq!(refused(&client, bytes, 9105, "KSEF-AUTH-009"), "Nieprawidłowa treść podpisu.");
}

#[test]
fn a_changed_text_does_not_verify_and_the_digests_are_shown() {
    let client = Client::new();
    let bytes = edited(&client, |text| text.replace(NIP, OTHER_NIP));
    let answer = client.post_xml("", bytes);
    assert_eq!(exception(&answer), (400, 9105, "Podpis zweryfikowany negatywnie.".to_owned()));
    let failure = answer.findings.iter().find(|finding| finding.failed()).unwrap();
    assert_eq!(failure.check.id, "KSEF-AUTH-010");
    assert!(failure.evidence.iter().any(|evidence| matches!(evidence, Evidence::Digest { .. })));
    insta::assert_snapshot!("xades_signature_9105", text(&answer));
}

#[test]
fn a_document_indented_after_signing_is_explained() {
    let client = Client::new();
    let bytes =
        edited(&client, |text| text.replace("<SubjectIdentifierType>", "\n\n    <SubjectIdentifierType>"));
    let answer = client.post_xml("", bytes);
    assert_eq!(failed(&answer), ["KSEF-AUTH-010"]);
}

#[test]
fn sha1_is_tolerated_on_test_and_refused_by_the_picky_and_by_production() {
    let with_sha1 = |client: &Client| {
        let document = Request::new(&client.challenge(), Identifier::nip(NIP)).document();
        let plan = SealPlan {
            signature: SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha1),
            digest: DigestAlgorithm::Sha1,
            ..Shape::Python.plan(KeyKind::EcP256, NOW)
        };
        login::seal(document.as_bytes(), &seal(NIP), &plan).unwrap()
    };
    let client = Client::new();
    assert_eq!(client.post_xml("", with_sha1(&client)).response.status, 202);
    let client = Client::strict(Strictness::Picky);
    refused(&client, with_sha1(&client), 9105, "KSEF-AUTH-011");
    let client = Client::new();
    client.sandbox.settings.turn("ksef.profile", "prd");
    refused(&client, with_sha1(&client), 9105, "KSEF-AUTH-035");
}

#[test]
fn a_request_against_the_schema_is_refused_with_the_validators_sentence() {
    let client = Client::new();
    let wrong =
        Request::new(&client.challenge(), Identifier::nip("123456")).signed(&seal(NIP), Shape::Python, NOW);
    let detail = refused(&client, wrong.unwrap(), 21401, "KSEF-AUTH-012");
    assert!(detail.contains("Pattern constraint failed"), "{detail}");
}

#[test]
fn a_challenge_is_good_once_for_ten_minutes_in_its_own_sandbox() {
    let client = Client::new();
    let signed = client.signed(&seal(NIP), Identifier::nip(NIP));
    assert_eq!(client.post_xml("", signed.clone()).response.status, 202);
    refused(&client, signed, 21111, "KSEF-AUTH-013");

    let late = client.signed(&seal(NIP), Identifier::nip(NIP));
    client.sandbox.clock.advance(Duration::minutes(10));
    refused(&client, late, 21111, "KSEF-AUTH-013");

    let foreign = Request::new("20251104-CR-24C0BFC000-40E9EA5847-BB", Identifier::nip(NIP));
    refused(&client, foreign.signed(&seal(NIP), Shape::Python, NOW).unwrap(), 21111, "KSEF-AUTH-013");
}

#[test]
fn certificates_that_do_not_say_who_they_are_are_refused_at_once() {
    let client = Client::new();
    for flaw in [Flaw::NoIdentifier, Flaw::SixDigitNip] {
        for order in [seal_order(NIP), Order { pesel: None, nip: Some(NIP.to_owned()), ..person_order() }] {
            let bad = issued(&Order { flaw: Some(flaw), ..order });
            refused(&client, client.signed(&bad, Identifier::nip(NIP)), 21115, "KSEF-AUTH-014");
        }
    }
}

#[test]
fn a_company_cannot_log_in_to_a_peppol_context() {
    let client = Client::new();
    let context = Identifier::new(poligon_ksef::identity::IdKind::PeppolId, "PPL123456");
    refused(&client, client.signed(&seal(NIP), context), 21117, "KSEF-AUTH-015");
}

#[test]
fn a_fingerprint_that_is_not_needed_is_refused_by_the_picky_only() {
    let by_fingerprint = |client: &Client| {
        let request =
            Request { by: SubjectBy::Fingerprint, ..Request::new(&client.challenge(), Identifier::nip(NIP)) };
        request.signed(&seal(NIP), Shape::Python, NOW).unwrap()
    };
    let client = Client::new();
    assert_eq!(client.post_xml("", by_fingerprint(&client)).response.status, 202);
    let client = Client::strict(Strictness::Picky);
    refused(&client, by_fingerprint(&client), 21406, "KSEF-AUTH-016");
}

#[test]
fn the_document_kind_judges_the_same_without_a_server() {
    let kind = Ksef.documents().iter().find(|kind| kind.name == "auth-token-request").unwrap();
    let client = Client::new();
    let good = client.signed(&seal(NIP), Identifier::nip(NIP));
    assert!((kind.recognise)(&good));
    assert!(!(kind.recognise)(b"<Faktura/>"));
    let findings = (kind.judge)(&good, NOW, &Default::default());
    assert!(findings.iter().all(|finding| !finding.failed()));
    assert!(passed(&findings, "KSEF-AUTH-010"));
    let bad = String::from_utf8(good).unwrap().replace(NIP, OTHER_NIP);
    let findings = (kind.judge)(bad.as_bytes(), NOW, &Default::default());
    assert!(findings.iter().any(|finding| finding.failed() && finding.check.id == "KSEF-AUTH-010"));
}

#[test]
fn an_enveloping_signature_is_one_of_ours_too() {
    let client = Client::new();
    let request = Request::new(&client.challenge(), Identifier::nip(NIP));
    let plan = Shape::Enveloping.plan(KeyKind::EcP256, NOW);
    assert_eq!(plan.placement, Placement::Enveloping);
    let signed = request.signed(&seal(NIP), Shape::Enveloping, NOW).unwrap();
    assert!(String::from_utf8(signed.clone()).unwrap().contains("Object"));
    assert_eq!(client.post_xml("", signed).response.status, 202);
}
