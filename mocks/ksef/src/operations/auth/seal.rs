//! From the report on a seal to findings: which rule a fault breaks, and the evidence for it.

use poligon_crypto::certificate::ChainError;
use poligon_crypto::seal::{Fault, Report};
use poligon_crypto::{DigestAlgorithm, SignatureAlgorithm, XmlError};
use poligon_institution::{Evidence, Examination, Refused, seal};

use crate::checks::{Rule, auth};

/// The rules that a seal can break, in the order in which they are looked at.
static LADDER: [&Rule; 6] = [
    &auth::SIGNED,
    &auth::SIGNED_ONCE,
    &auth::SEAL_ALGORITHM,
    &auth::SEAL_PROFILE,
    &auth::SEAL_STRUCTURE,
    &auth::SEAL_VERIFIES,
];

/// Records what the report says about a seal.
///
/// # Errors
/// When the seal is not taken.
pub fn judge(exam: &mut Examination, report: &Report) -> Result<(), Refused> {
    let Some(fault) = &report.fault else {
        LADDER.iter().for_each(|rule| exam.pass(&rule.check));
        return weak_digests(exam, report);
    };
    let broken = rule(fault);
    for rule in LADDER {
        if rule.check == broken.check {
            break;
        }
        // Only presence and number are looked at before everything else; the rest is known only of what was reached.
        if rule.check == auth::SIGNED.check || rule.check == auth::SIGNED_ONCE.check {
            exam.pass(&rule.check);
        }
    }
    Err(exam.refuse(&broken.check, seal::evidence(report)))
}

/// The rule of a chain that is not trusted.
pub fn chain_rule(error: &ChainError) -> &'static Rule {
    match error {
        ChainError::Broken { .. } => &auth::CHAIN_WHOLE,
        ChainError::Expired { .. } | ChainError::NotYetValid { .. } => &auth::VALIDITY,
        ChainError::Revoked { .. } => &auth::NOT_REVOKED,
        ChainError::Untrusted { .. } => &auth::CHAIN_TRUSTED,
    }
}

/// The rule of a document that does not parse.
pub fn unreadable_rule(error: &XmlError) -> &'static Rule {
    match error {
        XmlError::ByteOrderMark => &auth::BOM,
        XmlError::Encoding { .. } | XmlError::NotUtf8 { .. } => &auth::ENCODING,
        XmlError::Dtd { .. } | XmlError::Malformed { .. } | XmlError::TooLarge { .. } => &auth::READABLE,
    }
}

fn rule(fault: &Fault) -> &'static Rule {
    match fault {
        Fault::DigestMismatch(_)
        | Fault::NotCovered(_)
        | Fault::SignatureMismatch
        | Fault::SigningCertificateMismatch(_) => &auth::SEAL_VERIFIES,
        Fault::DuplicateId(_)
        | Fault::NoKey(_)
        | Fault::NoReference
        | Fault::Structure(_)
        | Fault::Unresolved(_) => &auth::SEAL_STRUCTURE,
        Fault::NoSignature => &auth::SIGNED,
        Fault::NotXades(_) => &auth::SEAL_PROFILE,
        Fault::SeveralSignatures(_) => &auth::SIGNED_ONCE,
        Fault::UnsupportedAlgorithm(_) | Fault::WeakKey(_) => &auth::SEAL_ALGORITHM,
        Fault::Unreadable(error) => unreadable_rule(error),
        Fault::Untrusted(error) => chain_rule(error),
    }
}

fn weak_digests(exam: &mut Examination, report: &Report) -> Result<(), Refused> {
    use SignatureAlgorithm::{Ecdsa, RsaPkcs1, RsaPss};
    let signature = report.signature_algorithm.map(|algorithm| match algorithm {
        Ecdsa(digest) | RsaPkcs1(digest) | RsaPss(digest) => digest,
    });
    let digests = report.references.iter().filter_map(|reference| reference.digest).chain(signature);
    let weak = digests.filter(|digest| *digest == DigestAlgorithm::Sha1).count();
    exam.require(&auth::SEAL_SHA1.check, weak == 0, || {
        vec![Evidence::values(
            "digests of the signature",
            "SHA-256 or better",
            format!("SHA-1 in {weak} places"),
        )]
    })
}
