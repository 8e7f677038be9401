//! Talking to KSeF as a client does: JSON in and out, tokens, polling.

use std::time::Duration;

use http::{Method, StatusCode};
use serde_json::Value;

use crate::Trouble;
use crate::client::{Client, Reply};

/// How often a status is asked for before the demo gives up.
const POLLS: usize = 60;

pub(super) struct Talk {
    client: Client,
    base: String,
}

impl Talk {
    pub(super) fn new(client: Client, url: &str) -> Self {
        Self { client, base: format!("{url}/v2") }
    }

    /// Sends a body of this type; an empty token is none.
    pub(super) async fn send(
        &self,
        method: Method,
        path: &str,
        token: &str,
        body: (&str, Vec<u8>),
    ) -> Result<Reply, Trouble> {
        let bearer = format!("Bearer {token}");
        let mut headers = vec![("accept", "application/json")];
        if !token.is_empty() {
            headers.push(("authorization", &bearer));
        }
        let (kind, body) = body;
        if !kind.is_empty() {
            headers.push(("content-type", kind));
        }
        self.client
            .send(method, &format!("{}{path}", self.base), &headers, body)
            .await
            .map_err(Trouble::start)
    }

    pub(super) async fn get(&self, path: &str, token: &str) -> Result<Reply, Trouble> {
        self.send(Method::GET, path, token, ("", Vec::new())).await
    }

    pub(super) async fn post(&self, path: &str, token: &str, body: &Value) -> Result<Reply, Trouble> {
        let body = if body.is_null() {
            ("", Vec::new())
        } else {
            ("application/json", body.to_string().into_bytes())
        };
        self.send(Method::POST, path, token, body).await
    }

    pub(super) async fn challenge(&self) -> Result<(Reply, String), Trouble> {
        let reply = self.post("/auth/challenge", "", &Value::Null).await?;
        let challenge = text(&reply.json(), "/challenge");
        Ok((reply, challenge))
    }

    pub(super) async fn log_in(&self, request: Vec<u8>) -> Result<Reply, Trouble> {
        self.send(Method::POST, "/auth/xades-signature", "", ("application/xml", request)).await
    }

    /// Asks until the status is decided (200 or above), and returns the last answer.
    pub(super) async fn await_status(&self, path: &str, token: &str) -> Result<Reply, Trouble> {
        let mut reply = self.get(path, token).await?;
        for _ in 0..POLLS {
            if reply.status != StatusCode::OK || number(&reply.json(), "/status/code") >= 200 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
            reply = self.get(path, token).await?;
        }
        Ok(reply)
    }
}

pub(super) fn text(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
}

pub(super) fn number(value: &Value, pointer: &str) -> i64 {
    value.pointer(pointer).and_then(Value::as_i64).unwrap_or_default()
}

/// `200 „Sukces”`: the status of an operation, as its JSON tells it.
pub(super) fn status(value: &Value) -> String {
    format!("status {} „{}”", number(value, "/status/code"), text(value, "/status/description"))
}
