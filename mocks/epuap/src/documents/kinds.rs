//! The kinds of document that `poligon check` judges without a server.

use std::collections::BTreeMap;

use poligon_crypto::seal::Outcome;
use poligon_crypto::{Document, Limits};
use poligon_institution::{DocumentKind, Evidence, Finding, seal};
use time::OffsetDateTime;

use super::{confirmation, pismo, signature};
use crate::checks::documents as rules;
use crate::wire::names::UPO;

/// All kinds.
pub static KINDS: &[DocumentKind] = &[
    DocumentKind {
        name: "upp",
        about: "a confirmation of ePUAP: UPP or UPD",
        recognise: recognise_confirmation,
        judge: judge_confirmation,
    },
    DocumentKind {
        name: "pismo-ogolne",
        about: "a general letter of ePUAP (pismo ogólne)",
        recognise: recognise_letter,
        judge: judge_letter,
    },
    poligon_soap::KIND,
];

fn recognise_confirmation(bytes: &[u8]) -> bool {
    begins_with_any(bytes, &[UPO])
}

fn recognise_letter(bytes: &[u8]) -> bool {
    begins_with_any(bytes, &pismo::TEMPLATES)
}

fn begins_with_any(bytes: &[u8], words: &[&str]) -> bool {
    let beginning = String::from_utf8_lossy(bytes.get(..2_000).unwrap_or(bytes));
    words.iter().any(|word| beginning.contains(word))
}

fn judge_confirmation(bytes: &[u8], now: OffsetDateTime, _: &BTreeMap<String, String>) -> Vec<Finding> {
    let shape = match Document::parse(bytes, Limits::MESSAGE) {
        Err(why) => Finding::fail(&rules::CONFIRMATION.check, vec![Evidence::text(why.to_string())]),
        Ok(document) => match confirmation::content(document.root()) {
            Some(_) => Finding::pass(&rules::CONFIRMATION.check),
            None => {
                let root = document.root();
                let got = format!("{} in {}", root.local(), root.namespace().unwrap_or("no namespace"));
                let expected = format!("Dokument in {UPO} with UPP or UPD in it");
                Finding::fail(
                    &rules::CONFIRMATION.check,
                    vec![Evidence::values("document element", expected, got)],
                )
            }
        },
    };
    vec![shape, signed(bytes, now)]
}

fn judge_letter(bytes: &[u8], now: OffsetDateTime, _: &BTreeMap<String, String>) -> Vec<Finding> {
    let misfits = pismo::misfits(bytes);
    let shape = match misfits.is_empty() {
        true => Finding::pass(&rules::TEMPLATE.check),
        false => Finding::fail(
            &rules::TEMPLATE.check,
            misfits.iter().map(|one| Evidence::text(format!("line {}: {}", one.line, one.what))).collect(),
        ),
    };
    vec![shape, signed(bytes, now)]
}

fn signed(bytes: &[u8], now: OffsetDateTime) -> Finding {
    let report = signature::verify(bytes, now);
    if report.holds() {
        return Finding::pass(&rules::SEAL.check);
    }
    if signature::is_absent(&report) {
        let why = vec![Evidence::text("the document carries no signature")];
        return Finding {
            check: &rules::SEAL.check,
            outcome: poligon_institution::Outcome::NotApplicable,
            evidence: why,
        };
    }
    debug_assert!(report.stages.iter().any(|stage| stage.outcome == Outcome::Failed));
    Finding::fail(&rules::SEAL.check, seal::evidence(&report))
}
