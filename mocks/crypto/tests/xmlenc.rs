//! Encrypting and decrypting in every mode, and sealing messages in messages.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

use poligon_crypto::seal::{Cover, KeySource, verify};
use poligon_crypto::sign::{Inside, seal_inside};
use poligon_crypto::xmlenc::{
    Agreement, Content, Dialect, OpeningKey, Recipe, Transport, Wrap, XmlEncError, decrypt, encrypt,
};
use poligon_crypto::{
    Certificate, DigestAlgorithm, Document, Limits, Policy, SignatureAlgorithm, SigningKey,
};

const PLAIN: &str = "<saml2:Assertion xmlns:saml2=\"urn:oasis:names:tc:SAML:2.0:assertion\">Zażółć gęślą jaźń</saml2:Assertion>";

struct Party {
    pkcs8: Vec<u8>,
    certificate: Certificate,
}

fn party(algorithm: &'static rcgen::SignatureAlgorithm) -> Party {
    let key = rcgen::KeyPair::generate_for(algorithm).unwrap();
    let certificate = rcgen::CertificateParams::default().self_signed(&key).unwrap();
    Party { pkcs8: key.serialize_der(), certificate: Certificate::from_der(certificate.der()).unwrap() }
}

fn ec() -> Party {
    party(&rcgen::PKCS_ECDSA_P256_SHA256)
}

/// Random bytes that repeat.
fn counter() -> impl FnMut(&mut [u8]) {
    let mut state = 1_u64;
    move |bytes: &mut [u8]| {
        for byte in bytes {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = (state >> 56) as u8;
        }
    }
}

fn sealed(to: &Party, recipe: &Recipe) -> String {
    let recipe = Recipe { declares: true, ..recipe.clone() };
    encrypt(PLAIN.as_bytes(), &to.certificate, &recipe, &mut counter()).unwrap()
}

fn opened(
    text: &str,
    by: &Party,
    dialect: Option<Dialect>,
) -> Result<poligon_crypto::xmlenc::Opened, XmlEncError> {
    let document = Document::parse(text.as_bytes(), Limits::MESSAGE).unwrap();
    decrypt(document.root(), &OpeningKey::from_pkcs8(&by.pkcs8).unwrap(), dialect)
}

fn agreement(recipe: &mut Recipe) -> &mut Agreement {
    match &mut recipe.transport {
        Transport::Agreement(agreement) => agreement,
        Transport::RsaOaep => panic!("not agreed on"),
    }
}

#[test]
fn every_mode_opens_for_its_recipient_only() {
    let (recipient, other) = (ec(), ec());
    for (recipe, bytes, dialect) in [
        (Recipe::wk("int.login.gov.pl", "otwartedane"), 32, Dialect::Wk),
        (Recipe::wk_cek128("int.login.gov.pl", "otwartedane"), 16, Dialect::Wk),
        (Recipe::w3c("int.login.gov.pl", "otwartedane"), 32, Dialect::W3c),
        (
            Recipe { content: Content::Cbc, declared: Content::Cbc.uri(), ..Recipe::wk("a", "b") },
            32,
            Dialect::Wk,
        ),
    ] {
        let text = sealed(&recipient, &recipe);
        let got = opened(&text, &recipient, None).unwrap();
        assert_eq!(got.plain, PLAIN.as_bytes());
        assert_eq!((got.key_bytes, got.dialect), (bytes, Some(dialect)));
        assert!(matches!(opened(&text, &other, None), Err(XmlEncError::KeyWrap(_))));
    }
    let rsa = party(&rcgen::PKCS_RSA_SHA256);
    let text = sealed(&rsa, &Recipe::rsa_oaep());
    assert_eq!(opened(&text, &rsa, None).unwrap().plain, PLAIN.as_bytes());
}

#[test]
fn one_dialect_does_not_open_the_other() {
    let recipient = ec();
    let wk = sealed(&recipient, &Recipe::wk("idp", "sp"));
    assert!(matches!(opened(&wk, &recipient, Some(Dialect::W3c)), Err(XmlEncError::KeyWrap(_))));
    let w3c = sealed(&recipient, &Recipe::w3c("idp", "sp"));
    assert!(matches!(opened(&w3c, &recipient, Some(Dialect::Wk)), Err(XmlEncError::KeyWrap(_))));
}

