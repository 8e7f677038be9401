//! Parts of requests and answers.

use bytes::Bytes;
use http::{HeaderMap, Method};
use poligon_institution::{Played, Request};
use serde_json::Value;

use super::Found;
use crate::language::{Asked, JsonPath, Part, Seen, bounds};

/// A part of what an action led to.
pub(crate) fn seen(part: &Seen, played: &Played) -> Found {
    let answer = played.answer.as_ref();
    match part {
        Seen::Body => answer.map_or(Found::Nothing, |answer| Found::Bytes(answer.body.clone())),
        Seen::BodyAt(path) => answer.map_or(Found::Nothing, |answer| at(path, &answer.body)),
        Seen::Connection => {
            let how = answer.err().and_then(|broken| serde_json::to_value(broken.how).ok());
            Found::json(how.as_ref())
        }
        Seen::Header(name) => answer.map_or(Found::Nothing, |answer| header(&answer.headers, name)),
        Seen::Status => {
            answer.map_or(Found::Nothing, |answer| Found::Json(Value::from(answer.status.as_u16())))
        }
        Seen::Value(path) => {
            given(path, played).or_else(|| Some(at(path, &answer.ok()?.body))).unwrap_or(Found::Nothing)
        }
    }
}

/// A value that the action gave beside the answer; `None` when it gives none of this name.
fn given(path: &JsonPath, played: &Played) -> Option<Found> {
    // Names that actions give may have dots in them.
    if let Some(value) = played.values.get(&path.to_string()) {
        return Some(Found::Json(value.clone()));
    }
    let (Part::Key(name), rest) = path.parts().split_first()? else { return None };
    let mut value = played.values.get(name)?;
    for part in rest {
        match part.of(value) {
            Some(inner) => value = inner,
            None => return Some(Found::Nothing),
        }
    }
    Some(Found::Json(value.clone()))
}

/// A request, wherever it was kept.
pub(crate) struct Sent<'a> {
    pub(crate) method: &'a Method,
    pub(crate) path: &'a str,
    pub(crate) query: Option<&'a str>,
    pub(crate) header: &'a dyn Fn(&str) -> Found,
    pub(crate) body: &'a dyn Fn() -> Bytes,
}

/// A part of a request.
pub(crate) fn asked(part: &Asked, sent: &Sent<'_>) -> Found {
    match part {
        Asked::Body => Found::Bytes((sent.body)()),
        Asked::BodyAt(path) => at(path, &(sent.body)()),
        Asked::Header(name) => (sent.header)(name),
        Asked::Method => Found::Text(sent.method.as_str().to_owned()),
        Asked::Path => Found::Text(sent.path.to_owned()),
        Asked::Query(name) => Found::text(sent.query.and_then(|query| parameter(query, name))),
    }
}

/// A part of a request that is being answered.
pub(crate) fn asked_now(part: &Asked, request: &Request) -> Found {
    let sent = Sent {
        method: &request.method,
        path: &request.path,
        query: request.query.as_deref(),
        header: &|name| header(&request.headers, name),
        body: &|| request.body.clone(),
    };
    asked(part, &sent)
}

fn header(headers: &HeaderMap, name: &str) -> Found {
    Found::text(headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()))
}

/// A place in a JSON body.
fn at(path: &JsonPath, body: &Bytes) -> Found {
    if body.len() > bounds::LOOKED_AT {
        return Found::Nothing;
    }
    let value: Value = serde_json::from_slice(body).unwrap_or_default();
    Found::json(path.find(&value))
}

/// A parameter of a query, percent-decoded.
fn parameter(query: &str, name: &str) -> Option<String> {
    query.split('&').find_map(|pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(key) == name).then(|| decoded(value))
    })
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut left = text.bytes();
    while let Some(byte) = left.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let digits: Vec<u8> = left.by_ref().take(2).collect();
                let digits = String::from_utf8_lossy(&digits).into_owned();
                match u8::from_str_radix(&digits, 16) {
                    Ok(byte) => bytes.push(byte),
                    Err(_) => bytes.extend([b"%", digits.as_bytes()].concat()),
                }
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
