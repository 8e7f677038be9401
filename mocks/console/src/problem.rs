//! Errors of the admin API: `application/problem+json` (RFC 9457) with one clear sentence.

use http::StatusCode;
use poligon_institution::{Response, RoomError, Unkept};
use serde_json::json;

/// An error answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    status: StatusCode,
    sentence: String,
    allow: Option<String>,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, sentence: impl Into<String>) -> Self {
        Self { status, sentence: sentence.into(), allow: None }
    }

    pub(crate) fn bad(sentence: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, sentence)
    }

    pub(crate) fn missing(sentence: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, sentence)
    }

    pub(crate) fn ours(sentence: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, sentence)
    }

    /// The path is known, the method is not one of `allowed`.
    pub(crate) fn method(allowed: &[&str]) -> Self {
        let allowed = allowed.join(", ");
        let sentence = format!("this path takes {allowed}");
        Self { allow: Some(allowed), ..Self::new(StatusCode::METHOD_NOT_ALLOWED, sentence) }
    }

    pub(crate) fn response(&self) -> Response {
        let body = json!({
            "type": "about:blank",
            "title": self.status.canonical_reason().unwrap_or("Error"),
            "status": self.status.as_u16(),
            "detail": self.sentence,
        });
        let response = Response::new(self.status).with_body("application/problem+json", body.to_string());
        match (&self.allow, self.status) {
            (Some(allow), _) => response.with_header("allow", allow),
            (None, StatusCode::UNAUTHORIZED) => response.with_header("www-authenticate", "Bearer"),
            _ => response,
        }
    }
}

impl From<RoomError> for Problem {
    fn from(error: RoomError) -> Self {
        let status = match error {
            RoomError::Changed(..)
            | RoomError::Exists(_)
            | RoomError::NoStore
            | RoomError::Permanent(_)
            | RoomError::SnapshotExists(..)
            | RoomError::SnapshotTooLarge(..) => StatusCode::CONFLICT,
            RoomError::Store(_) => StatusCode::INSUFFICIENT_STORAGE,
            RoomError::TooMany(_) | RoomError::TooManySnapshots(..) => StatusCode::TOO_MANY_REQUESTS,
            RoomError::Unknown(_) | RoomError::UnknownSnapshot(..) => StatusCode::NOT_FOUND,
        };
        Self::new(status, error.to_string())
    }
}

impl From<Unkept> for Problem {
    fn from(error: Unkept) -> Self {
        Self::new(StatusCode::INSUFFICIENT_STORAGE, error.to_string())
    }
}
