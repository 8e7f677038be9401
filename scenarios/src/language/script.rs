//! The script: what the fakes do beside their normal behaviour.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::{Asked, Glob, JsonPath, Matcher, Nth, Span, bounds};
use crate::yaml::{Located, Table};

/// A rule: for which requests, and what is done.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", expecting = "a rule: a mapping with „on:” and „do:”")]
pub struct Rule {
    /// The operation, stars allowed: `ksef.sessions.online.*`. For TLS faults the whole institution: `ksef.*`.
    pub on: Located<Glob>,
    /// Which of the requests that fit; all when nobody says. Requests that an earlier rule takes are counted too.
    #[serde(default)]
    pub nth: Option<Located<Nth>>,
    /// Only requests with these parts.
    #[serde(default)]
    pub when: Table<Asked, Matcher>,
    /// What is done.
    #[serde(rename = "do")]
    pub deed: Located<Deed>,
}

/// What a rule does.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// These things.
    Deeds(Box<Deeds>),
    /// Nothing: the institution answers, and later rules are not asked. In YAML: `do: pass`.
    Pass,
}

/// What a rule does: one of respond, fault, patch; delay and knob as well.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(
    deny_unknown_fields,
    rename_all = "kebab-case",
    expecting = "a mapping of respond, fault, patch, delay, knob"
)]
pub struct Deeds {
    /// Answers in the institution's place.
    #[serde(default)]
    pub respond: Option<Located<Respond>>,
    /// Something goes wrong: a name, or `{ name: { parameter: value } }`. `poligon schema faults` lists all.
    #[serde(default)]
    pub fault: Option<Located<FaultCall>>,
    /// Changes what the institution answers.
    #[serde(default)]
    pub patch: Option<Located<Patch>>,
    /// The answer waits: `3s`, `1s..3s` (by the seed), or a list of which one is drawn: `[100ms, 100ms, 4s]`.
    #[serde(default)]
    pub delay: Option<Located<Delay>>,
    /// Turns knobs before the institution is asked; they stay so.
    #[serde(default)]
    pub knob: Table<String, Value>,
}

/// An answer in the institution's place.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", expecting = "{ status: 429, headers: {…}, body: … }")]
pub struct Respond {
    /// The HTTP status.
    pub status: Located<u16>,
    /// Headers.
    #[serde(default)]
    pub headers: Table<String, Value>,
    /// The body: a text as it is; a mapping or list becomes JSON.
    #[serde(default)]
    pub body: Option<Value>,
    /// The body: a file beside the scenario.
    #[serde(default)]
    pub file: Option<Located<String>>,
}

/// A change of what the institution answers.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(
    deny_unknown_fields,
    rename_all = "kebab-case",
    expecting = "{ status: 200, headers: {…}, body: { PATH: value }, remove: [PATH] }"
)]
pub struct Patch {
    /// Another status.
    #[serde(default)]
    pub status: Option<Located<u16>>,
    /// Headers to set; `null` takes one away.
    #[serde(default)]
    pub headers: Table<String, Value>,
    /// Places of a JSON body to set.
    #[serde(default)]
    pub body: Table<JsonPath, Value>,
    /// Places of a JSON body to take away.
    #[serde(default)]
    pub remove: Vec<Located<JsonPath>>,
}

/// How long an answer waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delay {
    /// One of these, drawn by the seed; write one twice to make it twice as likely.
    Drawn(Vec<Span>),
    /// This long.
    Fixed(Span),
    /// Between these, by the seed, in whole milliseconds.
    Within(Span, Span),
}

/// A fault with its parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct FaultCall {
    /// Its name: `html-502`, `ksef.status-stuck`.
    pub name: String,
    /// Its parameters.
    pub with: BTreeMap<String, Value>,
}

impl FromStr for Delay {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let delay = match text.split_once("..") {
            Some((least, most)) => Self::Within(least.trim().parse()?, most.trim().parse()?),
            None => Self::Fixed(text.parse()?),
        };
        delay.bounded()
    }
}

