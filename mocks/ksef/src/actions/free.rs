//! Any request: for what has no action of its own, and for what no good client would send.

use http::Method;
use poligon_institution::{Action, Arguments, Parameter, ParameterKind, Played, Request, Stage};
use serde_json::Value;

use super::hand::{Hand, Outcome};
use super::parameters::{AS, HEADERS, TOKEN, optional, required};

const METHOD: Parameter = optional("method", "The method; GET when absent.", ParameterKind::Text);
const PATH: Parameter = required(
    "path",
    "The path below the prefix, with its query: /sessions?sessionType=Online; one that begins with /v2, /api or https:// is sent as it stands.",
    ParameterKind::Text,
);
const BODY: Parameter = optional("json", "The body, sent as JSON.", ParameterKind::Any);
const TEXT: Parameter = optional("text", "The body, sent as it stands.", ParameterKind::Text);
const FILE: Parameter = optional("file", "The body, the bytes of a file.", ParameterKind::File);
const CONTENT_TYPE: Parameter =
    optional("content-type", "Content-Type; application/json with „json”.", ParameterKind::Text);

pub(super) fn actions() -> Vec<Action> {
    vec![Action {
        name: "ksef.call",
        about: "Sends any request, with the access token of who acts if there is one.",
        takes: &[AS, METHOD, PATH, BODY, TEXT, FILE, CONTENT_TYPE, TOKEN, HEADERS],
        gives: &[],
        play: call,
    }]
}

fn call(stage: &mut Stage<'_>, given: &Arguments) -> Outcome {
    let mut hand = Hand::new(stage, given);
    let path = hand.given.text("path").ok_or("„path” is missing")?;
    let word = hand.word("method", "GET").to_ascii_uppercase();
    let method = Method::from_bytes(word.as_bytes()).map_err(|_| format!("„{word}” is no method"))?;
    let absolute =
        ["/v2", "/api", "/storage", "http://", "https://"].iter().any(|start| path.starts_with(start));
    let mut request = if absolute { Request::new(method, &path) } else { hand.request(method, &path) };
    if let Some(file) = hand.given.text("file") {
        request = request.with_body((hand.stage.files)(&file)?);
    } else if let Some(text) = hand.given.text("text") {
        request = request.with_body(text);
    } else if let Some(body) = hand.given.get("json").filter(|body| **body != Value::Null) {
        request = request.with_header("content-type", "application/json").with_body(body.to_string());
    }
    if let Some(kind) = hand.given.text("content-type") {
        request = request.with_header("content-type", &kind);
    }
    hand.send_authorized(request).map(Played::answered)
}
