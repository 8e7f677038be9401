//! What was said in a sandbox, as the admin API gives it.

use serde_json::Value;

/// What was said in a sandbox, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Talk {
    /// The sandbox's name.
    pub sandbox: String,
    /// Its seed.
    pub seed: u64,
    /// Its strictness: `faithful`.
    pub strictness: String,
    /// The knobs that do not stand at their default, and where they stand.
    pub knobs: Vec<(String, String)>,
    /// The exchanges, in order.
    pub exchanges: Vec<Said>,
}

/// One exchange.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// Its number in the journal.
    pub number: u64,
    /// When it came, by the sandbox's clock: RFC 3339.
    pub at: String,
    /// The institution's name.
    pub institution: String,
    /// The operation's name, when the request named one.
    pub operation: Option<String>,
    /// The method.
    pub method: String,
    /// The path without sandbox prefix and query.
    pub path: String,
    /// The query without `?`.
    pub query: Option<String>,
    /// The request.
    pub request: Message,
    /// The status of the answer.
    pub status: u16,
    /// The answer.
    pub response: Message,
    /// The ids of the checks that failed, in order.
    pub failed: Vec<String>,
}

/// Headers and body.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// The headers in order, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Kept,
    /// Bytes of the body as it crossed the wire.
    pub length: u64,
    /// Why not all of the body is kept.
    pub missing: Option<String>,
}

/// A body.
#[derive(Clone, Debug, PartialEq)]
pub enum Kept {
    /// Base64 of bytes that are no UTF-8.
    Binary(String),
    /// Text; may be empty.
    Text(String),
}

impl Talk {
    /// Puts together what the admin API said: `GET /sandboxes/NAME`, `GET /sandboxes/NAME/knobs`, and for each exchange
    /// `GET /sandboxes/NAME/journal/NUMBER`.
    ///
    /// # Errors
    /// With a sentence that names the field which is not there.
    pub fn read(sandbox: &Value, knobs: &Value, exchanges: &[Value]) -> Result<Self, String> {
        let turned = knobs.get("knobs").and_then(Value::as_array).into_iter().flatten().filter_map(|knob| {
            let value = knob.get("value")?.as_str()?;
            let turned = knob.get("default")?.as_str()? != value;
            turned.then(|| Some((knob.get("name")?.as_str()?.to_owned(), value.to_owned())))?
        });
        Ok(Self {
            sandbox: text(sandbox, "/name")?,
            seed: sandbox.get("seed").and_then(Value::as_u64).ok_or_else(|| lacks("/seed"))?,
            strictness: text(sandbox, "/strictness")?,
            knobs: turned.collect(),
            exchanges: exchanges.iter().map(Said::read).collect::<Result<_, _>>()?,
        })
    }
}

impl Said {
    fn read(shown: &Value) -> Result<Self, String> {
        let number = shown.get("id").and_then(Value::as_u64).ok_or_else(|| lacks("/id"))?;
        let status = shown.pointer("/response/status").and_then(Value::as_u64);
        let failed =
            shown.get("findings").and_then(Value::as_array).into_iter().flatten().filter_map(|finding| {
                let failed = finding.get("outcome")?.as_str()? == "fail";
                failed.then(|| finding.pointer("/check/id")?.as_str().map(str::to_owned))?
            });
        Ok(Self {
            number,
            at: text(shown, "/at")?,
            institution: text(shown, "/institution")?,
            operation: shown.get("operation").and_then(Value::as_str).map(str::to_owned),
            method: text(shown, "/request/method")?,
            path: text(shown, "/request/path")?,
            query: shown.pointer("/request/query").and_then(Value::as_str).map(str::to_owned),
            request: Message::read(shown, "request")?,
            status: status
                .and_then(|status| u16::try_from(status).ok())
                .ok_or_else(|| lacks("/response/status"))?,
            response: Message::read(shown, "response")?,
            failed: failed.collect(),
        })
    }

    /// Path and query as they stood in the request line.
    pub fn target(&self) -> String {
        match &self.query {
            Some(query) => format!("{}?{query}", self.path),
            None => self.path.clone(),
        }
    }
}

impl Message {
    fn read(exchange: &Value, part: &str) -> Result<Self, String> {
        let shown = exchange.get(part).ok_or_else(|| lacks(part))?;
        let headers = shown.get("headers").and_then(Value::as_array).ok_or_else(|| lacks("headers"))?;
        let headers = headers.iter().filter_map(|pair| {
            Some((pair.get(0)?.as_str()?.to_ascii_lowercase(), pair.get(1)?.as_str()?.to_owned()))
        });
        let body = shown.get("body").ok_or_else(|| lacks("body"))?;
        let word = |name: &str| body.get(name).and_then(Value::as_str).map(str::to_owned);
        Ok(Self {
            headers: headers.collect(),
            body: match word("base64") {
                Some(base64) => Kept::Binary(base64),
                None => Kept::Text(word("text").unwrap_or_default()),
            },
            length: shown.get("length").and_then(Value::as_u64).unwrap_or_default(),
            missing: word("missing"),
        })
    }

    /// The first value of a header, name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The body as JSON, when it is that.
    pub(super) fn json(&self) -> Option<Value> {
        let Kept::Text(text) = &self.body else { return None };
        serde_json::from_str(text).ok().filter(|value: &Value| value.is_object() || value.is_array())
    }
}

fn text(shown: &Value, pointer: &str) -> Result<String, String> {
    shown.pointer(pointer).and_then(Value::as_str).map(str::to_owned).ok_or_else(|| lacks(pointer))
}

fn lacks(field: &str) -> String {
    format!(
        "the journal's answer lacks „{}”; it is of another version of Poligon",
        field.trim_start_matches('/')
    )
}
