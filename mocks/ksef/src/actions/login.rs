//! Logging in, from the client side: an AuthTokenRequest for a challenge, signed in the shapes that real clients use, ready
//! to be sent as `application/xml` to `POST /auth/xades-signature`.

use poligon_certs::{Credential, KeyKind};
use poligon_crypto::algorithm::DigestAlgorithm::Sha256;
use poligon_crypto::sign::{self, Placement, SealPlan, SignError};
use poligon_crypto::{C14n, SignatureAlgorithm, SigningKey, Transform};
use time::{Duration, OffsetDateTime};

use crate::identity::{AllowedIps, Identifier};
use crate::wire::auth_token_request::{NAMESPACES, SubjectBy};

/// How a client writes and signs its request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// As the official C# client: SignedInfo in inclusive c14n, references in exclusive, SigningCertificate v1.
    CSharp,
    /// The signature around the document.
    Enveloping,
    /// As the official Java client (DSS): XPath `not(ancestor-or-self::ds:Signature)`.
    Java,
    /// As Python clients on xmlsec: exclusive c14n throughout, SigningCertificateV2.
    Python,
    /// As the C# client with RSA-PSS (RSA keys only; PKCS#1 with others' algorithm would not verify).
    RsaPss,
}

/// A request to log in, before it is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The challenge, as `POST /auth/challenge` gave it.
    pub challenge: String,
    /// Where to.
    pub context: Identifier,
    /// By what of the certificate.
    pub by: SubjectBy,
    /// From where; nothing listed means no policy.
    pub allowed_ips: AllowedIps,
}

impl Shape {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::CSharp, Self::Enveloping, Self::Java, Self::Python, Self::RsaPss];

    /// How a key of this kind signs in this shape at this time.
    pub fn plan(self, key: KeyKind, now: OffsetDateTime) -> SealPlan {
        let signature = match (key, self) {
            (KeyKind::EcP256, _) => SignatureAlgorithm::Ecdsa(Sha256),
            (_, Self::RsaPss) => SignatureAlgorithm::RsaPss(Sha256),
            _ => SignatureAlgorithm::RsaPkcs1(Sha256),
        };
        // A minute in the past, as the C# client does against clocks that differ.
        let plan = SealPlan::xades(signature, now - Duration::MINUTE);
        let exclusive = || Transform::C14n(C14n::Exclusive, Vec::new());
        match self {
            Self::CSharp => SealPlan {
                signed_info: C14n::Inclusive,
                xades: plan.xades.clone().map(|xades| sign::Xades { v2: false, ..xades }),
                ..plan
            },
            Self::Enveloping => {
                SealPlan { placement: Placement::Enveloping, transforms: vec![exclusive()], ..plan }
            }
            Self::Java => SealPlan { transforms: vec![Transform::XPathNotSignature, exclusive()], ..plan },
            Self::Python => plan,
            // Any salt is as good as another to a throwaway key; a fixed one keeps the bytes the same.
            Self::RsaPss => SealPlan { salt: vec![0x5A; 32], ..plan },
        }
    }
}

impl Request {
    /// A request by the certificate's subject, from anywhere.
    pub fn new(challenge: &str, context: Identifier) -> Self {
        Self {
            challenge: challenge.to_owned(),
            context,
            by: SubjectBy::Subject,
            allowed_ips: AllowedIps::default(),
        }
    }

    /// The document, unsigned, in the namespace of version 2.1.
    pub fn document(&self) -> String {
        let kind = self.context.kind.name();
        let by = match self.by {
            SubjectBy::Fingerprint => "certificateFingerprint",
            SubjectBy::Subject => "certificateSubject",
        };
        let [_, namespace] = NAMESPACES;
        format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<AuthTokenRequest xmlns=\"{namespace}\">\n  \
             <Challenge>{}</Challenge>\n  <ContextIdentifier>\n    <{kind}>{}</{kind}>\n  </ContextIdentifier>\n  \
             <SubjectIdentifierType>{by}</SubjectIdentifierType>{}\n</AuthTokenRequest>",
            escaped(&self.challenge),
            escaped(&self.context.value),
            self.policy()
        )
    }

    /// The document, signed.
    ///
    /// # Errors
    /// When the key or the certificate is not one that signs.
    pub fn signed(&self, by: &Credential, shape: Shape, now: OffsetDateTime) -> Result<Vec<u8>, SignError> {
        seal(self.document().as_bytes(), by, &shape.plan(by.key.kind(), now))
    }

    fn policy(&self) -> String {
        if self.allowed_ips.is_empty() {
            return String::new();
        }
        let listed = |name: &str, values: &[String]| -> String {
            values.iter().map(|value| format!("<{name}>{}</{name}>", escaped(value))).collect()
        };
        let ips = &self.allowed_ips;
        format!(
            "\n  <AuthorizationPolicy><AllowedIps>{}{}{}</AllowedIps></AuthorizationPolicy>",
            listed("Ip4Address", &ips.ip4_addresses),
            listed("Ip4Range", &ips.ip4_ranges),
            listed("Ip4Mask", &ips.ip4_masks)
        )
    }
}

/// Signs any document with a credential.
///
/// # Errors
/// When the key or the certificate is not one that signs, or the document does not parse.
pub fn seal(document: &[u8], by: &Credential, plan: &SealPlan) -> Result<Vec<u8>, SignError> {
    let key = SigningKey::from_pkcs8(by.key.pkcs8())?;
    let chain: Vec<Vec<u8>> = std::iter::once(&by.certificate).chain(&by.above).cloned().collect();
    sign::seal(document, plan, &key, &chain)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
