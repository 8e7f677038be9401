//! Verifying XML signatures (XML-DSig, XAdES, the signature part of WS-Security) stage by stage.
//!
//! A [`Report`] is never one bool. It lists the stages in order, the first failed one names the [`Fault`], and each
//! reference keeps its canonical bytes with the declared and the computed digest.

pub(crate) mod base64;
mod cover;
mod effort;
mod fault;
pub(crate) mod key_info;
mod ledger;
pub(crate) mod located;
pub(crate) mod names;
mod properties;
pub(crate) mod target;
pub(crate) mod transforms;
mod verify;

use time::OffsetDateTime;

use crate::microscope::Hypothesis;

use crate::{Certificate, DigestAlgorithm, Limits, PublicKey, SignatureAlgorithm, Transform};
pub use cover::payload;
pub use target::with_id;

/// The stages of a verification, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// The bytes are a document.
    Parse,
    /// The signature is found (and is the only one, where the policy says so).
    FindSignature,
    /// Each reference leads to something in the document.
    References,
    /// Each transform is known.
    Transforms,
    /// The bytes to hash.
    CanonicalBytes,
    /// Their digests.
    Digest,
    /// The canonical bytes of SignedInfo.
    SignedInfo,
    /// The key that is to verify.
    Key,
    /// The signature value.
    SignatureValue,
    /// XAdES: qualifying properties, signing certificate.
    Properties,
    /// The certificate's chain.
    Chain,
    /// What was signed is what is consumed; algorithms and key sizes are allowed.
    Policy,
}

/// All stages in order, with a name for people.
pub const STAGES: [(Stage, &str); 12] = [
    (Stage::Parse, "parse"),
    (Stage::FindSignature, "find the signature"),
    (Stage::References, "references"),
    (Stage::Transforms, "transforms"),
    (Stage::CanonicalBytes, "canonical bytes"),
    (Stage::Digest, "digests"),
    (Stage::SignedInfo, "SignedInfo"),
    (Stage::Key, "key"),
    (Stage::SignatureValue, "signature value"),
    (Stage::Properties, "XAdES properties"),
    (Stage::Chain, "certificate chain"),
    (Stage::Policy, "policy"),
];

/// How a stage ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Fine.
    Passed,
    /// Not fine.
    Failed,
    /// Not reached, or nothing to do.
    Skipped,
}

/// One stage with what was seen there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageReport {
    /// The stage.
    pub stage: Stage,
    /// How it ended.
    pub outcome: Outcome,
    /// One sentence.
    pub detail: String,
}

/// What broke a seal: the typed cause of the first failed stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A digest differs; the index of the reference.
    DigestMismatch(usize),
    /// Two elements carry the same id.
    DuplicateId(String),
    /// No certificate or key to verify with.
    NoKey(String),
    /// No signature in the document.
    NoSignature,
    /// The signature has no reference.
    NoReference,
    /// The signature is well, but does not cover what is consumed (wrapping).
    NotCovered(String),
    /// The signature is no XAdES signature of an accepted profile.
    NotXades(String),
    /// More signatures than allowed.
    SeveralSignatures(usize),
    /// The signature value does not verify.
    SignatureMismatch,
    /// The signing certificate of the properties is not the one that verified.
    SigningCertificateMismatch(String),
    /// The signature's structure is wrong (missing or doubled elements, bad base64).
    Structure(String),
    /// The chain is not trusted.
    Untrusted(crate::certificate::ChainError),
    /// The bytes are no document.
    Unreadable(crate::XmlError),
    /// A reference leads nowhere in the document.
    Unresolved(String),
    /// An algorithm that is unknown or not allowed; its URI.
    UnsupportedAlgorithm(String),
    /// A key too small; what and how many bits.
    WeakKey(String),
}

/// How the signature sits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Outside of what it signs and not around it.
    Detached,
    /// Inside of what it signs.
    Enveloped,
    /// Around what it signs (`ds:Object`).
    Enveloping,
}

/// One reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceReport {
    /// Its URI attribute, as written.
    pub uri: Option<String>,
    /// Its Type attribute.
    pub kind: Option<String>,
    /// Its transforms, in order; those that are known.
    pub transforms: Vec<Transform>,
    /// Where what it covers stands (`/Envelope/Body`), `/` for the whole document; `None` when it leads nowhere.
    pub covers: Option<String>,
    /// Its digest algorithm.
    pub digest: Option<DigestAlgorithm>,
    /// The digest written in it.
    pub declared: Vec<u8>,
    /// The digest of `canonical`.
    pub computed: Vec<u8>,
    /// The bytes that were hashed.
    pub canonical: Vec<u8>,
}

impl ReferenceReport {
    /// Whether the digests agree.
    pub fn holds(&self) -> bool {
        !self.computed.is_empty() && self.computed == self.declared
    }
}

