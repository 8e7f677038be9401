//! Reports to write: a small one as a run makes it, one in which every string is hostile, and one that is far too long.

use poligon_institution::finding::{Candidate, StageLine};
use poligon_institution::{Check, Evidence, Finding, Outcome, Provenance, Severity};
use poligon_scenarios::report::{
    CheckCoverage, ExchangeReport, Judged, JudgedKind, MessageReport, Mode, OperationCoverage, Report,
    ScenarioReport, Verdict,
};

/// What a stranger may send: markup, the end of CDATA, control characters, another direction, mentions, fences, non-characters.
pub(crate) const HOSTILE: &str = "<script>alert(1)</script>]]>\"'&<!-- --> \0\x1b[2J\u{202e}txt\u{2066}\u{feff}\u{ffff}\r\n```\n|@all #1 [x](javascript:alert(1)) {{ 7*7 }} <img src=https://example.invalid/x.png onerror=alert(1)>";

static SIGNATURE: Check = Check {
    id: "KSEF-AUTH-010",
    title: "The signature verifies, and covers the document",
    provenance: Provenance::Observed,
    citation: "OpenAPI 2.7.0: POST /auth/xades-signature, 9105",
    severity: Severity::Error,
    remedy: "Send the very bytes that came out of the signer.",
};

static HOSTILE_CHECK: Check = Check {
    id: "X-<b>-001",
    title: "<script>alert(1)</script>]]>\0\u{202e}",
    provenance: Provenance::Ours,
    citation: "<img src=https://example.invalid/y.png>]]>\0",
    severity: Severity::Error,
    remedy: "<a href='javascript:alert(1)'>click</a>\u{2066}",
};

/// Five scenarios, one of each verdict and a passed one with an expected refusal.
pub(crate) fn small() -> Report {
    Report {
        poligon: "0.1.0".to_owned(),
        mode: Mode::Replay,
        scenarios: vec![duplicate(), login(), refused_login(), retry_after(), unjudged()],
        checks: vec![
            coverage("KSEF-AUTH-001", "The request carries a bearer token", Provenance::Official, [12, 1, 0]),
            coverage(
                "KSEF-AUTH-004",
                "The challenge was issued here and is unused",
                Provenance::Official,
                [0, 0, 0],
            ),
            coverage("KSEF-AUTH-010", SIGNATURE.title, Provenance::Observed, [4, 1, 0]),
            coverage("KSEF-GND-014", "The host is that of this environment", Provenance::Ours, [0, 0, 2]),
        ],
        operations: vec![
            operation("ksef.auth.challenge", true, 5, &[200]),
            operation("ksef.auth.xades-signature", true, 5, &[202, 400]),
            operation("ksef.sessions.online.close", true, 0, &[]),
            operation("ksef.sessions.batch.open", false, 0, &[]),
        ],
    }
}

fn duplicate() -> ScenarioReport {
    ScenarioReport {
        about:
            "Two sends of one invoice in one session. The second must end with 440 and point at the first."
                .to_owned(),
        cites: vec!["weryfikacja-faktury".to_owned(), "open-api 2.7.0: InvoiceStatusInfo".to_owned()],
        lines: vec![
            line(JudgedKind::Step, 18, "ksef.log-in", Verdict::Pass, &[], &[1, 2]),
            line(JudgedKind::Step, 25, "ksef.send-invoice", Verdict::Pass, &[], &[3]),
            line(
                JudgedKind::Step,
                31,
                "ksef.await-invoice",
                Verdict::Fail,
                &[
                    "body.status.code: expected 440, got 200",
                    "body.status.extensions.originalKsefNumber: expected to be present, is absent",
                ],
                &[4],
            ),
            line(
                JudgedKind::Expectation,
                40,
                "calls to ksef.sessions.online.close: exactly 1",
                Verdict::NotExercised,
                &[],
                &[],
            ),
        ],
        exchanges: vec![
            exchange(1, "POST /v2/auth/challenge", "ksef.auth.challenge", 200),
            exchange(2, "POST /v2/auth/xades-signature", "ksef.auth.xades-signature", 202),
            exchange(3, "POST /v2/sessions/online/20260302-SO-2A/invoices", "ksef.sessions.online.send", 202),
            ExchangeReport {
                request: Some(message(
                    &[("accept", "application/json"), ("authorization", "Bearer eyJ0…")],
                    "",
                )),
                response: Some(message(
                    &[("content-type", "application/json")],
                    "{\"status\":{\"code\":200,\"description\":\"Sukces\"}}",
                )),
                ..exchange(
                    4,
                    "GET /v2/sessions/20260302-SO-2A/invoices/20260302-EE-7C",
                    "ksef.sessions.invoices.status",
                    200,
                )
            },
        ],
        ..scenario(
            "ksef/duplicate-invoice",
            "The same invoice sent twice is refused with status 440",
            Verdict::Fail,
        )
    }
}

