//! Signs one document in many shapes, for verifiers that are not ours: `cargo run -p poligon-tests --example sign_shapes -- DIR`.
//!
//! Keys are made here and not kept. `tests/clients/strangers` judges the files.

use std::error::Error;
use std::path::PathBuf;

use poligon_certs::{Credential, KeyKind, Order, Profile, Vault};
use poligon_crypto::sign::{Placement, SealPlan, seal};
use poligon_crypto::{C14n, DigestAlgorithm, SignatureAlgorithm, SigningKey, Transform};
use time::OffsetDateTime;

const DOCUMENT: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- Made to be awkward: comments, several namespaces, entities, white space. -->
<AuthTokenRequest xmlns="http://ksef.mf.gov.pl/auth/token/2.1" xmlns:unused="urn:example:unused">
  <Challenge>20261124-CR-0123456789-ABCDEF0123-00</Challenge>
  <ContextIdentifier><Nip>9990000103</Nip></ContextIdentifier>
  <SubjectIdentifierType>certificateSubject</SubjectIdentifierType>
  <note:Text xmlns:note="urn:example:note" b="2" a="1 &lt; 2">Zażółć &amp; &#13; gęślą<!-- inside --> jaźń</note:Text>
</AuthTokenRequest>
"#;

fn main() -> Result<(), Box<dyn Error>> {
    let directory = PathBuf::from(std::env::args().nth(1).ok_or("usage: sign_shapes DIR")?);
    std::fs::create_dir_all(&directory)?;
    let vault = Vault::in_memory(None);
    let now = wall_now();
    for kind in [KeyKind::Rsa2048, KeyKind::EcP256] {
        let order = Order { key: kind, nip: Some("9990000103".into()), ..Order::new(Profile::KsefSeal) };
        let credential = vault.issue(&order, now)?;
        for (name, plan) in plans(kind, now) {
            let path = directory.join(format!("{}-{name}.xml", kind.name()));
            std::fs::write(path, sealed(&plan, &credential)?)?;
        }
    }
    Ok(())
}

fn sealed(plan: &SealPlan, credential: &Credential) -> Result<Vec<u8>, Box<dyn Error>> {
    let key = SigningKey::from_pkcs8(credential.key.pkcs8())?;
    Ok(seal(DOCUMENT.as_bytes(), plan, &key, &credential.chain())?)
}

fn plans(kind: KeyKind, now: OffsetDateTime) -> Vec<(String, SealPlan)> {
    let usual =
        if kind == KeyKind::Rsa2048 { SignatureAlgorithm::RsaPkcs1 } else { SignatureAlgorithm::Ecdsa };
    let base = || SealPlan::xades(usual(DigestAlgorithm::Sha256), now);
    let mut plans = vec![
        (
            "enveloping".to_owned(),
            SealPlan { placement: Placement::Enveloping, transforms: vec![exclusive()], ..base() },
        ),
        ("plain-xml-dsig".to_owned(), SealPlan { xades: None, ..base() }),
        ("signing-certificate-v1".to_owned(), version_one(base())),
        (
            "xpath".to_owned(),
            SealPlan { transforms: vec![Transform::XPathNotSignature, exclusive()], ..base() },
        ),
        (
            "filter2".to_owned(),
            SealPlan { transforms: vec![Transform::Filter2SubtractSignature, exclusive()], ..base() },
        ),
    ];
    for c14n in C14n::ALL {
        let transforms = vec![Transform::Enveloped, Transform::C14n(c14n, Vec::new())];
        plans.push((format!("{c14n:?}"), SealPlan { signed_info: c14n, transforms, ..base() }));
    }
    for digest in DigestAlgorithm::ALL {
        plans.push((format!("{digest:?}"), SealPlan { digest, ..SealPlan::xades(usual(digest), now) }));
        if kind == KeyKind::Rsa2048 {
            let plan = SealPlan::xades(SignatureAlgorithm::RsaPss(digest), now);
            plans.push((
                format!("Pss{digest:?}"),
                SealPlan { digest, salt: vec![7; salt_length(digest)], ..plan },
            ));
        }
    }
    plans
}

fn exclusive() -> Transform {
    Transform::C14n(C14n::Exclusive, Vec::new())
}

fn version_one(mut plan: SealPlan) -> SealPlan {
    if let Some(xades) = &mut plan.xades {
        xades.v2 = false;
    }
    plan
}

fn salt_length(digest: DigestAlgorithm) -> usize {
    match digest {
        DigestAlgorithm::Sha1 => 20,
        DigestAlgorithm::Sha256 | DigestAlgorithm::Sha3_256 => 32,
        DigestAlgorithm::Sha384 | DigestAlgorithm::Sha3_384 => 48,
        DigestAlgorithm::Sha512 | DigestAlgorithm::Sha3_512 => 64,
    }
}

#[allow(clippy::disallowed_methods, reason = "foreign verifiers compare with the wall clock")]
fn wall_now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}
