//! The error bodies of KSeF, rendered from failed findings and nothing else (spec §3.1–3.3). Three dialects: exceptions,
//! problem details on request for 400 and 429, problem details always for 401, 403 and 410.

use http::StatusCode;
use poligon_institution::{Evidence, Finding, Refused, Request, Response};
use poligon_world::Entropy;
use serde_json::{Map, Value, json};
use time::OffsetDateTime;

use crate::checks::{self, Details, Wire};
use crate::desk::Call;
use crate::wire::{moment, respond};

const PROBLEM: &str = "application/problem+json";
/// The value of a finding that becomes the header of a 429.
pub const RETRY_AFTER: &str = "Retry-After";
const JSON: &str = "application/json; charset=utf-8";

/// One exception of a 400.
#[derive(Debug)]
pub struct Entry {
    /// `21405`.
    pub code: u32,
    /// The literal description.
    pub description: &'static str,
    /// Its details.
    pub details: Vec<String>,
}

/// What every error says beside its cause.
#[derive(Clone, Copy, Debug)]
pub struct Letterhead<'a> {
    /// The request.
    pub request: &'a Request,
    /// When.
    pub now: OffsetDateTime,
    /// Where service codes and trace ids come from.
    pub traces: &'a Entropy,
}

/// The answer to a refused call.
pub fn render(call: &Call<'_>, refused: Refused) -> Response {
    let head = &Letterhead { request: call.request, now: call.now, traces: &call.desk.streams.traces };
    match checks::wire(refused.check) {
        Some(Wire::Bare(status)) => bare(status),
        Some(Wire::Exception { .. }) => head.bad_request(&entries(call)),
        Some(Wire::Forbidden { reason, detail }) => forbidden(head, call, refused, reason, detail),
        Some(Wire::Gone) => {
            let detail = "Operacja wygasła i nie jest już dostępna.";
            head.problem(StatusCode::GONE, "Gone", detail, Map::new())
        }
        Some(Wire::NotBuilt) => not_built(head, call, refused),
        Some(Wire::TooMany) => too_many(head, call, refused),
        Some(Wire::Unauthorized) => {
            let detail = "Wymagane jest uwierzytelnienie.";
            head.problem(StatusCode::UNAUTHORIZED, "Unauthorized", detail, Map::new())
        }
        // A status or a warning that escaped to the edge, or a check without meaning, is a defect of ours.
        Some(Wire::Nothing | Wire::Status { .. } | Wire::Unexpected) | None => head.unexpected(),
    }
}

/// The detail lines of a finding, as its rule says.
pub fn details(details: Details, finding: &Finding) -> Vec<String> {
    match details {
        Details::Fixed(sentence) => vec![sentence.to_owned()],
        Details::Got(template) => vec![template.replace("{}", got(finding).unwrap_or_default())],
        Details::None => Vec::new(),
        Details::Texts => finding
            .evidence
            .iter()
            .filter_map(|evidence| match evidence {
                Evidence::Text(text) => Some(text.clone()),
                _ => None,
            })
            .collect(),
    }
}

fn got(finding: &Finding) -> Option<&str> {
    finding.evidence.iter().find_map(|evidence| match evidence {
        Evidence::Values { got, .. } => Some(got.as_str()),
        _ => None,
    })
}

fn bare(status: u16) -> Response {
    Response::new(StatusCode::from_u16(status).unwrap_or(StatusCode::NOT_FOUND))
        .with_header("content-length", "0")
}

/// The exceptions of a 400, from the findings that failed.
fn entries(call: &Call<'_>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for finding in call.exam.failures() {
        let Some(Wire::Exception { code, description, details: source }) = checks::wire(finding.check) else {
            continue;
        };
        let lines = details(source, finding);
        match entries.iter_mut().find(|entry| entry.code == code) {
            Some(entry) => entry.details.extend(lines),
            None => entries.push(Entry { code, description, details: lines }),
        }
    }
    entries
}

