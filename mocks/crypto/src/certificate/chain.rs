//! Following a chain: signature, CA flag, path length, validity and revocation of each link.

use time::OffsetDateTime;
use x509_cert::ext::pkix::BasicConstraints;

use super::{Certificate, ChainError, signature};

/// Most certificates of a chain, leaf and anchor included.
const MOST_LINKS: usize = 8;

/// Most issuers of the right name that are tried for one certificate.
const MOST_CANDIDATES: usize = 8;

/// See [`Certificate::chain`].
pub(super) fn follow(
    leaf: &Certificate,
    intermediates: &[Certificate],
    anchors: &[Certificate],
    revoked: &dyn Fn(&Certificate) -> bool,
    now: OffsetDateTime,
) -> Result<Vec<String>, ChainError> {
    let mut subjects = Vec::new();
    let mut current = leaf;
    while subjects.len() < MOST_LINKS {
        check_time(current, now)?;
        if revoked(current) {
            return Err(ChainError::Revoked { subject: current.subject_line() });
        }
        subjects.push(current.subject_line());
        if anchors.contains(current) {
            return Ok(subjects);
        }
        current = issuer(current, intermediates, anchors, subjects.len() - 1)?;
    }
    Err(untrusted(current))
}

fn check_time(certificate: &Certificate, now: OffsetDateTime) -> Result<(), ChainError> {
    if now > certificate.not_after() {
        let (subject, not_after) = (certificate.subject_line(), certificate.not_after());
        return Err(ChainError::Expired { subject, not_after });
    }
    if now < certificate.not_before() {
        let (subject, not_before) = (certificate.subject_line(), certificate.not_before());
        return Err(ChainError::NotYetValid { subject, not_before });
    }
    Ok(())
}

/// The issuer of `certificate`; `below` counts the intermediates under that issuer.
fn issuer<'c>(
    certificate: &Certificate,
    intermediates: &'c [Certificate],
    anchors: &'c [Certificate],
    below: usize,
) -> Result<&'c Certificate, ChainError> {
    let mut why = None;
    let named = anchors
        .iter()
        .chain(intermediates)
        .filter(|candidate| candidate.tbs().subject == certificate.tbs().issuer && *candidate != certificate)
        .take(MOST_CANDIDATES);
    for candidate in named {
        match flaw(candidate, certificate, below) {
            None => return Ok(candidate),
            Some(flaw) => why = why.or(Some(flaw)),
        }
    }
    match why {
        None => Err(untrusted(certificate)),
        Some(why) => Err(ChainError::Broken {
            subject: certificate.subject_line(),
            issuer: certificate.issuer_line(),
            why,
        }),
    }
}

fn flaw(issuer: &Certificate, certificate: &Certificate, below: usize) -> Option<String> {
    if !signature::issued(issuer, certificate) {
        return Some("the issuer's key does not verify its signature".to_owned());
    }
    if !issuer.is_authority() {
        return Some("the issuer is no certificate authority (basicConstraints, keyUsage)".to_owned());
    }
    let limit =
        issuer.tbs().get::<BasicConstraints>().ok().flatten().and_then(|(_, c)| c.path_len_constraint);
    limit
        .filter(|limit| below > usize::from(*limit))
        .map(|limit| format!("the issuer allows {limit} authorities under it (pathLenConstraint)"))
}

fn untrusted(certificate: &Certificate) -> ChainError {
    ChainError::Untrusted { subject: certificate.subject_line(), issuer: certificate.issuer_line() }
}
