//! Answers that are no pages: JSON of the helpers, SOAP.

use http::StatusCode;
use poligon_institution::{Evidence, Refused, Response};
use poligon_saml::soap;
use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;

use crate::desk::Call;
use crate::state::registration::Provider;

/// A JSON object.
pub fn json(status: u16, value: &Value) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    Response::new(status).with_body("application/json; charset=utf-8", value.to_string())
}

/// What was refused, as JSON: check, sentence, remedy.
pub fn refusal(status: u16, call: &Call<'_>, refused: Refused) -> Response {
    let check = refused.check;
    json(
        status,
        &json!({ "check": check.id, "title": check.title, "said": said(call), "remedy": check.remedy }),
    )
}

/// A SOAP Fault.
pub fn fault(call: &Call<'_>, refused: Refused) -> Response {
    let check = refused.check;
    let reason = format!("{}: {}", check.id, check.title);
    let detail = [said(call).join(" "), check.remedy.to_owned()].join(" ");
    envelope(500, soap::fault("Client", &reason, detail.trim()))
}

/// An envelope.
pub fn envelope(status: u16, text: String) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    Response::new(status).with_body("text/xml; charset=utf-8", text)
}

/// What the failed findings rest on, in sentences.
pub fn said(call: &Call<'_>) -> Vec<String> {
    let evidence = call.exam.failures().flat_map(|finding| &finding.evidence);
    let sentences = evidence.filter_map(|one| match one {
        Evidence::Text(text) => Some(text.clone()),
        Evidence::Values { what, expected, got } => Some(format!("{what}: expected {expected}; got {got}.")),
        Evidence::Candidates(candidates) => candidates
            .first()
            .map(|candidate| format!("It would verify if {}. {}", candidate.if_clause, candidate.remedy)),
        _ => None,
    });
    sentences.take(6).collect()
}

/// A registration as JSON.
pub fn provider(provider: &Provider) -> Value {
    let certificates: serde_json::Map<String, Value> = provider
        .certificates
        .iter()
        .map(|(environment, pair)| {
            let shown = json!({ "signing_sha256": pair.signing.fingerprint(), "encryption_sha256": pair.encryption.fingerprint() });
            (environment.name().to_owned(), shown)
        })
        .collect();
    json!({
        "issuer": provider.issuer,
        "organisation": provider.organisation,
        "provider_name": provider.provider_name,
        "sp_type": provider.sp_type,
        "level": provider.level.name(),
        "acs": provider.acs,
        "slo": provider.slo,
        "stage": provider.stage.name(),
        "since": provider.since.format(&Rfc3339).unwrap_or_default(),
        "support_until": provider.support_until().and_then(|until| until.format(&Rfc3339).ok()),
        "next_stage": provider.stage.next().map(crate::state::registration::Stage::name),
        "certificates": certificates,
    })
}
