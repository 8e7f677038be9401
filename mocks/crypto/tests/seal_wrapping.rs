//! Wrapping attacks: the signature is well, but what is read is something else. Every message here carries an intact
//! signature over the honest body; each test also shows that the crypto alone would have let it pass.
#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod seal_support;

use base64::Engine as _;
use poligon_crypto::seal::{Cover, Fault, Outcome, Stage, verify};
use poligon_crypto::sign::{Placement, SealPlan, SignError, seal};
use poligon_crypto::{C14n, DigestAlgorithm, Policy, Report, SignatureAlgorithm, Transform};
use seal_support::soap::{BODY, body_reference, envelope, reference, signature};
use seal_support::{rsa, with_value};
use time::OffsetDateTime;
use time::macros::datetime;

const NOW: OffsetDateTime = datetime!(2026-11-24 12:00 UTC);
const EVIL: &str = "<s:Body xmlns:s=\"urn:soap\"><pay xmlns=\"urn:x\">999999</pay></s:Body>";

fn judged(message: &str) -> Report {
    let mut policy = Policy::document(NOW);
    policy.explain = false;
    policy.cover = Cover::Paths(vec!["/Envelope/Body".to_owned()]);
    verify(message.as_bytes(), &policy)
}

/// Refused for its coverage only: everything before it passed.
fn refused_as_not_covered(message: &str) -> String {
    let report = judged(message);
    let failed: Vec<_> = report.stages.iter().filter(|stage| stage.outcome == Outcome::Failed).collect();
    assert_eq!(failed.len(), 1, "{failed:?}");
    assert_eq!(failed.first().map(|stage| stage.stage), Some(Stage::Policy));
    match report.fault {
        Some(Fault::NotCovered(why)) => why,
        other => panic!("{other:?}"),
    }
}

fn refused_as_duplicate(message: &str) {
    assert_eq!(judged(message).fault, Some(Fault::DuplicateId("body".to_owned())));
}

fn signed() -> String {
    signature(rsa(), &body_reference(), "")
}

#[test]
fn the_honest_message_holds() {
    let report = judged(&envelope(&signed(), BODY));
    assert!(report.holds(), "{:?}", report.failed_stage());
}

#[test]
fn the_signed_body_moved_into_a_header_wrapper_is_refused() {
    let why = refused_as_not_covered(&envelope(&format!("{}<wrapper>{BODY}</wrapper>", signed()), EVIL));
    assert_eq!(why, "/Envelope/Body (line 1) is not signed");
}

#[test]
fn an_evil_body_with_the_same_id_is_refused() {
    let evil = EVIL.replacen("<s:Body ", "<s:Body Id=\"body\" ", 1);
    refused_as_duplicate(&envelope(&format!("{}<wrapper>{BODY}</wrapper>", signed()), &evil));
}

#[test]
fn an_evil_body_with_the_id_in_another_attribute_is_refused() {
    let wsu =
        "xmlns:w=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd\" w:Id";
    for attribute in [wsu, "ID", "id", "xml:id", "AssertionID"] {
        let evil = EVIL.replacen("<s:Body ", &format!("<s:Body {attribute}=\"body\" "), 1);
        refused_as_duplicate(&envelope(&format!("{}<wrapper>{BODY}</wrapper>", signed()), &evil));
    }
}

#[test]
fn a_second_body_after_or_before_the_signed_one_is_refused() {
    refused_as_not_covered(&envelope(&signed(), &format!("{BODY}{EVIL}")));
    refused_as_not_covered(&envelope(&signed(), &format!("{EVIL}{BODY}")));
}

#[test]
fn a_body_of_another_namespace_is_refused() {
    let evil = EVIL.replace("urn:soap", "urn:other");
    refused_as_not_covered(&envelope(&format!("{}<wrapper>{BODY}</wrapper>", signed()), &evil));
}

#[test]
fn the_signed_body_inside_of_the_signature_is_refused() {
    let hidden = format!("<ds:Object>{BODY}</ds:Object>");
    refused_as_not_covered(&envelope(&signature(rsa(), &body_reference(), &hidden), EVIL));
}

#[test]
fn the_signed_body_inside_of_an_evil_body_is_refused() {
    let evil = EVIL.replace("</s:Body>", &format!("{BODY}</s:Body>"));
    refused_as_not_covered(&envelope(&signed(), &evil));
}

#[test]
fn another_document_element_around_it_is_refused() {
    let message = format!("<other>{}</other>", envelope(&signed(), BODY));
    assert_eq!(refused_as_not_covered(&message), "there is no /Envelope/Body in the document");
}

#[test]
fn a_body_under_a_second_envelope_is_refused() {
    let inner = envelope("", BODY);
    refused_as_not_covered(&envelope(&format!("{}{inner}", signed()), EVIL));
}

