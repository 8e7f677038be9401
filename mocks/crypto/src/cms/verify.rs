//! Verifying a SignedData, stage by stage.

use super::algorithm::{Digest, Key};
use super::explain::{self, Certain};
use super::{Message, SIGNING_CERTIFICATE_V2, SignerId};
use crate::Certificate;
use crate::asn1;
use crate::evidence::{Step, Steps};
use crate::gost::Alternative;
use crate::microscope::Hypothesis;

/// What a verification saw.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The stages, in order.
    pub steps: Vec<Step>,
    /// „It would verify if …”, best first; empty when it verifies.
    pub hypotheses: Vec<Hypothesis>,
    /// What was read, when it was a message.
    pub message: Option<Message>,
    /// The signer's certificate, when it was found.
    pub certificate: Option<Certificate>,
    /// The digest of the content that the message declares (signed attributes), and the one that was computed.
    pub digests: Option<(Vec<u8>, Vec<u8>)>,
}

impl Report {
    /// Whether every stage passed.
    pub fn holds(&self) -> bool {
        !self.steps.is_empty() && self.steps.iter().all(|step| !step.failed())
    }

    /// The first stage that failed.
    pub fn failed_step(&self) -> Option<&Step> {
        self.steps.iter().find(|step| step.failed())
    }
}

/// Verifies the first signer of a message over `content`, which must be the attached content when there is one. `known` are
/// certificates that need not come along. On failure each alternative content is tried. Trust is not judged here.
pub fn verify(bytes: &[u8], content: &[u8], known: &[Certificate], alternatives: &[Alternative]) -> Report {
    let mut steps = Steps::default();
    let message = match Message::read(bytes) {
        Ok(message) => message,
        Err(why) => {
            steps.fail("parse", why.to_string());
            let hypotheses = explain::unreadable(bytes);
            return Report { steps: steps.into_inner(), hypotheses, ..Report::default() };
        }
    };
    let form = if message.ber { "BER with indefinite length, read as DER" } else { "DER" };
    steps.pass(
        "parse",
        format!("{form}, {} signer(s), {} certificate(s)", message.signers, message.certificates.len()),
    );
    let mut report = Report::default();
    let certain = walk(&message, content, known, &mut steps, &mut report);
    report.steps = steps.into_inner();
    if !report.holds() {
        report.hypotheses = explain::search(&message, content, certain, alternatives);
    }
    report.message = Some(message);
    report
}

/// The stages after parsing; what is certain about a failure comes back.
fn walk(
    message: &Message,
    content: &[u8],
    known: &[Certificate],
    steps: &mut Steps,
    report: &mut Report,
) -> Certain {
    let Some(certificate) = signer(message, known) else {
        steps.fail("signer", "no certificate of the message or known here is the signer's");
        return Certain::NoCertificate;
    };
    steps.pass("signer", certificate.subject_line());
    report.certificate = Some(certificate.clone());
    let Some(digest) = Digest::of_oid(&message.digest) else {
        steps.fail("algorithms", format!("the digest {} is not known here", message.digest));
        return Certain::Nothing;
    };
    let key = match Key::of(&certificate) {
        Ok(key) => key,
        Err(why) => {
            steps.fail("algorithms", why);
            return Certain::Nothing;
        }
    };
    steps.pass("algorithms", format!("{} with {}", key.name(), digest.name()));
    if let Some(attached) = &message.content {
        steps.judge(
            "content",
            attached == content,
            format!("attached, {} bytes; {} are expected", attached.len(), content.len()),
        );
    } else {
        steps.pass("content", format!("detached, {} bytes", content.len()));
    }
    let Some(attributes) = &message.attributes else {
        let holds = key.verifies(&message.algorithm, digest, content, &message.value);
        steps.judge("signature-value", holds, "over the content itself (no signed attributes)");
        return Certain::Key(key, digest);
    };
    let declared = message.declared_digest().unwrap_or_default();
    let computed = digest.digest(content);
    steps.judge(
        "message-digest",
        declared == computed,
        format!("declared {}, of the content {}", hex(&declared), hex(&computed)),
    );
    report.digests = Some((declared, computed));
    cades(message, &certificate, steps);
    let holds = key.verifies(&message.algorithm, digest, attributes, &message.value);
    steps.judge(
        "signature-value",
        holds,
        format!("over the {} bytes of signed attributes", attributes.len()),
    );
    Certain::Key(key, digest)
}

/// The certificate that the signer's identifier names; the message's own first.
fn signer(message: &Message, known: &[Certificate]) -> Option<Certificate> {
    message.certificates.iter().chain(known).find(|one| names(&message.signer, one)).cloned()
}

fn names(signer: &SignerId, certificate: &Certificate) -> bool {
    match signer {
        SignerId::IssuerAndSerial(issuer, serial) => {
            certificate.issuer_der().as_deref() == Some(issuer) && certificate.serial_bytes() == *serial
        }
        SignerId::KeyIdentifier(identifier) => {
            certificate.key_identifier().as_deref() == Some(identifier.as_slice())
        }
    }
}

/// CAdES-BES: the signing certificate is named among what is signed, by its digest.
fn cades(message: &Message, certificate: &Certificate, steps: &mut Steps) {
    let Some(value) = message.attribute(SIGNING_CERTIFICATE_V2) else { return };
    let holds = named_digest(&value).map(|(digest, declared)| digest.digest(certificate.der()) == declared);
    match holds {
        Some(holds) => steps.judge("signing-certificate", holds, "signingCertificateV2 (CAdES-BES)"),
        None => steps.fail("signing-certificate", "signingCertificateV2 cannot be read"),
    }
}

/// `SigningCertificateV2 ::= SEQUENCE { SEQUENCE OF { [hashAlgorithm], certHash, … } }`; SHA-256 when none is named.
fn named_digest(value: &[u8]) -> Option<(Digest, Vec<u8>)> {
    let (outer, _) = asn1::read(value).ok()?;
    let (list, _) = asn1::read(outer.content).ok()?;
    let (first, _) = asn1::read(list.content).ok()?;
    let fields = asn1::children(first.content).ok()?;
    match fields.as_slice() {
        [hash, ..] if hash.tag == asn1::OCTET_STRING => {
            Some((Digest::Sha(crate::DigestAlgorithm::Sha256), hash.content.to_vec()))
        }
        [algorithm, hash, ..] => {
            let oid = asn1::children(algorithm.content).ok()?.first().and_then(asn1::oid)?;
            Some((Digest::of_oid(&oid)?, hash.content.to_vec()))
        }
        _ => None,
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
