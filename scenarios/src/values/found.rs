//! What was found where something was looked for.

use bytes::Bytes;
use serde_json::Value;

use crate::language::matcher::shown;

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Found {
    /// A body: text, if it is UTF-8.
    Bytes(Bytes),
    /// A value of JSON.
    Json(Value),
    /// Nothing.
    Nothing,
    /// A text that knows no numbers: a header, a path.
    Text(String),
}

impl Found {
    /// This text, or nothing.
    pub(crate) fn text(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Nothing, |text| Self::Text(text.into()))
    }

    /// This value, or nothing.
    pub(crate) fn json(value: Option<&Value>) -> Self {
        value.map_or(Self::Nothing, |value| Self::Json(value.clone()))
    }

    /// It as text, when it is a scalar.
    pub(crate) fn as_text(&self) -> Option<String> {
        match self {
            Self::Bytes(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
            Self::Json(Value::String(text)) | Self::Text(text) => Some(text.clone()),
            Self::Json(value @ (Value::Bool(_) | Value::Number(_))) => Some(value.to_string()),
            Self::Json(_) | Self::Nothing => None,
        }
    }

    /// It as a value, to be saved.
    pub(crate) fn into_value(self) -> Option<Value> {
        match self {
            Self::Bytes(bytes) => Some(Value::String(String::from_utf8_lossy(&bytes).into_owned())),
            Self::Json(value) => Some(value),
            Self::Nothing => None,
            Self::Text(text) => Some(Value::String(text)),
        }
    }

    /// It for people.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Bytes(bytes) if bytes.is_empty() => "an empty body".to_owned(),
            Self::Bytes(bytes) => {
                let beginning = bytes.get(..bytes.len().min(1_000)).unwrap_or_default();
                shown(&Value::String(String::from_utf8_lossy(beginning).into_owned()))
            }
            Self::Json(value) => shown(value),
            Self::Nothing => "nothing".to_owned(),
            Self::Text(text) => shown(&Value::String(text.clone())),
        }
    }
}
