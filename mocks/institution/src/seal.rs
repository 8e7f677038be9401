//! From a seal's report to evidence: the stages it went through, the bytes that were hashed, and what would have to be
//! different for it to verify.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use poligon_crypto::seal::{Fault, Outcome as StageOutcome, ReferenceReport, Report};

use crate::finding::{Candidate, StageLine};
use crate::{Evidence, Outcome};

/// Most bytes of canonical text in evidence; they stay in the journal.
pub const MOST_CANONICAL: usize = 4 * 1024;

/// The evidence that a report gives: the proved causes first, because they are what the reader came for; then how far the
/// verification got, and the bytes that were judged.
pub fn evidence(report: &Report) -> Vec<Evidence> {
    let mut evidence: Vec<Evidence> = candidates(report).into_iter().collect();
    evidence.push(Evidence::Stages(stages(report)));
    match &report.fault {
        Some(Fault::DigestMismatch(index)) => {
            evidence.extend(report.references.get(*index).map(|reference| digest(*index, reference)));
        }
        Some(Fault::SignatureMismatch) if !report.signed_info.is_empty() => {
            let (bytes, truncated) = bounded(&report.signed_info);
            evidence.push(Evidence::Bytes { what: "canonical SignedInfo".to_owned(), bytes, truncated });
        }
        _ => {}
    }
    evidence
}

/// What would have to be different for the seal to hold, when that is known.
pub fn candidates(report: &Report) -> Option<Evidence> {
    let candidates = report.hypotheses.iter().map(|hypothesis| Candidate {
        id: hypothesis.id.to_owned(),
        if_clause: hypothesis.if_clause.clone(),
        remedy: hypothesis.remedy.clone(),
    });
    (!report.hypotheses.is_empty()).then(|| Evidence::Candidates(candidates.collect()))
}

fn stages(report: &Report) -> Vec<StageLine> {
    let lines = report.stages.iter().map(|line| StageLine {
        stage: kebab(&format!("{:?}", line.stage)),
        outcome: match line.outcome {
            StageOutcome::Passed => Outcome::Pass,
            StageOutcome::Failed => Outcome::Fail,
            StageOutcome::Skipped => Outcome::NotApplicable,
        },
        detail: line.detail.clone(),
    });
    lines.collect()
}

fn digest(index: usize, reference: &ReferenceReport) -> Evidence {
    let (canonical, truncated) = bounded(&reference.canonical);
    let uri = reference.uri.as_ref().map_or(String::new(), |uri| format!(" URI=\"{uri}\""));
    Evidence::Digest {
        what: format!("Reference #{}{uri}", index + 1),
        algorithm: reference.digest.map_or_else(String::new, |digest| digest.uri().to_owned()),
        declared: STANDARD.encode(&reference.declared),
        computed: STANDARD.encode(&reference.computed),
        canonical,
        truncated,
    }
}

fn bounded(bytes: &[u8]) -> (Vec<u8>, usize) {
    let kept = bytes.get(..MOST_CANONICAL).unwrap_or(bytes);
    (kept.to_vec(), bytes.len() - kept.len())
}

/// `SignedInfo` → `signed-info`.
fn kebab(name: &str) -> String {
    let mut kebab = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !kebab.is_empty() {
            kebab.push('-');
        }
        kebab.push(letter.to_ascii_lowercase());
    }
    kebab
}
