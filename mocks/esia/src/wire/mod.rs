//! How ESIA writes: parameters, errors, pages, archives. No behaviour of its own.

pub mod errors;
pub mod multipart;
pub mod page;
pub mod params;
pub mod pem;
pub mod timestamp;
pub mod zip;

use http::StatusCode;
use poligon_institution::Response;
use serde_json::Value;

/// A JSON answer.
pub fn json(status: StatusCode, body: &Value) -> Response {
    Response::new(status)
        .with_header("cache-control", "no-store")
        .with_body("application/json;charset=UTF-8", body.to_string())
}

/// 302 to this address.
pub fn found(location: &str) -> Response {
    Response::new(StatusCode::FOUND)
        .with_header("location", location)
        .with_header("cache-control", "no-store")
        .with_header("content-length", "0")
}
