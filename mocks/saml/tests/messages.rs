//! Messages are written in the exact shapes and read again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

use poligon_crypto::xmlenc::{OpeningKey, Recipe, decrypt};
use poligon_crypto::{Certificate, Document, Limits, SigningKey};
use poligon_saml::names::{NATURAL_PERSON, PROTOCOL};
use poligon_saml::read::{ArtifactResolve, Assertion, AuthnRequest, LogoutRequest, Response};
use poligon_saml::sealed;
use poligon_saml::write::{self, Answer, Attribute, Edits, Faithful, Login, NewAuthnRequest, Signer, Step};
use poligon_saml::{Status, soap};
use time::macros::datetime;

const NOW: time::OffsetDateTime = datetime!(2026-11-25 08:00 UTC);

struct Party {
    pkcs8: Vec<u8>,
    certificate: Certificate,
}

impl Party {
    fn new() -> Self {
        let key = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).unwrap();
        let certificate = rcgen::CertificateParams::default().self_signed(&key).unwrap();
        Self { pkcs8: key.serialize_der(), certificate: Certificate::from_der(certificate.der()).unwrap() }
    }

    fn signer(&self) -> Signer {
        let key = SigningKey::from_pkcs8(&self.pkcs8).unwrap();
        Signer { key, certificate: self.certificate.der().to_vec() }
    }
}

fn login() -> Login {
    Login {
        id: "_ID-1".into(),
        issuer: "int.login.gov.pl".into(),
        name_id: "jan".into(),
        in_response_to: "ID-request".into(),
        recipient: "https://sp.example/acs?a=1&b=2".into(),
        audience: "sp".into(),
        issued: NOW,
        not_before: NOW,
        not_on_or_after: NOW + time::Duration::minutes(50),
        authn_instant: NOW,
        session_index: "ABC".into(),
        level: "http://eidas.europa.eu/LoA/substantial".into(),
        authority: Some("pz.gov.pl".into()),
        attributes: vec![Attribute {
            friendly_name: "FamilyName",
            name: "CurrentFamilyName",
            values: vec![("Żółć-O'Hara <&>".into(), true)],
        }],
    }
}

fn answered(node: &Party, sp: &Party, edits: &dyn Edits) -> String {
    let signer = node.signer();
    let answer = Answer {
        id: "ID-outer".into(),
        response_id: "ID-inner".into(),
        resolve: Some("ID-resolve"),
        request: Some("ID-request"),
        issuer: "int.login.gov.pl",
        now: NOW,
        outer: Status::success(),
        inner: Some(Status::success()),
        assertion: Some(write::assertion(&login())),
        encryption: Some((&sp.certificate, Recipe::wk("int.login.gov.pl", "sp"))),
        inner_signer: Some(&signer),
        outer_signer: Some(&signer),
    };
    let mut count = 0;
    write::answer(&answer, edits, &mut |bytes: &mut [u8]| {
        count += 1;
        bytes.fill(count);
    })
    .unwrap()
}

#[test]
fn an_answer_is_sealed_twice_and_opens_for_the_service_provider() {
    let (node, sp) = (Party::new(), Party::new());
    let text = answered(&node, &sp, &Faithful);
    assert!(!text.contains('\n') && text.contains("PrefixList=\"ds saml2 saml2p xenc\""));
    let document = Document::parse(text.as_bytes(), Limits::MESSAGE).unwrap();
    let message = soap::message(&document).unwrap();
    let facts = sealed::facts(&document, message);
    assert_eq!((facts.in_document, facts.of_message, facts.after.as_deref()), (2, 1, Some("Issuer")));
    assert!(facts.is_exclusive() && facts.value_bytes == Some(64));
    let outer = Response::read(message).unwrap();
    assert_eq!(outer.head.in_response_to.as_deref(), Some("ID-resolve"));
    let inner = message.child_in(PROTOCOL, "Response").unwrap();
    let facts = Response::read(inner).unwrap();
    assert!(facts.status.unwrap().is_success() && facts.encrypted == 1 && facts.assertions == 0);
    let key = OpeningKey::from_pkcs8(&sp.pkcs8).unwrap();
    let opened = decrypt(Response::encrypted_data(inner).unwrap(), &key, None).unwrap();
    let document = Document::parse(&opened.plain, Limits::MESSAGE).unwrap();
    let assertion = Assertion::read(document.root()).unwrap();
    assert_eq!(assertion.value(&format!("{NATURAL_PERSON}/CurrentFamilyName")), Some("Żółć-O'Hara <&>"));
    assert_eq!(assertion.attributes[0].kind.as_deref(), Some("naturalperson:CurrentFamilyNameType"));
    assert_eq!(assertion.confirmations[0].recipient.as_deref(), Some("https://sp.example/acs?a=1&b=2"));
    assert_eq!(assertion.not_on_or_after.as_deref(), Some("2026-11-25T08:50:00.000Z"));
}

