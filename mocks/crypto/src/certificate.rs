//! X.509 certificates as a verifier reads them.

mod chain;
mod name;
mod signature;

use std::sync::{Arc, OnceLock};

use der::{Decode as _, Encode as _};
use thiserror::Error;
use time::OffsetDateTime;
use x509_cert::ext::pkix::{BasicConstraints, KeyUsage, SubjectKeyIdentifier};

use crate::{DigestAlgorithm, PublicKey, gost};

/// A parsed certificate and its DER. Cheap to clone.
#[derive(Clone)]
pub struct Certificate {
    inner: Arc<Inner>,
}

struct Inner {
    der: Vec<u8>,
    parsed: x509_cert::Certificate,
    key: OnceLock<Result<PublicKey, CertificateError>>,
}

/// One attribute of a subject: OID in dots, value as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameAttribute {
    /// `2.5.4.97`.
    pub oid: String,
    /// The value.
    pub value: String,
}

/// Bytes that are not a certificate.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("not an X.509 certificate: {0}")]
pub struct CertificateError(pub String);

/// Why a chain is not trusted.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ChainError {
    /// A certificate's time has passed.
    #[error("certificate „{subject}” expired on {not_after}")]
    Expired {
        /// Whose.
        subject: String,
        /// When.
        not_after: OffsetDateTime,
    },
    /// A certificate's time has not come.
    #[error("certificate „{subject}” is valid only from {not_before}")]
    NotYetValid {
        /// Whose.
        subject: String,
        /// When.
        not_before: OffsetDateTime,
    },
    /// A certificate was revoked.
    #[error("certificate „{subject}” was revoked")]
    Revoked {
        /// Whose.
        subject: String,
    },
    /// A signature in the chain does not verify, or an issuer is no CA.
    #[error("certificate „{subject}” is not a proper issue of „{issuer}”: {why}")]
    Broken {
        /// Whose.
        subject: String,
        /// By whom.
        issuer: String,
        /// What is wrong.
        why: String,
    },
    /// No anchor issued it.
    #[error("no trusted authority issued „{subject}” (issuer „{issuer}”)")]
    Untrusted {
        /// The last certificate that could be followed.
        subject: String,
        /// Its issuer.
        issuer: String,
    },
}

/// Most bytes of a certificate.
const MOST_BYTES: usize = 65_536;

impl Certificate {
    /// Parses DER.
    pub fn from_der(der: &[u8]) -> Result<Self, CertificateError> {
        if der.len() > MOST_BYTES {
            return Err(CertificateError(format!(
                "{} bytes are more than the {MOST_BYTES} that are read",
                der.len()
            )));
        }
        if der.starts_with(b"-----BEGIN") {
            return Err(CertificateError("this is PEM text; the bytes must be DER".to_owned()));
        }
        let parsed =
            x509_cert::Certificate::from_der(der).map_err(|error| CertificateError(error.to_string()))?;
        Ok(Self { inner: Arc::new(Inner { der: der.to_vec(), parsed, key: OnceLock::new() }) })
    }

    /// Parses the certificates of a PEM text, in order; other blocks and what stands around them are passed over. At most 64.
    ///
    /// # Errors
    /// When there is none, or one that is broken; the error says which.
    pub fn from_pem(text: &str) -> Result<Vec<Self>, CertificateError> {
        const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
        let mut found = Vec::new();
        for (index, block) in text.split(BEGIN).skip(1).take(64).enumerate() {
            let flaw =
                |why: String| CertificateError(format!("certificate {} of the PEM text: {why}", index + 1));
            let (inside, _) = block
                .split_once("-----END CERTIFICATE-----")
                .ok_or_else(|| flaw("its END line is missing".to_owned()))?;
            let der = crate::seal::base64::decode(inside).map_err(flaw)?;
            found.push(Self::from_der(&der).map_err(|error| flaw(error.0))?);
        }
        match found.is_empty() {
            false => Ok(found),
            true => Err(CertificateError(format!("there is no „{BEGIN}” in the text"))),
        }
    }

    /// Its DER.
    pub fn der(&self) -> &[u8] {
        &self.inner.der
    }

    /// Its public key; an error when the key is of a kind this house does not read.
    pub fn public_key(&self) -> Result<PublicKey, CertificateError> {
        let read = || {
            let spki = self
                .tbs()
                .subject_public_key_info
                .to_der()
                .map_err(|error| CertificateError(error.to_string()))?;
            PublicKey::from_spki(&spki).map_err(|error| CertificateError(error.to_string()))
        };
        self.inner.key.get_or_init(read).clone()
    }

    /// Its GOST R 34.10-2012 key, when it has one.
    pub fn gost_key(&self) -> Option<gost::PublicKey> {
        let spki = self.tbs().subject_public_key_info.to_der().ok()?;
        gost::PublicKey::from_spki(&spki).ok()
    }

