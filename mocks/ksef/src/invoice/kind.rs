//! Judging an invoice that lies in a file, without a server: what needs neither session nor state.

use std::collections::BTreeMap;

use poligon_crypto::{Document, Limits};
use poligon_institution::{Examination, Finding};
use poligon_world::Strictness;
use time::OffsetDateTime;

use super::document::{self, Terms};
use super::{Form, judge};
use crate::checks::invoice as rules;

/// Bounds of what is looked at before anything is known.
const LIMITS: Limits = Limits { bytes: 10_000_000, depth: 60, nodes: 600_000 };

/// Whether these bytes look like an invoice of a form that is read here.
pub fn recognise(bytes: &[u8]) -> bool {
    Document::parse(bytes, LIMITS).is_ok_and(|document| {
        document.root().namespace().is_some_and(|name| Form::of_namespace(name).is_some())
    })
}

/// The findings on an invoice at a moment. The parameter `strictness` takes lenient, faithful or picky.
pub fn judge(bytes: &[u8], now: OffsetDateTime, params: &BTreeMap<String, String>) -> Vec<Finding> {
    let strictness =
        params.get("strictness").and_then(|word| word.parse().ok()).unwrap_or(Strictness::Faithful);
    let mut exam = Examination::new(strictness);
    // A refusal is in the findings.
    if let Ok(facts) = document::examine(bytes, &Terms::DEFAULT, &mut exam) {
        let _ = judge::not_from_the_future(&facts, now, &mut exam);
    }
    exam.skip(&rules::SELLER.check, "a file alone does not say in which context it is sent");
    exam.skip(&rules::DUPLICATE.check, "a file alone does not say what was sent before");
    exam.into_findings()
}
