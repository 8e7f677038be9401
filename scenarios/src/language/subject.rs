//! What is looked at: a part of an answer, or a part of a request.

use std::fmt;
use std::str::FromStr;

use super::JsonPath;
use super::text::from_text;

/// A part of an answer that a step got, for `expect` and `save`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// The whole body: `body`.
    Body,
    /// A place in the JSON body: `body.status.code`.
    BodyAt(JsonPath),
    /// How the connection broke; absent when it did not: `connection`.
    Connection,
    /// A header, name in lower case: `header.retry-after`.
    Header(String),
    /// The HTTP status: `status`.
    Status,
    /// A value that the action gives beside the answer or, when it gives none of this name, a place in the JSON body:
    /// `accessToken.token`.
    Value(JsonPath),
}

/// A part of a request, for `when` and `where`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// The whole body: `body`.
    Body,
    /// A place in the JSON body: `body.contextIdentifier.value`.
    BodyAt(JsonPath),
    /// A header, name in lower case: `header.user-agent`.
    Header(String),
    /// The method: `method`.
    Method,
    /// The path without prefix and query: `path`.
    Path,
    /// A parameter of the query, decoded: `query.pageSize`.
    Query(String),
}

impl FromStr for Seen {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Ok(match text.split_once('.') {
            None => match text {
                "body" => Self::Body,
                "connection" => Self::Connection,
                "status" => Self::Status,
                _ => Self::Value(text.parse()?),
            },
            Some(("body", path)) => Self::BodyAt(path.parse()?),
            Some(("header", name)) => Self::Header(header(name)?),
            Some(_) => Self::Value(text.parse()?),
        })
    }
}

impl FromStr for Asked {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('.') {
            None if text == "body" => Ok(Self::Body),
            None if text == "method" => Ok(Self::Method),
            None if text == "path" => Ok(Self::Path),
            Some(("body", path)) => Ok(Self::BodyAt(path.parse()?)),
            Some(("header", name)) => Ok(Self::Header(header(name)?)),
            Some(("query", name)) if !name.is_empty() => Ok(Self::Query(name.to_owned())),
            _ => {
                let text: String = text.chars().take(60).collect();
                Err(format!(
                    "„{text}” is no part of a request; write method, path, query.NAME, header.NAME, body or body.PATH"
                ))
            }
        }
    }
}

fn header(name: &str) -> Result<String, String> {
    let lower = name.to_ascii_lowercase();
    match http::HeaderName::from_bytes(lower.as_bytes()) {
        Ok(_) => Ok(lower),
        Err(_) => Err(format!("„{}” is no header name", name.chars().take(60).collect::<String>())),
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Body => f.write_str("body"),
            Self::BodyAt(path) => write!(f, "body.{path}"),
            Self::Connection => f.write_str("connection"),
            Self::Header(name) => write!(f, "header.{name}"),
            Self::Status => f.write_str("status"),
            Self::Value(path) => write!(f, "{path}"),
        }
    }
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Body => f.write_str("body"),
            Self::BodyAt(path) => write!(f, "body.{path}"),
            Self::Header(name) => write!(f, "header.{name}"),
            Self::Method => f.write_str("method"),
            Self::Path => f.write_str("path"),
            Self::Query(name) => write!(f, "query.{name}"),
        }
    }
}

from_text!(Seen, "Part of an answer", "status, header.NAME, body, body.PATH, connection, or the name of a value", { "type": "string" });
from_text!(Asked, "Part of a request", "method, path, query.NAME, header.NAME, body or body.PATH", { "type": "string" });
