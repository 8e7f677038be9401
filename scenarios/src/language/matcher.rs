//! What a value must be: equal to something, or fit one matcher.

use std::borrow::Cow;
use std::fmt;

use regex::{Regex, RegexBuilder};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::text::from_text;
use super::{JsonPath, Span, bounds};
use crate::yaml::{Located, Table};

/// What a value must be. In YAML: the value itself, or a mapping of one matcher.
#[derive(Clone, Debug, PartialEq)]
pub enum Matcher {
    /// Nothing is there: `{ absent: true }`.
    Absent,
    /// A text with this in it, or a list with this element: `{ contains: text }`.
    Contains(Value),
    /// This value.
    Equals(Value),
    /// JSON (also inside a text) with these values at these paths: `{ json: { status.code: 200 } }`.
    Json(Table<JsonPath, Matcher>),
    /// A text that this pattern is found in: `{ matches: '^\d+$' }`.
    Matches(Pattern),
    /// A time near another: `{ near: { time: "${clock}", within: 5s } }`.
    Near(Near),
    /// A number in bounds: `{ number: { at-least: 1 } }`.
    Number(Numbers),
    /// One of these values: `{ one-of: [200, 202] }`.
    OneOf(Vec<Value>),
    /// Something is there, whatever it is: `{ present: true }`.
    Present,
    /// XML with these values at these XPaths: `{ xml: { "//*[local-name()='NIP']": "1111111111" } }`.
    Xml(Table<String, Matcher>),
}

/// Bounds of a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(
    deny_unknown_fields,
    rename_all = "kebab-case",
    expecting = "bounds like { at-least: 1, at-most: 5 }"
)]
pub struct Numbers {
    /// This or more.
    #[serde(default)]
    pub at_least: Option<f64>,
    /// This or less.
    #[serde(default)]
    pub at_most: Option<f64>,
    /// More than this.
    #[serde(default)]
    pub more_than: Option<f64>,
    /// Less than this.
    #[serde(default)]
    pub less_than: Option<f64>,
}

/// Nearness of a time.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", expecting = "{ time: TIME, within: SPAN }")]
pub struct Near {
    /// The time: RFC 3339, or a reference like `${clock}`.
    pub time: String,
    /// How far from it at most, before or after.
    pub within: Span,
}

/// A regular expression. It is matched in linear time and found anywhere in the text; write `^` and `$` for the whole.
#[derive(Clone, Debug)]
pub struct Pattern {
    text: String,
    compiled: Regex,
}

impl Pattern {
    /// Whether it is found in a text.
    pub fn fits(&self, text: &str) -> bool {
        self.compiled.is_match(text)
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl std::str::FromStr for Pattern {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.len() > bounds::PATTERN_BYTES {
            return Err(format!(
                "the pattern has more than {} bytes; write a shorter one",
                bounds::PATTERN_BYTES
            ));
        }
        let compiled = RegexBuilder::new(text)
            .size_limit(bounds::PATTERN_MEMORY)
            .dfa_size_limit(bounds::PATTERN_MEMORY)
            .build()
            .map_err(|why| {
                let why = why.to_string();
                let why = why.lines().last().unwrap_or_default().trim_start_matches("error: ");
                let text: String = text.chars().take(60).collect();
                format!("„{text}” is no regular expression: {why}")
            })?;
        Ok(Self { text: text.to_owned(), compiled })
    }
}

from_text!(Pattern, "Pattern", "a regular expression", { "type": "string", "format": "regex" });

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Word {
    Matches,
    Contains,
    OneOf,
    Present,
    Absent,
    Number,
    Near,
    Xml,
    Json,
}

impl<'de> Deserialize<'de> for Matcher {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyMatcher)
    }
}

struct AnyMatcher;