fn login() -> ScenarioReport {
    ScenarioReport {
        lines: vec![line(JudgedKind::Step, 9, "ksef.log-in", Verdict::Pass, &[], &[1])],
        exchanges: vec![exchange(1, "POST /v2/auth/challenge", "ksef.auth.challenge", 200)],
        ..scenario("ksef/login-by-seal", "A seal with a NIP logs in", Verdict::Pass)
    }
}

fn refused_login() -> ScenarioReport {
    let canonical = b"<AuthTokenRequest xmlns=\"http://ksef.mf.gov.pl/auth/token/2.0\">\r\n  <Challenge/>\n</AuthTokenRequest>".to_vec();
    let evidence = vec![
        Evidence::Candidates(vec![Candidate {
            id: "pretty-printed-after-signing".to_owned(),
            if_clause: "the document had not been re-indented after signing".to_owned(),
            remedy: "Send the very bytes that came out of the signer.".to_owned(),
        }]),
        Evidence::Stages(vec![
            StageLine { stage: "parse".to_owned(), outcome: Outcome::Pass, detail: String::new() },
            StageLine {
                stage: "digest".to_owned(),
                outcome: Outcome::Fail,
                detail: "the digest of reference 1 differs".to_owned(),
            },
        ]),
        Evidence::Digest {
            what: "Reference #1 URI=\"\"".to_owned(),
            algorithm: "http://www.w3.org/2001/04/xmlenc#sha256".to_owned(),
            declared: "JrLjtUdS9kZYGMdE1RawpaQnM0lzQmaX9yvrEZji9ZM=".to_owned(),
            computed: "jvJ7YZyvEVLd+BKIoH1vKlEbCA//KA4e4QE5DRCfINQ=".to_owned(),
            canonical,
            truncated: 187,
        },
    ];
    ScenarioReport {
        lines: vec![line(JudgedKind::Step, 12, "ksef.log-in", Verdict::Pass, &[], &[2])],
        exchanges: vec![
            exchange(1, "POST /v2/auth/challenge", "ksef.auth.challenge", 200),
            ExchangeReport {
                scripted: true,
                findings: vec![Finding::fail(&SIGNATURE, evidence)],
                request: Some(message(
                    &[("content-type", "application/xml")],
                    "<?xml version=\"1.0\"?>\r\n<AuthTokenRequest/>",
                )),
                response: Some(message(
                    &[],
                    "{\"exception\":{\"exceptionDetailList\":[{\"exceptionCode\":9105}]}}",
                )),
                ..exchange(2, "POST /v2/auth/xades-signature", "ksef.auth.xades-signature", 400)
            },
        ],
        ..scenario(
            "ksef/refused-signature",
            "A document that was re-indented is refused with 9105",
            Verdict::Pass,
        )
    }
}

fn retry_after() -> ScenarioReport {
    ScenarioReport {
        reason: Some("the client sent nothing to ksef.invoices.query-metadata".to_owned()),
        lines: vec![line(
            JudgedKind::Expectation,
            14,
            "gap after ksef.invoices.query-metadata with status 429: at least 2 s",
            Verdict::NotExercised,
            &[],
            &[],
        )],
        ..scenario("chaos/retry-after", "The client waits as long as Retry-After says", Verdict::NotExercised)
    }
}

fn unjudged() -> ScenarioReport {
    ScenarioReport {
        reason: Some("the fixture fixtures/fa3-plain.xml cannot be read: no such file".to_owned()),
        ..scenario("ksef/unreadable", "An invoice that nobody can read", Verdict::Inconclusive)
    }
}

