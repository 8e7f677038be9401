//! What was asked and answered, and what of it the officials' file does not allow.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use poligon_institution::{Answer, Desk, Institution, Operation, Request};
use poligon_ksef::Ksef;
use poligon_ksef::operations::routes::decode;
use serde_json::{Value, json};

use crate::common::Client;
use crate::schema::Contract;

/// Everything that was seen.
#[derive(Default)]
pub struct Ledger {
    /// Exchanges with a documented operation.
    pub exchanges: usize,
    /// Bodies that were held against a schema: of requests and of answers.
    pub bodies: (usize, usize),
    /// Statuses and exception codes by operation. Codes are those of 400.
    pub seen: BTreeMap<&'static str, BTreeSet<u32>>,
    /// What does not fit, each once.
    pub mismatches: BTreeSet<String>,
}

/// A desk whose exchanges are held against the file. A refusal with a body of the old dialect is asked for once more in the new.
struct Recorded {
    inner: Arc<dyn Desk>,
    contract: Arc<Contract>,
    ledger: Arc<Mutex<Ledger>>,
}

/// A client in a new sandbox whose exchanges are recorded.
pub fn client(contract: &Arc<Contract>, ledger: &Arc<Mutex<Ledger>>) -> Client {
    recorded(Client::new(), contract, ledger)
}

/// The same of this client.
pub fn recorded(mut client: Client, contract: &Arc<Contract>, ledger: &Arc<Mutex<Ledger>>) -> Client {
    let (contract, ledger) = (Arc::clone(contract), Arc::clone(ledger));
    client.desk = Arc::new(Recorded { inner: client.desk, contract, ledger });
    client
}

impl Desk for Recorded {
    fn answer(&self, request: &Request) -> Answer {
        let answer = self.inner.answer(request);
        self.note(request, &answer);
        let twice = matches!(answer.response.status.as_u16(), 400 | 429);
        if twice && request.header("x-error-format").is_none() {
            let again = request.clone().with_header("x-error-format", "problem-details");
            self.note(&again, &self.inner.answer(&again));
        }
        answer
    }

    fn operation(&self, request: &Request) -> Option<&'static Operation> {
        self.inner.operation(request)
    }
}

impl Recorded {
    fn note(&self, request: &Request, answer: &Answer) {
        let Some(operation) =
            answer.operation.filter(|operation| !operation.name.starts_with("ksef.storage."))
        else {
            return;
        };
        let status = answer.response.status.as_u16();
        let mut ledger = self.ledger.lock().unwrap();
        let mut wrong = Vec::new();
        let documented = self.contract.operation(operation.address);
        match documented {
            None => wrong.push("the operation is not documented".to_owned()),
            Some(documented) => {
                self.answered(documented, answer, &mut ledger, &mut wrong);
                if (200..300).contains(&status) {
                    self.asked(documented, request, &mut ledger, &mut wrong);
                }
            }
        }
        ledger.exchanges += 1;
        let seen = ledger.seen.entry(operation.name).or_default();
        seen.insert(status.into());
        let known = documented.map(exceptions).unwrap_or_default();
        for said in given(&answer.response.body) {
            seen.insert(said.code);
            let mut lines = known.iter().filter(|it| it.code == said.code).peekable();
            if lines.peek().is_none() {
                wrong.push(format!("code {} is not documented here", said.code));
            } else if !lines.any(|it| it.description == said.description && fits(&it.detail, &said.detail)) {
                wrong.push(format!("{said:?} is not in the documented words"));
            }
        }
        ledger.mismatches.extend(wrong.into_iter().map(|why| format!("{} {status}: {why}", operation.name)));
    }

    fn answered(&self, operation: &Value, answer: &Answer, ledger: &mut Ledger, wrong: &mut Vec<String>) {
        let response = &answer.response;
        let Some(documented) = operation["responses"].get(response.status.as_str()) else {
            wrong.push("the status is not documented".to_owned());
            return;
        };
        for (name, header) in documented["headers"].as_object().into_iter().flatten() {
            let value = response.headers.get(name).and_then(|value| value.to_str().ok());
            match value {
                Some(value) => wrong.extend(
                    self.contract
                        .errors(&header["schema"], &coerced(self, &header["schema"], value))
                        .into_iter()
                        .map(|why| format!("header {name} {why}")),
                ),
                // A warning comes with what there is to warn of.
                None if name == "X-System-Warning" => {}
                None => wrong.push(format!("header {name} is missing")),
            }
        }
        let content =
            documented.get("content").and_then(Value::as_object).filter(|content| !content.is_empty());
        let Some(content) = content else {
            if !response.body.is_empty() {
                wrong.push("a body where none is documented".to_owned());
            }
            return;
        };
        let kind =
            response.headers.get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        let Some(documented) = content.get(kind) else {
            wrong.push(format!("content type „{kind}” is not documented"));
            return;
        };
        let value = if kind.ends_with("json") {
            serde_json::from_slice(&response.body).unwrap_or(Value::Null)
        } else {
            json!(String::from_utf8_lossy(&response.body))
        };
        ledger.bodies.1 += 1;
        wrong.extend(
            self.contract.errors(&documented["schema"], &value).into_iter().map(|why| format!("body {why}")),
        );
    }

