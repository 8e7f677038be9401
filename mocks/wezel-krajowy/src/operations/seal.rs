//! The signature of a message before the rules WK-R41 to WK-R56.

use poligon_crypto::algorithm::DigestAlgorithm::{Sha1, Sha256};
use poligon_crypto::{Certificate, Document, Element, SignatureAlgorithm};
use poligon_institution::{Evidence, Examination, Refused, seal as evidence};
use poligon_saml::names::EXCLUSIVE;
use poligon_saml::sealed::{self, ENVELOPED, SealFacts};
use time::OffsetDateTime;

use crate::checks::seal;
use crate::state::registration::Pair;

/// What the environment asks of signatures.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terms {
    /// RSA is taken.
    pub rsa: bool,
    /// Only the signing certificate may sign.
    pub strict: bool,
}

/// Judges the signature of `message`, which stands at `path`, against a provider's certificates. Without certificates the form
/// is judged and, by KeyInfo, the value.
///
/// # Errors
/// When it is not taken.
pub fn judge(
    exam: &mut Examination,
    document: &Document<'_>,
    message: Element<'_>,
    path: &str,
    pair: Option<&Pair>,
    terms: Terms,
    now: OffsetDateTime,
) -> Result<(), Refused> {
    let facts = sealed::facts(document, message);
    exam.need(&seal::PRESENT.check, (facts.of_message > 0).then_some(()), || {
        vec![Evidence::values(format!("ds:Signature in {}", message.local()), "one, after Issuer", "none")]
    })?;
    form(exam, &facts, message.attribute("ID").unwrap_or_default())?;
    algorithms(exam, &facts, terms)?;
    let known: Vec<Certificate> = match pair {
        Some(pair) => vec![pair.signing.clone(), pair.encryption.clone()],
        None => facts.certificate.clone().into_iter().collect(),
    };
    if pair.is_some() {
        key_info(exam, &facts, &known)?;
    }
    let verdict = sealed::verify(document, path, facts.certificate.as_ref(), &known, now);
    let Some(by) = verdict.by else {
        let mut shown = evidence::evidence(&verdict.report);
        shown.extend(fingerprints(&facts, &known));
        return exam.object(&seal::VERIFIES.check, shown);
    };
    exam.pass(&seal::VERIFIES.check);
    role(exam, by, &known, terms)?;
    let Some(certificate) = known.get(by) else { return Ok(()) };
    let in_time = (certificate.not_before()..=certificate.not_after()).contains(&now);
    exam.require(&seal::VALIDITY.check, in_time, || {
        let window = format!("{} to {}", certificate.not_before(), certificate.not_after());
        vec![Evidence::values(
            format!("validity of „{}”", certificate.subject_line()),
            format!("around {now}"),
            window,
        )]
    })
}

fn form(exam: &mut Examination, facts: &SealFacts, id: &str) -> Result<(), Refused> {
    exam.require(&seal::ONE.check, facts.in_document == 1, || {
        vec![Evidence::values("ds:Signature in the document", "1", facts.in_document.to_string())]
    })?;
    exam.require(&seal::POSITION.check, facts.after.as_deref() == Some("Issuer"), || {
        vec![Evidence::values(
            "what stands before ds:Signature",
            "Issuer",
            facts.after.as_deref().unwrap_or("nothing"),
        )]
    })?;
    exam.require(&seal::REFERENCE.check, facts.references.len() == 1, || {
        vec![Evidence::values("ds:Reference", "1", facts.references.len().to_string())]
    })?;
    let Some(reference) = facts.references.first() else { return Ok(()) };
    let uri = reference.uri.as_deref().unwrap_or("none");
    exam.require(&seal::URI.check, uri.strip_prefix('#') == Some(id), || {
        vec![Evidence::values("URI of the reference", format!("#{id}"), uri)]
    })?;
    let expected = [ENVELOPED, EXCLUSIVE];
    exam.require(
        &seal::TRANSFORMS.check,
        reference.transforms.iter().map(String::as_str).eq(expected),
        || vec![Evidence::values("transforms", expected.join(", "), reference.transforms.join(", "))],
    )?;
    exam.require(&seal::C14N.check, facts.canonicalization == EXCLUSIVE, || {
        vec![Evidence::values("CanonicalizationMethod", EXCLUSIVE, &*facts.canonicalization)]
    })
}

fn algorithms(exam: &mut Examination, facts: &SealFacts, terms: Terms) -> Result<(), Refused> {
    let digest = facts.references.first().map(|reference| reference.digest.as_str()).unwrap_or_default();
    let old = [SignatureAlgorithm::Ecdsa(Sha1).uri(), SignatureAlgorithm::RsaPkcs1(Sha1).uri(), Sha1.uri()];
    exam.require(&seal::SHA1.check, !old.contains(&&*facts.method) && !old.contains(&digest), || {
        vec![Evidence::values(
            "SignatureMethod and DigestMethod",
            "SHA-256",
            format!("{}, {digest}", facts.method),
        )]
    })?;
    let ecdsa = SignatureAlgorithm::Ecdsa(Sha256).uri();
    let rsa = SignatureAlgorithm::RsaPkcs1(Sha256).uri();
    let taken = facts.method == ecdsa || (terms.rsa && facts.method == rsa);
    exam.require(&seal::ALGORITHM.check, taken, || {
        vec![Evidence::values("SignatureMethod", ecdsa, &*facts.method)]
    })?;
    exam.require(&seal::DIGEST.check, digest == Sha256.uri(), || {
        vec![Evidence::values("DigestMethod", Sha256.uri(), digest)]
    })?;
    if facts.method != ecdsa {
        exam.skip(&seal::VALUE.check, "the signature is not ECDSA");
        return Ok(());
    }
    exam.require(&seal::VALUE.check, facts.value_bytes == Some(64), || {
        let got = facts.value_bytes.map_or_else(|| "no base64".to_owned(), |bytes| format!("{bytes} bytes"));
        vec![
            Evidence::values("ds:SignatureValue", "64 bytes", got),
            Evidence::text("70 to 72 bytes that start with 30 are DER, as most libraries give it."),
        ]
    })
}

fn key_info(exam: &mut Examination, facts: &SealFacts, known: &[Certificate]) -> Result<(), Refused> {
    match &facts.certificate {
        None => {
            exam.skip(&seal::KEY_INFO.check, "KeyInfo shows no certificate");
            Ok(())
        }
        Some(certificate) => {
            exam.require(&seal::KEY_INFO.check, known.contains(certificate), || fingerprints(facts, known))
        }
    }
}

fn role(exam: &mut Examination, by: usize, known: &[Certificate], terms: Terms) -> Result<(), Refused> {
    let same = known.first() == known.get(by);
    let evidence = || {
        vec![Evidence::values(
            "the key that signed",
            "that of the signing certificate",
            "that of the encryption certificate",
        )]
    };
    if terms.strict {
        return exam.require(&seal::ROLE_STRICT.check, same, evidence);
    }
    exam.require(&seal::ROLE.check, same, evidence)
}

/// The offending and the registered fingerprints: what somebody compares who mixed up their files.
fn fingerprints(facts: &SealFacts, known: &[Certificate]) -> Vec<Evidence> {
    let line = |certificate: &Certificate| {
        format!("{} („{}”)", certificate.fingerprint(), certificate.subject_line())
    };
    let expected: Vec<String> = known.iter().map(line).collect();
    let got = facts.certificate.as_ref().map_or_else(|| "none".to_owned(), line);
    vec![Evidence::values(
        "SHA-256 of the certificate in KeyInfo",
        format!("one of the registered: {}", expected.join(", ")),
        got,
    )]
}
