//! Writing a SignedData.

use time::OffsetDateTime;
use time::macros::format_description;

use super::algorithm::Digest;
use super::{
    CONTENT_TYPE, CmsError, DATA, MESSAGE_DIGEST, SIGNED_DATA, SIGNING_CERTIFICATE_V2, SIGNING_TIME,
};
use crate::asn1::{self, SEQUENCE, SET, write, write_oid, write_unsigned};
use crate::{Certificate, DigestAlgorithm, SignatureAlgorithm, SigningKey, gost};

/// Who signs.
#[derive(Clone, Copy, Debug)]
pub enum Signer<'a> {
    /// A GOST key, with Streebog of its width.
    Gost(&'a gost::SigningKey),
    /// An RSA key, with SHA-256.
    Rsa(&'a SigningKey),
}

/// How the message is put together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// With signed attributes; implied by the two below.
    pub attributes: bool,
    /// With signingTime.
    pub signing_time: Option<OffsetDateTime>,
    /// CAdES-BES: with signingCertificateV2.
    pub cades: bool,
    /// With the content inside.
    pub attached: bool,
}

impl Plan {
    /// CAdES-BES, detached, as the API-Key call wants it.
    pub fn cades(at: OffsetDateTime) -> Self {
        Self { attributes: true, signing_time: Some(at), cades: true, attached: false }
    }
}

/// Signs `content`; the certificates are DER, the signer's first.
///
/// # Errors
/// When there is no certificate, or the key cannot sign.
pub fn sign(
    content: &[u8],
    signer: Signer<'_>,
    certificates: &[Vec<u8>],
    plan: Plan,
) -> Result<Vec<u8>, CmsError> {
    let own = certificates.first().ok_or_else(|| CmsError("the signer has no certificate".to_owned()))?;
    let own = Certificate::from_der(own).map_err(|why| CmsError(why.to_string()))?;
    let digest = signer.digest();
    let attributes = attributes(content, &own, digest, plan);
    let value = signer.sign(attributes.as_deref().unwrap_or(content))?;
    let implicit = match &attributes {
        Some(set) => {
            let (set, _) = asn1::read(set).map_err(|why| CmsError(why.to_string()))?;
            write(0xA0, &[set.content])
        }
        None => Vec::new(),
    };
    let issuer = own.issuer_der().unwrap_or_default();
    let serial = write(asn1::INTEGER, &[&own.serial_bytes()]);
    let info = write(
        SEQUENCE,
        &[
            &write_unsigned(&[1]),
            &write(SEQUENCE, &[&issuer, &serial]),
            &digest_identifier(digest),
            &implicit,
            &signer.identifier(),
            &write(asn1::OCTET_STRING, &[&value]),
        ],
    );
    let inside = match plan.attached {
        true => write(0xA0, &[&write(asn1::OCTET_STRING, &[content])]),
        false => Vec::new(),
    };
    let signed = write(
        SEQUENCE,
        &[
            &write_unsigned(&[1]),
            &write(SET, &[&digest_identifier(digest)]),
            &write(SEQUENCE, &[&write_oid(DATA), &inside]),
            &write(0xA0, &[&certificates.concat()]),
            &write(SET, &[&info]),
        ],
    );
    Ok(write(SEQUENCE, &[&write_oid(SIGNED_DATA), &write(0xA0, &[&signed])]))
}

impl Signer<'_> {
    fn digest(&self) -> Digest {
        match self {
            Self::Gost(key) => Digest::Streebog(key.public().size()),
            Self::Rsa(_) => Digest::Sha(DigestAlgorithm::Sha256),
        }
    }

    fn sign(&self, bytes: &[u8]) -> Result<Vec<u8>, CmsError> {
        match self {
            Self::Gost(key) => key.sign(bytes).map_err(|why| CmsError(why.to_string())),
            Self::Rsa(key) => key
                .sign(SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256), bytes, &[])
                .map_err(|why| CmsError(why.to_string())),
        }
    }

    /// As gost-engine and OpenSSL write it: the identifier of the key, without a digest.
    fn identifier(&self) -> Vec<u8> {
        match self {
            Self::Gost(key) => write(SEQUENCE, &[&write_oid(key.public().size().key_oid())]),
            Self::Rsa(_) => write(SEQUENCE, &[&write_oid("1.2.840.113549.1.1.1"), &write(asn1::NULL, &[])]),
        }
    }
}

/// The SET of signed attributes, in DER order.
fn attributes(content: &[u8], own: &Certificate, digest: Digest, plan: Plan) -> Option<Vec<u8>> {
    if !plan.attributes && !plan.cades && plan.signing_time.is_none() {
        return None;
    }
    let mut all = vec![
        attribute(CONTENT_TYPE, &write_oid(DATA)),
        attribute(MESSAGE_DIGEST, &write(asn1::OCTET_STRING, &[&digest.digest(content)])),
    ];
    all.extend(plan.signing_time.map(|at| attribute(SIGNING_TIME, &utc_time(at))));
    if plan.cades {
        let hash = write(asn1::OCTET_STRING, &[&digest.digest(own.der())]);
        // SHA-256 is the default, and DER leaves defaults out.
        let named = match digest {
            Digest::Sha(DigestAlgorithm::Sha256) => Vec::new(),
            other => digest_identifier(other),
        };
        let certificate = write(SEQUENCE, &[&named, &hash]);
        let value = write(SEQUENCE, &[&write(SEQUENCE, &[&certificate])]);
        all.push(attribute(SIGNING_CERTIFICATE_V2, &value));
    }
    all.sort();
    Some(write(SET, &[&all.concat()]))
}

fn attribute(oid: &str, value: &[u8]) -> Vec<u8> {
    write(SEQUENCE, &[&write_oid(oid), &write(SET, &[value])])
}

fn digest_identifier(digest: Digest) -> Vec<u8> {
    match digest {
        Digest::Streebog(size) => write(SEQUENCE, &[&write_oid(size.digest_oid())]),
        Digest::Sha(DigestAlgorithm::Sha1) => write(SEQUENCE, &[&write_oid("1.3.14.3.2.26")]),
        Digest::Sha(_) => write(SEQUENCE, &[&write_oid("2.16.840.1.101.3.4.2.1")]),
    }
}

/// UTCTime until 2049, GeneralizedTime from then on (RFC 5652 §11.3).
fn utc_time(at: OffsetDateTime) -> Vec<u8> {
    let at = at.to_offset(time::UtcOffset::UTC);
    let short = format_description!("[year repr:last_two][month][day][hour][minute][second]Z");
    let long = format_description!("[year][month][day][hour][minute][second]Z");
    let (tag, text) = match at.year() {
        1950..=2049 => (0x17, at.format(short)),
        _ => (0x18, at.format(long)),
    };
    write(tag, &[text.unwrap_or_default().as_bytes()])
}
