//! The hand of a client: the stage and what the action was given, with everything that actions do again and again.

use http::Method;
use poligon_institution::{Arguments, Broken, Played, Request, Response, Stage};
use poligon_world::Entropy;
use serde_json::{Map, Value};

use super::party::Party;

/// The prefix under which the paths are called.
const PREFIX: &str = "ksef.prefix";

/// An answer, or why there is none.
pub(super) type Answered = Result<Response, Broken>;

/// The hand of a client.
pub(super) struct Hand<'h, 's> {
    /// Where it acts.
    pub(super) stage: &'h mut Stage<'s>,
    /// What the action was given.
    pub(super) given: &'h Arguments,
}

/// What an action leads to; the error is a sentence of the harness.
pub(super) type Outcome = Result<Played, String>;

impl<'h, 's> Hand<'h, 's> {
    pub(super) fn new(stage: &'h mut Stage<'s>, given: &'h Arguments) -> Self {
        Self { stage, given }
    }

    /// Who acts.
    pub(super) fn party(&self) -> Result<Party, String> {
        Party::acting(self.stage.sandbox, self.stage.memory, self.given)
    }

    /// What is remembered of a party under this word.
    pub(super) fn remembered(&self, party: &Party, word: &str) -> Option<String> {
        self.stage.memory.text(&key(party, word)).map(str::to_owned)
    }

    /// Remembers this of a party.
    pub(super) fn remember(&mut self, party: &Party, word: &str, value: impl Into<Value>) {
        self.stage.memory.keep(key(party, word), value);
    }

    /// What the argument says, or what is remembered of the party; the error says what has to come first.
    pub(super) fn given_or_remembered(
        &self,
        party: &Party,
        name: &str,
        word: &str,
        first: &str,
    ) -> Result<String, String> {
        let found = self.given.text(name).or_else(|| self.remembered(party, word));
        found.ok_or_else(|| {
            format!("nothing is known of „{name}” for „{}”: say it, or do {first} before", party.id())
        })
    }

    /// Randomness for this purpose; another one each time.
    pub(super) fn entropy(&mut self, purpose: &str) -> Entropy {
        let count = self.count(purpose);
        self.stage.sandbox.entropy.fork("ksef.actions").fork(purpose).fork(&count.to_string())
    }

    /// How often this was asked for, from 1.
    pub(super) fn count(&mut self, purpose: &str) -> u64 {
        let key = format!("ksef.count.{purpose}");
        let count = self.stage.memory.get(&key).and_then(Value::as_u64).unwrap_or(0).saturating_add(1);
        self.stage.memory.keep(key, count);
        count
    }

    /// Calls paths under this prefix from now on.
    pub(super) fn set_prefix(&mut self, prefix: &str) {
        self.stage.memory.keep(PREFIX, prefix);
    }

    /// A request for this path below the prefix.
    pub(super) fn request(&self, method: Method, path: &str) -> Request {
        let prefix = self.stage.memory.text(PREFIX).unwrap_or("/v2");
        Request::new(method, &format!("{prefix}{path}"))
    }

    /// Sends a request with the token that was given, else with what is remembered of the party under this word.
    pub(super) fn send_as(&mut self, party: &Party, word: &str, request: Request) -> Answered {
        let token = self.given.text("token").or_else(|| self.remembered(party, word));
        self.send(token.as_deref().filter(|token| *token != "none"), request)
    }

    /// Sends a request with the access token of who acts.
    pub(super) fn send_authorized(&mut self, request: Request) -> Result<Answered, String> {
        let party = self.party()?;
        Ok(self.send_as(&party, ACCESS, request))
    }

    /// Sends a request with this token.
    pub(super) fn send(&mut self, token: Option<&str>, mut request: Request) -> Answered {
        if let Some(token) = token {
            request = request.with_header("authorization", &format!("Bearer {token}"));
        }
        for (name, value) in self.given.get("headers").and_then(Value::as_object).into_iter().flatten() {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let name = http::HeaderName::from_bytes(name.as_bytes());
            if let (Ok(name), Ok(value)) = (name, http::HeaderValue::from_str(&value)) {
                request.headers.insert(name, value);
            }
        }
        self.stage.line.send("ksef", request)
    }

    /// A JSON body, in which `json` replaces properties; null takes one away.
    pub(super) fn with_json(&self, request: Request, mut body: Value) -> Request {
        if let Some(changes) = self.given.get("json") {
            merge(&mut body, changes);
        }
        request.with_header("content-type", "application/json").with_body(body.to_string())
    }

    /// The text of this argument, checked to be one of the words that its parameter lists.
    pub(super) fn word(&self, name: &str, otherwise: &str) -> String {
        self.given.text_or(name, otherwise)
    }
}

/// The word under which access tokens are remembered.
pub(super) const ACCESS: &str = "access";
/// The word under which refresh tokens are remembered.
pub(super) const REFRESH: &str = "refresh";
/// The word under which authentication tokens are remembered.
pub(super) const OPERATION: &str = "operation";
/// The word under which the reference numbers of logins are remembered.
pub(super) const LOGIN: &str = "login";
/// The word under which the session opened last is remembered.
pub(super) const SESSION: &str = "session";
/// The word under which the invoice sent last is remembered.
pub(super) const INVOICE: &str = "invoice";
/// The word under which the KSeF number seen last is remembered.
pub(super) const NUMBER: &str = "number";

/// The word under which the NIP of the context logged in to is remembered.
pub(super) const WHERE: &str = "where";

fn key(party: &Party, word: &str) -> String {
    format!("ksef.{}.{word}", party.id())
}

/// Replaces properties; null takes one away.
fn merge(body: &mut Value, changes: &Value) {
    match (body, changes) {
        (Value::Object(body), Value::Object(changes)) => {
            for (name, change) in changes {
                if change.is_null() {
                    body.shift_remove(name);
                } else {
                    merge(body.entry(name.clone()).or_insert(Value::Null), change);
                }
            }
        }
        (body, changes) => *body = changes.clone(),
    }
}

/// The JSON of an answer; null when there is none.
pub(super) fn json(answered: &Answered) -> Value {
    answered
        .as_ref()
        .ok()
        .and_then(|response| serde_json::from_slice(&response.body).ok())
        .unwrap_or(Value::Null)
}

/// The text at this place of an answer's JSON: `/accessToken/token`.
pub(super) fn text_at(answered: &Answered, pointer: &str) -> Option<String> {
    json(answered).pointer(pointer)?.as_str().map(str::to_owned)
}

/// The status of an answer; 0 when there is none.
pub(super) fn status(answered: &Answered) -> u16 {
    answered.as_ref().map_or(0, |response| response.status.as_u16())
}

/// An object of these properties.
pub(super) fn object(properties: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    Value::Object(properties.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>())
}
