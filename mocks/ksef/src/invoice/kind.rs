//! Judging an invoice that lies in a file, without a server: what needs neither session nor state.

use std::collections::BTreeMap;

use poligon_institution::{Examination, Finding};
use poligon_world::Strictness;
use time::OffsetDateTime;

use super::document::{self, Terms};
use super::{Form, judge};
use crate::checks::invoice as rules;

/// Whether these bytes look like an invoice of a form that is read here, also when they are broken XML: the namespace stands
/// near the beginning.
pub fn recognise(bytes: &[u8]) -> bool {
    let beginning = String::from_utf8_lossy(bytes.get(..2_000).unwrap_or(bytes));
    Form::ALL.into_iter().any(|form| beginning.contains(form.namespace()))
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
