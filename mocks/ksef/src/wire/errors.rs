//! The error bodies of KSeF, rendered from failed findings and nothing else (spec §3.1–3.3). Three dialects: exceptions,
//! problem details on request for 400 and 429, problem details always for 401, 403 and 410.

use http::StatusCode;
use poligon_institution::{Evidence, Finding, Refused, Response};
use serde_json::{Map, Value, json};

use crate::checks::{self, Details, Wire};
use crate::desk::Call;
use crate::wire::{moment, respond};

const PROBLEM: &str = "application/problem+json";
/// The value of a finding that becomes the header of a 429.
pub const RETRY_AFTER: &str = "Retry-After";
const JSON: &str = "application/json; charset=utf-8";

/// One exception of a 400.
#[derive(Debug)]
struct Entry {
    code: u32,
    description: &'static str,
    details: Vec<String>,
}

/// The answer to a refused call.
pub fn render(call: &Call<'_>, refused: Refused) -> Response {
    match checks::wire(refused.check) {
        Some(Wire::Bare(status)) => bare(status),
        Some(Wire::Exception { .. }) => bad_request(call),
        Some(Wire::Forbidden { reason, detail }) => forbidden(call, refused, reason, detail),
        Some(Wire::Gone) => {
            let detail = "Operacja wygasła i nie jest już dostępna.";
            problem(call, StatusCode::GONE, "Gone", detail, Map::new())
        }
        Some(Wire::NotBuilt) => not_built(call, refused),
        Some(Wire::TooMany) => too_many(call, refused),
        Some(Wire::Unauthorized) => {
            let detail = "Wymagane jest uwierzytelnienie.";
            problem(call, StatusCode::UNAUTHORIZED, "Unauthorized", detail, Map::new())
        }
        // A status or a warning that escaped to the edge, or a check without meaning, is a defect of ours.
        Some(Wire::Nothing | Wire::Status { .. } | Wire::Unexpected) | None => unexpected(call),
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

fn bad_request(call: &Call<'_>) -> Response {
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
    if wants_problem(call) {
        let errors: Vec<Value> = entries.iter().map(|entry| {
            json!({ "code": entry.code, "description": entry.description, "details": lines(&entry.details) })
        }).collect();
        let more = Map::from_iter([("errors".to_owned(), Value::Array(errors))]);
        return problem(call, StatusCode::BAD_REQUEST, "Bad Request", "Żądanie jest nieprawidłowe.", more);
    }
    exception(call, StatusCode::BAD_REQUEST, &entries)
}

fn unexpected(call: &Call<'_>) -> Response {
    let entry = Entry { code: 500, description: "Wystąpił nieoczekiwany błąd.", details: Vec::new() };
    exception(call, StatusCode::INTERNAL_SERVER_ERROR, &[entry])
}

fn exception(call: &Call<'_>, status: StatusCode, entries: &[Entry]) -> Response {
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
            "serviceCode": trace(call),
            "timestamp": moment::write_z(call.now),
        }
    });
    respond(status, JSON, &body)
}

fn forbidden(call: &Call<'_>, refused: Refused, reason: &str, detail: &str) -> Response {
    let finding = call.exam.failures().find(|finding| finding.check == refused.check);
    let security = finding.and_then(security).map(Value::Object).unwrap_or(Value::Null);
    let more = Map::from_iter([("reasonCode".to_owned(), json!(reason)), ("security".to_owned(), security)]);
    problem(call, StatusCode::FORBIDDEN, "Forbidden", detail, more)
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

fn not_built(call: &Call<'_>, refused: Refused) -> Response {
    let finding = call.exam.failures().find(|finding| finding.check == refused.check);
    let said = finding.map(|finding| details(Details::Texts, finding).join(" ")).unwrap_or_default();
    let detail = format!("not built: {said}");
    problem(call, StatusCode::NOT_IMPLEMENTED, "Not Implemented", &detail, Map::new())
}

fn too_many(call: &Call<'_>, refused: Refused) -> Response {
    let finding = call.exam.failures().find(|finding| finding.check == refused.check);
    let said = finding.map(|finding| details(Details::Texts, finding)).unwrap_or_default();
    let wait = finding.and_then(|finding| {
        finding.evidence.iter().find_map(|evidence| match evidence {
            Evidence::Values { what, got, .. } if what == RETRY_AFTER => Some(got.as_str()),
            _ => None,
        })
    });
    let status = StatusCode::TOO_MANY_REQUESTS;
    let title = "Too Many Requests";
    let response = if wants_problem(call) {
        problem(call, status, title, &said.join(" "), Map::new())
    } else {
        let body = json!({ "status": { "code": status.as_u16(), "description": title, "details": said } });
        respond(status, JSON, &body)
    };
    response.with_header("retry-after", wait.unwrap_or("1"))
}

fn problem(
    call: &Call<'_>,
    status: StatusCode,
    title: &str,
    detail: &str,
    more: Map<String, Value>,
) -> Response {
    let mut body = Map::from_iter([
        ("title".to_owned(), json!(title)),
        ("status".to_owned(), json!(status.as_u16())),
        ("instance".to_owned(), json!(call.request.path)),
        ("detail".to_owned(), json!(detail)),
    ]);
    body.extend(more);
    body.insert("timestamp".to_owned(), json!(moment::write_z(call.now)));
    body.insert("traceId".to_owned(), json!(trace(call)));
    respond(status, PROBLEM, &body)
}

fn wants_problem(call: &Call<'_>) -> bool {
    call.request
        .header("x-error-format")
        .is_some_and(|value| value.trim().eq_ignore_ascii_case("problem-details"))
}

fn lines(details: &[String]) -> Value {
    if details.is_empty() { Value::Null } else { json!(details) }
}

/// `00-{32 hex}-{16 hex}-00`, a W3C trace parent.
fn trace(call: &Call<'_>) -> String {
    let traces = &call.desk.streams.traces;
    format!("00-{}-{}-00", traces.hex(16).to_lowercase(), traces.hex(8).to_lowercase())
}
