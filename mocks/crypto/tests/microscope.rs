//! Causes that a request to log in to KSeF cannot have (`tests/tests/broken_corpus.rs` has the others), and what the search
//! must not do: call a seal that holds broken, or guess.
#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod seal_support;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use poligon_crypto::seal::verify;
use poligon_crypto::sign::{SealPlan, seal};
use poligon_crypto::{C14n, DigestAlgorithm, Policy, SignatureAlgorithm};
use seal_support::{Signer, ec, rsa, with_value};
use time::OffsetDateTime;
use time::macros::datetime;

const NOW: OffsetDateTime = datetime!(2026-11-24 12:00 UTC);
const RSA: SignatureAlgorithm = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);

fn sealed(document: &str, change: impl Fn(&mut SealPlan)) -> String {
    let mut plan = SealPlan::xades(RSA, NOW);
    change(&mut plan);
    String::from_utf8(seal(document.as_bytes(), &plan, &rsa().key, &rsa().chain()).expect("sealed"))
        .expect("UTF-8")
}

fn causes(message: &str) -> Vec<&'static str> {
    let report = verify(message.as_bytes(), &Policy::document(NOW));
    assert!(!report.holds(), "it verifies");
    report.hypotheses.iter().map(|hypothesis| hypothesis.id).collect()
}

fn once(text: &str, old: &str, new: &str) -> String {
    assert!(text.contains(old), "{old} is not in {text}");
    text.replacen(old, new, 1)
}

#[test]
fn a_seal_that_holds_has_no_cause() {
    let report = verify(sealed("<a>&amp;</a>", |_| ()).as_bytes(), &Policy::document(NOW));
    assert!(report.holds() && report.hypotheses.is_empty());
}

#[test]
fn text_that_was_escaped_twice() {
    let message = sealed("<a><b>Kowalski &amp; Syn</b></a>", |_| ());
    assert_eq!(causes(&once(&message, "Kowalski &amp;", "Kowalski &amp;amp;")), ["escaped-twice"]);
}

#[test]
fn a_prefix_list_that_signed_info_was_canonicalized_with_but_does_not_declare() {
    let message = sealed("<x:a xmlns:x=\"urn:x\" xmlns:y=\"urn:y\"/>", |_| ());
    let list =
        "<ec:InclusiveNamespaces xmlns:ec=\"http://www.w3.org/2001/10/xml-exc-c14n#\" PrefixList=\"x\">";
    let method = "<ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"";
    let declared = once(
        &message,
        &format!("{method}/>"),
        &format!("{method}>{list}</ec:InclusiveNamespaces></ds:CanonicalizationMethod>"),
    );
    let with_list = verify(declared.as_bytes(), &Policy::document(NOW)).signed_info;
    let signed =
        once(&String::from_utf8(with_list).expect("UTF-8"), &format!("{list}</ec:InclusiveNamespaces>"), "");
    assert!(signed.contains("xmlns:x=\"urn:x\""), "the list had no effect: {signed}");
    let value = STANDARD.encode(rsa().key.sign(RSA, signed.as_bytes(), &[]).expect("signed"));
    let message = with_value(&message, &value);
    assert_eq!(causes(&message), ["signed-info-prefix-list-differs"]);
}

#[test]
fn a_certificate_digest_of_the_issuer() {
    let message = sealed("<a/>", |_| ());
    let digest = |signer: &Signer| STANDARD.encode(DigestAlgorithm::Sha256.digest(&signer.certificate));
    // The properties are signed, so their own digest fails with the certificate's; both are told.
    let other = once(&message, &digest(rsa()), &digest(ec(256)));
    let end = "</ds:X509Certificate>";
    let issuer = format!("{end}<ds:X509Certificate>{}{end}", STANDARD.encode(&ec(256).certificate));
    let named = causes(&once(&other, end, &issuer));
    assert!(named.contains(&"certificate-digest-of-other-certificate"), "{named:?}");
}

#[test]
fn two_changes_at_once_are_both_named() {
    let message = sealed("<a xmlns:x=\"urn:x\" xmlns:y=\"urn:y\">\n  <b>Kość</b>\n</a>", |plan| {
        plan.signed_info = C14n::Inclusive
    });
    let carriage = message.replace(">\n", ">&#13;\n");
    let declared = once(&carriage, "<a ", "<a xmlns:tns=\"urn:example:tns\" ");
    let named = causes(&declared);
    assert!(
        named.contains(&"carriage-returns-added") && named.contains(&"namespace-declaration-added"),
        "{named:?}"
    );
}

#[test]
fn what_cannot_be_known_is_not_guessed() {
    let message = sealed("<a>1</a>", |_| ());
    assert_eq!(causes(&once(&message, "<a>1", "<a>2")), ["content-changed-after-signing"]);
    let huge = sealed(&format!("<a>{}</a>", "x".repeat(1_100_000)), |_| ());
    assert_eq!(
        causes(&once(&huge, "<a>x", "<a>y")),
        Vec::<&str>::new(),
        "above a megabyte nothing is searched"
    );
}
