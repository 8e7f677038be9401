//! A sealed login request, the bare signature in it, and three ways of breaking it.

#![allow(unreachable_pub, reason = "a module of a bench")]

use std::sync::Arc;

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey, VerificationAlgorithm,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use poligon_certs::{Credential, KeyKind, Order, Profile, Vault};
use poligon_crypto::seal::{self, Policy};
use poligon_crypto::sign::{self, SealPlan};
use poligon_crypto::{DigestAlgorithm, SignatureAlgorithm, SigningKey};
use time::OffsetDateTime;
use time::macros::datetime;

pub type Failure = Box<dyn std::error::Error>;

const NOW: OffsetDateTime = datetime!(2026-11-24 12:00 UTC);

/// As clients send it at login (`spec/ksef.md` §4.4).
const REQUEST: &str = concat!(
    r#"<?xml version="1.0" encoding="utf-8"?>"#,
    r#"<AuthTokenRequest xmlns="http://ksef.mf.gov.pl/auth/token/2.0">"#,
    "<Challenge>20261124-CR-24C0BFC000-40E9EA5847-BB</Challenge>",
    "<ContextIdentifier><Nip>1111111111</Nip></ContextIdentifier>",
    "<SubjectIdentifierType>certificateSubject</SubjectIdentifierType>",
    "</AuthTokenRequest>",
);

/// Everything that a comparison needs, made once.
pub struct Sample {
    pub name: &'static str,
    pub document: Vec<u8>,
    pub signer: SigningKey,
    pub signed_info: Vec<u8>,
    credential: Arc<Credential>,
    algorithm: SignatureAlgorithm,
    bare: &'static dyn VerificationAlgorithm,
    value: Vec<u8>,
    /// SubjectPublicKeyInfo, which aws-lc-rs takes for both kinds of key.
    public: Vec<u8>,
}

impl Sample {
    pub fn rsa() -> Result<Self, Failure> {
        let algorithm = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);
        Self::new("RSA-2048", KeyKind::Rsa2048, algorithm, &RSA_PKCS1_2048_8192_SHA256)
    }

    pub fn ec() -> Result<Self, Failure> {
        let algorithm = SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256);
        Self::new("EC P-256", KeyKind::EcP256, algorithm, &ECDSA_P256_SHA256_FIXED)
    }

    fn new(
        name: &'static str,
        key: KeyKind,
        algorithm: SignatureAlgorithm,
        bare: &'static dyn VerificationAlgorithm,
    ) -> Result<Self, Failure> {
        let order = Order { key, nip: Some("1111111111".to_owned()), ..Order::new(Profile::KsefSeal) };
        let credential = Vault::in_memory(None).issue(&order, NOW)?;
        let signer = SigningKey::from_pkcs8(credential.key.pkcs8())?;
        let plan = SealPlan::xades(algorithm, NOW);
        let document = sign::seal(REQUEST.as_bytes(), &plan, &signer, &credential.chain())?;
        let report = seal::verify(&document, &policy(true));
        if !report.holds() {
            return Err(format!("our own {name} seal does not verify: {:?}", report.fault).into());
        }
        let value = signature_value(&document).ok_or("no SignatureValue in the sealed document")?;
        let signed_info = report.signed_info;
        let public = credential.key.spki();
        let sample = Self { name, document, signer, signed_info, credential, algorithm, bare, value, public };
        if !sample.verify_bare() {
            return Err(format!("aws-lc-rs does not verify the bare {name} signature").into());
        }
        Ok(sample)
    }

    /// The signature alone, on the same bytes.
    pub fn verify_bare(&self) -> bool {
        let key = UnparsedPublicKey::new(self.bare, &self.public);
        key.verify(&self.signed_info, &self.value).is_ok()
    }

    /// Makes the whole seal.
    pub fn seal(&self) -> Vec<u8> {
        let plan = SealPlan::xades(self.algorithm, NOW);
        sign::seal(REQUEST.as_bytes(), &plan, &self.signer, &self.credential.chain()).unwrap_or_default()
    }

    /// Makes the signature alone, with the same key: RSA by aws-lc-rs, ECDSA by RustCrypto, which has RFC 6979.
    pub fn sign_bare(&self) -> Vec<u8> {
        self.signer.sign(self.algorithm, &self.signed_info, &[]).unwrap_or_default()
    }

    /// Title and bytes of broken copies.
    pub fn broken(&self) -> [(&'static str, Vec<u8>); 3] {
        [
            ("text tampered", self.replaced("<Nip>1111111111", "<Nip>1111111112")),
            ("re-indented after signing", self.replaced("<Challenge>", "\n  <Challenge>")),
            ("other SignatureMethod declared", self.replaced("-sha256\"", "-sha512\"")),
        ]
    }

    fn replaced(&self, from: &str, to: &str) -> Vec<u8> {
        String::from_utf8_lossy(&self.document).replacen(from, to, 1).into_bytes()
    }
}

/// What the fake KSeF asks of a login, with or without the microscope.
pub fn policy(explain: bool) -> Policy {
    Policy { xades: true, explain, ..Policy::document(NOW) }
}

fn signature_value(document: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(document).ok()?;
    let (_, after) = text.split_once("SignatureValue")?;
    let (_, content) = after.split_once('>')?;
    let (base64, _) = content.split_once('<')?;
    STANDARD.decode(base64.split_whitespace().collect::<String>()).ok()
}
