//! Seeds for `make fuzz`: what good clients send, in every shape, signed by our own signer with keys that are not kept.
//! `cargo run -p poligon-tests --example fuzz_seeds -- DIR` writes DIR/TARGET/NAME.

#[path = "support/soap.rs"]
mod soap;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use poligon_certs::{Flaw, KeyKind, Order, Profile, Vault};
use poligon_crypto::cms::{self, Plan, Signer};
use poligon_crypto::gost::SigningKey;
use poligon_ksef::actions::invoices::{Sample, SessionKey};
use poligon_ksef::actions::login::{Request, Shape};
use poligon_ksef::identity::Identifier;
use poligon_ksef::invoice::Form;
use poligon_ksef::operations::catalogue;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::macros::datetime;

/// The time at which the targets judge.
const NOW: OffsetDateTime = datetime!(2026-11-24 12:00 UTC);
const NIP: &str = "1111111111";
const PESEL: &str = "30112206276";

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Name and bytes.
type Seed = (String, Vec<u8>);

fn main() -> Outcome<()> {
    let directory = PathBuf::from(std::env::args().nth(1).ok_or("usage: fuzz_seeds DIR")?);
    for (name, document) in requests()? {
        for target in ["auth_token_request", "seal_verify", "xml_parse"] {
            write(&directory, target, &name, &document)?;
        }
    }
    for form in [Form::Fa2, Form::Fa3] {
        let invoice = Sample { form, ..Sample::new("FV/1", NIP, "2222222222", NOW) }.xml();
        for target in ["invoice", "xml_parse"] {
            write(&directory, target, &format!("{form:?}"), invoice.as_bytes())?;
        }
    }
    for (name, message) in messages()? {
        write(&directory, "cms", &name, &message)?;
    }
    for (name, message) in soap::messages(NOW)? {
        write(&directory, "soap_message", &name, &message)?;
    }
    let odd =
        "<a xmlns:b='u' b:c='&#x41;&lt;'><![CDATA[<]]><?p i?><!-- c --><b:d xml:space='preserve'/>&amp;</a>";
    write(&directory, "xml_parse", "odd", odd.as_bytes())?;
    for (name, line) in
        [("name", "api.ksef.mf.gov.pl:443"), ("four", "127.0.0.1:1"), ("six", "[2001:db8::1]:65535")]
    {
        write(&directory, "proxy_line", name, line.as_bytes())?;
    }
    for (nth, row) in catalogue::rows().iter().enumerate() {
        let operation = u8::try_from(nth)?;
        let query = "pageOffset=0&pageSize=10&sortOrder=Asc";
        for (version, body) in bodies(row.path)?.iter().enumerate() {
            let parameter = "20261124-SO-0123456789-ABCDEF0123-AB";
            let seed = [&[operation, 1][..], format!("{parameter}\n{query}\n{body}").as_bytes()].concat();
            write(&directory, "json_bodies", &format!("{nth}-{version}"), &seed)?;
        }
    }
    Ok(())
}

fn write(directory: &Path, target: &str, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    let folder = directory.join(target);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(format!("seed-{name}")), bytes)
}

/// A request to log in, in every shape and with both kinds of key.
fn requests() -> Outcome<Vec<Seed>> {
    let vault = Vault::in_memory(None);
    let mut requests = Vec::new();
    for kind in [KeyKind::Rsa2048, KeyKind::EcP256] {
        let order = Order { key: kind, nip: Some(NIP.to_owned()), ..Order::new(Profile::KsefSeal) };
        let seal = vault.issue(&order, NOW)?;
        let request = Request::new("20261124-CR-0123456789-ABCDEF0123-00", Identifier::nip(NIP));
        for shape in Shape::ALL {
            requests.push((format!("{}-{shape:?}", kind.name()), request.signed(&seal, shape, NOW)?));
        }
    }
    Ok(requests)
}

/// CMS messages over what the target expects, in every form, and a key.
fn messages() -> Outcome<Vec<Seed>> {
    let order = Order {
        organization: Some("ООО «Берёзка»".to_owned()),
        flaw: Some(Flaw::NoIdentifier),
        ..Order::new(Profile::EsiaOrganisation)
    };
    let credential = Vault::in_memory(None).issue(&order, NOW)?;
    let key = SigningKey::from_pkcs8(credential.key.pkcs8())?;
    let attached = Plan { attached: true, ..Plan::default() };
    let mut messages = vec![("key".to_owned(), key.pkcs8()), ("spki".to_owned(), key.public().spki())];
    for (name, plan) in [("noattr", Plan::default()), ("attached", attached), ("cades", Plan::cades(NOW))] {
        let message = cms::sign(b"content", Signer::Gost(&key), &credential.chain(), plan)?;
        messages.push((name.to_owned(), message));
    }
    Ok(messages)
}

/// Bodies for the operation of this path; one that asks for nothing where we have none.
fn bodies(path: &str) -> Outcome<Vec<Value>> {
    let key = SessionKey { key: [7; 32], vector: [9; 16], wrapped: vec![5; 256] };
    let nip = json!({ "type": "Nip", "value": NIP });
    let bodies = match path {
        "/auth/ksef-token" => {
            vec![json!({ "challenge": "x", "contextIdentifier": nip, "encryptedToken": "eA==" })]
        }
        "/sessions/online" => vec![key.open_body(Form::Fa2), key.open_body(Form::Fa3)],
        "/sessions/online/{referenceNumber}/invoices" => {
            vec![key.send_body(Sample::new("FV/1", NIP, NIP, NOW).xml().as_bytes())?]
        }
        "/invoices/query/metadata" => vec![json!({
            "subjectType": "Subject1", "sellerNip": NIP, "invoiceNumber": "x", "currencyCodes": ["PLN"],
            "dateRange": { "dateType": "Issue", "from": "2026-01-01", "to": "2026-01-02T00:00:00Z" },
            "amount": { "type": "Brutto", "from": 1, "to": 2.5 },
        })],
        path if path.starts_with("/testdata/") => vec![
            json!({ "subjectNip": NIP, "subjectType": "VatGroup", "description": "x", "subunits": [{ "subjectNip": NIP }] }),
            json!({ "nip": NIP, "pesel": PESEL, "isBailiff": false, "description": "x", "createdDate": "2026-01-01T00:00:00Z" }),
            json!({
                "contextIdentifier": nip, "authorizedIdentifier": { "type": "Pesel", "value": PESEL },
                "permissions": [{ "permissionType": "InvoiceRead", "description": "x" }],
            }),
            json!({ "onlineSession": { "maxInvoiceSizeInMB": 1, "maxInvoiceWithAttachmentSizeInMB": 3, "maxInvoices": 10000 } }),
        ],
        _ => vec![json!({})],
    };
    Ok(bodies)
}
