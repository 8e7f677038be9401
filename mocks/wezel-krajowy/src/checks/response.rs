//! What a service provider should look at in an answer; for `poligon check --as saml-response`. None of it is a check of the
//! node.

use std::collections::BTreeMap;

use poligon_crypto::{Document, Limits};
use poligon_institution::{Evidence, Examination, Refused};
use poligon_saml::moment;
use poligon_saml::names::BEARER;
use poligon_saml::read::Assertion;
use time::{Duration, OffsetDateTime};

use super::{Rule, Wire, catalogue};

catalogue! {
    ONE_RESPONSE = "WK-A01", Error, Reconstructed, "spec §9.5, B11 to B13", Wire::Nothing,
        "There is exactly one Response", "Refuse an answer with none or several.";
    SIGNED = "WK-A02", Error, Observed, "spec §3.4", Wire::Nothing,
        "The message is signed", "Refuse what is not signed.";
    VERIFIES = "WK-A03", Error, Observed, "spec §3.4", Wire::Nothing,
        "The signature verifies", "Pin the node's certificate (--param certificate=BASE64); without it the one in KeyInfo is taken, which proves nothing.";
    RESOLVE = "WK-A04", Error, Reconstructed, "spec §3.4; saml-core-2.0-os, 3.2.2", Wire::Nothing,
        "ArtifactResponse answers your ArtifactResolve", "Compare InResponseTo with the ID that you sent.";
    REQUEST = "WK-A05", Error, Reconstructed, "spec §3.4; saml-core-2.0-os, 3.2.2", Wire::Nothing,
        "Response answers your AuthnRequest", "Compare InResponseTo with the ID that you sent for this browser.";
    SUCCESS = "WK-A06", Error, Observed, "spec §0, point 8", Wire::Nothing,
        "Both statuses are Success", "Log nobody in on anything else.";
    ENCRYPTED = "WK-A07", Error, Observed, "spec §3.4, §3.5", Wire::Nothing,
        "There is one assertion, and it is encrypted", "Refuse clear assertions: nothing signs them but the Response.";
    OPENS = "WK-A08", Error, Observed, "spec §3.5", Wire::Nothing,
        "The assertion opens with the encryption key", "Derive the key from the bytes of ConcatKDFParams as they stand, Z padded to 32 bytes.";
    READS = "WK-A09", Error, Reconstructed, "spec §3.6", Wire::Nothing,
        "What was decrypted is an Assertion", "Parse it with the same bounds as what you receive.";
    BEARS = "WK-A10", Error, Observed, "spec §3.6", Wire::Nothing,
        "The bearer confirmation is for you, this request and now", "Check Recipient, InResponseTo and NotOnOrAfter.";
    TIMES = "WK-A11", Error, Observed, "spec §3.6", Wire::Nothing,
        "Conditions hold now", "Check NotBefore and NotOnOrAfter with little skew.";
    AUDIENCE = "WK-A12", Error, Observed, "spec §3.6", Wire::Nothing,
        "Audience is you", "Compare with your issuer.";
    FOUR = "WK-A13", Warning, Observed, "spec §2.2, §3.6", Wire::Nothing,
        "PersonIdentifier and the names are there", "Without PersonIdentifier nobody is identified.";
}

/// Compares a value with what a parameter says it should be.
///
/// # Errors
/// When they differ.
pub fn same(
    exam: &mut Examination,
    rule: &'static Rule,
    what: &str,
    expected: Option<&String>,
    got: Option<&String>,
) -> Result<(), Refused> {
    let Some(expected) = expected else {
        exam.skip(&rule.check, "no --param says what should stand there");
        return Ok(());
    };
    exam.require(&rule.check, got == Some(expected), || {
        vec![Evidence::values(what, expected.clone(), got.cloned().unwrap_or_else(|| "none".to_owned()))]
    })
}

/// Judges a decrypted assertion.
///
/// # Errors
/// When one of the rules refuses.
pub fn assertion(
    exam: &mut Examination,
    plain: &[u8],
    now: OffsetDateTime,
    params: &BTreeMap<String, String>,
) -> Result<(), Refused> {
    let limits = Limits { bytes: 262_144, depth: 50, nodes: 5_000 };
    let parsed = Document::parse(plain, limits);
    let read = parsed.as_ref().ok().and_then(|document| Assertion::read(document.root()));
    let read = exam.need(&READS.check, read, || {
        vec![Evidence::text(
            parsed.as_ref().err().map_or_else(|| "It is another element.".to_owned(), ToString::to_string),
        )]
    })?;
    let within = |from: Option<&String>, until: Option<&String>| {
        let skew = Duration::minutes(1);
        from.is_none_or(|from| moment::read(from).is_some_and(|from| from <= now + skew))
            && until.and_then(|until| moment::read(until)).is_some_and(|until| now < until + skew)
    };
    let bears = read.confirmations.iter().any(|one| {
        let fits =
            |name: &str, got: Option<&String>| params.get(name).is_none_or(|expected| got == Some(expected));
        one.method.as_deref() == Some(BEARER)
            && fits("recipient", one.recipient.as_ref())
            && fits("request", one.in_response_to.as_ref())
            && within(None, one.not_on_or_after.as_ref())
    });
    exam.require(&BEARS.check, bears, || {
        vec![Evidence::text(format!("SubjectConfirmation: {:?}", read.confirmations))]
    })?;
    exam.require(&TIMES.check, within(read.not_before.as_ref(), read.not_on_or_after.as_ref()), || {
        vec![Evidence::values(
            "Conditions",
            format!("around {now}"),
            format!("{:?} to {:?}", read.not_before, read.not_on_or_after),
        )]
    })?;
    same(exam, &AUDIENCE, "Audience", params.get("audience"), read.audiences.first())?;
    let there = ["CurrentFamilyName", "CurrentGivenName", "PersonIdentifier"].iter().all(|name| {
        read.value(&format!("{}/{name}", poligon_saml::names::NATURAL_PERSON))
            .is_some_and(|value| !value.is_empty())
    });
    exam.require(&FOUR.check, there, || {
        let names: Vec<String> =
            read.attributes.iter().filter_map(|attribute| attribute.name.clone()).collect();
        vec![Evidence::values(
            "attributes",
            "CurrentFamilyName, CurrentGivenName, PersonIdentifier",
            names.join(", "),
        )]
    })
}
