//! The walk through the stages. A failed stage does not stop those after it that can still be computed: „the digest
//! differs, the signature over SignedInfo is fine” tells tampering from a wrong key.

use super::key_info::{self, Offered};
use super::ledger::Ledger;
use super::located::{self, Located};
use super::target::{self, Target};
use super::{
    Fault, KeySource, Policy, ReferenceReport, Report, Stage, Trust, cover, effort, names, properties,
    transforms,
};
use crate::key::KeyKind;
use crate::{Certificate, DigestAlgorithm, Document, PublicKey, XmlError};

/// Bytes that are no document.
pub(super) fn unreadable(error: XmlError) -> Report {
    refused(Ledger::default(), Stage::Parse, Fault::Unreadable(error))
}

pub(super) fn verify_document(document: &Document<'_>, policy: &Policy) -> Report {
    let mut ledger = Ledger::default();
    ledger.pass(Stage::Parse, "the bytes are a document");
    let found = located::signatures(document, policy);
    let first = match (found.first(), found.len()) {
        (None, _) => return refused(ledger, Stage::FindSignature, Fault::NoSignature),
        (Some(_), count) if policy.place.is_none() && count > policy.signatures => {
            return refused(ledger, Stage::FindSignature, Fault::SeveralSignatures(count));
        }
        (Some(first), _) => *first,
    };
    let read = Located::read(first, policy.references).and_then(|located| {
        effort::check(document, located.references.len())?;
        Ok(located)
    });
    match read {
        Err(fault) => refused(ledger, Stage::FindSignature, fault),
        Ok(located) => {
            ledger.pass(Stage::FindSignature, format!("{} (line {})", first.path(), first.line()));
            Walk { document, policy, located, ledger, report: Report::default() }.run()
        }
    }
}

fn refused(mut ledger: Ledger, stage: Stage, fault: Fault) -> Report {
    ledger.fail(stage, fault);
    for (later, _) in super::STAGES.iter().filter(|(later, _)| *later > stage) {
        ledger.skip(*later, "not reached");
    }
    Report { stages: ledger.stages, fault: ledger.fault, ..Report::default() }
}

struct Walk<'d, 'a> {
    document: &'d Document<'a>,
    policy: &'d Policy,
    located: Located<'d>,
    ledger: Ledger,
    report: Report,
}

