//! Findings and exchanges as plain text for a terminal. The same facts as JSON are the `Serialize` of
//! [`Finding`]: `{check: {id, title, provenance, citation, severity, remedy}, outcome, evidence: […]}`, where an item of
//! evidence is an object with one field: `values {what, expected, got}`, `digest {what, algorithm, declared, computed,
//! canonical, truncated}`, `bytes {what, bytes, truncated}`, `candidates [{id, if_clause, remedy}]`, `stages [{stage,
//! outcome, detail}]` or `text`.

mod bytes;
mod evidence;

use std::fmt::Write;

use time::format_description::well_known::Rfc3339;

use crate::{Exchange, Finding, Outcome};

/// One finding: outcome and check; for one that does not hold also the evidence, the remedy and the source.
pub fn finding(finding: &Finding) -> String {
    let check = finding.check;
    let mut text = format!("{} {}  {}\n", mark(finding.outcome), check.id, check.title);
    if matches!(finding.outcome, Outcome::Pass) {
        return text;
    }
    for one in &finding.evidence {
        evidence::write(&mut text, one);
    }
    if finding.outcome != Outcome::NotApplicable {
        // Writing to a String does not fail; here and below.
        let _ = writeln!(text, "    do      {}", clean(check.remedy));
        let _ = writeln!(text, "    source  {} ({})", clean(check.citation), check.provenance);
    }
    text
}

/// Several findings: those that do not hold, in full, and how many hold.
pub fn findings(findings: &[Finding]) -> String {
    let mut text = String::new();
    for one in findings.iter().filter(|one| matches!(one.outcome, Outcome::Fail | Outcome::Warn)) {
        text.push_str(&finding(one));
    }
    let count = |outcome| findings.iter().filter(|one| one.outcome == outcome).count();
    let _ = writeln!(
        text,
        "{} held, {} failed, {} tolerated, {} did not apply",
        count(Outcome::Pass),
        count(Outcome::Fail),
        count(Outcome::Warn),
        count(Outcome::NotApplicable)
    );
    text
}

/// An exchange: one line, then its findings.
pub fn exchange(exchange: &Exchange) -> String {
    let at = exchange.at.format(&Rfc3339).unwrap_or_default();
    let operation = exchange.operation.map_or("no operation", |operation| operation.name);
    let request = &exchange.request;
    let target = clean(&request.target());
    let status = exchange.response.status.as_u16();
    format!(
        "#{} {at} {} {target} → {status} {operation}\n{}",
        exchange.id.0,
        request.method,
        findings(&exchange.findings)
    )
}

fn mark(outcome: Outcome) -> char {
    match outcome {
        Outcome::Pass => '✓',
        Outcome::Fail => '✗',
        Outcome::Warn => '!',
        Outcome::NotApplicable => '–',
    }
}

/// On one line and without control characters: what a client sent must not move the reader's cursor.
fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
