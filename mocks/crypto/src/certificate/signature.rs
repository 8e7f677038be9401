//! The signature on a certificate.

use der::{Decode as _, Encode as _, Reader as _};

use super::Certificate;
use crate::key::{KeyKind, fixed_of_der};
use crate::{DigestAlgorithm, SignatureAlgorithm};

/// Whether `issuer`'s key signed `certificate`. Names, times and the CA flag are not looked at.
pub(super) fn issued(issuer: &Certificate, certificate: &Certificate) -> bool {
    holds(issuer, certificate).unwrap_or(false)
}

fn holds(issuer: &Certificate, certificate: &Certificate) -> Option<bool> {
    let parsed = &certificate.inner.parsed;
    if let Some(key) = issuer.gost_key() {
        // The key's own width decides the digest; the certificate must name the same.
        let named = parsed.signature_algorithm.oid.to_string() == key.size().signature_oid();
        return Some(named && key.verifies(signed_bytes(certificate.der())?, parsed.signature.as_bytes()?));
    }
    let key = issuer.public_key().ok()?;
    let algorithm = algorithm(&parsed.signature_algorithm)?;
    let signature = parsed.signature.as_bytes()?;
    let signed = signed_bytes(certificate.der())?;
    if let KeyKind::Ec { bits } = key.kind() {
        return Some(key.verifies(algorithm, signed, &fixed_of_der(signature, bits)?));
    }
    Some(key.verifies(algorithm, signed, signature))
}

/// The TBSCertificate as it stands in the DER: what was signed, never re-encoded.
fn signed_bytes(der: &[u8]) -> Option<&[u8]> {
    let mut reader = der::SliceReader::new(der).ok()?;
    let header = der::Header::decode(&mut reader).ok()?;
    (header.tag == der::Tag::Sequence).then_some(())?;
    reader.tlv_bytes().ok()
}

fn algorithm(identifier: &x509_cert::spki::AlgorithmIdentifierOwned) -> Option<SignatureAlgorithm> {
    use DigestAlgorithm::{Sha1, Sha3_256, Sha3_384, Sha3_512, Sha256, Sha384, Sha512};
    Some(match identifier.oid.to_string().as_str() {
        "1.2.840.10045.4.1" => SignatureAlgorithm::Ecdsa(Sha1),
        "1.2.840.10045.4.3.2" => SignatureAlgorithm::Ecdsa(Sha256),
        "1.2.840.10045.4.3.3" => SignatureAlgorithm::Ecdsa(Sha384),
        "1.2.840.10045.4.3.4" => SignatureAlgorithm::Ecdsa(Sha512),
        "1.2.840.113549.1.1.10" => SignatureAlgorithm::RsaPss(pss_digest(identifier)?),
        "1.2.840.113549.1.1.11" => SignatureAlgorithm::RsaPkcs1(Sha256),
        "1.2.840.113549.1.1.12" => SignatureAlgorithm::RsaPkcs1(Sha384),
        "1.2.840.113549.1.1.13" => SignatureAlgorithm::RsaPkcs1(Sha512),
        "1.2.840.113549.1.1.5" => SignatureAlgorithm::RsaPkcs1(Sha1),
        "2.16.840.1.101.3.4.3.10" => SignatureAlgorithm::Ecdsa(Sha3_256),
        "2.16.840.1.101.3.4.3.11" => SignatureAlgorithm::Ecdsa(Sha3_384),
        "2.16.840.1.101.3.4.3.12" => SignatureAlgorithm::Ecdsa(Sha3_512),
        "2.16.840.1.101.3.4.3.14" => SignatureAlgorithm::RsaPkcs1(Sha3_256),
        "2.16.840.1.101.3.4.3.15" => SignatureAlgorithm::RsaPkcs1(Sha3_384),
        "2.16.840.1.101.3.4.3.16" => SignatureAlgorithm::RsaPkcs1(Sha3_512),
        _ => return None,
    })
}

/// The digest that RSASSA-PSS parameters name; SHA-1 by default (RFC 4055 §3.1).
fn pss_digest(identifier: &x509_cert::spki::AlgorithmIdentifierOwned) -> Option<DigestAlgorithm> {
    let Some(parameters) = &identifier.parameters else { return Some(DigestAlgorithm::Sha1) };
    let der = parameters.to_der().ok()?;
    let parameters = rsa::pkcs1::RsaPssParams::try_from(der.as_slice()).ok()?;
    Some(match parameters.hash.oid.to_string().as_str() {
        "1.3.14.3.2.26" => DigestAlgorithm::Sha1,
        "2.16.840.1.101.3.4.2.1" => DigestAlgorithm::Sha256,
        "2.16.840.1.101.3.4.2.2" => DigestAlgorithm::Sha384,
        "2.16.840.1.101.3.4.2.3" => DigestAlgorithm::Sha512,
        "2.16.840.1.101.3.4.2.8" => DigestAlgorithm::Sha3_256,
        "2.16.840.1.101.3.4.2.9" => DigestAlgorithm::Sha3_384,
        "2.16.840.1.101.3.4.2.10" => DigestAlgorithm::Sha3_512,
        _ => return None,
    })
}
