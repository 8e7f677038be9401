//! WS-Security of a request: whose message it is, proved (epuap.md §3).

mod coverage;
mod directory;
mod header;
mod lookup;
mod names;
mod seal;
mod standing;
mod timestamp;
mod token;

use poligon_crypto::{Certificate, Limits};
use poligon_institution::{Examination, Refused};
use time::{Duration, OffsetDateTime};

use crate::Envelope;

pub(crate) use standing::in_time;

pub use directory::{Directory, Nobody, Registration};

/// What a service insists on. An institution fills it from its knobs.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Bounds of the message.
    pub limits: Limits,
    /// Most references in the signature.
    pub references: usize,
    /// Least bits of an RSA key.
    pub rsa_bits: usize,
    /// Whether SHA-1 is taken.
    pub sha1: bool,
    /// Whether wsse:BinarySecurityToken must stand before ds:Signature.
    pub token_first: bool,
    /// How far the clocks may be apart where a timestamp is sent.
    pub skew: Duration,
    /// How long a timestamp without Expires is good.
    pub lifetime: Duration,
    /// Who issues system certificates; `None`: the issuer is not looked at.
    pub issuers: Option<Issuers>,
    /// Whether to search for what would make a broken signature verify.
    pub explain: bool,
}

/// The authorities of system certificates.
#[derive(Clone, Debug, Default)]
pub struct Issuers {
    /// Roots.
    pub anchors: Vec<Certificate>,
    /// Intermediates, which nobody sends.
    pub intermediates: Vec<Certificate>,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            limits: Envelope::LIMITS,
            references: 16,
            rsa_bits: 2048,
            sha1: false,
            token_first: false,
            skew: Duration::minutes(5),
            lifetime: Duration::minutes(5),
            issuers: None,
            explain: true,
        }
    }
}

/// A message whose Body is proved to be signed, and by which certificate. Whose that is, is not judged yet.
#[derive(Debug)]
pub struct Sealed<'a> {
    /// The message.
    pub envelope: Envelope<'a>,
    /// The certificate whose key signed.
    pub certificate: Certificate,
}

/// A message of a registered system: signed, in time, not revoked.
#[derive(Debug)]
pub struct Call<'a> {
    /// The message.
    pub envelope: Envelope<'a>,
    /// The certificate whose key signed.
    pub certificate: Certificate,
    /// Whose it is.
    pub caller: Registration,
}

/// Verifies the signature and says who calls.
///
/// # Errors
/// When a check WSS-… refuses; the findings are in the examination.
pub fn verify<'a>(
    exam: &mut Examination,
    envelope: Envelope<'a>,
    policy: &Policy,
    directory: &dyn Directory,
    now: OffsetDateTime,
) -> Result<Call<'a>, Refused> {
    let Sealed { envelope, certificate } = verify_seal(exam, envelope, policy, directory, now)?;
    let caller = standing::judge(exam, &certificate, policy, directory, now)?;
    Ok(Call { envelope, certificate, caller })
}

/// Verifies the signature only. The directory is asked for certificates that the message names without carrying them.
///
/// # Errors
/// When a check WSS-001 to WSS-017 refuses.
pub fn verify_seal<'a>(
    exam: &mut Examination,
    envelope: Envelope<'a>,
    policy: &Policy,
    directory: &dyn Directory,
    now: OffsetDateTime,
) -> Result<Sealed<'a>, Refused> {
    let security = header::find(exam, &envelope)?;
    let signature = header::signature(exam, security)?;
    header::require_plain(exam, &envelope)?;
    let certificate = token::certificate(exam, &envelope, signature, directory)?;
    let report = seal::verify(exam, &envelope, signature, &certificate, policy, now)?;
    coverage::require_body(exam, &envelope, &report)?;
    seal::require_no_sha1(exam, &report, policy)?;
    header::require_token_first(exam, security, policy)?;
    timestamp::judge(exam, security, policy, now)?;
    names::note(exam, &envelope, security, signature)?;
    Ok(Sealed { envelope, certificate })
}
