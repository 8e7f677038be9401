//! Judging a secret against a string, with evidence.

use poligon_crypto::cms;
use poligon_crypto::evidence::Outcome as StepOutcome;
use poligon_crypto::evidence::Step;
use poligon_crypto::gost::{self, Alternative};
use poligon_crypto::microscope::Hypothesis;
use poligon_crypto::{Certificate, DigestAlgorithm, SignatureAlgorithm};
use poligon_institution::finding::{Candidate, StageLine};
use poligon_institution::{Evidence, Outcome};

use super::{Endpoint, StringRule};
use crate::wire::params::Params;

/// How a secret was judged.
#[derive(Clone, Debug)]
pub struct Known {
    /// The rule whose string was signed; `None` when none that the endpoint takes.
    pub rule: Option<&'static StringRule>,
    /// What was seen.
    pub evidence: Vec<Evidence>,
    /// The signer's certificate, when it was found.
    pub certificate: Option<Certificate>,
    /// Whether the message carries its content.
    pub attached: bool,
}

/// Judges the CMS of version 1. `known` are the registered certificates, for messages that bring none.
pub fn judge_cms(endpoint: Endpoint, params: &Params, secret: &[u8], known: &[Certificate]) -> Known {
    let string = endpoint.string(params);
    let report = cms::verify(secret, string.as_bytes(), known, &endpoint.alternatives(params));
    let holds = report.holds();
    let attached = report.message.as_ref().is_some_and(|message| message.content.is_some());
    Known {
        rule: holds.then(|| endpoint.rules().first()).flatten(),
        evidence: evidence(&report.steps, &report.hypotheses, endpoint, &string),
        certificate: report.certificate,
        attached,
    }
}

/// Judges the bare value of versions 2 and 3 against a certificate's key.
pub fn judge_raw(endpoint: Endpoint, params: &Params, secret: &[u8], certificate: &Certificate) -> Known {
    let mut first = None;
    for rule in endpoint.rules() {
        let string = rule.string(params);
        let (steps, hypotheses) = verify(certificate, string.as_bytes(), secret, &[]);
        if steps.iter().all(|step| step.outcome == StepOutcome::Passed) {
            let evidence = evidence(&steps, &hypotheses, endpoint, &string);
            return Known {
                rule: Some(rule),
                evidence,
                certificate: Some(certificate.clone()),
                attached: false,
            };
        }
        first = first.or(Some(string));
    }
    let string = first.unwrap_or_default();
    let (steps, hypotheses) = verify(certificate, string.as_bytes(), secret, &endpoint.alternatives(params));
    Known {
        rule: None,
        evidence: evidence(&steps, &hypotheses, endpoint, &string),
        certificate: Some(certificate.clone()),
        attached: false,
    }
}

fn verify(
    certificate: &Certificate,
    string: &[u8],
    secret: &[u8],
    alternatives: &[Alternative],
) -> (Vec<Step>, Vec<Hypothesis>) {
    if let Some(key) = certificate.gost_key() {
        let report = gost::verify_raw(&key, string, secret, alternatives);
        return (report.steps, report.hypotheses);
    }
    let Ok(key) = certificate.public_key() else { return (Vec::new(), Vec::new()) };
    let fits =
        |message: &[u8]| key.verifies(SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256), message, secret);
    let outcome = if fits(string) { StepOutcome::Passed } else { StepOutcome::Failed };
    let detail = "RSA PKCS#1 v1.5 with SHA-256, a convenience of Poligon".to_owned();
    let steps = vec![Step { stage: "value", outcome, detail }];
    let named = alternatives.iter().find(|other| outcome == StepOutcome::Failed && fits(&other.message));
    (steps, named.map(|other| other.hypothesis.clone()).into_iter().collect())
}

/// Candidates first, then the stages, then the string that was expected.
pub fn evidence(
    steps: &[Step],
    hypotheses: &[Hypothesis],
    endpoint: Endpoint,
    string: &str,
) -> Vec<Evidence> {
    let mut evidence = plain_evidence(steps, hypotheses);
    evidence.push(Evidence::Bytes {
        what: format!("the string to sign: {}", endpoint.formula()),
        bytes: string.bytes().take(4096).collect(),
        truncated: string.len().saturating_sub(4096),
    });
    evidence
}

/// Candidates and stages.
pub fn plain_evidence(steps: &[Step], hypotheses: &[Hypothesis]) -> Vec<Evidence> {
    let candidates: Vec<Candidate> = hypotheses
        .iter()
        .map(|one| Candidate {
            id: one.id.to_owned(),
            if_clause: one.if_clause.clone(),
            remedy: one.remedy.clone(),
        })
        .collect();
    let stages = steps.iter().map(|step| StageLine {
        stage: step.stage.to_owned(),
        outcome: match step.outcome {
            StepOutcome::Passed => Outcome::Pass,
            StepOutcome::Failed => Outcome::Fail,
            StepOutcome::Skipped => Outcome::NotApplicable,
        },
        detail: step.detail.clone(),
    });
    let stages = Evidence::Stages(stages.collect());
    if candidates.is_empty() { vec![stages] } else { vec![Evidence::Candidates(candidates), stages] }
}
