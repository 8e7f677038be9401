//! The signature itself: verified stage by stage, and from its report to findings.

use poligon_crypto::seal::{Cover, Fault, KeySource, Report, verify_document};
use poligon_crypto::{Certificate, DigestAlgorithm, Element};
use poligon_institution::{Evidence, Examination, Refused, seal};
use time::OffsetDateTime;

use super::Policy;
use crate::Envelope;
use crate::checks::{Rule, envelope as soap, security as rules, standing};

/// What holds when the signature does.
static LADDER: [&Rule; 5] =
    [&rules::STRUCTURE, &rules::ALGORITHM, &rules::REFERENCES, &rules::VERIFIES, &rules::KEY_SIZE];

/// Verifies this very signature with this certificate's key.
pub(super) fn verify(
    exam: &mut Examination,
    envelope: &Envelope<'_>,
    signature: Element<'_>,
    certificate: &Certificate,
    policy: &Policy,
    now: OffsetDateTime,
) -> Result<Report, Refused> {
    let policy = poligon_crypto::Policy {
        limits: policy.limits,
        place: Some(signature.path()),
        references: policy.references,
        rsa_bits: policy.rsa_bits,
        // SHA-1 and coverage have checks of their own, which say more.
        sha1: true,
        cover: Cover::Anything,
        key: KeySource::Certificate(certificate.clone()),
        explain: policy.explain,
        ..poligon_crypto::Policy::document(now)
    };
    let report = verify_document(envelope.document(), &policy);
    match &report.fault {
        None => {
            LADDER.iter().for_each(|rule| exam.pass(&rule.check));
            Ok(report)
        }
        Some(fault) => Err(exam.refuse(&rule(fault).check, seal::evidence(&report))),
    }
}

/// Refuses SHA-1 unless it is allowed.
pub(super) fn require_no_sha1(
    exam: &mut Examination,
    report: &Report,
    policy: &Policy,
) -> Result<(), Refused> {
    let weak = |digest: DigestAlgorithm| digest == DigestAlgorithm::Sha1;
    let signature = report.signature_algorithm.filter(|algorithm| weak(algorithm.digest()));
    let digest =
        report.references.iter().filter_map(|reference| reference.digest).find(|digest| weak(*digest));
    let found: Vec<&str> = signature
        .map(|algorithm| algorithm.uri())
        .into_iter()
        .chain(digest.map(DigestAlgorithm::uri))
        .collect();
    if policy.sha1 && !found.is_empty() {
        exam.skip(&rules::SHA1.check, "SHA-1 is used, and the knob allows it");
        return Ok(());
    }
    exam.require(&rules::SHA1.check, found.is_empty(), || {
        vec![Evidence::values("algorithms of the signature", "SHA-256 or better", found.join(", "))]
    })
}

fn rule(fault: &Fault) -> &'static Rule {
    match fault {
        Fault::DigestMismatch(_) | Fault::SignatureMismatch => &rules::VERIFIES,
        Fault::DuplicateId(_) | Fault::Unresolved(_) => &rules::REFERENCES,
        Fault::NoKey(_) => &rules::TOKEN,
        Fault::NoReference
        | Fault::NotXades(_)
        | Fault::SigningCertificateMismatch(_)
        | Fault::Structure(_) => &rules::STRUCTURE,
        Fault::NoSignature | Fault::SeveralSignatures(_) => &rules::SIGNED,
        Fault::NotCovered(_) => &rules::BODY_SIGNED,
        Fault::Unreadable(_) => &soap::READABLE,
        Fault::Untrusted(_) => &standing::ISSUER,
        Fault::UnsupportedAlgorithm(_) => &rules::ALGORITHM,
        Fault::WeakKey(_) => &rules::KEY_SIZE,
    }
}
