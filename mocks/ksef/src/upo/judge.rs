//! Judging a UPO that somebody has: structure and seal.

use std::collections::BTreeMap;

use poligon_crypto::seal::{self, Outcome as StageOutcome, Policy, Report};
use poligon_crypto::{Document, Element, Limits};
use poligon_institution::finding::{Candidate, StageLine};
use poligon_institution::{Evidence, Finding, Outcome};
use time::OffsetDateTime;

use super::document::NAMESPACE;
use crate::checks::invoice as rules;

/// The elements in their order; whether they must be there.
const ORDER: [(&str, bool); 7] = [
    ("NazwaPodmiotuPrzyjmujacego", true),
    ("NumerReferencyjnySesji", true),
    ("Uwierzytelnienie", true),
    ("OpisPotwierdzenia", false),
    ("NazwaStrukturyLogicznej", true),
    ("KodFormularza", true),
    ("Dokument", true),
];

const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";

/// Bounds of a page of 10 000 documents.
const LIMITS: Limits = Limits { bytes: 20_000_000, depth: 60, nodes: 600_000 };

/// Whether these bytes look like a UPO, also when they are broken XML: the namespace stands near the beginning.
pub fn recognise(bytes: &[u8]) -> bool {
    let beginning = bytes.get(..2_000).unwrap_or(bytes);
    String::from_utf8_lossy(beginning).contains(NAMESPACE)
}

/// The findings on a UPO at a moment. Takes no parameters.
pub fn judge(bytes: &[u8], now: OffsetDateTime, _params: &BTreeMap<String, String>) -> Vec<Finding> {
    vec![structure(bytes), sealed(bytes, now)]
}

fn structure(bytes: &[u8]) -> Finding {
    let check = &rules::UPO_SOUND.check;
    let document = match Document::parse(bytes, LIMITS) {
        Ok(document) => document,
        Err(why) => {
            return Finding::fail(check, vec![Evidence::values("the file", "a UPO", why.to_string())]);
        }
    };
    match out_of_order(document.root()) {
        Some(evidence) => Finding::fail(check, vec![evidence]),
        None => Finding::pass(check),
    }
}

fn out_of_order(root: Element<'_>) -> Option<Evidence> {
    if !root.is(NAMESPACE, "Potwierdzenie") {
        let got = format!("{} in namespace {}", root.local(), root.namespace().unwrap_or("none"));
        return Some(Evidence::values(
            "root element",
            format!("Potwierdzenie in namespace {NAMESPACE}"),
            got,
        ));
    }
    let mut expected = ORDER.iter().peekable();
    for child in root.children() {
        if child.is(DSIG, "Signature") {
            continue;
        }
        let place = || format!("{} (line {})", child.path(), child.line());
        loop {
            let Some((name, required)) = expected.peek() else {
                return Some(Evidence::values(place(), "the seal or the end", child.local()));
            };
            if child.is(NAMESPACE, name) {
                // The last one, Dokument, repeats.
                if *name != "Dokument" {
                    expected.next();
                }
                break;
            }
            if *required {
                return Some(Evidence::values(place(), *name, child.local()));
            }
            expected.next();
        }
    }
    let last = root.children().any(|child| child.is(NAMESPACE, "Dokument"));
    (!last).then(|| Evidence::values(root.path(), "an element Dokument", "none"))
}

fn sealed(bytes: &[u8], now: OffsetDateTime) -> Finding {
    let policy = Policy { xades: true, limits: LIMITS, ..Policy::document(now) };
    let report = seal::verify(bytes, &policy);
    let evidence = evidence(&report);
    if report.holds() {
        Finding { check: &rules::UPO_SEAL.check, outcome: Outcome::Pass, evidence }
    } else {
        Finding::fail(&rules::UPO_SEAL.check, evidence)
    }
}

fn evidence(report: &Report) -> Vec<Evidence> {
    let lines = report.stages.iter().map(|stage| StageLine {
        stage: format!("{:?}", stage.stage),
        outcome: match stage.outcome {
            StageOutcome::Passed => Outcome::Pass,
            StageOutcome::Failed => Outcome::Fail,
            StageOutcome::Skipped => Outcome::NotApplicable,
        },
        detail: stage.detail.clone(),
    });
    let mut evidence = vec![Evidence::Stages(lines.collect())];
    let candidates: Vec<Candidate> = report
        .hypotheses
        .iter()
        .map(|one| Candidate {
            id: one.id.to_owned(),
            if_clause: one.if_clause.clone(),
            remedy: one.remedy.clone(),
        })
        .collect();
    if !candidates.is_empty() {
        evidence.push(Evidence::Candidates(candidates));
    }
    evidence
}
