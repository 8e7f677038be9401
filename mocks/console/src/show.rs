//! An exchange as JSON: one shape for the list and, with headers, bodies and all findings, for the single one.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use poligon_institution::{Body, Exchange, Headers};
use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;

/// For the list: the failed findings only, no headers, lengths instead of bodies.
pub(crate) fn line(exchange: &Exchange) -> Value {
    let failed: Vec<_> = exchange.failures().collect();
    json!({
        "id": exchange.id,
        "at": exchange.at.format(&Rfc3339).unwrap_or_default(),
        "sandbox": exchange.sandbox.as_str(),
        "institution": exchange.institution,
        "operation": exchange.operation.map(|operation| operation.name),
        "failed": !failed.is_empty(),
        "request": {
            "method": exchange.request.method.as_str(),
            "path": exchange.request.path,
            "query": exchange.request.query,
            "peer": exchange.request.peer,
            "length": exchange.request.body.len(),
        },
        "response": { "status": exchange.response.status.as_u16(), "length": exchange.response.body.len() },
        "findings": failed,
    })
}

/// Everything that is kept.
pub(crate) fn whole(exchange: &Exchange) -> Value {
    let mut shown = line(exchange);
    let mut put = |part: &str, name: &str, value: Value| {
        if let Some(fields) = shown.get_mut(part).and_then(Value::as_object_mut) {
            fields.insert(name.to_owned(), value);
        }
    };
    put("request", "headers", headers(&exchange.request.headers));
    put("request", "body", body(&exchange.request.body));
    put("response", "headers", headers(&exchange.response.headers));
    put("response", "body", body(&exchange.response.body));
    if let Some(fields) = shown.as_object_mut() {
        fields.insert("operation_detail".to_owned(), json!(exchange.operation));
        fields.insert("findings".to_owned(), json!(exchange.findings));
    }
    shown
}

/// Pairs, since a header may come twice.
fn headers(headers: &Headers) -> Value {
    headers.iter().map(|(name, value)| json!([name, value])).collect()
}

/// `text` when it is UTF-8, else `base64`; `missing` says why not all of it is kept.
fn body(body: &Body) -> Value {
    let mut shown = match body.kept() {
        Err(error) => json!({ "missing": format!("the body cannot be read back: {error}") }),
        Ok(bytes) => match std::str::from_utf8(&bytes) {
            Ok(text) => json!({ "text": text }),
            Err(_) => json!({ "base64": STANDARD.encode(&bytes) }),
        },
    };
    if let (Some(why), Some(fields)) = (body.cut(), shown.as_object_mut()) {
        fields.insert("missing".to_owned(), why.into());
    }
    shown
}
