//! Published vectors, and OpenSSL as the second opinion.

use std::path::Path;
use std::process::Command;

use ecdsa::elliptic_curve::pkcs8::EncodePrivateKey as _;

use super::*;
use crate::DigestAlgorithm::{self, Sha1, Sha3_256, Sha3_384, Sha3_512, Sha256, Sha384, Sha512};

const EVERY_DIGEST: [DigestAlgorithm; 7] = [Sha1, Sha256, Sha384, Sha512, Sha3_256, Sha3_384, Sha3_512];

#[test]
fn p256_signs_as_rfc_6979_publishes() {
    let secret = hex("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721");
    let pkcs8 = p256::SecretKey::from_slice(&secret).unwrap().to_pkcs8_der().unwrap();
    let key = SigningKey::from_pkcs8(pkcs8.as_bytes()).unwrap();
    let signed = |digest| key.sign(SignatureAlgorithm::Ecdsa(digest), b"sample", &[]).unwrap();
    let expected = "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716\
                    F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8";
    assert_eq!(signed(Sha256), hex(expected));
    let expected = "8496A60B5E9B47C825488827E0495B0E3FA109EC4568FD3F8D1097678EB97F00\
                    2362AB1ADBE2B8ADF9CB9EDAB740EA6049C028114F2460F96554F61FAE3302FE";
    assert_eq!(signed(Sha512), hex(expected));
}

#[test]
fn p521_signs_as_rfc_6979_publishes() {
    let secret = "00FAD06DAA62BA3B25D2FB40133DA757205DE67F5BB0018FEE8C86E1B68C7E75CAA896EB32F1F47C70855836A6D16FCC1466F6D8FBEC\
                  67DB89EC0C08B0E996B83538";
    let pkcs8 = p521::SecretKey::from_slice(&hex(secret)).unwrap().to_pkcs8_der().unwrap();
    let key = SigningKey::from_pkcs8(pkcs8.as_bytes()).unwrap();
    let expected = "00C328FAFCBD79DD77850370C46325D987CB525569FB63C5D3BC53950E6D4C5F174E25A1EE9017B5D450606ADD152B534931D7D4E8455\
                    CC91F9B15BF05EC36E377FA00617CCE7CF5064806C467F678D3B4080D6F1CC50AF26CA209417308281B68AF282623EAA63E5B5C0723D8B8\
                    C37FF0777B1A20F8CCB1DCCC43997F1EE0E44DA4A67A";
    assert_eq!(key.sign(SignatureAlgorithm::Ecdsa(Sha512), b"sample", &[]).unwrap(), hex(expected));
}

#[test]
fn what_is_no_key_is_refused_with_a_reason() {
    for bytes in [&b""[..], b"\x30\x00", b"-----BEGIN PUBLIC KEY-----", &[0x30; 20_000]] {
        assert!(PublicKey::from_spki(bytes).is_err());
        assert!(SigningKey::from_pkcs8(bytes).is_err());
    }
}