#[test]
fn clients_that_search_from_the_front_find_the_wrapped_key_first() {
    let (node, sp) = (Party::new(), Party::new());
    let text = answered(&node, &sp, &Faithful);
    let first = text.find("<xenc:CipherValue>").unwrap();
    assert!(first < text.find("</xenc:EncryptedKey>").unwrap());
    assert_eq!(text.matches("<dsig11:PublicKey>").count(), 1);
    assert!(text.contains("<saml2p:StatusCode Value="));
}

struct Tampers;

impl Edits for Tampers {
    fn edit(&self, step: Step, text: String) -> String {
        match step {
            Step::Signed => text.replace("ID-request", "ID-other"),
            _ => text,
        }
    }
}

#[test]
fn an_edit_after_signing_breaks_the_seal() {
    let (node, sp) = (Party::new(), Party::new());
    for (edits, holds) in [(&Faithful as &dyn Edits, true), (&Tampers, false)] {
        let text = answered(&node, &sp, edits);
        let document = Document::parse(text.as_bytes(), Limits::MESSAGE).unwrap();
        let message = poligon_crypto::Policy {
            signatures: 2,
            cover: poligon_crypto::seal::Cover::Paths(vec!["/Envelope/Body/ArtifactResponse".into()]),
            ..poligon_crypto::Policy::document(NOW)
        };
        assert_eq!(poligon_crypto::seal::verify_document(&document, &message).holds(), holds);
    }
}

#[test]
fn requests_are_read_as_they_were_written_and_by_whom() {
    let (sp, other) = (Party::new(), Party::new());
    let request = NewAuthnRequest {
        id: "ID-1",
        issuer: "sp",
        destination: "https://int.login.gov.pl/login/SingleSignOnService",
        acs: "https://sp.example/acs",
        provider_name: Some("Urząd na niby"),
        sp_type: Some("public"),
        level: Some("http://eidas.europa.eu/LoA/low"),
        now: NOW,
    };
    let text = write::signed_message(&write::authn_request(&request), "ID-1", &sp.signer()).unwrap();
    let document = Document::parse(text.as_bytes(), Limits::MESSAGE).unwrap();
    let read = AuthnRequest::read(document.root()).unwrap();
    assert_eq!(read.level(), request.level);
    assert_eq!(
        read.head.order,
        ["Issuer", "Signature", "Extensions", "NameIDPolicy", "RequestedAuthnContext"]
    );
    let extensions = read.extensions.as_ref().unwrap();
    assert_eq!(
        (extensions.sp_types.as_slice(), extensions.attributes.len()),
        (&["public".to_owned()][..], 4)
    );
    assert!(read.unknown_attributes.is_empty());
    let known = [other.certificate.clone(), sp.certificate.clone()];
    let facts = sealed::facts(&document, document.root());
    let verdict = sealed::verify(&document, "/AuthnRequest", facts.certificate.as_ref(), &known, NOW);
    assert_eq!(verdict.by, Some(1));
    let verdict = sealed::verify(&document, "/AuthnRequest", facts.certificate.as_ref(), &known[..1], NOW);
    assert!(verdict.by.is_none() && verdict.report.fault.is_some());
}

#[test]
fn artifact_resolve_and_logout_request_are_read_from_their_envelope() {
    let text = soap::envelope(&write::artifact_resolve("ID-2", "sp", None, "AAQA", NOW));
    let document = Document::parse(text.as_bytes(), Limits::MESSAGE).unwrap();
    let read = ArtifactResolve::read(soap::message(&document).unwrap()).unwrap();
    assert_eq!((read.artifact.as_deref(), read.head.issuer.as_deref()), (Some("AAQA"), Some("sp")));
    let text = soap::envelope(&write::logout_request("ID-3", "sp", Some("x"), "jan", "S1", NOW));
    let document = Document::parse(text.as_bytes(), Limits::MESSAGE).unwrap();
    let read = LogoutRequest::read(soap::message(&document).unwrap()).unwrap();
    assert_eq!((read.name_id.as_deref(), read.session_indexes), (Some("jan"), vec!["S1".to_owned()]));
    assert!(!read.name_id_in_protocol);
}

#[test]
fn an_envelope_is_judged_by_version_and_content() {
    let said = |text: &str| {
        let document = Document::parse(text.as_bytes(), Limits::MESSAGE).unwrap();
        soap::message(&document).map(|_| ()).unwrap_err()
    };
    assert_eq!(said("<a/>"), soap::EnvelopeError::NoEnvelope("a".into()));
    assert_eq!(said(&soap::envelope("")), soap::EnvelopeError::Children(0));
    assert_eq!(said(&soap::envelope("<a/><b/>")), soap::EnvelopeError::Children(2));
    assert_eq!(
        said(&soap::envelope("<a/>").replace(soap::SOAP11, soap::SOAP12)),
        soap::EnvelopeError::Version12
    );
}
