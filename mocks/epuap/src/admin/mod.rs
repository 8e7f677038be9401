//! What the operator of a sandbox can do at ePUAP: the steps of onboarding, systems, boxes, sessions, and looking around. The
//! console leads here (`/sandboxes/{name}/institutions/epuap/…`), and the command line calls the console.

mod boxes;
mod certificates;
mod looking;
mod onboarding;
mod pushes;
mod systems;

use http::{Method, StatusCode};
use poligon_institution::{Answer, Evidence, Examination, Refused, Request, Response};
use poligon_soap::checks::Rule;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::checks::onboarding as rules;
use crate::desk::EpuapDesk;
use crate::desk::settle;
use crate::operations::catalogue;

pub use looking::{VIEWS, view};

/// The operation of everything here.
pub const NAME: &str = "epuap.operator";
/// Most bytes of a body.
const MOST_BODY: usize = 64 * 1024;

/// One request of the operator.
#[derive(Debug)]
pub(crate) struct Errand<'a> {
    desk: &'a EpuapDesk,
    request: &'a Request,
    exam: Examination,
    now: OffsetDateTime,
}

type Done = Result<Response, Refused>;

/// Answers the operator. GET changes nothing, not even what the clock brings about.
pub fn answer(desk: &EpuapDesk, request: &Request) -> Answer {
    let now = desk.sandbox.clock.now();
    if !matches!(request.method, Method::GET | Method::HEAD) {
        settle::settle(desk, now);
    }
    let exam = Examination::new(desk.sandbox.settings.strictness());
    let mut errand = Errand { desk, request, exam, now };
    let response = lead(&mut errand).unwrap_or_else(|_| errand.problem());
    let findings = errand.exam.into_findings();
    Answer { operation: catalogue::named(NAME), response, findings }
}

fn lead(errand: &mut Errand<'_>) -> Done {
    let method = if errand.request.method == Method::HEAD { "GET" } else { errand.request.method.as_str() };
    let path = errand.request.path.clone();
    let steps: Vec<&str> = path.split('/').filter(|step| !step.is_empty()).collect();
    match (method, steps.as_slice()) {
        ("POST", ["accounts"]) => onboarding::account(errand),
        ("POST", ["podmioty"]) => onboarding::podmiot(errand),
        ("POST", ["applications"]) => onboarding::apply(errand),
        ("GET", ["applications"]) => onboarding::list(errand),
        ("POST", ["applications", id, "approve"]) => onboarding::approve(errand, id),
        ("POST", ["applications", id, "refuse"]) => onboarding::refuse(errand, id),
        ("POST", ["forms", word]) => certificates::issue(errand, word),
        ("POST", ["certificates", serial, "revoke"]) => certificates::revoke(errand, serial),
        ("GET", ["certificates", serial, file]) => certificates::file(errand, serial, file),
        ("GET", ["systems"]) => systems::list(errand),
        ("POST", ["systems"]) => systems::register(errand),
        ("POST", ["systems", "new"]) => systems::at_once(errand),
        ("PUT", ["systems", id, "roles"]) => systems::roles(errand, id),
        ("DELETE", ["systems", id]) => systems::remove(errand, id),
        ("GET", ["systems", id, file]) => systems::file(errand, id, file),
        ("GET", ["boxes"]) => boxes::list(errand),
        ("PUT", ["boxes"]) => boxes::set(errand),
        ("POST", ["sessions"]) => boxes::session(errand),
        ("GET", ["trust", file]) => certificates::trust(errand, file),
        ("GET", ["pushes"]) => pushes::due(errand),
        ("POST", ["pushes", document]) => pushes::tried(errand, document),
        ("GET", ["views", view]) => looking::shown(errand, view),
        _ => {
            let got = format!("{method} {path}");
            let evidence = Evidence::values("request", "one that mocks/epuap/README.md lists", got);
            Err(errand.exam.refuse(&rules::REQUEST.check, vec![evidence]))
        }
    }
}

impl Errand<'_> {
    /// The JSON body.
    fn body<T: DeserializeOwned>(&mut self) -> Result<T, Refused> {
        let parsed = match self.request.body.len() > MOST_BODY {
            true => Err(format!("the body has more than {MOST_BODY} bytes")),
            false => serde_json::from_slice(&self.request.body)
                .map_err(|why| format!("the JSON does not fit: {why}")),
        };
        parsed.map_err(|why| self.refuse(&rules::REQUEST, why))
    }

    /// Refuses with a sentence.
    fn refuse(&mut self, rule: &'static Rule, sentence: impl Into<String>) -> Refused {
        self.exam.refuse(&rule.check, vec![Evidence::text(sentence)])
    }

    /// What there must be, or a refusal.
    fn need<T>(&mut self, rule: &'static Rule, value: Option<T>, sentence: &str) -> Result<T, Refused> {
        self.exam.need(&rule.check, value, || vec![Evidence::text(sentence)])
    }

    /// The problem that the failed finding tells.
    fn problem(&self) -> Response {
        let failed = self.exam.failures().next();
        let check = failed.map(|finding| finding.check);
        let said: Vec<String> =
            failed.map(|finding| finding.evidence.iter().map(sentence).collect()).unwrap_or_default();
        let remedy = check.map_or("", |check| check.remedy);
        let status = match check {
            Some(check) if *check == rules::SYSTEM.check => StatusCode::NOT_FOUND,
            Some(check) if *check == rules::STEP.check || *check == rules::NEW_CERTIFICATE.check => {
                StatusCode::CONFLICT
            }
            _ => StatusCode::BAD_REQUEST,
        };
        let title = check.map_or("", |check| check.title);
        let body = json!({
            "type": "about:blank",
            "title": title,
            "status": status.as_u16(),
            "detail": format!("{}. {remedy}", said.join("; ")),
            "check": check.map(|check| check.id),
        });
        Response::new(status).with_body("application/problem+json", body.to_string())
    }

    fn json(&self, value: &impl Serialize) -> Response {
        let bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
        Response::new(StatusCode::OK).with_body("application/json", bytes)
    }
}

fn sentence(evidence: &Evidence) -> String {
    match evidence {
        Evidence::Text(text) => text.clone(),
        Evidence::Values { what, expected, got } => format!("{what}: expected {expected}, got {got}"),
        other => serde_json::to_value(other).map(|value: Value| value.to_string()).unwrap_or_default(),
    }
}

/// A file of bytes.
fn bytes(content_type: &str, bytes: impl Into<bytes::Bytes>) -> Response {
    Response::new(StatusCode::OK).with_body(content_type, bytes)
}
