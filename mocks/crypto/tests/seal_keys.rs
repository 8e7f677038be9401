//! Where the key of a seal comes from: bare keys, WS-Security tokens, certificates in any order, PSS parameters.
#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod seal_support;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use p256::elliptic_curve::sec1::ToEncodedPoint as _;
use p256::pkcs8::DecodePublicKey as _;
use poligon_crypto::seal::{Cover, Fault, Stage, Trust, verify};
use poligon_crypto::{DigestAlgorithm, Policy, Report, SignatureAlgorithm};
use rsa::traits::PublicKeyParts as _;
use seal_support::soap::{BODY, body_reference, envelope, signature_by, signature_with};
use seal_support::{Signer, ec, other_rsa, rsa};
use time::macros::datetime;

const WSSE: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
const X509V3: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3";

fn policy() -> Policy {
    let mut policy = Policy::document(datetime!(2026-11-24 12:00 UTC));
    policy.explain = false;
    policy.cover = Cover::Paths(vec!["/Envelope/Body".to_owned()]);
    policy
}

fn judged(signer: &Signer, key_info: &str, header: &str) -> Report {
    let signature = signature_with(signer, &body_reference(), key_info, "");
    verify(envelope(&format!("{header}{signature}"), BODY).as_bytes(), &policy())
}

fn holds(report: &Report) {
    assert!(report.holds(), "{:?}", report.failed_stage());
}

fn rsa_value(signer: &Signer) -> String {
    let key = rsa::RsaPublicKey::from_public_key_der(signer.public().spki()).expect("RSA");
    let number = |number: &rsa::BigUint| STANDARD.encode(number.to_bytes_be());
    format!(
        "<ds:KeyValue><ds:RSAKeyValue><ds:Modulus>{}</ds:Modulus><ds:Exponent>{}</ds:Exponent></ds:RSAKeyValue></ds:KeyValue>",
        number(key.n()),
        number(key.e())
    )
}

fn x509(signers: &[&Signer]) -> String {
    let certificate = |signer: &&Signer| {
        format!("<ds:X509Certificate>{}</ds:X509Certificate>", STANDARD.encode(&signer.certificate))
    };
    format!("<ds:X509Data>{}</ds:X509Data>", signers.iter().map(certificate).collect::<String>())
}

#[test]
fn a_bare_rsa_key_verifies_where_no_certificate_is_asked_for() {
    let report = judged(rsa(), &rsa_value(rsa()), "");
    holds(&report);
    assert_eq!(report.certificate, None);
    let signature = signature_with(rsa(), &body_reference(), &rsa_value(rsa()), "");
    let message = envelope(&signature, BODY);
    let mut strict = policy();
    strict.trust = Some(Trust::default());
    let report = verify(message.as_bytes(), &strict);
    assert_eq!(report.failed_stage().map(|stage| stage.stage), Some(Stage::Key));
    assert!(matches!(report.fault, Some(Fault::NoKey(why)) if why.contains("bare key")));
}

#[test]
fn a_bare_ec_key_verifies() {
    let key = p256::PublicKey::from_public_key_der(ec(256).public().spki()).expect("EC");
    let point = STANDARD.encode(key.to_encoded_point(false).as_bytes());
    let value = |curve: &str| {
        format!(
            "<ds:KeyValue><e:ECKeyValue xmlns:e=\"http://www.w3.org/2009/xmldsig11#\"><e:NamedCurve URI=\"urn:oid:{curve}\"/>\
             <e:PublicKey>{point}</e:PublicKey></e:ECKeyValue></ds:KeyValue>"
        )
    };
    holds(&judged(ec(256), &value("1.2.840.10045.3.1.7"), ""));
    assert!(matches!(judged(ec(256), &value("1.3.132.0.34"), "").fault, Some(Fault::NoKey(_))));
    assert!(matches!(judged(ec(256), &value("1.2.3"), "").fault, Some(Fault::NoKey(_))));
}