    /// What was taken must be what the file lets a client send: else our own requests prove nothing.
    fn asked(&self, operation: &Value, request: &Request, ledger: &mut Ledger, wrong: &mut Vec<String>) {
        if let Some(schema) = operation["requestBody"]["content"]["application/json"].get("schema") {
            let value = serde_json::from_slice(&request.body).unwrap_or(Value::Null);
            ledger.bodies.0 += 1;
            wrong
                .extend(self.contract.errors(schema, &value).into_iter().map(|why| format!("request {why}")));
        }
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        let named = |place: &str, name: &str| {
            parameters
                .iter()
                .find(|it| it["in"] == place && it["name"] == name)
                .map(|it| it["schema"].clone())
        };
        for pair in request.query.as_deref().unwrap_or_default().split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            match named("query", name) {
                None => wrong.push(format!("query parameter {name} is not documented")),
                Some(schema) => {
                    let value = coerced(self, &schema, &decode(value));
                    let errors = self.contract.errors(&schema, &value).into_iter();
                    wrong.extend(errors.map(|why| format!("query parameter {name} {why}")));
                }
            }
        }
        let asked = |name: &str| request.query.as_deref().unwrap_or_default().contains(&format!("{name}="));
        let required = parameters.iter().filter(|it| it["in"] == "query" && it["required"] == json!(true));
        let missing = required.filter_map(|it| it["name"].as_str()).filter(|name| !asked(name));
        wrong.extend(missing.map(|name| format!("query parameter {name} is missing")));
    }
}

/// The value of a parameter or header, as its schema takes it.
fn coerced(recorded: &Recorded, schema: &Value, text: &str) -> Value {
    if schema["type"] == "array" {
        return json!([coerced(recorded, &schema["items"], text)]);
    }
    let read: Option<Value> = serde_json::from_str(text).ok();
    match read {
        Some(value) if !value.is_string() && recorded.contract.errors(schema, &value).is_empty() => value,
        _ => json!(text),
    }
}

/// A line of the table in the description of 400.
#[derive(Debug, PartialEq, Eq)]
pub struct Exception {
    /// The code.
    pub code: u32,
    /// Its description.
    pub description: String,
    /// The detail, with names in braces for what differs; empty when the file gives none.
    pub detail: String,
}

/// The exceptions that the description of 400 lists.
pub fn exceptions(operation: &Value) -> Vec<Exception> {
    let text = operation["responses"]["400"]["description"].as_str().unwrap_or_default();
    let read = |line: &str| {
        let mut cells = line.trim().strip_prefix('|')?.split('|').map(|cell| cell.trim().to_owned());
        let code = cells.next()?.parse().ok()?;
        Some(Exception { code, description: cells.next()?, detail: cells.next().unwrap_or_default() })
    };
    text.lines().filter_map(read).collect()
}

/// The codes among them.
pub fn codes(operation: &Value) -> BTreeSet<u32> {
    exceptions(operation).into_iter().map(|exception| exception.code).collect()
}

/// Whether a sentence fits a template with names in braces.
fn fits(template: &str, said: &str) -> bool {
    let mut rest = said;
    let mut literal = true;
    for part in template.split(['{', '}']) {
        if literal && !part.is_empty() {
            match rest.find(part) {
                Some(at) => rest = &rest[at + part.len()..],
                None => return false,
            }
        }
        literal = !literal;
    }
    true
}

/// The exceptions of an answer, in either dialect.
fn given(body: &[u8]) -> Vec<Exception> {
    let body: Value = serde_json::from_slice(body).unwrap_or(Value::Null);
    let of = |list: &Value, code: &str, description: &str| -> Vec<Exception> {
        let read = |item: &Value| Exception {
            code: u32::try_from(item[code].as_u64().unwrap_or_default()).unwrap_or_default(),
            description: item[description].as_str().unwrap_or_default().to_owned(),
            detail: item["details"][0].as_str().unwrap_or_default().to_owned(),
        };
        list.as_array().into_iter().flatten().map(read).collect()
    };
    let old = of(&body["exception"]["exceptionDetailList"], "exceptionCode", "exceptionDescription");
    old.into_iter().chain(of(&body["errors"], "code", "description")).collect()
}

/// Names and addresses of the operations that are built, in the order of the file.
pub fn built() -> Vec<(&'static str, &'static str)> {
    let all = Ksef.operations().iter().filter(|it| it.built == poligon_institution::Built::Yes);
    all.map(|it| (it.name, it.address)).filter(|(name, _)| !name.starts_with("ksef.storage.")).collect()
}
