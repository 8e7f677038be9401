//! Signs one SOAP request in many styles, and one answer in every sealing, for verifiers that are not ours:
//! `cargo run -p poligon-tests --example sign_soap -- DIR`.
//!
//! Keys are made here and not kept. `tests/clients/strangers` judges the files.

use std::error::Error;
use std::path::{Path, PathBuf};

use poligon_certs::{KeyKind, Order, Profile, Vault};
use poligon_crypto::{C14n, Certificate, DigestAlgorithm, SignatureAlgorithm, SigningKey};
use poligon_soap::answer::{Sealing, seal};
use poligon_soap::signing::{IdAttribute, KeyReference, Scope, Signer, Stamp, Style, sign};
use poligon_soap::write::Message;
use poligon_world::Entropy;
use time::{Duration, OffsetDateTime};

const MESSAGE: Message<'_> = Message {
    headers: "<ob:AdresSkrytki xmlns:ob=\"http://wsdl.epuap.gov.pl/obiekty/\">/urzad/skrytka</ob:AdresSkrytki>",
    body: "<ob:Dokument xmlns:ob=\"http://wsdl.epuap.gov.pl/obiekty/\" xmlns:unused=\"urn:unused\">\n  <nazwaPliku b=\"2\" a=\"1\">\
           zażółć &amp; &#13; gęślą.xml</nazwaPliku><!-- inside --><zawartosc>PGE+xYLEhTwvYT4=</zawartosc></ob:Dokument>",
};

fn main() -> Result<(), Box<dyn Error>> {
    let directory = PathBuf::from(std::env::args().nth(1).ok_or("usage: sign_soap DIR")?);
    std::fs::create_dir_all(&directory)?;
    let vault = Vault::in_memory(None);
    let now = wall_now();
    for kind in [KeyKind::Rsa2048, KeyKind::EcP256] {
        let [own, stranger] =
            [keys(&vault, kind, "9990000103", now)?, keys(&vault, kind, "5265877635", now)?];
        std::fs::write(directory.join(format!("{}.pem", kind.name())), &own.pem)?;
        for (name, style) in styles(kind) {
            let text = sign(MESSAGE, &style, own.signer(), &Entropy::new(1, &name), now)?;
            write(&directory, &format!("{}-style-{name}", kind.name()), &text)?;
        }
        let fits = |sealing: Sealing| kind == KeyKind::Rsa2048 || sealing != Sealing::Sha1;
        for (sealing, name) in Sealing::ALL.into_iter().filter(|(sealing, _)| fits(*sealing)) {
            let entropy = Entropy::new(2, name);
            let text = seal(MESSAGE, sealing, own.signer(), Some(stranger.signer()), &entropy, now)?;
            write(&directory, &format!("{}-answer-{name}", kind.name()), &text)?;
        }
    }
    Ok(())
}

struct Keys {
    key: SigningKey,
    certificate: Certificate,
    pem: String,
}

impl Keys {
    fn signer(&self) -> Signer<'_> {
        Signer { key: &self.key, certificate: &self.certificate }
    }
}

fn keys(vault: &Vault, kind: KeyKind, nip: &str, now: OffsetDateTime) -> Result<Keys, Box<dyn Error>> {
    let order = Order { key: kind, nip: Some(nip.into()), ..Order::new(Profile::KsefSeal) };
    let credential = vault.issue(&order, now)?;
    Ok(Keys {
        key: SigningKey::from_pkcs8(credential.key.pkcs8())?,
        certificate: Certificate::from_der(&credential.certificate)?,
        pem: credential.certificate_pem(),
    })
}

fn styles(kind: KeyKind) -> Vec<(String, Style)> {
    let base = Style::default;
    let stamp = Some(Stamp { age: Duration::ZERO, lifetime: Some(Duration::minutes(5)) });
    let prefixes = vec!["soap".to_owned(), "wsse".to_owned()];
    let mut styles = vec![
        ("enveloped".to_owned(), Style { enveloped: true, ..base() }),
        ("zeep".to_owned(), Style { token_first: false, lines: true, security_first: false, ..base() }),
        (
            "timestamp".to_owned(),
            Style { stamp, scope: Scope::BodyAndStamp, must_understand: true, ..base() },
        ),
        ("prefix-list".to_owned(), Style { prefixes, ..base() }),
        ("embedded".to_owned(), Style { key: KeyReference::Embedded, ..base() }),
        ("issuer-serial".to_owned(), Style { key: KeyReference::IssuerSerial, ..base() }),
        ("x509-data".to_owned(), Style { key: KeyReference::X509Data, ..base() }),
    ];
    for c14n in C14n::ALL {
        styles.push((format!("{c14n:?}"), Style { c14n, ..base() }));
    }
    for body_id in [IdAttribute::Plain, IdAttribute::Upper, IdAttribute::Wsu, IdAttribute::Xml] {
        styles.push((format!("id-{body_id:?}"), Style { body_id, ..base() }));
    }
    for digest in [DigestAlgorithm::Sha256, DigestAlgorithm::Sha384, DigestAlgorithm::Sha512] {
        styles.push((format!("{digest:?}"), Style { digest, ..base() }));
    }
    if kind == KeyKind::Rsa2048 {
        let pss = Some(SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha256));
        styles.push(("pss".to_owned(), Style { algorithm: pss, ..base() }));
    }
    styles
}

fn write(directory: &Path, name: &str, text: &str) -> std::io::Result<()> {
    std::fs::write(directory.join(format!("{name}.xml")), text)
}

#[allow(clippy::disallowed_methods, reason = "foreign verifiers compare with the wall clock")]
fn wall_now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}
