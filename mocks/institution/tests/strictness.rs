//! Strictness × severity: what an examination refuses, and how findings read.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use poligon_crypto::microscope::Hypothesis;
use poligon_crypto::seal::{Fault, Outcome as StageOutcome, ReferenceReport, Report, Stage, StageReport};
use poligon_institution::{
    Check, Evidence, Examination, Finding, Outcome, Provenance, Severity, explain, seal,
};
use poligon_world::Strictness::{self, Faithful, Lenient, Picky};

const fn check(id: &'static str, severity: Severity) -> Check {
    Check {
        id,
        title: "The greeting is polite",
        provenance: Provenance::Reconstructed,
        citation: "made up for this test, § 1",
        severity,
        remedy: "Greet.",
    }
}

static ERROR: Check = check("TOY-001", Severity::Error);
static WARNING: Check = check("TOY-002", Severity::Warning);
static NOTE: Check = check("TOY-003", Severity::Note);

fn refuses(strictness: Strictness, check: &'static Check) -> bool {
    let mut examination = Examination::new(strictness);
    let refused = examination.object(check, vec![]).is_err();
    assert_eq!(refused, examination.failures().next().is_some(), "refusals and failed findings go together");
    let outcome = examination.findings().first().unwrap().outcome;
    assert_eq!(outcome, if refused { Outcome::Fail } else { Outcome::Warn });
    refused
}

#[test]
fn lenient_refuses_nothing_that_it_can_go_on_with() {
    assert!(!refuses(Lenient, &ERROR) && !refuses(Lenient, &WARNING) && !refuses(Lenient, &NOTE));
}

#[test]
fn faithful_refuses_errors_only() {
    assert!(refuses(Faithful, &ERROR) && !refuses(Faithful, &WARNING) && !refuses(Faithful, &NOTE));
}

#[test]
fn picky_refuses_warnings_too_and_never_notes() {
    assert!(refuses(Picky, &ERROR) && refuses(Picky, &WARNING) && !refuses(Picky, &NOTE));
}

#[test]
fn what_cannot_be_gone_on_with_is_refused_under_any_strictness() {
    for strictness in [Lenient, Faithful, Picky] {
        let mut examination = Examination::new(strictness);
        assert!(examination.need(&ERROR, None::<u8>, Vec::new).is_err());
        assert_eq!(examination.failures().count(), 1);
        assert!(Examination::new(strictness).need(&ERROR, Some(1), Vec::new).is_ok());
    }
}

#[test]
fn a_requirement_that_holds_is_a_pass() {
    let mut examination = Examination::new(Picky);
    examination.require(&ERROR, true, Vec::new).unwrap();
    examination.skip(&WARNING, "nothing to greet");
    let outcomes: Vec<_> = examination.findings().iter().map(|finding| finding.outcome).collect();
    assert_eq!(outcomes, [Outcome::Pass, Outcome::NotApplicable]);
}

fn broken() -> Report {
    let stage = |stage, outcome, detail: &str| StageReport { stage, outcome, detail: detail.to_owned() };
    Report {
        stages: vec![
            stage(Stage::Parse, StageOutcome::Passed, "a document"),
            stage(Stage::Digest, StageOutcome::Failed, "reference 1 differs"),
            stage(Stage::SignedInfo, StageOutcome::Skipped, ""),
        ],
        fault: Some(Fault::DigestMismatch(0)),
        references: vec![ReferenceReport {
            uri: Some(String::new()),
            kind: None,
            transforms: vec![],
            covers: Some("/".into()),
            digest: None,
            declared: vec![1, 2],
            computed: vec![3, 4],
            canonical: b"<a>\r\n</a>".to_vec(),
        }],
        hypotheses: vec![Hypothesis {
            id: "crlf",
            if_clause: "line ends had stayed as they were signed".into(),
            remedy: "Send the signed bytes.".into(),
        }],
        ..Report::default()
    }
}

#[test]
fn a_broken_seal_reads_from_cause_to_remedy() {
    let finding = Finding::fail(&ERROR, seal::evidence(&broken()));
    insta::assert_snapshot!(explain::finding(&finding), @r#"
    ✗ TOY-001  The greeting is polite
        It would verify if line ends had stayed as they were signed.
          Send the signed bytes.
        ✓ parse
        ✗ digest: reference 1 differs
        digest of Reference #1 URI="" (no digest method)
          in the message       AQI=
          of the bytes below   AwQ=
          the 9 bytes, as text:
          | <a>␍
          | </a>
          the first 9 bytes, as hex:
          | 3c 61 3e 0d 0a 3c 2f 61 3e
        do      Greet.
        source  made up for this test, § 1 (reconstructed)
    "#);
}

#[test]
fn a_finding_has_stable_field_names() {
    let finding = Finding::fail(&ERROR, vec![Evidence::values("greeting", "please", "now\u{1b}[2J")]);
    insta::assert_json_snapshot!(finding, @r#"
    {
      "check": {
        "id": "TOY-001",
        "title": "The greeting is polite",
        "provenance": "reconstructed",
        "citation": "made up for this test, § 1",
        "severity": "error",
        "remedy": "Greet."
      },
      "outcome": "fail",
      "evidence": [
        {
          "values": {
            "what": "greeting",
            "expected": "please",
            "got": "now\u001b[2J"
          }
        }
      ]
    }
    "#);
    insta::assert_snapshot!(explain::findings(&[finding, Finding::pass(&NOTE)]), @r#"
    ✗ TOY-001  The greeting is polite
        greeting
          expected  please
          got       now [2J
        do      Greet.
        source  made up for this test, § 1 (reconstructed)
    1 held, 1 failed, 0 tolerated, 0 did not apply
    "#);
}

#[test]
fn canonical_bytes_in_evidence_are_bounded() {
    let mut report = broken();
    report.references[0].canonical = vec![b'x'; 10_000];
    let evidence = seal::evidence(&report);
    let Some(Evidence::Digest { canonical, truncated, .. }) = evidence.get(2) else { panic!("{evidence:?}") };
    assert_eq!((canonical.len(), *truncated), (4096, 5904));
}