impl Letterhead<'_> {
    /// HTTP 400 with these exceptions, in the dialect that the request asks for.
    pub fn bad_request(&self, entries: &[Entry]) -> Response {
        if !self.wants_problem() {
            return self.exception(StatusCode::BAD_REQUEST, entries);
        }
        let errors: Vec<Value> = entries.iter().map(|entry| {
            json!({ "code": entry.code, "description": entry.description, "details": lines(&entry.details) })
        }).collect();
        let more = Map::from_iter([("errors".to_owned(), Value::Array(errors))]);
        self.problem(StatusCode::BAD_REQUEST, "Bad Request", "Żądanie jest nieprawidłowe.", more)
    }

    /// HTTP 500.
    pub fn unexpected(&self) -> Response {
        let entry = Entry { code: 500, description: "Wystąpił nieoczekiwany błąd.", details: Vec::new() };
        self.exception(StatusCode::INTERNAL_SERVER_ERROR, &[entry])
    }

    /// HTTP 429 with these sentences and this Retry-After.
    pub fn too_many(&self, said: &[String], wait: &str) -> Response {
        let (status, title) = (StatusCode::TOO_MANY_REQUESTS, "Too Many Requests");
        let response = if self.wants_problem() {
            self.problem(status, title, &said.join(" "), Map::new())
        } else {
            let body =
                json!({ "status": { "code": status.as_u16(), "description": title, "details": said } });
            respond(status, JSON, &body)
        };
        response.with_header("retry-after", wait)
    }

    fn exception(&self, status: StatusCode, entries: &[Entry]) -> Response {
        let list: Vec<Value> = entries
            .iter()
            .map(|entry| {
                json!({
                    "exceptionCode": entry.code,
                    "exceptionDescription": entry.description,
                    "details": lines(&entry.details),
                })
            })
            .collect();
        let body = json!({
            "exception": {
                "exceptionDetailList": list,
                "serviceCode": self.trace(),
                "timestamp": moment::write_z(self.now),
            }
        });
        respond(status, JSON, &body)
    }

    /// Problem details.
    pub fn problem(
        &self,
        status: StatusCode,
        title: &str,
        detail: &str,
        more: Map<String, Value>,
    ) -> Response {
        let mut body = Map::from_iter([
            ("title".to_owned(), json!(title)),
            ("status".to_owned(), json!(status.as_u16())),
            ("instance".to_owned(), json!(self.request.path)),
            ("detail".to_owned(), json!(detail)),
        ]);
        body.extend(more);
        body.insert("timestamp".to_owned(), json!(moment::write_z(self.now)));
        body.insert("traceId".to_owned(), json!(self.trace()));
        respond(status, PROBLEM, &body)
    }

    fn wants_problem(&self) -> bool {
        let format = self.request.header("x-error-format");
        format.is_some_and(|value| value.trim().eq_ignore_ascii_case("problem-details"))
    }

    /// `00-{32 hex}-{16 hex}-00`, a W3C trace parent.
    fn trace(&self) -> String {
        format!("00-{}-{}-00", self.traces.hex(16).to_lowercase(), self.traces.hex(8).to_lowercase())
    }
}

fn forbidden(
    head: &Letterhead<'_>,
    call: &Call<'_>,
    refused: Refused,
    reason: &str,
    detail: &str,
) -> Response {
    let finding = call.exam.failures().find(|finding| finding.check == refused.check);
    let security = finding.and_then(security).map(Value::Object).unwrap_or(Value::Null);
    let more = Map::from_iter([("reasonCode".to_owned(), json!(reason)), ("security".to_owned(), security)]);
    head.problem(StatusCode::FORBIDDEN, "Forbidden", detail, more)
}

/// `security` of a 403, from the values that were compared.
fn security(finding: &Finding) -> Option<Map<String, Value>> {
    finding.evidence.iter().find_map(|evidence| match evidence {
        Evidence::Values { what, expected, got } if what == "permissions" => Some(Map::from_iter([
            ("requiredAnyOfPermissions".to_owned(), words(expected)),
            ("presentPermissions".to_owned(), words(got)),
        ])),
        Evidence::Values { what, got, .. }
            if matches!(
                what.as_str(),
                "clientIp" | "authenticationMethodCategory" | "contextIdentifierType"
            ) =>
        {
            Some(Map::from_iter([(what.clone(), json!(got))]))
        }
        _ => None,
    })
}

fn words(text: &str) -> Value {
    Value::Array(text.split(", ").filter(|word| !word.is_empty()).map(|word| json!(word)).collect())
}

fn not_built(head: &Letterhead<'_>, call: &Call<'_>, refused: Refused) -> Response {
    let finding = call.exam.failures().find(|finding| finding.check == refused.check);
    let said = finding.map(|finding| details(Details::Texts, finding).join(" ")).unwrap_or_default();
    let detail = format!("not built: {said}");
    head.problem(StatusCode::NOT_IMPLEMENTED, "Not Implemented", &detail, Map::new())
}

fn too_many(head: &Letterhead<'_>, call: &Call<'_>, refused: Refused) -> Response {
    let finding = call.exam.failures().find(|finding| finding.check == refused.check);
    let said = finding.map(|finding| details(Details::Texts, finding)).unwrap_or_default();
    let wait = finding.and_then(|finding| {
        finding.evidence.iter().find_map(|evidence| match evidence {
            Evidence::Values { what, got, .. } if what == RETRY_AFTER => Some(got.as_str()),
            _ => None,
        })
    });
    head.too_many(&said, wait.unwrap_or("1"))
}

fn lines(details: &[String]) -> Value {
    if details.is_empty() { Value::Null } else { json!(details) }
}
