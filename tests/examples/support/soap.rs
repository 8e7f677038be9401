//! Signed SOAP messages as seeds, some of them with their body in parts.

use std::error::Error;

use http::StatusCode;
use poligon_certs::{KeyKind, Order, Profile, Vault};
use poligon_crypto::{C14n, Certificate, SigningKey};
use poligon_institution::Response;
use poligon_soap::mtom::package;
use poligon_soap::signing::{IdAttribute, KeyReference, Scope, Signer, Stamp, Style, sign};
use poligon_soap::write::Message;
use poligon_world::Entropy;
use time::{Duration, OffsetDateTime};

/// A message and the name of its file.
type Named = (String, Vec<u8>);

const MESSAGE: Message<'_> =
    Message { headers: "<h xmlns='urn:h'/>", body: "<d xmlns='urn:d'><n>a &amp; b</n><z>PGEvPg==</z></d>" };

/// Name and bytes: the envelope, or a Content-Type, a line end and a multipart body.
pub(super) fn messages(now: OffsetDateTime) -> Result<Vec<Named>, Box<dyn Error>> {
    let order =
        Order { key: KeyKind::EcP256, nip: Some("1111111111".into()), ..Order::new(Profile::KsefSeal) };
    let credential = Vault::in_memory(Some(1)).issue(&order, now)?;
    let (key, certificate) =
        (SigningKey::from_pkcs8(credential.key.pkcs8())?, Certificate::from_der(&credential.certificate)?);
    let signer = Signer { key: &key, certificate: &certificate };
    let stamp = Some(Stamp { age: Duration::ZERO, lifetime: Some(Duration::minutes(5)) });
    let styles = [
        ("direct", Style::default()),
        ("stamped", Style { stamp, scope: Scope::BodyAndStamp, c14n: C14n::Inclusive, ..Style::default() }),
        (
            "serial",
            Style { key: KeyReference::IssuerSerial, body_id: IdAttribute::Plain, ..Style::default() },
        ),
        ("embedded", Style { key: KeyReference::Embedded, enveloped: true, ..Style::default() }),
    ];
    let entropy = Entropy::new(1, "seeds");
    let mut messages = Vec::new();
    for (name, style) in styles {
        let text = sign(MESSAGE, &style, signer, &entropy, now)?;
        let parts =
            package(Response::new(StatusCode::OK), &text, |element| element.local() == "z", &entropy)?;
        let content_type = parts.headers.get("content-type").ok_or("no content type")?.as_bytes();
        messages.push((format!("{name}-parts"), [content_type, &b"\n"[..], &parts.body[..]].concat()));
        messages.push((name.to_owned(), text.into_bytes()));
    }
    Ok(messages)
}
