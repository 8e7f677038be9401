//! The errors of ESIA, rendered from failed findings and nothing else (spec §1.10): a redirect from the authorisation endpoint, a
//! page when the address cannot be trusted, JSON from the token endpoint and from the data API.

use http::StatusCode;
use poligon_institution::{Evidence, Finding, Refused, Response};
use serde_json::{Map, json};

use super::{json as answer, page, params};
use crate::checks::{self, Text, Wire};
use crate::desk::Call;
use crate::knobs;

/// The answer to a refused call.
pub fn render(call: &Call<'_>, refused: Refused) -> Response {
    let finding = call.exam.failures().find(|finding| finding.check == refused.check);
    match checks::wire(refused.check) {
        Some(Wire::Bare(status)) => bare(status, refused),
        Some(Wire::Data { status, code, message }) => {
            let body = json!({ "code": code, "message": message });
            synthetic(answer(code_of(status), &body), refused)
        }
        Some(Wire::NotBuilt) => {
            let said = finding.map(texts).unwrap_or_default();
            let body = json!({ "code": "not-built", "message": format!("not built: {said}") });
            answer(StatusCode::NOT_IMPLEMENTED, &body)
        }
        Some(Wire::OAuth { code, error, text }) => oauth(call, finding, code, error, text),
        // A note that escaped to the edge is a defect of ours.
        Some(Wire::Nothing) | None => bare(500, refused),
    }
}

fn oauth(call: &Call<'_>, finding: Option<&Finding>, code: &str, error: &str, text: Text) -> Response {
    let description = format!("ESIA-{code}: {}", sentence(text, finding));
    if !is_authorisation(call) {
        return token_error(call, error, &description);
    }
    let state = call.params.text("state");
    match &call.redirect {
        Some(redirect) => {
            let pairs = [("error_description", description.as_str()), ("state", state), ("error", error)];
            super::found(&params::with_query(redirect, &pairs))
        }
        None => page::error(StatusCode::BAD_REQUEST, &description),
    }
}

/// JSON, or HTML where the knob says so: clients that parse blindly break on some failures of the real one.
fn token_error(call: &Call<'_>, error: &str, description: &str) -> Response {
    if knobs::HTML_ERRORS.is_on(call.settings()) {
        return page::error(StatusCode::BAD_REQUEST, description);
    }
    let mut body = Map::from_iter([
        ("error".to_owned(), json!(error)),
        ("error_description".to_owned(), json!(description)),
    ]);
    if let Some(state) = call.params.find("state") {
        body.insert("state".to_owned(), json!(state));
    }
    answer(StatusCode::BAD_REQUEST, &body.into())
}

fn sentence(text: Text, finding: Option<&Finding>) -> String {
    match text {
        Text::Fixed(sentence) => sentence.to_owned(),
        Text::Missing => {
            let names = finding.and_then(got).unwrap_or_default();
            format!("The request doesn`t contain the mandatory parameter [{names}].")
        }
    }
}

fn got(finding: &Finding) -> Option<&str> {
    finding.evidence.iter().find_map(|evidence| match evidence {
        Evidence::Values { got, .. } => Some(got.as_str()),
        _ => None,
    })
}

fn texts(finding: &Finding) -> String {
    let texts = finding.evidence.iter().filter_map(|evidence| match evidence {
        Evidence::Text(text) => Some(text.as_str()),
        _ => None,
    });
    texts.collect::<Vec<_>>().join(" ")
}

fn is_authorisation(call: &Call<'_>) -> bool {
    let path = &call.request.path;
    path.contains("/oauth2/") && path.trim_end_matches('/').ends_with("/ac")
        || path.contains("/login")
        || path.contains("/idp/")
}

fn bare(status: u16, refused: Refused) -> Response {
    if status == 204 {
        return Response::new(StatusCode::NO_CONTENT);
    }
    let body = json!({ "code": refused.check.id, "message": refused.check.title });
    answer(code_of(status), &body)
}

/// Codes that no document of ESIA names say so in a header.
fn synthetic(response: Response, refused: Refused) -> Response {
    if refused.check.provenance == poligon_institution::Provenance::Ours {
        return response.with_header("x-mock-error", "not-from-ESIA-docs");
    }
    response
}

fn code_of(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST)
}