impl Delay {
    fn bounded(self) -> Result<Self, String> {
        let longest = match &self {
            Self::Drawn(spans) => spans.iter().max().copied().unwrap_or_default(),
            Self::Fixed(span) => *span,
            Self::Within(least, most) if least > most => {
                return Err(format!(
                    "the delay {least}..{most} ends before it begins; write the shorter span first"
                ));
            }
            Self::Within(_, most) => *most,
        };
        if longest.0 > bounds::DELAY {
            return Err(format!("a delay of {longest} is absurd; the longest is 1h"));
        }
        Ok(self)
    }
}

impl<'de> Deserialize<'de> for Delay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyDelay;
        impl<'de> Visitor<'de> for AnyDelay {
            type Value = Delay;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a delay like 3s, 1s..3s or [100ms, 100ms, 4s]")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Delay, E> {
                text.parse().map_err(E::custom)
            }

            fn visit_u64<E: Error>(self, seconds: u64) -> Result<Delay, E> {
                self.visit_str(&seconds.to_string())
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Delay, A::Error> {
                let mut spans = Vec::new();
                while let Some(span) = elements.next_element()? {
                    spans.push(span);
                }
                if spans.is_empty() || spans.len() > 100 {
                    return Err(A::Error::custom("a list of delays has 1 to 100 spans"));
                }
                Delay::Drawn(spans).bounded().map_err(A::Error::custom)
            }
        }
        deserializer.deserialize_any(AnyDelay)
    }
}

impl<'de> Deserialize<'de> for FaultCall {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyFault;
        impl<'de> Visitor<'de> for AnyFault {
            type Value = FaultCall;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a fault, or { name: { parameter: value } }")
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<FaultCall, E> {
                Ok(FaultCall { name: name.to_owned(), with: BTreeMap::new() })
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<FaultCall, A::Error> {
                let Some((name, with)) = entries.next_entry::<String, Option<BTreeMap<String, Value>>>()?
                else {
                    return Err(A::Error::custom("no fault is named here; write its name"));
                };
                match entries.next_key::<Located<String>>()? {
                    None => Ok(FaultCall { name, with: with.unwrap_or_default() }),
                    Some(_) => {
                        Err(A::Error::custom("one fault at a time; its parameters stand below its name"))
                    }
                }
            }
        }
        deserializer.deserialize_any(AnyFault)
    }
}

impl<'de> Deserialize<'de> for Deed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyDeed;
        impl<'de> Visitor<'de> for AnyDeed {
            type Value = Deed;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("„pass”, or a mapping of respond, fault, patch, delay, knob")
            }

            fn visit_str<E: Error>(self, word: &str) -> Result<Deed, E> {
                match word {
                    "pass" => Ok(Deed::Pass),
                    _ => Err(E::invalid_value(serde::de::Unexpected::Str(word), &self)),
                }
            }

            fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<Deed, A::Error> {
                let deeds = Deeds::deserialize(serde::de::value::MapAccessDeserializer::new(entries))?;
                let answers = [deeds.respond.is_some(), deeds.fault.is_some(), deeds.patch.is_some()];
                match answers.iter().filter(|given| **given).count() {
                    0 if deeds.delay.is_none() && deeds.knob.is_empty() => Err(A::Error::custom(
                        "nothing is done here; write respond, fault, patch, delay or knob",
                    )),
                    0 | 1 => Ok(Deed::Deeds(Box::new(deeds))),
                    _ => Err(A::Error::custom(
                        "only one of respond, fault and patch can act on an answer; make two rules",
                    )),
                }
            }
        }
        deserializer.deserialize_any(AnyDeed)
    }
}

impl JsonSchema for Delay {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Delay".into()
    }

    fn json_schema(_generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "integer", "array"], "items": { "type": ["string", "integer"] } })
    }
}

impl JsonSchema for FaultCall {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Fault".into()
    }

    fn json_schema(_generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [
            { "type": "string" },
            { "type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": { "type": ["object", "null"] } }
        ] })
    }
}

impl JsonSchema for Deed {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Deed".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let deeds = generator.subschema_for::<Deeds>();
        json_schema!({ "anyOf": [{ "const": "pass" }, deeds] })
    }
}
