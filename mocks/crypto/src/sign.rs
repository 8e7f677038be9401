//! Making seals: XML-DSig and XAdES, enveloped and enveloping, with every algorithm that the verifier reads.

mod insertion;
mod inside;
mod text;

use thiserror::Error;
use time::OffsetDateTime;

pub use inside::{Inside, seal_inside};

use crate::seal::names::DS;
use crate::seal::{located, target, transforms};
use crate::{
    C14n, Certificate, DigestAlgorithm, Document, Limits, SignatureAlgorithm, SigningKey, Transform,
};

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
    /// The id is no plain name, or stands in the document already.
    #[error(
        "„{0}” cannot be the signature's Id: it must be a plain XML name that the document does not use yet"
    )]
    Id(String),
    /// The key does not fit the algorithm.
    #[error(transparent)]
    Key(#[from] crate::key::KeyError),
    /// XAdES names the signer's certificate, so there must be one.
    #[error("a XAdES signature needs the signer's certificate, but the chain is empty")]
    NoCertificate,
    /// The transforms do not lead to bytes that stay the same when the signature is put in.
    #[error("the transforms of the plan cannot be used: {0}")]
    Transforms(String),
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
/// put in. Without a chain there is no ds:KeyInfo and the verifier must know the key.
pub fn seal(
    document: &[u8],
    plan: &SealPlan,
    key: &SigningKey,
    chain: &[Vec<u8>],
) -> Result<Vec<u8>, SignError> {
    let parsed = Document::parse(document, Limits::MESSAGE)?;
    check(&parsed, plan)?;
    let signer = chain.first().map(|der| Certificate::from_der(der)).transpose()?;
    let mut parts = text::Parts::new(plan, signer.as_ref(), chain)?;
    let place = insertion::Place::of(&parsed, plan.placement);
    let open = place.with(&parts.text());
    let (digests, signed_info) = digests_and_signed_info(&open, plan)?;
    parts.digests = digests;
    parts.value = key.sign(plan.signature, &signed_info, &plan.salt)?;
    Ok(place.with(&parts.text()).into_bytes())
}

fn check(document: &Document<'_>, plan: &SealPlan) -> Result<(), SignError> {
    let mut characters = plan.id.chars();
    let starts_well = characters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_');
    let plain =
        characters.all(|character| character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.'));
    let taken = document
        .root()
        .descendants()
        .any(|element| element.attributes().any(|(_, _, value)| value == plan.id));
    if !starts_well || !plain || taken {
        return Err(SignError::Id(plan.id.clone()));
    }
    let removes = |transform: &Transform| !matches!(transform, Transform::C14n(..) | Transform::Base64);
    let misfit = match (plan.placement, plan.transforms.iter().any(removes)) {
        (Placement::Enveloped, false) => {
            "an enveloped signature must be removed before hashing; put Transform::Enveloped first"
        }
        (Placement::Enveloping, true) => {
            "in an enveloping signature they would remove the document with the signature; use a canonicalisation only"
        }
        _ => return Ok(()),
    };
    Err(SignError::Transforms(misfit.to_owned()))
}

/// The digests of all references of the one signature of this plan, in order, and the bytes to sign. The document is read
/// once, without digests: no digest depends on another or on itself, and in SignedInfo they go where it is empty.
fn digests_and_signed_info(open: &str, plan: &SealPlan) -> Result<(Vec<Vec<u8>>, Vec<u8>), SignError> {
    let document = Document::parse(open.as_bytes(), LIMITS)?;
    let located = locate(&document, plan)?;
    let mut digests = Vec::new();
    for reference in &located.references {
        let bytes = target::resolve(&document, reference.uri).and_then(|target| {
            let chain = reference.transforms.as_ref().map_err(Clone::clone)?;
            transforms::apply(&document, located.signature, target, chain)
        });
        digests.push(plan.digest.digest(&bytes.map_err(misfit)?));
    }
    let empty = located.signed_info_bytes(plan.signed_info, &[]).map_err(misfit)?;
    let signed_info = text::fill_digests(&empty, &digests).ok_or_else(|| {
        SignError::Transforms("SignedInfo does not have one empty DigestValue a reference".to_owned())
    })?;
    Ok((digests, signed_info))
}

fn locate<'d>(document: &'d Document<'_>, plan: &SealPlan) -> Result<located::Located<'d>, SignError> {
    document
        .root()
        .descendants()
        .filter(|element| element.is(DS, "Signature"))
        .find(|signature| signature.attribute("Id") == Some(&plan.id))
        .ok_or_else(|| SignError::Id(plan.id.clone()))
        .and_then(|signature| located::Located::read(signature, 2).map_err(misfit))
}

fn misfit(fault: crate::seal::Fault) -> SignError {
    SignError::Transforms(fault.to_string())
}

/// A sealed document may be a little over what a document may be.
const LIMITS: Limits = Limits { bytes: 6_000_000, depth: 105, nodes: 210_000 };