impl<'d> Walk<'d, '_> {
    fn run(mut self) -> Report {
        let targets = self.references();
        self.transforms();
        self.canonical_bytes(&targets);
        self.digests();
        self.signed_info();
        let key = self.key();
        self.signature_value(key.as_ref());
        self.properties(&targets);
        self.chain();
        self.policy(&targets, key.as_ref());
        Report { stages: self.ledger.stages, fault: self.ledger.fault, ..self.report }
    }

    fn references(&mut self) -> Vec<Option<Target<'d>>> {
        let mut fault = self.located.references.is_empty().then_some(Fault::NoReference);
        let mut targets = Vec::with_capacity(self.located.references.len());
        for reference in &self.located.references {
            let resolved = target::resolve(self.document, reference.uri);
            let target = match resolved {
                Ok(target) => Some(target),
                Err(found) => {
                    fault.get_or_insert(found);
                    None
                }
            };
            self.report.references.push(ReferenceReport {
                uri: reference.uri.map(str::to_owned),
                kind: reference.kind.map(str::to_owned),
                transforms: reference.transforms.clone().unwrap_or_default(),
                covers: target.map(|target| target.path()),
                digest: reference.digest.clone().ok(),
                declared: reference.value.clone().unwrap_or_default(),
                computed: Vec::new(),
                canonical: Vec::new(),
            });
            targets.push(target);
        }
        self.report.form = Some(cover::form(&self.located, &targets));
        let covered: Vec<_> =
            self.report.references.iter().filter_map(|reference| reference.covers.clone()).collect();
        self.ledger.settle(Stage::References, fault.map_or_else(|| Ok(covered.join(", ")), Err));
        targets
    }

    fn transforms(&mut self) {
        let mut unknown =
            self.located.references.iter().filter_map(|reference| reference.transforms.as_ref().err());
        match unknown.next() {
            Some(fault) => self.ledger.fail(Stage::Transforms, fault.clone()),
            None => self.ledger.pass(Stage::Transforms, "all are known"),
        }
    }

    fn canonical_bytes(&mut self, targets: &[Option<Target<'d>>]) {
        let mut fault = None;
        let mut bytes = 0;
        for ((reference, target), report) in
            self.located.references.iter().zip(targets).zip(&mut self.report.references)
        {
            let (Some(target), Ok(chain)) = (target, &reference.transforms) else { continue };
            match transforms::apply(self.document, self.located.signature, *target, chain) {
                Ok(canonical) => {
                    bytes += canonical.len();
                    report.computed =
                        reference.digest.as_ref().map(|digest| digest.digest(&canonical)).unwrap_or_default();
                    report.canonical = canonical;
                }
                Err(found) => {
                    fault.get_or_insert(found);
                }
            }
        }
        let detail = format!("{bytes} bytes");
        self.ledger.settle(Stage::CanonicalBytes, fault.map_or(Ok(detail), Err));
    }

    fn digests(&mut self) {
        let mut fault = None;
        let mut uncomputed = false;
        for (index, (reference, report)) in
            self.located.references.iter().zip(&self.report.references).enumerate()
        {
            let found = match (&reference.digest, &reference.value) {
                (Err(uri), _) => Fault::UnsupportedAlgorithm(uri.clone()),
                (_, Err(why)) => {
                    Fault::Structure(format!("ds:DigestValue (line {}) is {why}", reference.element.line()))
                }
                _ if report.computed.is_empty() => {
                    uncomputed = true;
                    continue;
                }
                _ if report.holds() => continue,
                _ => Fault::DigestMismatch(index),
            };
            fault.get_or_insert(found);
        }
        match fault {
            Some(fault @ Fault::DigestMismatch(index)) => {
                let detail = self
                    .report
                    .references
                    .get(index)
                    .map_or_else(String::new, |reference| mismatch(index, reference));
                self.ledger.fail_with(Stage::Digest, fault, detail);
            }
            Some(fault) => self.ledger.fail(Stage::Digest, fault),
            None if uncomputed || self.report.references.is_empty() => {
                self.ledger.skip(Stage::Digest, "not all references could be computed; the others agree");
            }
            None => self.ledger.pass(Stage::Digest, "all agree"),
        }
    }

    fn signed_info(&mut self) {
        let bytes = match &self.located.c14n {
            Ok((method, prefixes)) => self.located.signed_info_bytes(*method, prefixes),
            Err(uri) => Err(Fault::UnsupportedAlgorithm(uri.clone())),
        };
        match bytes {
            Ok(bytes) => {
                self.ledger.pass(Stage::SignedInfo, format!("{} bytes", bytes.len()));
                self.report.signed_info = bytes;
            }
            Err(fault) => self.ledger.fail(Stage::SignedInfo, fault),
        }
    }

    fn key(&mut self) -> Option<PublicKey> {
        if let KeySource::Certificate(certificate) = &self.policy.key {
            self.report.certificate = Some(certificate.clone());
            let detail = format!("certificate „{}”", certificate.subject_line());
            let key = certificate.public_key().map_err(|error| Fault::NoKey(error.to_string()));
            self.ledger.settle(Stage::Key, key.clone().map(|_| detail));
            return key.ok();
        }
        let offered = key_info::read(self.document, self.located.key_info);
        match &self.policy.key {
            KeySource::Pinned(pinned) => {
                // The certificates are still worth reporting, if one of them is of this key.
                let mut certificates = offered.map(|offered| offered.certificates).unwrap_or_default();
                let own = certificates
                    .iter()
                    .position(|certificate| certificate.public_key().as_ref() == Ok(pinned));
                self.report.certificate = own.map(|own| certificates.remove(own));
                self.report.chain = certificates;
                self.ledger.pass(Stage::Key, "the key that was agreed on beforehand");
                Some(pinned.clone())
            }
            KeySource::Certificate(_) | KeySource::KeyInfo => {
                match offered.and_then(|offered| self.choose(offered)) {
                    Ok((key, detail)) => {
                        self.ledger.pass(Stage::Key, detail);
                        Some(key)
                    }
                    Err(fault) => {
                        self.ledger.fail(Stage::Key, fault);
                        None
                    }
                }
            }
        }
    }

    /// Of several certificates the one that verifies; they come in any order.
    fn choose(&mut self, offered: Offered) -> Result<(PublicKey, String), Fault> {
        let Offered { mut certificates, key } = offered;
        let verifies =
            |certificate: &Certificate| certificate.public_key().is_ok_and(|key| self.value_verifies(&key));
        let own = match certificates.len() {
            0 | 1 => 0,
            _ => certificates.iter().position(verifies).unwrap_or_default(),
        };
        if certificates.is_empty() {
            let key = key.ok_or_else(|| Fault::NoKey("ds:KeyInfo is empty".to_owned()))?;
            return match self.policy.xades || self.policy.trust.is_some() {
                true => Err(Fault::NoKey(
                    "ds:KeyInfo carries a bare key; a certificate is needed here".to_owned(),
                )),
                false => Ok((key, "the bare key of ds:KeyInfo".to_owned())),
            };
        }
        let certificate = certificates.remove(own);
        let key = certificate.public_key().map_err(|error| Fault::NoKey(error.to_string()))?;
        let detail = format!("certificate „{}”", certificate.subject_line());
        self.report.certificate = Some(certificate);
        self.report.chain = certificates;
        Ok((key, detail))
    }

    fn value_verifies(&self, key: &PublicKey) -> bool {
        match (&self.located.algorithm, &self.located.value) {
            (Ok(algorithm), Ok(value)) => key.verifies(*algorithm, &self.report.signed_info, value),
            _ => false,
        }
    }

    fn signature_value(&mut self, key: Option<&PublicKey>) {
        self.report.signature_algorithm = self.located.algorithm.clone().ok();
        let stage = Stage::SignatureValue;
        match (&self.located.algorithm, &self.located.value, key) {
            (Err(uri), _, _) => self.ledger.fail(stage, Fault::UnsupportedAlgorithm(uri.clone())),
            (_, Err(why), _) => {
                self.ledger.fail(stage, Fault::Structure(format!("ds:SignatureValue is {why}")))
            }
            (_, _, None) => self.ledger.skip(stage, "no key to verify with"),
            _ if self.report.signed_info.is_empty() => {
                self.ledger.skip(stage, "SignedInfo could not be computed")
            }
            (_, _, Some(key)) => match self.value_verifies(key) {
                true => self.ledger.pass(stage, "the value over SignedInfo is this key's"),
                false => self.ledger.fail(stage, Fault::SignatureMismatch),
            },
        }
    }

    fn properties(&mut self, targets: &[Option<Target<'d>>]) {
        let stage = Stage::Properties;
        match properties::find(&self.located) {
            Err(fault) => self.ledger.fail(stage, fault),
            Ok(None) if self.policy.xades => {
                let why = format!("there is no QualifyingProperties of {} in it", names::XADES);
                self.ledger.fail(stage, Fault::NotXades(why));
            }
            Ok(None) => self.ledger.skip(stage, "no XAdES properties"),
            Ok(Some(properties)) => {
                self.report.signing_time = properties.signing_time;
                let result = properties.check(&self.located, targets, self.report.certificate.as_ref());
                self.ledger.settle(stage, result);
            }
        }
    }

    fn chain(&mut self) {
        let Some(trust) = &self.policy.trust else {
            return self.ledger.skip(Stage::Chain, "the chain is not asked for");
        };
        let Some(certificate) = &self.report.certificate else {
            return match &self.policy.key {
                KeySource::Pinned(_) => self.ledger.skip(Stage::Chain, "the key was agreed on beforehand"),
                KeySource::Certificate(_) | KeySource::KeyInfo => {
                    self.ledger.skip(Stage::Chain, "no certificate")
                }
            };
        };
        let result = follow(certificate, &self.report.chain, trust, self.policy);
        self.ledger.settle(Stage::Chain, result);
    }

    fn policy(&mut self, targets: &[Option<Target<'d>>], key: Option<&PublicKey>) {
        let result = self
            .form_and_strength(key)
            .and_then(|()| cover::check(self.document, &self.located, targets, &self.policy.cover));
        self.ledger.settle(Stage::Policy, result);
    }

    fn form_and_strength(&self, key: Option<&PublicKey>) -> Result<(), Fault> {
        if let Some(KeyKind::Rsa { bits }) = key.map(PublicKey::kind)
            && bits < self.policy.rsa_bits
        {
            return Err(Fault::WeakKey(format!(
                "RSA of {bits} bits; at least {} are needed",
                self.policy.rsa_bits
            )));
        }
        if self.policy.sha1 {
            return Ok(());
        }
        if let Some(algorithm) = self.report.signature_algorithm
            && algorithm.digest() == DigestAlgorithm::Sha1
        {
            return Err(Fault::UnsupportedAlgorithm(algorithm.uri().to_owned()));
        }
        match self.report.references.iter().any(|reference| reference.digest == Some(DigestAlgorithm::Sha1)) {
            true => Err(Fault::UnsupportedAlgorithm(DigestAlgorithm::Sha1.uri().to_owned())),
            false => Ok(()),
        }
    }
}

fn follow(
    certificate: &Certificate,
    sent: &[Certificate],
    trust: &Trust,
    policy: &Policy,
) -> Result<String, Fault> {
    let intermediates: Vec<_> = sent.iter().chain(&trust.intermediates).cloned().collect();
    let revoked = |certificate: &Certificate| trust.revoked.contains(&certificate.serial());
    certificate
        .chain(&intermediates, &trust.anchors, &revoked, policy.now)
        .map(|subjects| subjects.join(" ← "))
        .map_err(Fault::Untrusted)
}

fn mismatch(index: usize, reference: &ReferenceReport) -> String {
    format!(
        "the digest of reference {} (URI=„{}”, covers {}) is {}, computed over {} bytes; declared is {}",
        index + 1,
        reference.uri.as_deref().unwrap_or_default(),
        reference.covers.as_deref().unwrap_or("nothing"),
        super::base64::encode(&reference.computed),
        reference.canonical.len(),
        super::base64::encode(&reference.declared),
    )
}