#[test]
fn tokens_of_ws_security_are_followed() {
    let token = |id: &str| {
        format!(
            "<w:BinarySecurityToken xmlns:w=\"{WSSE}\" ValueType=\"{X509V3}\" Id=\"{id}\">{}</w:BinarySecurityToken>",
            STANDARD.encode(&rsa().certificate)
        )
    };
    let pointing = |inner: &str| {
        format!("<w:SecurityTokenReference xmlns:w=\"{WSSE}\">{inner}</w:SecurityTokenReference>")
    };
    let reference = pointing("<w:Reference URI=\"#token\"/>");
    let report = judged(rsa(), &reference, &token("token"));
    holds(&report);
    assert_eq!(report.certificate, Some(rsa().parsed()));
    holds(&judged(rsa(), &pointing(&format!("<w:Embedded>{}</w:Embedded>", token("inner"))), ""));
    let identifier = format!(
        "<w:KeyIdentifier ValueType=\"{X509V3}\">{}</w:KeyIdentifier>",
        STANDARD.encode(&rsa().certificate)
    );
    holds(&judged(rsa(), &pointing(&identifier), ""));
    let missing = judged(rsa(), &reference, "");
    assert!(matches!(missing.fault, Some(Fault::NoKey(why)) if why.contains("#token")));
    let doubled = judged(rsa(), &reference, &token("token").repeat(2));
    assert_eq!(doubled.fault, Some(Fault::DuplicateId("token".to_owned())));
}

#[test]
fn of_several_certificates_the_one_that_verifies_is_taken() {
    for order in [[rsa(), other_rsa()], [other_rsa(), rsa()]] {
        let report = judged(rsa(), &x509(&order), "");
        holds(&report);
        assert_eq!(report.certificate, Some(rsa().parsed()));
        assert_eq!(report.chain, [other_rsa().parsed()]);
    }
}

#[test]
fn broken_key_infos_say_what_is_wrong() {
    let broken = [
        "<ds:X509Data><ds:X509Certificate>!</ds:X509Certificate></ds:X509Data>",
        "<ds:X509Data><ds:X509Certificate>QUJD</ds:X509Certificate></ds:X509Data>",
        "<ds:KeyValue/>",
        "<ds:KeyValue><ds:RSAKeyValue><ds:Modulus>AA==</ds:Modulus><ds:Exponent>AQ==</ds:Exponent></ds:RSAKeyValue></ds:KeyValue>",
        "<ds:KeyName>me</ds:KeyName>",
        "",
    ];
    for key_info in broken {
        let report = judged(rsa(), key_info, "");
        assert!(matches!(report.fault, Some(Fault::NoKey(_))), "{key_info}: {:?}", report.fault);
    }
    let many = judged(rsa(), &x509(&[rsa(); 9]), "");
    assert!(matches!(many.fault, Some(Fault::Structure(_))));
}

#[test]
fn pss_parameters_beside_the_method_are_read() {
    let more = "http://www.w3.org/2007/05/xmldsig-more#";
    let digest = |uri: &str| format!("<ds:DigestMethod Algorithm=\"{uri}\"></ds:DigestMethod>");
    let method =
        |inner: &str| format!("<ds:SignatureMethod Algorithm=\"{more}rsa-pss\">{inner}</ds:SignatureMethod>");
    let with = |digests: &str, mask: &str| {
        method(&format!(
            "<p:RSAPSSParams xmlns:p=\"{more}\">{digests}<p:MaskGenerationFunction Algorithm=\"{more}MGF1\">{mask}\
             </p:MaskGenerationFunction><p:SaltLength>64</p:SaltLength></p:RSAPSSParams>"
        ))
    };
    let judge = |hash: DigestAlgorithm, method: &str| {
        let algorithm = SignatureAlgorithm::RsaPss(hash);
        let signature = signature_by(rsa(), algorithm, method, &body_reference(), &x509(&[rsa()]), "");
        verify(envelope(&signature, BODY).as_bytes(), &policy())
    };
    let sha512 = digest(DigestAlgorithm::Sha512.uri());
    holds(&judge(DigestAlgorithm::Sha256, &method("")));
    holds(&judge(DigestAlgorithm::Sha512, &with(&sha512, &sha512)));
    let mixed = judge(DigestAlgorithm::Sha512, &with(&sha512, &digest(DigestAlgorithm::Sha256.uri())));
    assert!(matches!(mixed.fault, Some(Fault::UnsupportedAlgorithm(_))));
}
