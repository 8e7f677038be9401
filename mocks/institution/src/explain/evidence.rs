//! One item of evidence as indented lines.

use std::fmt::Write;

use super::{bytes, clean, mark};
use crate::finding::StageLine;
use crate::{Evidence, Outcome};

/// Characters of a value that a terminal is troubled with.
const MOST_VALUE: usize = 400;

// Writing to a String does not fail, so the results are dropped.
pub(super) fn write(text: &mut String, evidence: &Evidence) {
    match evidence {
        Evidence::Values { what, expected, got } => {
            let _ = writeln!(text, "    {}", clean(what));
            let _ = writeln!(text, "      expected  {}", value(expected));
            let _ = writeln!(text, "      got       {}", value(got));
        }
        Evidence::Digest { what, algorithm, declared, computed, canonical, truncated } => {
            let method = if algorithm.is_empty() { "no digest method" } else { algorithm };
            let _ = writeln!(text, "    digest of {} ({})", clean(what), clean(method));
            let _ = writeln!(text, "      in the message       {}", value(declared));
            let _ = writeln!(text, "      of the bytes below   {}", value(computed));
            bytes::write(text, canonical, *truncated);
        }
        Evidence::Bytes { what, bytes: judged, truncated } => {
            let _ = writeln!(text, "    {}", clean(what));
            bytes::write(text, judged, *truncated);
        }
        Evidence::Candidates(candidates) => {
            for candidate in candidates {
                let _ = writeln!(text, "    It would verify if {}.", value(&candidate.if_clause));
                let _ = writeln!(text, "      {}", value(&candidate.remedy));
            }
        }
        Evidence::Stages(stages) => {
            let held = stages.iter().filter(|line| line.outcome == Outcome::Pass);
            let held: Vec<&str> = held.map(|line| line.stage.as_str()).collect();
            if !held.is_empty() {
                let _ = writeln!(text, "    {} {}", mark(Outcome::Pass), held.join(", "));
            }
            let told = |line: &&StageLine| !matches!(line.outcome, Outcome::NotApplicable | Outcome::Pass);
            for line in stages.iter().filter(told) {
                let _ = writeln!(text, "    {} {}: {}", mark(line.outcome), line.stage, value(&line.detail));
            }
        }
        Evidence::Text(sentence) => {
            let _ = writeln!(text, "    {}", value(sentence));
        }
    }
}

fn value(text: &str) -> String {
    let mut shown: String = clean(text).chars().take(MOST_VALUE).collect();
    if shown.len() < text.len() && text.chars().count() > MOST_VALUE {
        shown.push('…');
    }
    shown
}
