//! Broken seals: each fault at its stage, for what a client did wrong and for what an attacker would try.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail loudly")]

mod seal_support;

use poligon_crypto::seal::{Cover, Fault, KeySource, Outcome, Stage, verify};
use poligon_crypto::sign::{SealPlan, seal};
use poligon_crypto::{DigestAlgorithm, Policy, Report, SignatureAlgorithm, XmlError};
use seal_support::soap::{BODY, body_reference, envelope, reference, signature};
use seal_support::{other_rsa, rsa};
use time::OffsetDateTime;
use time::macros::datetime;

const NOW: OffsetDateTime = datetime!(2026-11-24 12:00 UTC);

fn policy() -> Policy {
    let mut policy = Policy::document(NOW);
    policy.xades = true;
    policy.explain = false;
    policy
}

fn sealed() -> String {
    let plan = SealPlan::xades(SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256), NOW);
    let document = b"<a><Nip>5265877635</Nip></a>";
    String::from_utf8(seal(document, &plan, &rsa().key, &rsa().chain()).expect("sealed")).expect("UTF-8")
}

fn changed(from: &str, to: &str) -> Report {
    let sealed = sealed();
    assert!(sealed.contains(from), "{from} is not in the seal");
    verify(sealed.replacen(from, to, 1).as_bytes(), &policy())
}

fn refused(message: &str) -> (Stage, Fault) {
    let report = verify(message.as_bytes(), &policy());
    (stage(&report), report.fault.expect("fault"))
}

fn stage(report: &Report) -> Stage {
    report.failed_stage().expect("a failed stage").stage
}

fn outcome(report: &Report, wanted: Stage) -> Outcome {
    report.stages.iter().find(|stage| stage.stage == wanted).expect("stage").outcome
}

#[test]
fn a_changed_document_fails_at_its_digest_only() {
    let report = changed("5265877635", "5265877636");
    assert_eq!(report.fault, Some(Fault::DigestMismatch(0)));
    assert_eq!(outcome(&report, Stage::SignatureValue), Outcome::Passed);
    assert!(report.references[1].holds());
    let detail = &report.failed_stage().expect("stage").detail;
    assert!(detail.starts_with("the digest of reference 1 (URI=„”, covers /) is "), "{detail}");
}

#[test]
fn changed_properties_fail_at_their_digest() {
    let report = changed("2026-11-24T12:00:00Z", "2026-11-24T12:00:01Z");
    assert_eq!(report.fault, Some(Fault::DigestMismatch(1)));
}

#[test]
fn a_changed_signed_info_fails_at_the_signature_value() {
    let report = changed("Signature-1-Reference-1\" URI", "Signature-1-Reference-2\" URI");
    assert_eq!(
        (stage(&report), report.fault.clone()),
        (Stage::SignatureValue, Some(Fault::SignatureMismatch))
    );
    assert_eq!(outcome(&report, Stage::Digest), Outcome::Passed);
}

#[test]
fn another_pinned_key_fails_at_the_signature_value() {
    let mut policy = policy();
    policy.key = KeySource::Pinned(other_rsa().public());
    let report = verify(sealed().as_bytes(), &policy);
    assert_eq!(report.fault, Some(Fault::SignatureMismatch));
    assert_eq!(report.certificate, None);
}

#[test]
fn a_document_without_signature_or_with_two_is_refused() {
    assert_eq!(refused("<a/>"), (Stage::FindSignature, Fault::NoSignature));
    let signature = signature(rsa(), &body_reference(), "");
    let message = envelope(&format!("{signature}{signature}"), BODY);
    assert_eq!(refused(&message), (Stage::FindSignature, Fault::SeveralSignatures(2)));
}

#[test]
fn a_signature_without_reference_signs_nothing() {
    let message = envelope(&signature(rsa(), "", ""), BODY);
    assert_eq!(refused(&message), (Stage::References, Fault::NoReference));
}

#[test]
fn ten_thousand_references_are_refused_unread() {
    let message = envelope(&signature(rsa(), &body_reference().repeat(10_000), ""), BODY);
    let (stage, fault) = refused(&message);
    assert_eq!(stage, Stage::FindSignature);
    assert!(matches!(fault, Fault::Structure(why) if why.contains("more than 16 references")));
}

