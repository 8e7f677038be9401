//! From bytes to a verified request to log in. [`Signed`] cannot be made but by a document whose seal verified.

use poligon_crypto::seal::{self, Form};
use poligon_crypto::{Certificate, Document, Limits, Policy};
use poligon_institution::{Evidence, Examination, Refused};
use time::OffsetDateTime;
use time::macros::datetime;

use super::seal as judged;
use super::subject::{self, Subject};
use crate::checks::auth;
use crate::identity::IdKind;
use crate::wire::auth_token_request::{self, AuthTokenRequest, SubjectBy};
use crate::wire::patterns;

/// Since then the documentation wants full XAdES of everybody; before, only of those who asked for it.
const STRICT_SINCE: OffsetDateTime = datetime!(2026-03-16 00:00 UTC);

/// A request to log in whose seal verified.
#[derive(Clone, Debug)]
pub struct Signed {
    /// The request.
    pub request: AuthTokenRequest,
    /// Who signed.
    pub subject: Subject,
    /// The signer's certificate.
    pub certificate: Certificate,
    /// Further certificates of the signature.
    pub chain: Vec<Certificate>,
    /// SHA-256 of the received bytes, base64; the UPO carries it.
    pub hash: String,
}

/// Reads and verifies a signed AuthTokenRequest. `enforce` is the client's wish for strict XAdES.
///
/// # Errors
/// When a check refused it.
pub fn read(
    exam: &mut Examination,
    bytes: &[u8],
    enforce: bool,
    now: OffsetDateTime,
) -> Result<Signed, Refused> {
    let hash = patterns::sha256_base64(bytes);
    let bytes = without_mark(exam, bytes)?;
    let document = match Document::parse(bytes, Limits::MESSAGE) {
        Ok(document) => document,
        Err(error) => {
            let rule = judged::unreadable_rule(&error);
            let mut evidence = vec![Evidence::text(error.to_string())];
            // Of bytes that do not parse, the report holds nothing but the cause, where that can be proved.
            evidence
                .extend(poligon_institution::seal::candidates(&seal::verify(bytes, &Policy::document(now))));
            return Err(exam.refuse(&rule.check, evidence));
        }
    };
    exam.pass(&auth::READABLE.check);
    exam.pass(&auth::ENCODING.check);
    let root = document.root();
    let element = exam.need(&auth::DOCUMENT.check, auth_token_request::find(root), || {
        let got =
            format!("{} in namespace „{}”", short(root.local()), short(root.namespace().unwrap_or_default()));
        vec![Evidence::values(
            "document element",
            "AuthTokenRequest in http://ksef.mf.gov.pl/auth/token/2.1",
            got,
        )]
    })?;

    let policy = Policy { xades: enforce || now >= STRICT_SINCE, ..Policy::document(now) };
    let report = seal::verify(bytes, &policy);
    judged::judge(exam, &report)?;
    exam.require(&auth::SEAL_PROFILE.check, report.form != Some(Form::Detached), || {
        vec![Evidence::values("form of the signature", "enveloped or enveloping", "detached")]
    })?;
    let certificate = exam.need(&auth::SEAL_STRUCTURE.check, report.certificate, || {
        vec![Evidence::text("KeyInfo holds no certificate (X509Data/X509Certificate)")]
    })?;

    let request = match AuthTokenRequest::read(&element) {
        Ok(request) => request,
        Err(fault) => {
            let evidence =
                vec![Evidence::text(fault.said), Evidence::values(fault.place, fault.expected, fault.got)];
            return Err(exam.refuse(&auth::SCHEMA.check, evidence));
        }
    };
    exam.pass(&auth::SCHEMA.check);
    let subject = signer(exam, &certificate, &request)?;
    Ok(Signed { request, subject, certificate, chain: report.chain, hash })
}

/// Passes when the certificate is valid at this time.
///
/// # Errors
/// The status 460 that the login would end in.
pub fn require_in_time(
    exam: &mut Examination,
    certificate: &Certificate,
    now: OffsetDateTime,
) -> Result<(), Refused> {
    let (from, to) = (certificate.not_before(), certificate.not_after());
    exam.require(&auth::VALIDITY.check, from <= now && now <= to, || {
        vec![Evidence::values(
            "validity of the certificate",
            format!("{from} to {to}"),
            format!("{now} (the clock)"),
        )]
    })
}

fn without_mark<'b>(exam: &mut Examination, bytes: &'b [u8]) -> Result<&'b [u8], Refused> {
    match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(rest) => {
            exam.object(&auth::BOM.check, vec![Evidence::values("first bytes", "„<”", "EF BB BF")])?;
            Ok(rest)
        }
        None => {
            exam.pass(&auth::BOM.check);
            Ok(bytes)
        }
    }
}

fn signer(
    exam: &mut Examination,
    certificate: &Certificate,
    request: &AuthTokenRequest,
) -> Result<Subject, Refused> {
    let subject = match subject::read(certificate, request.by) {
        Ok(subject) => subject,
        Err(unfit) => {
            let evidence = vec![Evidence::values(unfit.what, unfit.expected, unfit.got)];
            return Err(exam.refuse(&auth::CERTIFICATE.check, evidence));
        }
    };
    exam.pass(&auth::CERTIFICATE.check);
    let by_fingerprint = request.by == SubjectBy::Fingerprint;
    exam.require(&auth::FINGERPRINT_NEEDED.check, !(by_fingerprint && subject.named.is_some()), || {
        let named = subject.named.as_ref().map(ToString::to_string).unwrap_or_default();
        vec![Evidence::values(
            "SubjectIdentifierType",
            format!("certificateSubject ({named})"),
            "certificateFingerprint",
        )]
    })?;
    let context = &request.context;
    let fits = match context.kind {
        IdKind::PeppolId => subject.identifier == *context,
        IdKind::NipVatUe => by_fingerprint,
        _ => subject.identifier.kind != IdKind::PeppolId,
    };
    exam.require(&auth::CONTEXT.check, fits, || {
        let expected = format!("a subject that may log in to {}", context.kind.name());
        vec![Evidence::values(
            "subject and context",
            expected,
            format!("{} in {context}", subject.identifier),
        )]
    })?;
    Ok(subject)
}

fn short(text: &str) -> String {
    text.chars().take(120).collect()
}
