//! An HTTP archive, version 1.2, for browsers and proxies that read such. Times of the network are zero: the journal keeps none.

use http::StatusCode;
use serde_json::{Value, json};

use super::talk::{Kept, Message, Said, Talk};

/// The exchanges as a HAR 1.2 document, indented. `poligon` is our version. What HAR has no place for stands in fields that
/// begin with `_`: `_institution`, `_operation`, `_exchange`, `_failedChecks`, `_encoding`.
pub fn har(talk: &Talk, poligon: &str) -> String {
    let entries: Vec<Value> = talk.exchanges.iter().map(entry).collect();
    let archive = json!({
        "log": {
            "version": "1.2",
            "creator": { "name": "Poligon", "version": poligon },
            "comment": format!("sandbox {}, seed {}; a fake, not a state system", talk.sandbox, talk.seed),
            "entries": entries,
        }
    });
    // Serialising fails on maps whose keys are no text, and there are none.
    serde_json::to_string_pretty(&archive).unwrap_or_default() + "\n"
}

fn entry(said: &Said) -> Value {
    json!({
        "startedDateTime": said.at,
        "time": 0,
        "request": request(said),
        "response": response(said),
        "cache": {},
        "timings": { "send": 0, "wait": 0, "receive": 0 },
        "_institution": said.institution,
        "_operation": said.operation,
        "_exchange": said.number,
        "_failedChecks": said.failed,
    })
}

fn request(said: &Said) -> Value {
    let host = said.request.header("host").unwrap_or(&said.institution);
    let mut request = json!({
        "method": said.method,
        "url": format!("https://{host}{}", said.target()),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": headers(&said.request),
        "queryString": query(said.query.as_deref().unwrap_or_default()),
        "headersSize": -1,
        "bodySize": said.request.length,
    });
    if said.request.length > 0
        && let Some(fields) = request.as_object_mut()
    {
        let mime = said.request.header("content-type").unwrap_or("application/octet-stream");
        let mut data = json!({ "mimeType": mime, "params": [] });
        body(&mut data, &said.request, "_encoding");
        fields.insert("postData".to_owned(), data);
    }
    request
}

fn response(said: &Said) -> Value {
    let mime = said.response.header("content-type").unwrap_or("application/octet-stream");
    let mut content = json!({ "size": said.response.length, "mimeType": mime });
    body(&mut content, &said.response, "encoding");
    let reason = StatusCode::from_u16(said.status).ok().and_then(|status| status.canonical_reason());
    json!({
        "status": said.status,
        "statusText": reason.unwrap_or_default(),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": headers(&said.response),
        "content": content,
        "redirectURL": said.response.header("location").unwrap_or_default(),
        "headersSize": -1,
        "bodySize": said.response.length,
    })
}

fn body(place: &mut Value, message: &Message, encoding: &str) {
    let Some(fields) = place.as_object_mut() else { return };
    match &message.body {
        Kept::Binary(base64) => {
            fields.insert("text".to_owned(), base64.as_str().into());
            fields.insert(encoding.to_owned(), "base64".into());
        }
        Kept::Text(text) => {
            fields.insert("text".to_owned(), text.as_str().into());
        }
    }
    if let Some(why) = &message.missing {
        fields.insert("comment".to_owned(), why.as_str().into());
    }
}

fn headers(message: &Message) -> Value {
    message.headers.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect()
}

/// The parameters as they stood there, percent-encoded.
fn query(query: &str) -> Value {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            json!({ "name": name, "value": value })
        })
        .collect()
}
