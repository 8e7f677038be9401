//! Reading a SignedData.

use thiserror::Error;

use super::{DATA, MESSAGE_DIGEST, SIGNED_DATA, SIGNING_CERTIFICATE_V2};
use crate::Certificate;
use crate::asn1::{self, Tlv};

/// Largest message that is read, bytes.
const MOST_BYTES: usize = 256 * 1024;
/// Most certificates that are read.
const MOST_CERTIFICATES: usize = 16;

/// Why bytes are not a signed message.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("not a CMS SignedData: {0}")]
pub struct CmsError(pub String);

/// How a message names its signer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignerId {
    /// Issuer (DER of the name) and serial number (content of the INTEGER).
    IssuerAndSerial(Vec<u8>, Vec<u8>),
    /// subjectKeyIdentifier.
    KeyIdentifier(Vec<u8>),
}

/// A message as it was read. The bytes that are signed are kept as they came.
#[derive(Clone, Debug)]
pub struct Message {
    /// Whether it came as BER with indefinite lengths.
    pub ber: bool,
    /// The content, when attached.
    pub content: Option<Vec<u8>>,
    /// The type of the content, in dots.
    pub content_type: String,
    /// The certificates that came along.
    pub certificates: Vec<Certificate>,
    /// How many signers there are; the first one is read.
    pub signers: usize,
    /// Who signed.
    pub signer: SignerId,
    /// The digest's identifier.
    pub digest: String,
    /// The signature algorithm's identifier.
    pub algorithm: String,
    /// The signature value.
    pub value: Vec<u8>,
    /// The signed attributes as they came, with the tag of a SET; that is what is signed. `None` without attributes.
    pub attributes: Option<Vec<u8>>,
}

impl Message {
    /// Reads DER, or BER with indefinite lengths.
    ///
    /// # Errors
    /// When it is neither, or no SignedData with a signer.
    pub fn read(bytes: &[u8]) -> Result<Self, CmsError> {
        if bytes.len() > MOST_BYTES {
            return Err(CmsError(format!(
                "{} bytes are more than the {MOST_BYTES} that are read",
                bytes.len()
            )));
        }
        if bytes.starts_with(b"-----BEGIN") {
            return Err(CmsError("this is PEM text; the bytes must be DER".to_owned()));
        }
        let ber = asn1::is_indefinite(bytes);
        let der = asn1::to_der(bytes).map_err(broken)?;
        Self::of_der(&der, ber)
    }

    /// The declared digest of the content, from the signed attributes.
    pub fn declared_digest(&self) -> Option<Vec<u8>> {
        let value = self.attribute(MESSAGE_DIGEST)?;
        let (octets, _) = asn1::read(&value).ok()?;
        (octets.tag == asn1::OCTET_STRING).then(|| octets.content.to_vec())
    }

    /// Whether it is CAdES-BES: the signing certificate is among the signed attributes.
    pub fn is_cades(&self) -> bool {
        self.attribute(SIGNING_CERTIFICATE_V2).is_some()
    }

    /// The first value (DER) of a signed attribute.
    pub fn attribute(&self, oid: &str) -> Option<Vec<u8>> {
        let (set, _) = asn1::read(self.attributes.as_deref()?).ok()?;
        asn1::children(set.content).ok()?.iter().find_map(|attribute| {
            let parts = asn1::children(attribute.content).ok()?;
            let [name, values] = parts.as_slice() else { return None };
            (asn1::oid(name)? == oid).then_some(())?;
            asn1::read(values.content).ok().map(|(value, _)| value.whole.to_vec())
        })
    }

    fn of_der(der: &[u8], ber: bool) -> Result<Self, CmsError> {
        let (outer, rest) = asn1::read(der).map_err(broken)?;
        if !rest.is_empty() {
            return Err(CmsError(format!("{} bytes follow the message", rest.len())));
        }
        let outer = list(&outer, asn1::SEQUENCE, "ContentInfo")?;
        let [kind, wrapped] = outer.as_slice() else {
            return Err(CmsError("ContentInfo has a type and a content".to_owned()));
        };
        let kind = asn1::oid(kind).unwrap_or_default();
        if kind != SIGNED_DATA {
            return Err(CmsError(format!("its type is {kind}, and {SIGNED_DATA} is due")));
        }
        let (signed, _) = asn1::read(wrapped.content).map_err(broken)?;
        let fields = list(&signed, asn1::SEQUENCE, "SignedData")?;
        let [_version, _digests, encapsulated, rest @ ..] = fields.as_slice() else {
            return Err(CmsError("SignedData is cut short".to_owned()));
        };
        let (content_type, content) = encapsulated_content(encapsulated)?;
        let certificates = match rest.iter().find(|field| field.tag == 0xA0) {
            Some(set) => certificates(set)?,
            None => Vec::new(),
        };
        let infos = rest
            .iter()
            .find(|field| field.tag == asn1::SET)
            .ok_or_else(|| CmsError("SignedData has no signerInfos".to_owned()))?;
        let infos = asn1::children(infos.content).map_err(broken)?;
        let info = infos.first().ok_or_else(|| CmsError("nobody signed it".to_owned()))?;
        let info = SignerInfo::read(info)?;
        Ok(Self {
            ber,
            content,
            content_type,
            certificates,
            signers: infos.len(),
            signer: info.signer,
            digest: info.digest,
            algorithm: info.algorithm,
            value: info.value,
            attributes: info.attributes,
        })
    }
}

