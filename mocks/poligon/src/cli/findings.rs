//! Findings as text for a terminal: what failed first, with its evidence; what passed as one count.

use std::fmt::Write;

use poligon_institution::finding::Candidate;
use poligon_institution::{Evidence, Finding, Outcome};

/// Longest piece of a value that a terminal line shows.
const LONGEST: usize = 160;

/// All findings.
pub(crate) fn text(findings: &[Finding]) -> String {
    let mut text = String::new();
    let of = |outcome: Outcome| findings.iter().filter(move |finding| finding.outcome == outcome);
    for finding in of(Outcome::Fail).chain(of(Outcome::Warn)) {
        one(&mut text, finding);
    }
    let passed = of(Outcome::Pass).count();
    let skipped = of(Outcome::NotApplicable).count();
    let _ = write!(text, "\n  {passed} checks passed, {skipped} did not apply");
    text
}

fn one(text: &mut String, finding: &Finding) {
    let check = finding.check;
    let word = if finding.failed() { "FAIL" } else { "warn" };
    let _ = writeln!(text, "\n  {word}  {}  {}", check.id, check.title);
    for evidence in &finding.evidence {
        self::evidence(text, evidence);
    }
    let _ = writeln!(text, "        remedy: {}", check.remedy);
    let _ = writeln!(text, "        source: {} ({})", check.citation, check.provenance);
}

fn evidence(text: &mut String, evidence: &Evidence) {
    let _ = match evidence {
        Evidence::Values { what, expected, got } => {
            writeln!(text, "        {what}: expected „{}”, got „{}”", short(expected), short(got))
        }
        Evidence::Digest { what, declared, computed, .. } => {
            writeln!(
                text,
                "        {what}: the message declares digest {declared}, its bytes have {computed}"
            )
        }
        Evidence::Bytes { what, bytes, .. } => {
            writeln!(text, "        {what}: {}", short(&String::from_utf8_lossy(bytes)))
        }
        Evidence::Candidates(candidates) => {
            candidates.iter().for_each(|candidate| would_verify(text, candidate));
            Ok(())
        }
        Evidence::Stages(stages) => {
            for stage in stages.iter().filter(|stage| stage.outcome == Outcome::Fail) {
                let _ = writeln!(text, "        stage {}: {}", stage.stage, short(&stage.detail));
            }
            Ok(())
        }
        Evidence::Text(sentence) => writeln!(text, "        {}", short(sentence)),
    };
}

fn would_verify(text: &mut String, candidate: &Candidate) {
    let _ = writeln!(text, "        would verify if {} ({})", candidate.if_clause, candidate.id);
    let _ = writeln!(text, "          → {}", candidate.remedy);
}

/// One line, bounded; control characters of a hostile document do not reach the terminal.
pub(crate) fn short(value: &str) -> String {
    let tame = |c: char| if c.is_control() { '␤' } else { c };
    let mut short: String = value.chars().take(LONGEST).map(tame).collect();
    if value.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short
}
