//! Every seal that we make holds: by our verifier, and by xmlsec1 where it knows the algorithms.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail loudly")]

mod seal_support;

use poligon_crypto::seal::{Cover, Form, KeySource, payload, verify};
use poligon_crypto::sign::{Placement, SealPlan, SignError, Xades, seal};
use poligon_crypto::{C14n, DigestAlgorithm, Document, Limits, Policy, SignatureAlgorithm, Transform};
use seal_support::{Signer, Xmlsec, ec, rsa};
use time::OffsetDateTime;
use time::macros::datetime;

const NOW: OffsetDateTime = datetime!(2026-11-24 12:00 UTC);

/// Comments, CDATA, CR, entities, attributes out of order, inherited and unused namespaces, xml:lang.
const DOCUMENT: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<!-- before -->\n<p:Żądanie xmlns:p=\"urn:p\" xmlns=\"urn:d\" \
     xmlns:unused=\"urn:u\" xml:lang=\"pl\" z='1' a=\"&quot;2&#10;\">\r\n  <Nip>52658<!-- in -->77635</Nip>\n  \
     <![CDATA[a<b&c]]>\t&amp; &#xD; ó <p:Pusty/><q xmlns=\"\" p:c=\"'\"/>\n</p:Żądanie>\n<!-- after -->\n";

const SIGNATURES: [DigestAlgorithm; 4] =
    [DigestAlgorithm::Sha1, DigestAlgorithm::Sha256, DigestAlgorithm::Sha384, DigestAlgorithm::Sha512];

fn algorithms() -> Vec<(SignatureAlgorithm, &'static Signer)> {
    let rsa_pkcs1 = SIGNATURES.map(|digest| (SignatureAlgorithm::RsaPkcs1(digest), rsa()));
    let rsa_pss = DigestAlgorithm::ALL.map(|digest| (SignatureAlgorithm::RsaPss(digest), rsa()));
    let ecdsa = [256, 384, 521]
        .into_iter()
        .flat_map(|bits| DigestAlgorithm::ALL.map(|digest| (SignatureAlgorithm::Ecdsa(digest), ec(bits))));
    rsa_pkcs1.into_iter().chain(rsa_pss).chain(ecdsa).collect()
}

fn plan(signature: SignatureAlgorithm, method: C14n, placement: Placement, v2: Option<bool>) -> SealPlan {
    let canonical = || vec![Transform::C14n(method, Vec::new())];
    let mut plan = SealPlan::xades(signature, NOW);
    plan.signed_info = method;
    plan.placement = placement;
    plan.transforms = match placement {
        Placement::Enveloped => [vec![Transform::Enveloped], canonical()].concat(),
        Placement::Enveloping => canonical(),
    };
    plan.xades = v2.map(|v2| Xades { signing_time: NOW, v2, transforms: canonical() });
    plan
}

fn policy(plan: &SealPlan) -> Policy {
    let mut policy = Policy::document(NOW);
    policy.xades = plan.xades.is_some();
    policy
}

fn is_known_to_xmlsec(plan: &SealPlan) -> bool {
    !matches!(plan.signature, SignatureAlgorithm::RsaPss(_))
        && SIGNATURES.contains(&plan.signature.digest())
        && SIGNATURES.contains(&plan.digest)
}

#[test]
fn every_algorithm_canonicalization_placement_and_profile_holds() {
    let xmlsec = Xmlsec::find();
    let (mut ours, mut theirs) = (0_usize, 0);
    // Each program start costs; the profile rotates, so that xmlsec1 sees each algorithm, method and placement once.
    let is_its_turn = |ours: usize| (ours + ours / 3).is_multiple_of(3);
    for (signature, signer) in algorithms() {
        for method in C14n::ALL {
            for placement in [Placement::Enveloped, Placement::Enveloping] {
                for v2 in [None, Some(false), Some(true)] {
                    let plan = plan(signature, method, placement, v2);
                    let sealed =
                        seal(DOCUMENT.as_bytes(), &plan, &signer.key, &signer.chain()).expect("sealed");
                    let report = verify(&sealed, &policy(&plan));
                    assert!(report.holds(), "{plan:?}: {:?}", report.failed_stage());
                    if let Some(xmlsec) =
                        xmlsec.as_ref().filter(|_| is_its_turn(ours) && is_known_to_xmlsec(&plan))
                    {
                        let complaint = xmlsec.refuses(&sealed, signer);
                        assert_eq!(complaint, None, "{plan:?}\n{}", String::from_utf8_lossy(&sealed));
                        theirs += 1;
                    }
                    ours += 1;
                }
            }
        }
    }
    println!("{ours} seals held by our verifier, {theirs} of them by xmlsec1");
}

#[test]
fn every_digest_and_transform_holds() {
    let xmlsec = Xmlsec::find();
    let exclusive = |prefixes: &[&str]| {
        Transform::C14n(C14n::Exclusive, prefixes.iter().map(|prefix| (*prefix).to_owned()).collect())
    };
    let chains = [
        vec![Transform::Enveloped],
        vec![Transform::XPathNotSignature],
        vec![Transform::XPathNotNamedSignature, exclusive(&[])],
        vec![Transform::XPathEnveloped, exclusive(&[])],
        vec![Transform::Filter2SubtractSignature, exclusive(&[])],
        vec![Transform::Enveloped, exclusive(&["unused", "#default"])],
    ];
    for digest in DigestAlgorithm::ALL {
        for chain in &chains {
            let mut plan = plan(
                SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256),
                C14n::Exclusive,
                Placement::Enveloped,
                Some(true),
            );
            plan.digest = digest;
            plan.transforms.clone_from(chain);
            let sealed = seal(DOCUMENT.as_bytes(), &plan, &rsa().key, &rsa().chain()).expect("sealed");
            let report = verify(&sealed, &policy(&plan));
            assert!(report.holds(), "{plan:?}: {:?}", report.failed_stage());
            assert_eq!(report.references[0].transforms, *chain);
            if let Some(xmlsec) = xmlsec.as_ref().filter(|_| is_known_to_xmlsec(&plan)) {
                assert_eq!(
                    xmlsec.refuses(&sealed, rsa()),
                    None,
                    "{plan:?}\n{}",
                    String::from_utf8_lossy(&sealed)
                );
            }
        }
    }
}