#[test]
fn references_out_of_the_document_are_not_followed() {
    for uri in [
        "http://127.0.0.1/x",
        "file:///etc/passwd",
        "cid:part",
        "#",
        "#nobody",
        "#xpointer(id('nobody'))",
        "body",
    ] {
        let message = envelope(&signature(rsa(), &reference(uri, &[], BODY), ""), BODY);
        let (stage, fault) = refused(&message);
        assert_eq!(stage, Stage::References, "{uri}");
        assert!(matches!(fault, Fault::Unresolved(_)), "{uri}");
    }
}

#[test]
fn ids_are_followed_by_every_known_way() {
    let exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";
    let mut policy = policy();
    policy.xades = false;
    policy.cover = Cover::Paths(vec!["/Envelope/Body".to_owned()]);
    for uri in ["#body", "#xpointer(id('body'))"] {
        let message = envelope(&signature(rsa(), &reference(uri, &[exclusive], BODY), ""), BODY);
        let report = verify(message.as_bytes(), &policy);
        assert!(report.holds(), "{uri}: {:?}", report.failed_stage());
    }
}

#[test]
fn unknown_transforms_and_algorithms_are_named() {
    let xslt = "http://www.w3.org/TR/1999/REC-xslt-19991116";
    let message = envelope(&signature(rsa(), &reference("#body", &[xslt], BODY), ""), BODY);
    assert_eq!(refused(&message), (Stage::Transforms, Fault::UnsupportedAlgorithm(xslt.to_owned())));
    let report = changed("xmldsig-more#rsa-sha256", "xmldsig-more#hmac-sha256");
    assert_eq!(stage(&report), Stage::SignatureValue);
    assert!(matches!(report.fault, Some(Fault::UnsupportedAlgorithm(uri)) if uri.ends_with("hmac-sha256")));
    let report = changed("xmlenc#sha256", "xmlenc#md5");
    assert_eq!(stage(&report), Stage::Digest);
}

#[test]
fn an_enveloped_transform_after_canonicalization_says_so() {
    let transforms =
        ["http://www.w3.org/2001/10/xml-exc-c14n#", "http://www.w3.org/2000/09/xmldsig#enveloped-signature"];
    let message = envelope(&signature(rsa(), &reference("", &transforms, BODY), ""), BODY);
    let (stage, fault) = refused(&message);
    assert_eq!(stage, Stage::CanonicalBytes);
    assert!(matches!(fault, Fault::Structure(why) if why.contains("put it first")));
}

#[test]
fn keys_are_needed_and_must_be_strong() {
    let report = changed("<ds:KeyInfo>", "<ds:KeyInfo><!--").fault;
    assert!(matches!(report, Some(Fault::Unreadable(_))));
    let sealed = sealed();
    let start = sealed.find("<ds:KeyInfo>").expect("KeyInfo");
    let end = sealed.find("</ds:KeyInfo>").expect("KeyInfo") + "</ds:KeyInfo>".len();
    let without = format!("{}{}", &sealed[..start], &sealed[end..]);
    let (stage, fault) = refused(&without);
    assert_eq!(stage, Stage::Key);
    assert!(matches!(fault, Fault::NoKey(_)));
    let mut strict = policy();
    strict.rsa_bits = 4096;
    let report = verify(sealed.as_bytes(), &strict);
    assert!(matches!(report.fault, Some(Fault::WeakKey(why)) if why.contains("2048")));
}

#[test]
fn sha1_is_refused_where_it_is_not_tolerated() {
    let mut plan = SealPlan::xades(SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha1), NOW);
    let mut strict = policy();
    strict.sha1 = false;
    let judge = |plan: &SealPlan| {
        let sealed = seal(b"<a/>", plan, &rsa().key, &rsa().chain()).expect("sealed");
        assert!(verify(&sealed, &policy()).holds());
        verify(&sealed, &strict).fault
    };
    assert!(matches!(judge(&plan), Some(Fault::UnsupportedAlgorithm(uri)) if uri.ends_with("rsa-sha1")));
    plan.signature = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);
    plan.digest = DigestAlgorithm::Sha1;
    assert!(matches!(judge(&plan), Some(Fault::UnsupportedAlgorithm(uri)) if uri.ends_with("#sha1")));
}