struct SignerInfo {
    signer: SignerId,
    digest: String,
    algorithm: String,
    value: Vec<u8>,
    attributes: Option<Vec<u8>>,
}

impl SignerInfo {
    fn read(info: &Tlv<'_>) -> Result<Self, CmsError> {
        let fields = list(info, asn1::SEQUENCE, "SignerInfo")?;
        let [_version, signer, digest, rest @ ..] = fields.as_slice() else {
            return Err(CmsError("SignerInfo is cut short".to_owned()));
        };
        let (attributes, rest) = match rest {
            // What is signed is the SET, though it travels under an implicit context tag (RFC 5652 §5.4).
            [set, rest @ ..] if set.tag == 0xA0 => (Some(asn1::write(asn1::SET, &[set.content])), rest),
            rest => (None, rest),
        };
        let [algorithm, value, ..] = rest else {
            return Err(CmsError("SignerInfo has no signature".to_owned()));
        };
        if value.tag != asn1::OCTET_STRING {
            return Err(CmsError("the signature is no OCTET STRING".to_owned()));
        }
        Ok(Self {
            signer: signer_id(signer)?,
            digest: algorithm_oid(digest)?,
            algorithm: algorithm_oid(algorithm)?,
            value: value.content.to_vec(),
            attributes,
        })
    }
}

fn signer_id(element: &Tlv<'_>) -> Result<SignerId, CmsError> {
    if element.tag == 0x80 {
        return Ok(SignerId::KeyIdentifier(element.content.to_vec()));
    }
    let parts = list(element, asn1::SEQUENCE, "the signer's identifier")?;
    let [issuer, serial] = parts.as_slice() else {
        return Err(CmsError("the signer's identifier has an issuer and a serial number".to_owned()));
    };
    Ok(SignerId::IssuerAndSerial(issuer.whole.to_vec(), serial.content.to_vec()))
}

fn encapsulated_content(element: &Tlv<'_>) -> Result<(String, Option<Vec<u8>>), CmsError> {
    let parts = list(element, asn1::SEQUENCE, "encapContentInfo")?;
    let kind = parts.first().and_then(asn1::oid).unwrap_or_else(|| DATA.to_owned());
    let content = match parts.get(1) {
        None => None,
        Some(wrapped) => {
            let (octets, _) = asn1::read(wrapped.content).map_err(broken)?;
            Some(octets.content.to_vec())
        }
    };
    Ok((kind, content))
}

fn certificates(set: &Tlv<'_>) -> Result<Vec<Certificate>, CmsError> {
    let elements = asn1::children(set.content).map_err(broken)?;
    // Attribute certificates and other kinds carry context tags.
    let plain = elements.iter().filter(|element| element.tag == asn1::SEQUENCE).take(MOST_CERTIFICATES);
    plain
        .map(|element| Certificate::from_der(element.whole).map_err(|why| CmsError(why.to_string())))
        .collect()
}

fn algorithm_oid(element: &Tlv<'_>) -> Result<String, CmsError> {
    let parts = list(element, asn1::SEQUENCE, "an algorithm")?;
    parts.first().and_then(asn1::oid).ok_or_else(|| CmsError("an algorithm has no identifier".to_owned()))
}

fn list<'a>(element: &Tlv<'a>, tag: u8, what: &str) -> Result<Vec<Tlv<'a>>, CmsError> {
    if element.tag != tag {
        return Err(CmsError(format!("{what} has the tag {:02X}, and {tag:02X} is due", element.tag)));
    }
    asn1::children(element.content).map_err(broken)
}

fn broken(why: asn1::Asn1Error) -> CmsError {
    CmsError(why.to_string())
}
