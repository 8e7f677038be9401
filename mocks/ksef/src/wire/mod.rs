//! How KSeF writes: JSON, errors, moments. No behaviour of its own.

pub mod auth_token_request;
pub mod claims;
pub mod errors;
pub mod json;
pub mod moment;
pub mod paging;
pub mod paths;
pub mod patterns;

use poligon_institution::Response;
use serde::Serialize;
use serde_json::Value;

/// A JSON answer. Properties that are null are left out (spec §0 R4).
pub fn json(status: http::StatusCode, body: &impl Serialize) -> Response {
    respond(status, "application/json; charset=utf-8", body)
}

/// The same with another content type.
pub fn respond(status: http::StatusCode, content_type: &str, body: &impl Serialize) -> Response {
    // Our own types always turn into JSON; a map with keys that are no text would be a defect, and shows as null.
    let mut value = serde_json::to_value(body).unwrap_or(Value::Null);
    drop_nulls(&mut value);
    Response::new(status).with_body(content_type, value.to_string())
}

fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.retain(|_, value| !value.is_null());
            map.values_mut().for_each(drop_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}
