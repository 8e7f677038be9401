//! Exchanges as the report shows them.

use std::sync::Arc;

use poligon_institution::director::SCRIPTED;
use poligon_institution::{Body, Exchange, Finding, Headers, Outcome};
use time::format_description::well_known::Rfc3339;

use crate::report::{ExchangeReport, MessageReport, Verdict};

/// Most characters of a request line.
const LINE: usize = 200;
/// Most bytes of a body.
const BODY: usize = 64 * 1024;
/// Characters of a secret that are shown.
const SECRET: usize = 12;
/// Headers whose values open something.
const SECRETS: &[&str] = &["authorization", "cookie", "proxy-authorization", "set-cookie"];

/// The exchanges of a scenario that ended so.
pub(super) fn reports(exchanges: &[Arc<Exchange>], verdict: Verdict) -> Vec<ExchangeReport> {
    exchanges.iter().map(|exchange| report(exchange, verdict != Verdict::Pass || exchange.failed())).collect()
}

fn report(exchange: &Exchange, whole: bool) -> ExchangeReport {
    let request = &exchange.request;
    let line = format!("{} {}", request.method, request.target());
    let findings = |finding: &&Finding| !matches!(finding.outcome, Outcome::NotApplicable | Outcome::Pass);
    ExchangeReport {
        number: exchange.id.0,
        institution: exchange.institution.to_owned(),
        operation: exchange.operation.map(|operation| operation.name.to_owned()),
        at: exchange.at.format(&Rfc3339).unwrap_or_default(),
        request_line: line.chars().take(LINE).collect(),
        status: exchange.response.status.as_u16(),
        scripted: exchange.findings.iter().any(|finding| *finding.check == SCRIPTED),
        findings: exchange.findings.iter().filter(findings).cloned().collect(),
        request: whole.then(|| message(&exchange.request.headers, &exchange.request.body)),
        response: whole.then(|| message(&exchange.response.headers, &exchange.response.body)),
    }
}

fn message(headers: &Headers, body: &Body) -> MessageReport {
    let kept = body.kept().unwrap_or_default();
    let shown = kept.get(..kept.len().min(BODY)).unwrap_or_default();
    MessageReport {
        headers: headers.iter().map(|(name, value)| (name.to_string(), cut(&name, &value))).collect(),
        body: String::from_utf8_lossy(shown).into_owned(),
        left_out: body.len().saturating_sub(shown.len() as u64),
    }
}

fn cut(name: &str, value: &str) -> String {
    if !SECRETS.contains(&name) || value.chars().count() <= SECRET {
        return value.to_owned();
    }
    let beginning: String = value.chars().take(SECRET).collect();
    format!("{beginning}…")
}
