//! Reading JSON as KSeF does: property names and enum values in any case, unknown properties ignored, null as absent, every
//! bad field reported in one answer (spec §0 R3–R5, §3.3 21405).

use std::cell::RefCell;

use poligon_institution::{Evidence, Refused};
use serde_json::Value;

use crate::checks::ground;
use crate::desk::Call;
use crate::wire::patterns;

/// Most bytes of a JSON body: an invoice of 10 MB in base64, and some.
const MOST_BYTES: usize = 16_000_000;
/// Most lines of one 21405.
const MOST_LINES: usize = 100;

/// A JSON body and what is wrong with its fields.
#[derive(Debug)]
pub struct Body {
    value: Value,
    /// Lines of the validator, in its own words.
    lines: RefCell<Vec<String>>,
    /// Values of the wrong type, which the real reader gives up on.
    unreadable: RefCell<Vec<String>>,
}

/// One place in a body; the value may be absent.
#[derive(Clone, Debug)]
pub struct Json<'b> {
    body: &'b Body,
    value: Option<&'b Value>,
    path: String,
}

impl Body {
    /// The JSON object of a request.
    ///
    /// # Errors
    /// When the body is too large, or is no JSON object.
    pub fn of(call: &mut Call<'_>) -> Result<Self, Refused> {
        let bytes = &call.request.body;
        if bytes.len() > MOST_BYTES {
            let evidence = Evidence::values(
                "bytes of the body",
                format!("at most {MOST_BYTES}"),
                bytes.len().to_string(),
            );
            return Err(call.exam.refuse(&ground::BODY_SIZE.check, vec![evidence]));
        }
        // serde_json stops at 128 levels.
        let value = match serde_json::from_slice::<Value>(bytes) {
            Ok(value @ Value::Object(_)) => value,
            Ok(other) => {
                return Err(unreadable(call, format!("the body is {}, not a JSON object", kind(&other))));
            }
            Err(why) => return Err(unreadable(call, format!("the body is not JSON: {why}"))),
        };
        call.exam.pass(&ground::JSON.check);
        Ok(Self { value, lines: RefCell::default(), unreadable: RefCell::default() })
    }

    /// The whole body.
    pub fn root(&self) -> Json<'_> {
        Json { body: self, value: Some(&self.value), path: String::new() }
    }

    /// Refuses the request when any field was bad; every line is reported.
    ///
    /// # Errors
    /// When any field was bad.
    pub fn finish(&self, call: &mut Call<'_>) -> Result<(), Refused> {
        if let Some(first) = self.unreadable.borrow().first() {
            return Err(unreadable(call, first.clone()));
        }
        validate(call, self.lines.borrow().clone())
    }
}

/// Refuses with 21405 and these lines, unless there are none.
///
/// # Errors
/// When there is a line.
pub fn validate(call: &mut Call<'_>, lines: Vec<String>) -> Result<(), Refused> {
    if lines.is_empty() {
        call.exam.pass(&ground::VALID.check);
        return Ok(());
    }
    Err(call.exam.refuse(&ground::VALID.check, lines.into_iter().map(Evidence::Text).collect()))
}

fn unreadable(call: &mut Call<'_>, why: String) -> Refused {
    call.exam.refuse(&ground::JSON.check, vec![Evidence::Text(why)])
}