    /// The issuer's name, DER.
    pub fn issuer_der(&self) -> Option<Vec<u8>> {
        self.tbs().issuer.to_der().ok()
    }

    /// The serial number as it stands in the certificate: the content of its INTEGER.
    pub fn serial_bytes(&self) -> Vec<u8> {
        self.tbs().serial_number.as_bytes().to_vec()
    }

    /// subjectKeyIdentifier, when it carries one.
    pub fn key_identifier(&self) -> Option<Vec<u8>> {
        let (_, identifier) = self.tbs().get::<SubjectKeyIdentifier>().ok().flatten()?;
        Some(identifier.0.as_bytes().to_vec())
    }

    /// The subject's attributes in order.
    pub fn subject(&self) -> Vec<NameAttribute> {
        name::attributes(&self.tbs().subject)
    }

    /// The first subject attribute with this OID (`2.5.4.97`).
    pub fn subject_attribute(&self, oid: &str) -> Option<String> {
        self.subject().into_iter().find(|attribute| attribute.oid == oid).map(|attribute| attribute.value)
    }

    /// The issuer's attributes in order.
    pub fn issuer(&self) -> Vec<NameAttribute> {
        name::attributes(&self.tbs().issuer)
    }

    /// The subject key identifier that stands in it, if any.
    pub fn subject_key_identifier(&self) -> Option<Vec<u8>> {
        let extension = self.tbs().get::<SubjectKeyIdentifier>().ok().flatten();
        extension.map(|(_, identifier)| identifier.0.as_bytes().to_vec())
    }

    /// The subject as one line for people (RFC 4514 style).
    pub fn subject_line(&self) -> String {
        name::line(&self.tbs().subject)
    }

    /// The issuer as one line for people.
    pub fn issuer_line(&self) -> String {
        name::line(&self.tbs().issuer)
    }

    /// The serial number, upper-case hex in whole bytes, without leading zero bytes: `0A1B`.
    pub fn serial(&self) -> String {
        let bytes = self.tbs().serial_number.as_bytes();
        let start = bytes.iter().position(|byte| *byte != 0).unwrap_or(bytes.len().saturating_sub(1));
        hex(bytes.get(start..).unwrap_or_default())
    }

    /// SHA-256 of the DER, 64 upper-case hex digits.
    pub fn fingerprint(&self) -> String {
        hex(&DigestAlgorithm::Sha256.digest(self.der()))
    }

    /// First moment of validity.
    pub fn not_before(&self) -> OffsetDateTime {
        moment(&self.tbs().validity.not_before)
    }

    /// Last moment of validity.
    pub fn not_after(&self) -> OffsetDateTime {
        moment(&self.tbs().validity.not_after)
    }

    /// Whether subject and issuer are the same and its own key verifies it.
    pub fn is_self_signed(&self) -> bool {
        self.tbs().subject == self.tbs().issuer && signature::issued(self, self)
    }

    /// Whether it may issue certificates: basicConstraints with CA, and keyCertSign where a key usage is given.
    pub fn is_authority(&self) -> bool {
        let constraints = self.tbs().get::<BasicConstraints>().ok().flatten();
        let usage = self.tbs().get::<KeyUsage>().ok().flatten();
        constraints.is_some_and(|(_, constraints)| constraints.ca)
            && usage.is_none_or(|(_, usage)| usage.key_cert_sign())
    }

    /// Whether its key usage lets it sign (digitalSignature); one without a key usage may do anything.
    pub fn may_sign(&self) -> bool {
        let usage = self.tbs().get::<KeyUsage>().ok().flatten();
        usage.is_none_or(|(_, usage)| usage.digital_signature())
    }

    /// Whether its key usage lets it agree on keys (keyAgreement); one without a key usage may do anything.
    pub fn may_agree(&self) -> bool {
        let usage = self.tbs().get::<KeyUsage>().ok().flatten();
        usage.is_none_or(|(_, usage)| usage.key_agreement())
    }

    /// Follows the chain from this certificate through `intermediates` to one of `anchors` at `now`; `revoked` says whether
    /// a certificate (by issuer line and serial) was revoked. Returns the subject lines from leaf to anchor. At most eight
    /// certificates long.
    pub fn chain(
        &self,
        intermediates: &[Certificate],
        anchors: &[Certificate],
        revoked: &dyn Fn(&Certificate) -> bool,
        now: OffsetDateTime,
    ) -> Result<Vec<String>, ChainError> {
        chain::follow(self, intermediates, anchors, revoked, now)
    }

    fn tbs(&self) -> &x509_cert::TbsCertificate {
        &self.inner.parsed.tbs_certificate
    }
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        self.der() == other.der()
    }
}

impl Eq for Certificate {}

impl std::fmt::Debug for Certificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Certificate(„{}”, serial {})", self.subject_line(), self.serial())
    }
}

fn moment(time: &x509_cert::time::Time) -> OffsetDateTime {
    let seconds = i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX);
    OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02X}");
        text
    })
}