/// What a verification saw.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The stages, in order.
    pub stages: Vec<StageReport>,
    /// The cause of the first failed stage.
    pub fault: Option<Fault>,
    /// The signature algorithm.
    pub signature_algorithm: Option<SignatureAlgorithm>,
    /// How the signature sits.
    pub form: Option<Form>,
    /// The references, in order.
    pub references: Vec<ReferenceReport>,
    /// The canonical bytes of SignedInfo.
    pub signed_info: Vec<u8>,
    /// The certificate whose key verified (or should have).
    pub certificate: Option<Certificate>,
    /// Further certificates of KeyInfo.
    pub chain: Vec<Certificate>,
    /// The SigningTime of XAdES.
    pub signing_time: Option<OffsetDateTime>,
    /// „It would verify if …”, best first; empty when it verifies or when the policy does not ask.
    pub hypotheses: Vec<Hypothesis>,
}

impl Report {
    /// Whether every stage passed.
    pub fn holds(&self) -> bool {
        self.fault.is_none() && !self.stages.is_empty()
    }

    /// The first stage that failed.
    pub fn failed_stage(&self) -> Option<&StageReport> {
        self.stages.iter().find(|stage| stage.outcome == Outcome::Failed)
    }
}

/// Where the key comes from.
#[derive(Clone, Debug, Default)]
pub enum KeySource {
    /// From the signature's own KeyInfo (or, in WS-Security, the token it points at).
    #[default]
    KeyInfo,
    /// This certificate's key, whatever KeyInfo says: the caller followed its key reference.
    Certificate(Certificate),
    /// This key, whatever KeyInfo says.
    Pinned(PublicKey),
}

/// What the signature must cover.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Cover {
    /// Anything; coverage is reported only.
    Anything,
    /// The document element (or, enveloping, the ds:Object that carries it).
    #[default]
    Root,
    /// The elements at these paths: `/Envelope/Body`.
    Paths(Vec<String>),
}

/// Whom a chain must lead to.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    /// Anchors.
    pub anchors: Vec<Certificate>,
    /// Intermediates that need not be sent.
    pub intermediates: Vec<Certificate>,
    /// Serials (as [`Certificate::serial`]) that were revoked.
    pub revoked: Vec<String>,
}

/// What a verifier insists on.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Bounds of the document.
    pub limits: Limits,
    /// Where the signature stands, as [`Element::path`](crate::Element::path) writes it: `/Envelope/Header/Security/Signature`.
    /// `None` means the first of the document.
    pub place: Option<String>,
    /// Most signatures in the document; not looked at when the place is given.
    pub signatures: usize,
    /// Most references in the signature.
    pub references: usize,
    /// Least bits of an RSA key.
    pub rsa_bits: usize,
    /// Whether SHA-1 is tolerated in digests and signatures.
    pub sha1: bool,
    /// Whether the XAdES properties are required (SignedProperties referenced with its Type, SigningCertificate or V2).
    pub xades: bool,
    /// What must be covered.
    pub cover: Cover,
    /// Where the key comes from.
    pub key: KeySource,
    /// The chain to check, if any.
    pub trust: Option<Trust>,
    /// The time to judge validity at.
    pub now: OffsetDateTime,
    /// Whether to search for hypotheses when it fails.
    pub explain: bool,
}

impl Policy {
    /// One enveloped or enveloping signature over the whole document, key from KeyInfo, any chain, SHA-1 tolerated.
    pub fn document(now: OffsetDateTime) -> Self {
        Self {
            limits: Limits::MESSAGE,
            place: None,
            signatures: 1,
            references: 16,
            rsa_bits: 2048,
            sha1: true,
            xades: false,
            cover: Cover::Root,
            key: KeySource::KeyInfo,
            trust: None,
            now,
            explain: true,
        }
    }
}

/// Verifies the first signature of a document. Among the key sources of KeyInfo a bare ds:KeyValue counts only where the
/// policy asks for neither XAdES nor a chain.
pub fn verify(bytes: &[u8], policy: &Policy) -> Report {
    match crate::Document::parse(bytes, policy.limits) {
        Ok(document) => verify_document(&document, policy),
        Err(error) => {
            let mut report = verify::unreadable(error);
            if policy.explain {
                report.hypotheses = crate::microscope::search(bytes, policy);
            }
            report
        }
    }
}

/// As [`verify`], of a document that is parsed already: what is read afterwards is then the very tree that was verified.
pub fn verify_document(document: &crate::Document<'_>, policy: &Policy) -> Report {
    let mut report = verify::verify_document(document, policy);
    if policy.explain && report.fault.is_some() && effort::allows_search(document, &report, policy.references)
    {
        report.hypotheses = crate::microscope::search(document.source().as_bytes(), policy);
    }
    report
}
