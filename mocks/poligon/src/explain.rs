//! Findings as text for a terminal: what failed first, with its evidence; what passed as one count.

use std::fmt::Write;

use poligon_institution::finding::{Candidate, StageLine};
use poligon_institution::{Evidence, Finding, Outcome};

/// Longest piece of a value that a terminal line shows.
const LONGEST: usize = 320;

/// All findings: failures, then warnings, then counts.
pub fn text(findings: &[Finding]) -> String {
    let mut text = String::new();
    let of = |outcome: Outcome| findings.iter().filter(move |finding| finding.outcome == outcome);
    for finding in of(Outcome::Fail).chain(of(Outcome::Warn)) {
        text.push('\n');
        for line in lines(finding) {
            let _ = writeln!(text, "  {line}");
        }
    }
    let passed = of(Outcome::Pass).count();
    let skipped = of(Outcome::NotApplicable).count();
    let _ = write!(text, "\n  {passed} checks passed, {skipped} did not apply");
    text
}

/// One finding, with what it rests on and what to do.
pub fn lines(finding: &Finding) -> Vec<String> {
    let check = finding.check;
    let word = if finding.failed() { "FAIL" } else { "warn" };
    let mut lines = vec![format!("{word}  {}  {}", check.id, check.title)];
    for line in finding.evidence.iter().flat_map(evidence) {
        // The sentence of the failed stage often stands there on its own already.
        if !lines.iter().any(|known| known.trim_start() == line.trim_start()) {
            lines.push(line);
        }
    }
    lines.push(format!("  remedy: {}", check.remedy));
    lines.push(format!("  source: {} ({})", check.citation, check.provenance));
    lines
}

fn evidence(evidence: &Evidence) -> Vec<String> {
    match evidence {
        Evidence::Values { what, expected, got } => {
            vec![format!("  {what}: expected „{}”, got „{}”", short(expected), short(got))]
        }
        Evidence::Digest { what, declared, computed, .. } => {
            vec![format!(
                "  {}: the message declares digest {declared}, its bytes have {computed}",
                short(what)
            )]
        }
        Evidence::Bytes { what, bytes, .. } => {
            vec![format!("  {what}: {}", short(&String::from_utf8_lossy(bytes)))]
        }
        Evidence::Candidates(candidates) => candidates.iter().flat_map(would_verify).collect(),
        Evidence::Stages(stages) => {
            let failed = stages.iter().filter(|stage| stage.outcome == Outcome::Fail);
            let details = failed.map(|stage| format!("  {}: {}", stage.stage, short(&stage.detail)));
            std::iter::once(way(stages)).chain(details).collect()
        }
        Evidence::Text(sentence) => vec![format!("  {}", short(sentence))],
    }
}

/// How far the verification came, at one glance.
fn way(stages: &[StageLine]) -> String {
    let mark = |outcome: Outcome| match outcome {
        Outcome::Fail => "✗",
        Outcome::NotApplicable => "–",
        Outcome::Pass => "✓",
        Outcome::Warn => "!",
    };
    let stages: Vec<String> =
        stages.iter().map(|one| format!("{} {}", one.stage, mark(one.outcome))).collect();
    format!("  stages: {}", stages.join("  "))
}

fn would_verify(candidate: &Candidate) -> [String; 2] {
    [
        format!("  would verify if {} ({})", candidate.if_clause, candidate.id),
        format!("    → {}", candidate.remedy),
    ]
}

/// One line, bounded; control characters of a hostile document do not reach the terminal.
pub fn short(value: &str) -> String {
    let tame = |c: char| if c.is_control() { '␤' } else { c };
    let mut short: String = value.chars().take(LONGEST).map(tame).collect();
    if value.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short
}