impl<'de> Visitor<'de> for AnyMatcher {
    type Value = Matcher;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value, or a matcher like { matches: '^[0-9]+$' }")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Matcher, E> {
        Ok(Matcher::Equals(value.into()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Matcher, E> {
        Ok(Matcher::Equals(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Matcher, E> {
        Ok(Matcher::Equals(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Matcher, E> {
        Ok(Matcher::Equals(value.into()))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Matcher, E> {
        Ok(Matcher::Equals(value.into()))
    }

    fn visit_unit<E: Error>(self) -> Result<Matcher, E> {
        Ok(Matcher::Equals(Value::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Matcher, A::Error> {
        let mut list = Vec::new();
        while let Some(one) = elements.next_element()? {
            list.push(one);
        }
        Ok(Matcher::Equals(Value::Array(list)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Matcher, A::Error> {
        let Some(word) = entries.next_key::<Word>()? else {
            return Err(A::Error::custom(
                "an empty mapping matches nothing; write a value, or a matcher like { present: true }",
            ));
        };
        let matcher = match word {
            Word::Matches => Matcher::Matches(entries.next_value()?),
            Word::Contains => Matcher::Contains(entries.next_value()?),
            Word::OneOf => Matcher::OneOf(entries.next_value()?),
            Word::Present => yes(entries.next_value()?, Matcher::Present)?,
            Word::Absent => yes(entries.next_value()?, Matcher::Absent)?,
            Word::Number => Matcher::Number(entries.next_value()?),
            Word::Near => Matcher::Near(entries.next_value()?),
            Word::Xml => Matcher::Xml(entries.next_value()?),
            Word::Json => Matcher::Json(entries.next_value()?),
        };
        match entries.next_key::<Located<String>>()? {
            None => Ok(matcher),
            Some(_) => Err(A::Error::custom(
                "one matcher at a time; for places inside a value write { json: { PATH: … } }",
            )),
        }
    }
}

fn yes<E: Error>(value: bool, matcher: Matcher) -> Result<Matcher, E> {
    if value { Ok(matcher) } else { Err(E::custom("write true; for the contrary use present or absent")) }
}

impl Matcher {
    /// What it says, in short words.
    pub fn words(&self) -> String {
        match self {
            Self::Absent => "nothing".to_owned(),
            Self::Contains(value) => format!("something with {} in it", shown(value)),
            Self::Equals(value) => shown(value),
            Self::Json(_) => "JSON with these values".to_owned(),
            Self::Matches(pattern) => format!("text that fits {}", pattern.as_str()),
            Self::Near(near) => format!("a time within {} of {}", near.within, near.time),
            Self::Number(numbers) => numbers.words(),
            Self::OneOf(values) => {
                let values: Vec<String> = values.iter().map(shown).collect();
                format!("one of {}", values.join(", "))
            }
            Self::Present => "something".to_owned(),
            Self::Xml(_) => "XML with these values".to_owned(),
        }
    }
}

impl Numbers {
    fn words(self) -> String {
        let bounds = [
            ("at least", self.at_least),
            ("at most", self.at_most),
            ("more than", self.more_than),
            ("less than", self.less_than),
        ];
        let bounds: Vec<String> =
            bounds.iter().filter_map(|(word, bound)| Some(format!("{word} {}", (*bound)?))).collect();
        if bounds.is_empty() { "a number".to_owned() } else { format!("a number, {}", bounds.join(" and ")) }
    }

    /// Whether a number is in the bounds.
    pub fn fits(self, number: f64) -> bool {
        self.at_least.is_none_or(|bound| number >= bound)
            && self.at_most.is_none_or(|bound| number <= bound)
            && self.more_than.is_none_or(|bound| number > bound)
            && self.less_than.is_none_or(|bound| number < bound)
    }
}

/// A value for people, cut when it is long.
pub(crate) fn shown(value: &Value) -> String {
    let text = match value {
        Value::String(text) => format!("„{text}”"),
        other => other.to_string(),
    };
    if text.chars().count() <= 200 {
        return text;
    }
    let beginning: String = text.chars().take(200).collect();
    format!("{beginning}…")
}

/// Reads a matcher out of JSON, for tests and defaults.
impl TryFrom<Value> for Matcher {
    type Error = serde_json::Error;

    fn try_from(value: Value) -> Result<Self, Self::Error> {
        Self::deserialize(value.into_deserializer())
    }
}

impl JsonSchema for Matcher {
    fn schema_name() -> Cow<'static, str> {
        "Matcher".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let me = generator.subschema_for::<Self>();
        let numbers = generator.subschema_for::<Numbers>();
        let near = generator.subschema_for::<Near>();
        json_schema!({
            "description": "The value itself, or a mapping of one matcher.",
            "anyOf": [
                { "type": ["string", "number", "boolean", "null", "array"] },
                {
                    "type": "object",
                    "minProperties": 1,
                    "maxProperties": 1,
                    "additionalProperties": false,
                    "properties": {
                        "matches": { "type": "string", "format": "regex", "description": "A regular expression that is found in the text." },
                        "contains": { "description": "A part of the text, or an element of the list." },
                        "one-of": { "type": "array", "description": "One of these values." },
                        "present": { "const": true, "description": "Something is there." },
                        "absent": { "const": true, "description": "Nothing is there." },
                        "number": numbers,
                        "near": near,
                        "xml": { "type": "object", "additionalProperties": me, "description": "XPath → value." },
                        "json": { "type": "object", "additionalProperties": me, "description": "Path → value." }
                    }
                }
            ]
        })
    }
}
