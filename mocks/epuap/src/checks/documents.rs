//! Rules of documents that are judged on their own (`poligon check`, ValidatorWS).

use poligon_institution::Provenance::{Observed, Official, Reconstructed};
use poligon_soap::checks::Rule;

use super::client;

/// A confirmation.
pub static CONFIRMATION: Rule = Rule::error(
    "EPUAP-DOC-001",
    "The document is a UPP or UPD",
    Reconstructed,
    "namespace http://crd.gov.pl/xml/schematy/UPO/2008/05/09/; spec epuap §4.4",
    client(2301, "Dokument nie jest poświadczeniem."),
    "Give the whole file that ePUAP sent as zalacznik or upp.",
);

/// The general letter.
pub static TEMPLATE: Rule = Rule::error(
    "EPUAP-DOC-002",
    "The document fits the template of the general letter (pismo ogólne)",
    Observed,
    "wzory 2017/10/24/4566 and 2013/12/12/1410 as public samples have them; spec epuap §4.3",
    client(2302, "Dokument nie jest zgodny z wzorem."),
    "Write the three parts OpisDokumentu, DaneDokumentu and TrescDokumentu as the template says.",
);

/// The seal of a document.
pub static SEAL: Rule = Rule::error(
    "EPUAP-DOC-003",
    "The signature on the document verifies",
    Official,
    "XAdES (ETSI EN 319 132-1), enveloped or enveloping; spec epuap §4.5",
    client(2303, "Podpis dokumentu jest niepoprawny."),
    "Sign once more, and do not touch the file afterwards.",
);

/// All rules of this file.
pub static RULES: &[&Rule] = &[&CONFIRMATION, &TEMPLATE, &SEAL];