impl<'b> Json<'b> {
    /// The property of this name, in any case. A null counts as absent.
    #[must_use]
    pub fn field(&self, name: &str) -> Self {
        let path = if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) };
        let value = match self.value {
            Some(Value::Object(map)) => map
                .get(name)
                .or_else(|| {
                    map.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
                })
                .filter(|value| !value.is_null()),
            Some(other) => {
                self.mistyped::<()>("an object", other);
                None
            }
            None => None,
        };
        Self { body: self.body, value, path }
    }

    /// The same place; a line is added when nothing is there.
    #[must_use]
    pub fn required(self) -> Self {
        if self.value.is_none() {
            self.line(format!("'{}' must not be empty.", self.path));
        }
        self
    }

    /// Whether something is there.
    pub fn is_present(&self) -> bool {
        self.value.is_some()
    }

    /// Where this is: `contextIdentifier.value`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Adds a line to the answer.
    pub fn line(&self, line: impl Into<String>) {
        let mut lines = self.body.lines.borrow_mut();
        if lines.len() < MOST_LINES {
            lines.push(line.into());
        }
    }

    /// Its text.
    pub fn text(&self) -> Option<String> {
        match self.value? {
            Value::String(text) => Some(text.clone()),
            other => self.mistyped("a text", other),
        }
    }

    /// Its text when `fits` says so, else a line.
    pub fn text_that(&self, fits: impl FnOnce(&str) -> bool) -> Option<String> {
        let text = self.text()?;
        if fits(&text) {
            return Some(text);
        }
        self.line(format!("'{}' is not in the correct format.", self.path));
        None
    }

    /// Its text when it has `least` to `most` characters, else a line.
    pub fn text_of(&self, least: usize, most: usize) -> Option<String> {
        let text = self.text()?;
        let count = text.chars().count();
        if (least..=most).contains(&count) {
            return Some(text);
        }
        let path = &self.path;
        self.line(format!(
            "'{path}' must be between {least} and {most} characters. You entered {count} characters."
        ));
        None
    }

    /// One of these words, in any case.
    pub fn one_of<T: Copy>(&self, words: &[(&str, T)]) -> Option<T> {
        let text = self.text()?;
        let found = words.iter().find(|(word, _)| word.eq_ignore_ascii_case(&text)).map(|(_, value)| *value);
        if found.is_none() {
            // The real reader gives up on an unknown enum value, with 21001 (spec §3.3).
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let shown: String = text.chars().take(60).collect();
            self.unreadable(format!("'{}' is „{shown}”, not one of {}", self.path, known.join(", ")));
        }
        found
    }

    /// Its whole number.
    pub fn int(&self) -> Option<i64> {
        let value = self.value?;
        match value.as_i64() {
            Some(number) => Some(number),
            None => self.mistyped("a whole number", value),
        }
    }

    /// Its whole number when it lies in this range, else a line.
    pub fn int_between(&self, from: i64, to: i64) -> Option<i64> {
        let number = self.int()?;
        if (from..=to).contains(&number) {
            return Some(number);
        }
        self.line(between(&self.path, from, to, number));
        None
    }

    /// Its number, also with decimals.
    pub fn number(&self) -> Option<f64> {
        let value = self.value?;
        match value.as_f64() {
            Some(number) => Some(number),
            None => self.mistyped("a number", value),
        }
    }

    /// Its truth value.
    pub fn bool(&self) -> Option<bool> {
        match self.value? {
            Value::Bool(value) => Some(*value),
            other => self.mistyped("true or false", other),
        }
    }

    /// The bytes behind its base64.
    pub fn base64(&self) -> Option<Vec<u8>> {
        let text = self.text()?;
        let bytes = patterns::base64(&text);
        if bytes.is_none() {
            self.unreadable(format!("'{}' is not base64", self.path));
        }
        bytes
    }

    /// Its items; a line when there are more than `most`.
    pub fn items(&self, most: usize) -> Vec<Self> {
        let items = match self.value {
            Some(Value::Array(items)) => items,
            Some(other) => {
                self.mistyped::<()>("a list", other);
                return Vec::new();
            }
            None => return Vec::new(),
        };
        if items.len() > most {
            self.line(format!(
                "'{}' must contain at most {most} items. You entered {}.",
                self.path,
                items.len()
            ));
            return Vec::new();
        }
        let at = |(index, value): (usize, &'b Value)| Self {
            body: self.body,
            value: Some(value).filter(|value| !value.is_null()),
            path: format!("{}[{index}]", self.path),
        };
        items.iter().enumerate().map(at).collect()
    }

    fn mistyped<T>(&self, expected: &str, got: &Value) -> Option<T> {
        self.unreadable(format!("'{}' is {}, not {expected}", self.path, kind(got)));
        None
    }

    fn unreadable(&self, why: String) {
        self.body.unreadable.borrow_mut().push(why);
    }
}

/// The validator's sentence for a number out of range.
pub fn between(path: &str, from: i64, to: i64, got: i64) -> String {
    format!("'{path}' must be between {from} and {to}. You entered {got}.")
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Array(_) => "a list",
        Value::Bool(_) => "true or false",
        Value::Null => "null",
        Value::Number(_) => "a number",
        Value::Object(_) => "an object",
        Value::String(_) => "a text",
    }
}