/// The small report with every string hostile.
pub(crate) fn hostile() -> Report {
    let hostile = || HOSTILE.to_owned();
    let message = || MessageReport { headers: vec![(hostile(), hostile())], body: hostile(), left_out: 7 };
    let evidence = vec![
        Evidence::text(HOSTILE),
        Evidence::values(HOSTILE, HOSTILE, HOSTILE),
        Evidence::Candidates(vec![Candidate { id: hostile(), if_clause: hostile(), remedy: hostile() }]),
        Evidence::Stages(vec![StageLine { stage: hostile(), outcome: Outcome::Fail, detail: hostile() }]),
        Evidence::Digest {
            what: hostile(),
            algorithm: hostile(),
            declared: hostile(),
            computed: hostile(),
            canonical: HOSTILE.into(),
            truncated: 3,
        },
        Evidence::Bytes { what: hostile(), bytes: vec![0xff, 0, b'<', 0x80], truncated: 0 },
    ];
    let exchange = |number| ExchangeReport {
        number,
        institution: hostile(),
        operation: Some(hostile()),
        at: hostile(),
        request_line: hostile(),
        status: 400,
        scripted: true,
        findings: vec![
            Finding::fail(&HOSTILE_CHECK, evidence.clone()),
            Finding::warn(&HOSTILE_CHECK, evidence.clone()),
        ],
        request: Some(message()),
        response: Some(message()),
    };
    let judged = |verdict| Judged {
        kind: JudgedKind::Step,
        line: 3,
        what: hostile(),
        verdict,
        reasons: vec![hostile(), hostile()],
        exchanges: vec![1, 2],
    };
    let all = [Verdict::Pass, Verdict::Fail, Verdict::NotExercised, Verdict::Inconclusive];
    Report {
        poligon: hostile(),
        mode: Mode::Exam(vec![hostile(), hostile()]),
        scenarios: all
            .map(|verdict| ScenarioReport {
                name: format!("{HOSTILE}/{HOSTILE}"),
                title: hostile(),
                about: hostile(),
                cites: vec![hostile()],
                tags: vec![hostile()],
                file: hostile(),
                seed: u64::MAX,
                verdict,
                reason: (verdict != Verdict::Pass).then(hostile),
                lines: vec![judged(verdict)],
                exchanges: vec![exchange(1), exchange(2)],
            })
            .into(),
        checks: vec![coverage(HOSTILE, HOSTILE, Provenance::Ours, [u64::MAX / 4, 1, 1])],
        operations: vec![OperationCoverage { institution: hostile(), ..operation(HOSTILE, true, 1, &[200]) }],
    }
}

/// Far more than any form may show: 700 failed scenarios, in 60 of them messages of nothing but quotation marks, and 700 passed ones.
pub(crate) fn huge() -> Report {
    let mut report = small();
    let quotes = "\"".repeat(64 * 1024);
    for number in 0..700 {
        let mut failed = duplicate();
        failed.name = format!("ksef/failed-{number}");
        for judged in &mut failed.lines {
            judged.reasons = vec![format!("{number}: expected `<{}>`", "@#".repeat(500)); 30];
        }
        let many = (1..=300).map(|number| exchange(number, "GET /v2/sessions", "ksef.sessions.list", 200));
        failed.exchanges = many.collect();
        let large = if number < 60 { 5 } else { 0 };
        for exchange in failed.exchanges.iter_mut().skip(number % 7).step_by(60).take(large) {
            exchange.request = Some(message(&[("x", "y")], &quotes));
            exchange.response = Some(message(&[("x", "y")], &quotes));
        }
        report.scenarios.push(failed);
        let mut passed = login();
        passed.name = format!("ksef/passed-{number}");
        report.scenarios.push(passed);
    }
    report
}

fn scenario(name: &str, title: &str, verdict: Verdict) -> ScenarioReport {
    ScenarioReport {
        name: name.to_owned(),
        title: title.to_owned(),
        about: String::new(),
        cites: Vec::new(),
        tags: vec!["ksef".to_owned(), "conformance".to_owned()],
        file: format!("scenarios/{name}.yaml"),
        seed: 7,
        verdict,
        reason: None,
        lines: Vec::new(),
        exchanges: Vec::new(),
    }
}

fn line(
    kind: JudgedKind,
    line: u64,
    what: &str,
    verdict: Verdict,
    reasons: &[&str],
    exchanges: &[u64],
) -> Judged {
    let reasons = reasons.iter().map(|reason| (*reason).to_owned()).collect();
    Judged { kind, line, what: what.to_owned(), verdict, reasons, exchanges: exchanges.to_vec() }
}

fn exchange(number: u64, request_line: &str, operation: &str, status: u16) -> ExchangeReport {
    ExchangeReport {
        number,
        institution: "ksef".to_owned(),
        operation: Some(operation.to_owned()),
        at: format!("2026-03-02T09:00:{:02}+01:00", number % 60),
        request_line: request_line.to_owned(),
        status,
        scripted: false,
        findings: Vec::new(),
        request: None,
        response: None,
    }
}

fn message(headers: &[(&str, &str)], body: &str) -> MessageReport {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    MessageReport { headers, body: body.to_owned(), left_out: 0 }
}

fn coverage(
    id: &str,
    title: &str,
    provenance: Provenance,
    [passed, failed, warned]: [u64; 3],
) -> CheckCoverage {
    CheckCoverage {
        institution: "ksef".to_owned(),
        id: id.to_owned(),
        title: title.to_owned(),
        provenance,
        passed,
        failed,
        warned,
    }
}

fn operation(name: &str, built: bool, calls: u64, statuses: &[u16]) -> OperationCoverage {
    OperationCoverage {
        institution: "ksef".to_owned(),
        name: name.to_owned(),
        provenance: Provenance::Official,
        built,
        calls,
        statuses: statuses.to_vec(),
    }
}
