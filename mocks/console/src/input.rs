//! What comes in: path parameters, query values, JSON bodies — all bounded, all refused with a sentence.

use std::collections::BTreeMap;
use std::sync::Arc;

use matchit::Params;
use poligon_institution::{Request, Room};
use poligon_world::SandboxName;
use serde::de::DeserializeOwned;

use crate::Console;
use crate::problem::Problem;

/// Most bytes of a body.
const MOST_BODY: usize = 64 * 1024;
/// Most characters of a query value.
const MOST_VALUE: usize = 200;

/// The sandbox's name in the path.
pub(crate) fn name(params: &Params<'_, '_>) -> Result<SandboxName, Problem> {
    params.get("name").unwrap_or_default().parse().map_err(Problem::bad)
}

/// The snapshot's name in the path; it is made as a sandbox's is.
pub(crate) fn snapshot(params: &Params<'_, '_>) -> Result<SandboxName, Problem> {
    snapshot_name(params.get("snapshot").unwrap_or_default())
}

/// A snapshot's name.
pub(crate) fn snapshot_name(text: &str) -> Result<SandboxName, Problem> {
    text.parse().map_err(|why: String| Problem::bad(why.replace("a sandbox name", "a snapshot's name")))
}

/// The room that the path names; it is not made here, since looking must not change anything.
pub(crate) fn room(console: &Console, params: &Params<'_, '_>) -> Result<Arc<Room>, Problem> {
    Ok(console.house.known(&name(params)?)?)
}

/// The query's values; unknown names are refused, so that a slip is not silently ignored.
pub(crate) fn query(request: &Request, known: &[&str]) -> Result<BTreeMap<String, String>, Problem> {
    let mut values = BTreeMap::new();
    let text = request.query.as_deref().unwrap_or_default();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, "true"));
        if !known.contains(&name) {
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            return Err(Problem::bad(format!(
                "the query value „{}” is not known; known are: {known}",
                short(name)
            )));
        }
        if value.len() > MOST_VALUE {
            return Err(Problem::bad(format!(
                "the query value „{name}” is longer than {MOST_VALUE} characters"
            )));
        }
        values.insert(name.to_owned(), decode(value));
    }
    Ok(values)
}

/// A JSON body.
pub(crate) fn body<T: DeserializeOwned>(request: &Request) -> Result<T, Problem> {
    if request.body.len() > MOST_BODY {
        return Err(Problem::bad(format!("the body has more than {MOST_BODY} bytes")));
    }
    serde_json::from_slice(&request.body)
        .map_err(|error| Problem::bad(format!("the JSON body does not fit: {error}")))
}

/// A number in a query value.
pub(crate) fn number(name: &str, value: &str, most: u64) -> Result<u64, Problem> {
    let number = value.parse().ok().filter(|number| *number <= most);
    number
        .ok_or_else(|| Problem::bad(format!("{name}=„{}” is no whole number from 0 to {most}", short(value))))
}

/// A switch in a query value.
pub(crate) fn switch(name: &str, value: &str) -> Result<bool, Problem> {
    match value {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(Problem::bad(format!("{name}=„{}” is neither true nor false", short(value)))),
    }
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

/// Undoes percent-encoding; a `%` that encodes nothing stays.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let encoded = tail.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let byte = encoded.and_then(|two| u8::from_str_radix(two, 16).ok());
        match (first, byte) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
