//! What signed messages differ in from stack to stack (epuap.md §3.2).

use poligon_crypto::key::KeyKind;
use poligon_crypto::{C14n, DigestAlgorithm, PublicKey, SignatureAlgorithm};
use time::Duration;

/// The shape of a signed message.
#[derive(Clone, Debug)]
pub struct Style {
    /// The signature algorithm; `None`: that of the key's kind with `digest`.
    pub algorithm: Option<SignatureAlgorithm>,
    /// The digest of the references.
    pub digest: DigestAlgorithm,
    /// The canonicalization of SignedInfo and of each reference.
    pub c14n: C14n,
    /// The PrefixList of an exclusive canonicalization.
    pub prefixes: Vec<String>,
    /// Whether each reference has the enveloped-signature transform too (node-soap).
    pub enveloped: bool,
    /// How the certificate is named.
    pub key: KeyReference,
    /// Whether the token stands before the signature (zeep: behind).
    pub token_first: bool,
    /// Which attribute carries the Body's id.
    pub body_id: IdAttribute,
    /// A timestamp.
    pub stamp: Option<Stamp>,
    /// What is signed.
    pub scope: Scope,
    /// Whether wsse:Security has mustUnderstand.
    pub must_understand: bool,
    /// Whether wsse:Security stands before the other header entries.
    pub security_first: bool,
    /// Whether SignedInfo and base64 are broken into lines (zeep).
    pub lines: bool,
    /// The prefix of the envelope: `soap`.
    pub prefix: &'static str,
}

/// How a message names the certificate of its signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyReference {
    /// wsse:Reference to a wsse:BinarySecurityToken.
    Direct,
    /// wsse:Embedded with the token in it.
    Embedded,
    /// ds:X509IssuerSerial.
    IssuerSerial,
    /// wsse:KeyIdentifier with the certificate in it.
    KeyIdentifier,
    /// wsse:KeyIdentifier with the subject key identifier.
    SubjectKeyIdentifier,
    /// wsse:KeyIdentifier with the SHA-1 of the certificate.
    Thumbprint,
    /// ds:X509Data/ds:X509Certificate directly in ds:KeyInfo.
    X509Data,
}

/// An attribute that carries an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdAttribute {
    /// Unqualified `ID`.
    Upper,
    /// Unqualified `Id` (node-soap).
    Plain,
    /// `wsu:Id`.
    Wsu,
    /// `xml:id`.
    Xml,
}

/// A wsu:Timestamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// How long before now it was created.
    pub age: Duration,
    /// How long after creation it expires; `None` for no wsu:Expires.
    pub lifetime: Option<Duration>,
}

/// What the references of a signature lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The Body.
    Body,
    /// The Body, and the timestamp where there is one.
    BodyAndStamp,
    /// Nothing: a SignedInfo without reference, which proves nothing.
    Nothing,
    /// The timestamp only, which leaves the Body open.
    Stamp,
}

impl Default for Style {
    /// The common denominator (epuap.md §3.1, §3.4): token first, direct reference, Body only, rsa-sha256, exclusive.
    fn default() -> Self {
        Self {
            algorithm: None,
            digest: DigestAlgorithm::Sha256,
            c14n: C14n::Exclusive,
            prefixes: Vec::new(),
            enveloped: false,
            key: KeyReference::Direct,
            token_first: true,
            body_id: IdAttribute::Wsu,
            stamp: None,
            scope: Scope::Body,
            must_understand: false,
            security_first: true,
            lines: false,
            prefix: "soap",
        }
    }
}

impl Style {
    pub(super) fn algorithm_of(&self, key: &PublicKey) -> SignatureAlgorithm {
        self.algorithm.unwrap_or(match key.kind() {
            KeyKind::Ec { .. } => SignatureAlgorithm::Ecdsa(self.digest),
            KeyKind::Rsa { .. } => SignatureAlgorithm::RsaPkcs1(self.digest),
        })
    }
}
