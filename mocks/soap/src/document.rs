//! `poligon check FILE --as soap`: a message judged without a server.

use std::collections::BTreeMap;

use poligon_crypto::{Certificate, Document};
use poligon_institution::{DocumentKind, Evidence, Examination, Finding};
use poligon_world::Strictness;
use time::OffsetDateTime;

use crate::Envelope;
use crate::checks::{Rule, standing as rules};
use crate::names::{SOAP11, SOAP12};
use crate::security::{Directory, Nobody, Policy, Registration, Sealed, in_time, verify, verify_seal};

/// A SOAP message with its WS-Security. Parameters: `cert` (PEM of the registered certificates, one after the other; without it
/// the seal is judged by itself), `sha1=true`, `token-first=true`.
pub const KIND: DocumentKind = DocumentKind {
    name: "soap",
    about: "a signed SOAP 1.1 message (WS-Security); --cert PEM gives the registered certificates",
    recognise,
    judge,
};

fn recognise(bytes: &[u8]) -> bool {
    let unmarked = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match Document::parse(unmarked, Envelope::LIMITS) {
        Ok(document) => {
            let root = document.root();
            root.local() == "Envelope" && matches!(root.namespace(), Some(SOAP11 | SOAP12))
        }
        // Broken XML, or with a DTD: still a message if it says so.
        Err(_) => names_one(unmarked),
    }
}

fn names_one(bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(4_096)).unwrap_or_default();
    [SOAP11, SOAP12].iter().any(|uri| start.windows(uri.len()).any(|window| window == uri.as_bytes()))
}

fn judge(bytes: &[u8], now: OffsetDateTime, params: &BTreeMap<String, String>) -> Vec<Finding> {
    let says = |name: &str| params.get(name).is_some_and(|value| value == "true");
    let policy = Policy { sha1: says("sha1"), token_first: says("token-first"), ..Policy::default() };
    let mut exam = Examination::new(Strictness::Faithful);
    let envelope = Envelope::read(&mut exam, bytes, policy.limits);
    // What refuses is among the findings.
    if let Ok(envelope) = envelope {
        match params.get("cert") {
            None => by_itself(&mut exam, envelope, &policy, now),
            Some(pem) => match Certificate::from_pem(pem) {
                Ok(known) => drop(verify(&mut exam, envelope, &policy, &Known(known), now)),
                Err(error) => {
                    let why = format!("--cert: {error}");
                    exam.refuse(&rules::REGISTERED.check, vec![Evidence::text(why)]);
                }
            },
        }
    }
    let left: &[&Rule] = match params.contains_key("cert") {
        false => &[&rules::REGISTERED, &rules::ISSUER, &rules::NOT_REVOKED, &rules::ROLE, &rules::PODMIOT],
        true => &[&rules::ROLE, &rules::PODMIOT],
    };
    for rule in left {
        exam.skip(&rule.check, "only a server knows; send it there to see");
    }
    exam.into_findings()
}

fn by_itself(exam: &mut Examination, envelope: Envelope<'_>, policy: &Policy, now: OffsetDateTime) {
    if let Ok(Sealed { certificate, .. }) = verify_seal(exam, envelope, policy, &Nobody, now) {
        // The refusal is among the findings.
        let _ = in_time(exam, &certificate, now);
    }
}

/// Certificates that are registered, it is not known to whom.
struct Known(Vec<Certificate>);

impl Directory for Known {
    fn registration(&self, certificate: &Certificate) -> Option<Registration> {
        let known = self.0.contains(certificate);
        known.then(|| Registration {
            system: certificate.subject_line(),
            podmiot: String::new(),
            roles: Vec::new(),
            revoked: None,
        })
    }

    fn certificates(&self) -> Vec<Certificate> {
        self.0.clone()
    }
}
