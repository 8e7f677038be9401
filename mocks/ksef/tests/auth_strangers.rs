//! Our requests in the hands of a verifier that we did not write, and a request signed by a signer that we did not write.
//! xmlsec1 and openssl are asked when they are installed; without them these tests say so and pass.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::path::Path;
use std::process::Command;

use common::*;
use poligon_certs::{Key, KeyKind, Order};
use poligon_ksef::actions::login::{Request, Shape};
use poligon_ksef::identity::Identifier;

fn installed() -> bool {
    let there = Command::new("xmlsec1").arg("--version").output().is_ok();
    if !there {
        eprintln!("xmlsec1 is not installed: nothing was compared");
    }
    there
}

fn directory(name: &str) -> std::path::PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&directory).unwrap();
    directory
}

#[test]
fn xmlsec1_verifies_what_we_sign_in_every_shape_but_pss() {
    if !installed() {
        return;
    }
    let directory = directory("strangers-verify");
    let client = Client::new();
    for key in [KeyKind::EcP256, KeyKind::Rsa2048] {
        let seal = issued(&Order { key, ..seal_order(NIP) });
        let pem = directory.join(format!("{}.pem", key.name()));
        std::fs::write(&pem, seal.certificate_pem()).unwrap();
        // xmlsec1 of Debian 12 does not know PSS; the crate of the seals compares that with other tools.
        for shape in Shape::ALL.into_iter().filter(|shape| *shape != Shape::RsaPss) {
            let signed =
                Request::new(&client.challenge(), Identifier::nip(NIP)).signed(&seal, shape, NOW).unwrap();
            let file = directory.join(format!("{}-{shape:?}.xml", key.name()));
            std::fs::write(&file, &signed).unwrap();
            let asked = Command::new("xmlsec1")
                .args(["--verify", "--enabled-key-data", "x509,ec,rsa,raw-x509-cert"])
                .args(["--id-attr:Id", "http://uri.etsi.org/01903/v1.3.2#:SignedProperties", "--id-attr:Id"])
                .args(["http://www.w3.org/2000/09/xmldsig#:Object", "--pubkey-cert-pem"])
                .args([&pem, &file])
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&asked.stderr).into_owned();
            assert!(asked.status.success(), "{} {shape:?}: {said}", key.name());
        }
    }
}

#[test]
fn what_xmlsec1_signs_is_verified_here() {
    if !installed() {
        return;
    }
    let directory = directory("strangers-sign");
    let client = Client::new();
    let seal = issued(&Order { key: KeyKind::Rsa2048, ..seal_order(NIP) });
    // Ours as a template: xmlsec1 computes every digest and the value anew.
    let ours =
        Request::new(&client.challenge(), Identifier::nip(NIP)).signed(&seal, Shape::Python, NOW).unwrap();
    let ours = String::from_utf8(ours).unwrap();
    let template = emptied(&emptied(&ours, "DigestValue"), "SignatureValue");
    let (pem, file, signed) =
        (directory.join("key.pem"), directory.join("template.xml"), directory.join("signed.xml"));
    std::fs::write(&pem, Key::pem(&seal.key)).unwrap();
    // The digest of the certificate is no digest of a reference: it stays.
    std::fs::write(&file, restored(&template, &ours)).unwrap();
    let asked = Command::new("xmlsec1")
        .args(["--sign", "--id-attr:Id", "http://uri.etsi.org/01903/v1.3.2#:SignedProperties", "--output"])
        .arg(&signed)
        .arg("--privkey-pem")
        .args([&pem, &file])
        .output()
        .unwrap();
    assert!(asked.status.success(), "{}", String::from_utf8_lossy(&asked.stderr));
    let answer = client.post_xml("", std::fs::read(&signed).unwrap());
    assert_eq!(answer.response.status, 202, "{}", text(&answer));
    std::fs::remove_file(&pem).unwrap();
}

/// The document with the contents of every `<ds:NAME>` taken out.
fn emptied(document: &str, name: &str) -> String {
    let (open, close) = (format!("<ds:{name}>"), format!("</ds:{name}>"));
    let mut parts = document.split(&open);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(&open);
        out.push_str(part.find(&close).map_or(part, |at| &part[at..]));
    }
    out
}

/// The template with the digest of the certificate put back.
fn restored(template: &str, ours: &str) -> String {
    let digest = |text: &str| {
        let from = text.find("CertDigest>")?;
        let start = from + text[from..].find("<ds:DigestValue>")? + "<ds:DigestValue>".len();
        Some((start, start + text[start..].find('<')?))
    };
    let (start, end) = digest(ours).unwrap();
    let (at, _) = digest(template).unwrap();
    format!("{}{}{}", &template[..at], &ours[start..end], &template[at..])
}