#[test]
fn the_same_randomness_gives_the_same_bytes() {
    let recipient = ec();
    let recipe = Recipe::wk("idp", "sp");
    assert_eq!(sealed(&recipient, &recipe), sealed(&recipient, &recipe));
}

#[test]
fn a_secret_that_starts_with_a_zero_still_opens() {
    let recipient = ec();
    let mut recipe = Recipe::wk("idp", "sp");
    agreement(&mut recipe).leading_zero = true;
    assert_eq!(opened(&sealed(&recipient, &recipe), &recipient, None).unwrap().plain, PLAIN.as_bytes());
    agreement(&mut recipe).wrap = Wrap::Aes128;
    assert_eq!(opened(&sealed(&recipient, &recipe), &recipient, None).unwrap().plain, PLAIN.as_bytes());
}

#[test]
fn what_is_missing_or_broken_is_named() {
    let recipient = ec();
    let text = sealed(&recipient, &Recipe::wk("idp", "sp"));
    let broken = text
        .replace("<xenc:OriginatorKeyInfo>", "<xenc:Other>")
        .replace("</xenc:OriginatorKeyInfo>", "</xenc:Other>");
    assert!(opened(&broken, &recipient, None).is_ok(), "the name of the wrapper does not matter");
    let broken = text.replace("PartyVInfo=\"0", "PartyVInfo=\"x");
    assert!(matches!(opened(&broken, &recipient, None), Err(XmlEncError::Structure(_))));
    let broken = text.replace("aes256-gcm", "rot13");
    assert!(matches!(opened(&broken, &recipient, None), Err(XmlEncError::Unsupported(_))));
    let broken = text.replace("10045.3.1.7", "10045.3.1.6");
    assert!(matches!(opened(&broken, &recipient, None), Err(XmlEncError::Unsupported(_))));
    let rsa = party(&rcgen::PKCS_RSA_SHA256);
    let refused = encrypt(b"x", &rsa.certificate, &Recipe::wk("a", "b"), &mut counter());
    assert!(matches!(refused, Err(XmlEncError::Key(_))));
    assert!(OpeningKey::from_pkcs8(b"no key").is_err());
}

const MESSAGE: &str = "<s:Envelope xmlns:s=\"urn:soap\"><s:Body><p:Outer xmlns:p=\"urn:p\" xmlns:a=\"urn:a\" xmlns:x=\"urn:x\" ID=\"outer\"><a:Issuer>idp</a:Issuer><p:Inner ID=\"inner\"><a:Issuer>idp</a:Issuer><a:Value>Łódź</a:Value></p:Inner></p:Outer></s:Body></s:Envelope>";

#[test]
fn messages_in_messages_are_sealed_from_the_inside_out() {
    let signer = ec();
    let key = SigningKey::from_pkcs8(&signer.pkcs8).unwrap();
    let chain = vec![signer.certificate.der().to_vec()];
    let inside = |id| Inside {
        id,
        after: Some("Issuer"),
        signature: SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256),
        digest: DigestAlgorithm::Sha256,
        prefixes: &["a", "p", "x"],
    };
    let once = seal_inside(MESSAGE, &inside("inner"), &key, &chain).unwrap();
    let twice = seal_inside(&once, &inside("outer"), &key, &chain).unwrap();
    let policy = |paths: &str| Policy {
        signatures: 2,
        cover: Cover::Paths(vec![paths.to_owned()]),
        key: KeySource::Pinned(key.public()),
        ..Policy::document(time::OffsetDateTime::UNIX_EPOCH)
    };
    // The first signature in document order is the outer one.
    let report = verify(twice.as_bytes(), &policy("/Envelope/Body/Outer"));
    assert!(report.holds(), "{:?}", report.fault);
    let report = verify(once.as_bytes(), &policy("/Envelope/Body/Outer/Inner"));
    assert!(report.holds(), "{:?}", report.fault);
    let changed = twice.replace("Łódź", "Lodz");
    assert!(!verify(changed.as_bytes(), &policy("/Envelope/Body/Outer")).holds());
    assert!(seal_inside(MESSAGE, &inside("nobody"), &key, &chain).is_err());
}
