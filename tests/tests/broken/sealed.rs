//! A signed AuthTokenRequest that can be taken apart and signed again, wrongly.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use poligon_certs::{Credential, KeyKind, Order, Profile, Vault};
use poligon_crypto::sign::{SealPlan, seal};
use poligon_crypto::{Policy, Report, SigningKey, seal as seals};
use poligon_ksef::actions::login::Shape;
use time::OffsetDateTime;
use time::macros::datetime;

/// The time of signing and of judging.
pub const NOW: OffsetDateTime = datetime!(2026-11-24 12:00 UTC);

/// As .NET's serializer writes it: indented, with two namespaces that nothing uses; and a comment with Polish letters.
pub const DOCUMENT: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<AuthTokenRequest xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://ksef.mf.gov.pl/auth/token/2.1">
  <!-- Żądanie -->
  <Challenge>20261124-CR-0123456789-ABCDEF0123-45</Challenge>
  <ContextIdentifier>
    <Nip>5265877635</Nip>
  </ContextIdentifier>
  <SubjectIdentifierType>certificateSubject</SubjectIdentifierType>
</AuthTokenRequest>"#;

/// A request in one shape, signed by one key, and what that was made with.
#[derive(Clone)]
pub struct Sealed {
    /// `Python-ec-p256`.
    pub name: String,
    /// The signed document.
    pub text: String,
    pub plan: SealPlan,
    pub signer: std::sync::Arc<Credential>,
    pub stranger: std::sync::Arc<Credential>,
}

impl Sealed {
    /// One well signed request for each shape and kind of key.
    pub fn all() -> Vec<Self> {
        let vault = Vault::in_memory(Some(60));
        let shapes = [Shape::CSharp, Shape::Enveloping, Shape::Java, Shape::Python];
        let pairs =
            shapes.into_iter().flat_map(|shape| [(shape, KeyKind::EcP256), (shape, KeyKind::Rsa2048)]);
        pairs.map(|(shape, key)| Self::new(&vault, shape, key)).collect()
    }

    fn new(vault: &Vault, shape: Shape, key: KeyKind) -> Self {
        let order = |organization: &str| Order {
            key,
            self_signed: true,
            nip: Some("5265877635".to_owned()),
            organization: Some(organization.to_owned()),
            ..Order::new(Profile::KsefSeal)
        };
        let issued = |name| vault.issue(&order(name), NOW).expect("issued");
        let mut sealed = Self {
            name: format!("{shape:?}-{}", key.name()),
            text: String::new(),
            plan: shape.plan(key, NOW),
            signer: issued("Łąka Sp. z o.o."),
            stranger: issued("Żabka na niby Sp. z o.o."),
        };
        sealed.text = sealed.signed(DOCUMENT, &sealed.plan);
        sealed
    }

    pub fn rsa(&self) -> bool {
        self.signer.key.kind() == KeyKind::Rsa2048
    }

    pub fn key(&self) -> SigningKey {
        SigningKey::from_pkcs8(self.signer.key.pkcs8()).expect("a key")
    }

    /// A document signed in this shape but for the plan.
    pub fn signed(&self, document: &str, plan: &SealPlan) -> String {
        let sealed = seal(document.as_bytes(), plan, &self.key(), &self.signer.chain()).expect("sealed");
        String::from_utf8(sealed).expect("UTF-8")
    }

    /// The same shape over a document that was changed before it was signed.
    pub fn of_changed(&self, change: impl Fn(&str) -> String) -> Self {
        let document = change(DOCUMENT);
        assert_ne!(document, DOCUMENT);
        Self { text: self.signed(&document, &self.plan), ..self.clone() }
    }

    /// The canonical bytes of the document and of the properties, and of SignedInfo.
    pub fn report(text: &str) -> Report {
        let mut policy = Policy::document(NOW);
        policy.explain = false;
        seals::verify(text.as_bytes(), &policy)
    }

    pub fn digested(&self, reference: usize) -> Vec<u8> {
        Self::report(&self.text).references.swap_remove(reference).canonical
    }

    /// With another signature value, computed from the canonical bytes of this text's SignedInfo.
    pub fn signed_again(&self, text: &str, sign: impl FnOnce(&[u8]) -> Vec<u8>) -> String {
        let value = sign(&Self::report(text).signed_info);
        with_content(text, "ds:SignatureValue", 0, &STANDARD.encode(value))
    }

    /// Signed over the SignedInfo as it now is, rightly.
    pub fn resigned(&self, text: &str) -> String {
        self.signed_again(text, |info| self.sign(info))
    }

    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.key().sign(self.plan.signature, message, &self.plan.salt).expect("signed")
    }

    /// With another text as the digest of a reference, and signed over that.
    pub fn with_digest(&self, reference: usize, digest: &str) -> String {
        self.resigned(&with_digest_text(&self.text, reference, digest))
    }
}

/// The text with another DigestValue in the signature's reference number `reference`.
pub fn with_digest_text(text: &str, reference: usize, digest: &str) -> String {
    with_content(text, "ds:DigestValue", reference, digest)
}

/// The text with the content of the element of that name replaced, counted from 0.
pub fn with_content(text: &str, name: &str, nth: usize, content: &str) -> String {
    let opening = format!("<{name}");
    let (at, _) = text.match_indices(&opening).nth(nth).expect(name);
    let start = at + text[at..].find('>').expect("tag") + 1;
    let end = start + text[start..].find(&format!("</{name}>")).expect("end tag");
    format!("{}{content}{}", &text[..start], &text[end..])
}

/// The text with the first `old` replaced.
pub fn once(text: &str, old: &str, new: &str) -> String {
    assert!(text.contains(old), "{old} is not in {text}");
    text.replacen(old, new, 1)
}