#[test]
fn qualifying_properties_must_be_signed_with_their_type() {
    let mut plan = SealPlan::xades(SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256), NOW);
    let report = changed(" Type=\"http://uri.etsi.org/01903#SignedProperties\"", "");
    assert!(
        report
            .stages
            .iter()
            .any(|stage| stage.stage == Stage::Properties && stage.outcome == Outcome::Failed)
    );
    plan.xades = None;
    let plain = seal(b"<a/>", &plan, &rsa().key, &rsa().chain()).expect("sealed");
    let report = verify(&plain, &policy());
    assert_eq!(stage(&report), Stage::Properties);
    assert!(matches!(report.fault, Some(Fault::NotXades(_))));
}

#[test]
fn properties_of_another_signature_are_refused() {
    let report = changed("Target=\"#Signature-1\"", "Target=\"#Signature-2\"");
    assert!(matches!(report.fault, Some(Fault::NotXades(why)) if why.contains("Target")));
}

#[test]
fn a_certificate_that_the_properties_do_not_name_is_refused() {
    // The seal names the certificate of `rsa`, the key is `rsa`'s, but KeyInfo sends another certificate of that key.
    let plan = SealPlan::xades(SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256), NOW);
    let mut der = rsa().certificate.clone();
    // The last byte belongs to the certificate's own signature, which no chain check looks at here.
    *der.last_mut().expect("bytes") ^= 1;
    use base64::Engine as _;
    let encode = |der: &[u8]| base64::engine::general_purpose::STANDARD.encode(der);
    let sealed = seal(b"<a/>", &plan, &rsa().key, &rsa().chain()).expect("sealed");
    let swapped =
        String::from_utf8(sealed).expect("UTF-8").replacen(&encode(&rsa().certificate), &encode(&der), 1);
    let (stage, fault) = refused(&swapped);
    assert_eq!(stage, Stage::Properties);
    assert!(matches!(fault, Fault::SigningCertificateMismatch(_)));
}

#[test]
fn doubled_and_misplaced_parts_are_refused() {
    for (from, to) in [
        ("<ds:SignatureValue ", "<ds:SignatureValue>QQ==</ds:SignatureValue><ds:SignatureValue "),
        ("<ds:SignedInfo>", "<ds:SignedInfo></ds:SignedInfo><ds:SignedInfo>"),
        ("<ds:SignedInfo>", "<x/><ds:SignedInfo>"),
        ("<ds:DigestValue>", "<ds:DigestValue></ds:DigestValue><ds:DigestValue>"),
        ("<ds:KeyInfo>", "<ds:KeyInfo/><ds:KeyInfo>"),
    ] {
        let report = changed(from, to);
        assert_eq!(stage(&report), Stage::FindSignature, "{to}");
        assert!(matches!(report.fault, Some(Fault::Structure(_))), "{to}");
    }
    let report = changed("<ds:DigestValue>", "<ds:DigestValue>!");
    assert_eq!(stage(&report), Stage::Digest);
}

#[test]
fn hostile_documents_are_refused_before_anything_else() {
    let unreadable = |message: &str| match refused(message) {
        (Stage::Parse, Fault::Unreadable(error)) => error,
        other => panic!("{other:?}"),
    };
    let entities = "<!DOCTYPE a [<!ENTITY b 'x'><!ENTITY c '&b;&b;'>]><a>&c;</a>";
    assert!(matches!(unreadable(entities), XmlError::Dtd { line: 1 }));
    assert!(matches!(unreadable("<a>&b;</a>"), XmlError::Malformed { .. }));
    assert!(matches!(unreadable(&"<a>".repeat(1_000)), XmlError::TooLarge { what: "nested elements", .. }));
    assert!(matches!(unreadable(&" ".repeat(5_000_001)), XmlError::TooLarge { what: "bytes", .. }));
    assert!(matches!(unreadable(&"<a/>".repeat(200_001)), XmlError::TooLarge { what: "nodes", .. }));
    let report = verify(b"\xFF", &policy());
    assert_eq!(report.fault, Some(Fault::Unreadable(XmlError::NotUtf8 { offset: 0 })));
    assert_eq!(report.stages.len(), 12);
}

#[test]
fn no_cut_of_a_seal_makes_it_panic_or_hold() {
    let sealed = sealed();
    for end in (0..sealed.len()).filter(|end| sealed.is_char_boundary(*end)) {
        assert!(!verify(&sealed.as_bytes()[..end], &policy()).holds());
    }
}