#[test]
fn a_signature_over_a_part_does_not_cover_the_document() {
    let mut policy = Policy::document(NOW);
    policy.explain = false;
    let report = verify(envelope(&signed(), BODY).as_bytes(), &policy);
    assert!(matches!(report.fault, Some(Fault::NotCovered(_))), "{:?}", report.fault);
    policy.cover = Cover::Anything;
    assert!(verify(envelope(&signed(), BODY).as_bytes(), &policy).holds());
}

#[test]
fn the_base64_transform_does_not_cover_elements() {
    let text = "<s:Body xmlns:s=\"urn:soap\" Id=\"body\"><from>QUJD</from><to></to></s:Body>";
    let moved = "<s:Body xmlns:s=\"urn:soap\" Id=\"body\"><from></from><to>QUJD</to></s:Body>";
    let reference = reference("#body", &["http://www.w3.org/2000/09/xmldsig#base64"], "ABC");
    for body in [text, moved] {
        refused_as_not_covered(&envelope(&signature(rsa(), &reference, ""), body));
    }
}

#[test]
fn an_unsigned_element_of_a_stray_name_signature_is_refused() {
    let plan = SealPlan {
        transforms: vec![Transform::XPathNotNamedSignature, Transform::C14n(C14n::Exclusive, Vec::new())],
        ..SealPlan::xades(SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256), NOW)
    };
    let sealed = seal(b"<a><b/></a>", &plan, &rsa().key, &rsa().chain()).expect("sealed");
    let mut policy = Policy::document(NOW);
    policy.explain = false;
    assert!(verify(&sealed, &policy).holds());
    let sneaked =
        String::from_utf8(sealed).expect("UTF-8").replacen("<b/>", "<b/><Signature>evil</Signature>", 1);
    assert!(matches!(verify(sneaked.as_bytes(), &policy).fault, Some(Fault::NotCovered(_))));
}

#[test]
fn a_second_document_in_an_enveloping_seal_is_refused() {
    let mut plan = SealPlan::xades(SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256), NOW);
    plan.placement = Placement::Enveloping;
    plan.transforms = vec![Transform::C14n(C14n::Exclusive, Vec::new())];
    let sealed =
        String::from_utf8(seal(b"<a/>", &plan, &rsa().key, &rsa().chain()).expect("sealed")).expect("UTF-8");
    let mut policy = Policy::document(NOW);
    policy.explain = false;
    assert!(verify(sealed.as_bytes(), &policy).holds());
    let first_object = sealed.find("<ds:Object").expect("object");
    let (before, after) = sealed.split_at(first_object);
    let message = format!("{before}<ds:Object><a>evil</a></ds:Object>{after}");
    assert!(matches!(verify(message.as_bytes(), &policy).fault, Some(Fault::NotCovered(_))));
}

/// Inside the signature that they take out, these transforms leave nothing to hash: any document could be put in.
#[test]
fn an_enveloping_seal_whose_transforms_remove_the_signature_covers_nothing() {
    let algorithm = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);
    let mut plan = SealPlan::xades(algorithm, NOW);
    plan.placement = Placement::Enveloping;
    assert!(matches!(seal(b"<a/>", &plan, &rsa().key, &rsa().chain()), Err(SignError::Transforms(_))));

    plan.transforms = vec![Transform::C14n(C14n::Exclusive, Vec::new())];
    let honest = seal(b"<a/>", &plan, &rsa().key, &rsa().chain()).expect("sealed");
    let honest = String::from_utf8(honest).expect("UTF-8");
    let mut policy = Policy::document(NOW);
    policy.explain = false;
    let digest = encode(DigestAlgorithm::Sha256.digest(b"<ds:Object xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\" Id=\"Signature-1-Object\"><a></a></ds:Object>"));
    let transforms =
        "<ds:Transforms><ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/>";
    let emptied = honest.replacen("<ds:Transforms>", transforms, 1).replacen(
        &digest,
        &encode(DigestAlgorithm::Sha256.digest(b"")),
        1,
    );
    assert_ne!(emptied.replacen(transforms, "<ds:Transforms>", 1), honest, "the digest was replaced");
    let signed_info = verify(emptied.as_bytes(), &policy).signed_info;
    let value = encode(rsa().key.sign(algorithm, &signed_info, &[]).expect("signed"));
    let message = with_value(&emptied, &value).replace("<a/>", "<a>evil</a>");
    let report = verify(message.as_bytes(), &policy);
    assert!(matches!(report.fault, Some(Fault::NotCovered(_))), "{:?}", report.fault);
}

fn encode(bytes: Vec<u8>) -> String {
    base64::engine::general_purpose::STANDARD.encode(bytes)
}
