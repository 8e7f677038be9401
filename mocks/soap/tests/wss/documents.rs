//! `poligon check --as soap`, without the command line around it.

use std::collections::BTreeMap;

use poligon_institution::Outcome;
use poligon_soap::KIND;
use poligon_soap::signing::{KeyReference, Style};

use crate::support::{Keys, NOW, expired, once, request, signed_by, stranger, system};

fn pem(keys: &Keys) -> String {
    let text = poligon_soap::base64::encode(keys.certificate.der());
    format!("subject=x\n-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n")
}

fn judged(message: &str, params: &[(&str, &str)]) -> Vec<&'static str> {
    let params: BTreeMap<String, String> =
        params.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let findings = (KIND.judge)(message.as_bytes(), NOW, &params);
    findings
        .iter()
        .filter(|finding| finding.outcome == Outcome::Fail)
        .map(|finding| finding.check.id)
        .collect()
}

#[test]
fn messages_are_recognised_also_when_they_are_broken() {
    let message = request(&Style::default());
    assert!((KIND.recognise)(message.as_bytes()));
    assert!((KIND.recognise)(format!("\u{feff}<!DOCTYPE a>{message}").as_bytes()));
    assert!((KIND.recognise)(&message.as_bytes()[..message.len() - 20]));
    assert!(!(KIND.recognise)(b"<Faktura/>"));
    assert!(!(KIND.recognise)(b""));
}

#[test]
fn without_certificates_the_seal_is_judged_by_itself() {
    assert!(judged(&request(&Style::default()), &[]).is_empty());
    assert!(judged(&signed_by(stranger(), &Style::default()), &[]).is_empty());
    assert_eq!(judged(&once(&request(&Style::default()), "pismo.xml", "inne.xml"), &[]), ["WSS-010"]);
    assert_eq!(judged(&signed_by(&expired(), &Style::default()), &[]), ["WSS-022"]);
}

#[test]
fn with_certificates_the_signer_must_be_one_of_them() {
    let both = format!("{}{}", pem(stranger()), pem(system()));
    let message = request(&Style { key: KeyReference::Thumbprint, ..Style::default() });
    assert!(judged(&message, &[("cert", &both)]).is_empty());
    assert_eq!(judged(&message, &[]), ["WSS-006"]);
    assert_eq!(judged(&request(&Style::default()), &[("cert", &pem(stranger()))]), ["WSS-020"]);
    assert_eq!(judged(&message, &[("cert", "no PEM")]), ["WSS-020"]);
    let behind = request(&Style { token_first: false, ..Style::default() });
    assert_eq!(judged(&behind, &[("token-first", "true")]), ["WSS-014"]);
}
