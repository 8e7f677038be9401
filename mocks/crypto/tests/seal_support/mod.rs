//! Keys and certificates made for one test run, and xmlsec1 as a second opinion.
#![allow(
    clippy::expect_used,
    clippy::panic,
    dead_code,
    unreachable_pub,
    reason = "shared by tests that may fail loudly"
)]

pub mod soap;

use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use poligon_crypto::{Certificate, PublicKey, SigningKey};

/// A key with a self-signed certificate.
pub struct Signer {
    pub key: SigningKey,
    pub certificate: Vec<u8>,
    pub pem: String,
}

impl Signer {
    fn of(pair: rcgen::KeyPair, name: &str) -> Self {
        let mut parameters = rcgen::CertificateParams::new(Vec::new()).expect("parameters");
        parameters.distinguished_name.push(rcgen::DnType::CommonName, name);
        parameters.distinguished_name.push(rcgen::DnType::OrganizationName, "Ość & <Synowie>");
        let certificate = parameters.self_signed(&pair).expect("certificate");
        let key = SigningKey::from_pkcs8(&pair.serialize_der()).expect("key");
        Self { key, certificate: certificate.der().to_vec(), pem: certificate.pem() }
    }

    pub fn chain(&self) -> Vec<Vec<u8>> {
        vec![self.certificate.clone()]
    }

    pub fn public(&self) -> PublicKey {
        self.key.public()
    }

    pub fn parsed(&self) -> Certificate {
        Certificate::from_der(&self.certificate).expect("certificate")
    }
}

pub fn rsa() -> &'static Signer {
    static RSA: OnceLock<Signer> = OnceLock::new();
    RSA.get_or_init(|| {
        let pair =
            rcgen::KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, rcgen::RsaKeySize::_2048).expect("RSA");
        Signer::of(pair, "RSA")
    })
}

pub fn other_rsa() -> &'static Signer {
    static RSA: OnceLock<Signer> = OnceLock::new();
    RSA.get_or_init(|| {
        let pair =
            rcgen::KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, rcgen::RsaKeySize::_2048).expect("RSA");
        Signer::of(pair, "other RSA")
    })
}

pub fn ec(bits: usize) -> &'static Signer {
    static KEYS: [OnceLock<Signer>; 3] = [const { OnceLock::new() }; 3];
    let (slot, algorithm) = match bits {
        256 => (&KEYS[0], &rcgen::PKCS_ECDSA_P256_SHA256),
        384 => (&KEYS[1], &rcgen::PKCS_ECDSA_P384_SHA384),
        _ => (&KEYS[2], &rcgen::PKCS_ECDSA_P521_SHA512),
    };
    slot.get_or_init(|| Signer::of(rcgen::KeyPair::generate_for(algorithm).expect("EC"), "EC"))
}

/// The message with another text in its one ds:SignatureValue.
pub fn with_value(message: &str, value: &str) -> String {
    let (before, rest) = message.split_once("<ds:SignatureValue").expect("value");
    let (opening, rest) = rest.split_once('>').expect("tag");
    let (_, after) = rest.split_once('<').expect("end");
    format!("{before}<ds:SignatureValue{opening}>{value}<{after}")
}

/// xmlsec1, if it is installed.
pub struct Xmlsec {
    folder: tempfile::TempDir,
}

impl Xmlsec {
    pub fn find() -> Option<Self> {
        let found =
            Command::new("xmlsec1").arg("--version").output().is_ok_and(|output| output.status.success());
        if !found {
            println!("NOT RUN: xmlsec1 is not on PATH; only our own verifier judged these seals");
            return None;
        }
        Some(Self { folder: tempfile::tempdir().expect("folder") })
    }

    /// Its complaint, if it refuses.
    pub fn refuses(&self, document: &[u8], signer: &Signer) -> Option<String> {
        let path = |name: &str| -> PathBuf { self.folder.path().join(name) };
        std::fs::write(path("document.xml"), document).expect("write");
        std::fs::write(path("signer.pem"), &signer.pem).expect("write");
        let output = Command::new("xmlsec1")
            .args(["--verify", "--insecure"])
            .args(["--id-attr:Id", "http://www.w3.org/2000/09/xmldsig#:Object"])
            .args(["--id-attr:Id", "http://uri.etsi.org/01903/v1.3.2#:SignedProperties"])
            .arg("--pubkey-cert-pem")
            .args([path("signer.pem"), path("document.xml")])
            .output()
            .expect("xmlsec1");
        (!output.status.success()).then(|| String::from_utf8_lossy(&output.stderr).into_owned())
    }
}