#[test]
fn openssl_and_we_agree_in_both_directions() {
    let Some(bench) = Bench::open() else { return };
    let kinds = [
        ("rsa", vec!["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]),
        ("p256", vec!["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]),
        ("p384", vec!["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"]),
        ("p521", vec!["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-521"]),
    ];
    let mut agreed = 0;
    for (name, arguments) in kinds {
        let key = bench.key(name, &arguments);
        for digest in EVERY_DIGEST {
            let algorithms = match key.public().kind() {
                KeyKind::Rsa { .. } => {
                    vec![SignatureAlgorithm::RsaPkcs1(digest), SignatureAlgorithm::RsaPss(digest)]
                }
                KeyKind::Ec { .. } => vec![SignatureAlgorithm::Ecdsa(digest)],
            };
            for algorithm in algorithms {
                let ours = key.sign(algorithm, b"faktura", b"salt").unwrap();
                assert_eq!(
                    key.sign(algorithm, b"faktura", b"salt").unwrap(),
                    ours,
                    "{algorithm:?} is not repeatable"
                );
                assert!(key.public().verifies(algorithm, b"faktura", &ours), "{name} {algorithm:?}");
                assert!(!key.public().verifies(algorithm, b"Faktura", &ours), "{name} {algorithm:?}");
                assert!(
                    bench.openssl_verifies(name, algorithm, &key, &ours),
                    "openssl refuses our {name} {algorithm:?}"
                );
                let theirs = bench.openssl_signs(name, algorithm, &key, "digest");
                assert!(
                    key.public().verifies(algorithm, b"faktura", &theirs),
                    "we refuse openssl's {name} {algorithm:?}"
                );
                agreed += 1;
            }
        }
    }
    assert_eq!(agreed, 7 * 2 + 7 * 3);
}

#[test]
fn pss_with_any_salt_verifies() {
    let Some(bench) = Bench::open() else { return };
    let key = bench.key("rsa", &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]);
    for salt in ["0", "8", "max"] {
        let signature = bench.openssl_signs("rsa", SignatureAlgorithm::RsaPss(Sha256), &key, salt);
        assert!(
            key.public().verifies(SignatureAlgorithm::RsaPss(Sha256), b"faktura", &signature),
            "salt {salt}"
        );
        assert!(!key.public().verifies(SignatureAlgorithm::RsaPkcs1(Sha256), b"faktura", &signature));
        assert!(!key.public().verifies(SignatureAlgorithm::RsaPss(Sha384), b"faktura", &signature));
    }
}

#[test]
fn an_algorithm_of_another_kind_is_refused() {
    let secret = hex("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721");
    let pkcs8 = p256::SecretKey::from_slice(&secret).unwrap().to_pkcs8_der().unwrap();
    let key = SigningKey::from_pkcs8(pkcs8.as_bytes()).unwrap();
    assert!(matches!(
        key.sign(SignatureAlgorithm::RsaPkcs1(Sha256), b"x", &[]),
        Err(KeyError::Mismatch { kind: "EC", .. })
    ));
    assert!(!key.public().verifies(SignatureAlgorithm::RsaPss(Sha256), b"x", &[0; 64]));
    for length in [0, 1, 63, 64, 65, 256] {
        assert!(!key.public().verifies(SignatureAlgorithm::Ecdsa(Sha256), b"x", &vec![0; length]));
        assert!(!key.public().verifies(SignatureAlgorithm::Ecdsa(Sha3_256), b"x", &vec![0xff; length]));
    }
}

/// A folder with the message, and the OpenSSL command line.
struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    fn open() -> Option<Self> {
        if Command::new("openssl").arg("version").output().is_err() {
            println!("NOT RUN: openssl is not on PATH");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("message"), b"faktura").unwrap();
        Some(Self { folder })
    }

    fn key(&self, name: &str, arguments: &[&str]) -> SigningKey {
        let pem = self.path(name, "pem");
        self.run(&[&["genpkey", "-out", &pem], arguments].concat());
        self.run(&[
            "pkcs8",
            "-topk8",
            "-nocrypt",
            "-in",
            &pem,
            "-outform",
            "DER",
            "-out",
            &self.path(name, "p8"),
        ]);
        self.run(&["pkey", "-in", &pem, "-pubout", "-out", &self.path(name, "pub")]);
        SigningKey::from_pkcs8(&std::fs::read(self.path(name, "p8")).unwrap()).unwrap()
    }

    fn openssl_verifies(
        &self,
        name: &str,
        algorithm: SignatureAlgorithm,
        key: &SigningKey,
        value: &[u8],
    ) -> bool {
        let value = match key.public().kind() {
            KeyKind::Rsa { .. } => value.to_vec(),
            KeyKind::Ec { bits } => to_der(value, bits),
        };
        std::fs::write(self.path(name, "sig"), value).unwrap();
        let (public, signature) = (self.path(name, "pub"), self.path(name, "sig"));
        let mut arguments = self.arguments(algorithm, "auto");
        arguments.extend(["-verify", &public, "-signature", &signature].map(str::to_owned));
        arguments.push(self.path("message", ""));
        Command::new("openssl").args(arguments).output().unwrap().status.success()
    }

    fn openssl_signs(
        &self,
        name: &str,
        algorithm: SignatureAlgorithm,
        key: &SigningKey,
        salt: &str,
    ) -> Vec<u8> {
        let mut arguments = self.arguments(algorithm, salt);
        arguments
            .extend(["-sign", &self.path(name, "pem"), "-out", &self.path(name, "out")].map(str::to_owned));
        arguments.push(self.path("message", ""));
        self.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
        let value = std::fs::read(self.path(name, "out")).unwrap();
        match key.public().kind() {
            KeyKind::Rsa { .. } => value,
            KeyKind::Ec { bits } => fixed_of_der(&value, bits).unwrap(),
        }
    }

    fn arguments(&self, algorithm: SignatureAlgorithm, salt: &str) -> Vec<String> {
        let (digest, pss) = match algorithm {
            SignatureAlgorithm::RsaPss(digest) => (digest, true),
            SignatureAlgorithm::RsaPkcs1(digest) | SignatureAlgorithm::Ecdsa(digest) => (digest, false),
        };
        let digest = match digest {
            Sha1 => "-sha1",
            Sha256 => "-sha256",
            Sha384 => "-sha384",
            Sha512 => "-sha512",
            Sha3_256 => "-sha3-256",
            Sha3_384 => "-sha3-384",
            Sha3_512 => "-sha3-512",
        };
        let mut arguments = vec!["dgst".to_owned(), digest.to_owned()];
        if pss {
            arguments.extend(["-sigopt", "rsa_padding_mode:pss", "-sigopt"].map(str::to_owned));
            arguments.push(format!("rsa_pss_saltlen:{salt}"));
        }
        arguments
    }

    fn run(&self, arguments: &[&str]) {
        let output = Command::new("openssl").args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    fn path(&self, name: &str, extension: &str) -> String {
        Path::new(self.folder.path()).join(name).with_extension(extension).display().to_string()
    }
}

fn to_der(value: &[u8], bits: usize) -> Vec<u8> {
    match bits {
        256 => p256::ecdsa::Signature::from_slice(value).unwrap().to_der().as_bytes().to_vec(),
        384 => p384::ecdsa::Signature::from_slice(value).unwrap().to_der().as_bytes().to_vec(),
        _ => p521::ecdsa::Signature::from_slice(value).unwrap().to_der().as_bytes().to_vec(),
    }
}

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}
