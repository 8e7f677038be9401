//! Making seals: XML-DSig and XAdES, enveloped and enveloping, with every algorithm that the verifier reads.

use thiserror::Error;
use time::OffsetDateTime;

use crate::{C14n, DigestAlgorithm, SignatureAlgorithm, SigningKey, Transform};

/// How to seal a document.
#[derive(Clone, Debug)]
pub struct SealPlan {
    /// The signature algorithm.
    pub signature: SignatureAlgorithm,
    /// The digest of every reference.
    pub digest: DigestAlgorithm,
    /// How SignedInfo is canonicalized.
    pub signed_info: C14n,
    /// The transforms of the reference to the document (URI="").
    pub transforms: Vec<Transform>,
    /// Where the signature goes.
    pub placement: Placement,
    /// XAdES properties; `None` for plain XML-DSig.
    pub xades: Option<Xades>,
    /// The Id of the signature; other ids are built on it. An XML name: `Signature-1`.
    pub id: String,
    /// Salt for PSS.
    pub salt: Vec<u8>,
}

/// Where the signature goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// As the last child of the document element.
    Enveloped,
    /// Around the document, in a ds:Object.
    Enveloping,
}

/// The XAdES properties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Xades {
    /// SigningTime.
    pub signing_time: OffsetDateTime,
    /// SigningCertificate with IssuerSerial (v1), or SigningCertificateV2.
    pub v2: bool,
    /// The transforms of the reference to SignedProperties.
    pub transforms: Vec<Transform>,
}

/// Why a seal could not be made.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SignError {
    /// The document does not parse.
    #[error(transparent)]
    Document(#[from] crate::XmlError),
    /// The key does not fit the algorithm.
    #[error(transparent)]
    Key(#[from] crate::key::KeyError),
    /// The certificate does not parse.
    #[error(transparent)]
    Certificate(#[from] crate::certificate::CertificateError),
}

impl SealPlan {
    /// XAdES-BASELINE-B as most clients send it: enveloped, exclusive c14n, SHA-256, SigningCertificateV2.
    pub fn xades(signature: SignatureAlgorithm, signing_time: OffsetDateTime) -> Self {
        let exclusive = || vec![Transform::C14n(C14n::Exclusive, Vec::new())];
        Self {
            signature,
            digest: DigestAlgorithm::Sha256,
            signed_info: C14n::Exclusive,
            transforms: vec![Transform::Enveloped, Transform::C14n(C14n::Exclusive, Vec::new())],
            placement: Placement::Enveloped,
            xades: Some(Xades { signing_time, v2: true, transforms: exclusive() }),
            id: "Signature-1".to_owned(),
            salt: Vec::new(),
        }
    }
}

/// Seals a document. `chain` holds certificates in DER, the signer's first; the document's bytes are kept, the signature is
/// put in.
pub fn seal(document: &[u8], plan: &SealPlan, key: &SigningKey, chain: &[Vec<u8>]) -> Result<Vec<u8>, SignError> {
    let _ = (document, plan, key, chain);
    todo!()
}