#[test]
fn the_documents_bytes_are_kept() {
    let plan = SealPlan::xades(SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256), NOW);
    let sealed =
        String::from_utf8(seal(DOCUMENT.as_bytes(), &plan, &rsa().key, &rsa().chain()).expect("sealed"));
    let sealed = sealed.expect("UTF-8");
    let start = sealed.find("<ds:Signature ").expect("signature");
    let end = sealed.find("</ds:Signature>").expect("signature") + "</ds:Signature>".len();
    assert_eq!(format!("{}{}", &sealed[..start], &sealed[end..]), DOCUMENT);
}

#[test]
fn an_element_without_content_is_opened() {
    let plan = SealPlan::xades(SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256), NOW);
    let sealed =
        seal(b"<a:b xmlns:a='urn:a' c='/>'\n/>", &plan, &ec(256).key, &ec(256).chain()).expect("sealed");
    assert!(
        sealed.starts_with(b"<a:b xmlns:a='urn:a' c='/>'\n><ds:Signature") && sealed.ends_with(b"</a:b>")
    );
    assert!(verify(&sealed, &policy(&plan)).holds());
}

#[test]
fn the_same_plan_gives_the_same_bytes() {
    for (signature, signer) in algorithms() {
        let plan = SealPlan::xades(signature, NOW);
        let once = || seal(DOCUMENT.as_bytes(), &plan, &signer.key, &signer.chain()).expect("sealed");
        assert_eq!(once(), once());
    }
}

#[test]
fn the_report_keeps_what_was_seen() {
    let plan = SealPlan::xades(SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256), NOW);
    let sealed = seal(b"<a><b/></a>", &plan, &rsa().key, &rsa().chain()).expect("sealed");
    let report = verify(&sealed, &policy(&plan));
    assert_eq!(report.form, Some(Form::Enveloped));
    assert_eq!(report.references[0].canonical, b"<a><b></b></a>");
    assert_eq!(report.references[0].covers.as_deref(), Some("/"));
    assert_eq!(
        report.references[1].covers.as_deref(),
        Some("/a/Signature/Object/QualifyingProperties/SignedProperties")
    );
    assert_eq!(report.signing_time, Some(NOW));
    assert_eq!(report.certificate, Some(rsa().parsed()));
    assert_eq!(report.signature_algorithm, Some(plan.signature));
    assert!(report.signed_info.starts_with(b"<ds:SignedInfo xmlns:ds="));
    assert_eq!(report.stages.len(), 12);
}

#[test]
fn the_payload_of_an_enveloping_seal_is_found() {
    let plan = plan(
        SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256),
        C14n::Exclusive,
        Placement::Enveloping,
        Some(true),
    );
    let sealed = seal(DOCUMENT.as_bytes(), &plan, &ec(256).key, &ec(256).chain()).expect("sealed");
    let report = verify(&sealed, &policy(&plan));
    assert_eq!(report.form, Some(Form::Enveloping));
    let document = Document::parse(&sealed, Limits::MESSAGE).expect("document");
    assert_eq!(payload(&document).map(|element| element.local().to_owned()), Some("Żądanie".to_owned()));
}

#[test]
fn a_seal_without_a_chain_needs_a_pinned_key() {
    let mut plan = SealPlan::xades(SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256), NOW);
    assert_eq!(seal(b"<a/>", &plan, &ec(256).key, &[]), Err(SignError::NoCertificate));
    plan.xades = None;
    let sealed = seal(b"<a/>", &plan, &ec(256).key, &[]).expect("sealed");
    let mut policy = policy(&plan);
    assert!(!verify(&sealed, &policy).holds());
    policy.key = KeySource::Pinned(ec(256).public());
    policy.cover = Cover::Root;
    assert!(verify(&sealed, &policy).holds());
}

#[test]
fn plans_that_cannot_hold_are_refused() {
    let mut plan = SealPlan::xades(SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256), NOW);
    let sealed = |plan: &SealPlan, document: &[u8]| seal(document, plan, &rsa().key, &rsa().chain());
    assert!(matches!(sealed(&plan, b"<a Id='Signature-1'/>"), Err(SignError::Id(_))));
    assert!(matches!(sealed(&plan, b"<a>"), Err(SignError::Document(_))));
    plan.id = "1\"><x/>".to_owned();
    assert!(matches!(sealed(&plan, b"<a/>"), Err(SignError::Id(_))));
    plan.id = "S".to_owned();
    plan.transforms = vec![Transform::C14n(C14n::Exclusive, Vec::new())];
    assert!(matches!(sealed(&plan, b"<a/>"), Err(SignError::Transforms(_))));
    plan.transforms = vec![Transform::Enveloped];
    plan.signature = SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256);
    assert!(matches!(sealed(&plan, b"<a/>"), Err(SignError::Key(_))));
}
