//! The names that a reference may use: saved values, the world, the clock.

use std::collections::BTreeMap;

use poligon_world::{Sandbox, World};
use serde_json::Value;
use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};

use crate::language::{JsonPath, Piece, pieces};
use crate::suggest::instead;

/// What `${ID.…}` shows of an organisation.
pub(crate) const ORGANISATION: &[&str] = &["name", "nip", "regon"];
/// What `${ID.…}` shows of a person.
pub(crate) const PERSON: &[&str] = &["born", "name", "names", "pesel", "surname"];
/// Names that a scenario cannot save under.
pub(crate) const RESERVED: &[&str] = &["clock", "each", "seed", "turn"];

/// The names that a reference may use here and now.
#[derive(Clone, Debug)]
pub(crate) struct Scope<'a> {
    pub(crate) world: &'a World,
    pub(crate) seed: u64,
    pub(crate) now: OffsetDateTime,
    pub(crate) saved: Option<&'a BTreeMap<String, Value>>,
    /// The turn of `repeat` or `each`, from 1.
    pub(crate) turn: Option<u64>,
    /// The element of `each`.
    pub(crate) each: Option<&'a Value>,
}

impl<'a> Scope<'a> {
    /// World and clock of a sandbox, nothing saved.
    pub(crate) fn of(sandbox: &'a Sandbox) -> Self {
        let now = sandbox.clock.now();
        Self { world: &sandbox.world, seed: sandbox.seed, now, saved: None, turn: None, each: None }
    }

    /// A value with its references filled in. A text that is one reference becomes what that leads to, whatever it is; in a
    /// longer text it becomes text.
    ///
    /// # Errors
    /// One sentence that names the reference.
    pub(crate) fn fill(&self, value: &Value) -> Result<Value, String> {
        Ok(match value {
            Value::String(text) => match pieces(text)?.as_slice() {
                [Piece::Reference(name)] => self.find(name)?,
                several => {
                    let mut filled = String::new();
                    for piece in several {
                        match piece {
                            Piece::Text(text) => filled.push_str(text),
                            Piece::Reference(name) => filled.push_str(&as_text(&self.find(name)?)),
                        }
                    }
                    Value::String(filled)
                }
            },
            Value::Array(list) => {
                Value::Array(list.iter().map(|one| self.fill(one)).collect::<Result<_, _>>()?)
            }
            Value::Object(object) => Value::Object(
                object
                    .iter()
                    .map(|(key, value)| Ok((key.clone(), self.fill(value)?)))
                    .collect::<Result<_, String>>()?,
            ),
            other => other.clone(),
        })
    }

    /// A text with its references filled in.
    ///
    /// # Errors
    /// As [`fill`](Self::fill).
    pub(crate) fn text(&self, text: &str) -> Result<String, String> {
        self.fill(&Value::String(text.to_owned())).map(|value| as_text(&value))
    }

    fn find(&self, name: &str) -> Result<Value, String> {
        let (head, path) = match name.split_once('.') {
            Some((head, path)) => (head, Some(path)),
            None => (name, None),
        };
        if let Some(saved) = self.saved.and_then(|saved| saved.get(head)) {
            return part(name, saved, path);
        }
        match (head, path) {
            ("clock", None) => return Ok(rfc3339(self.now).into()),
            ("clock", Some("date")) => {
                return Ok(self.now.to_offset(UtcOffset::UTC).date().to_string().into());
            }
            ("seed", None) => return Ok(self.seed.into()),
            ("turn", None) => return self.turn.map(Value::from).ok_or_else(|| outside(name)),
            ("each", path) => return part(name, self.each.ok_or_else(|| outside(name))?, path),
            _ => {}
        }
        self.of_world(head, path).ok_or_else(|| {
            let saved = self.saved.into_iter().flat_map(BTreeMap::keys).map(String::as_str);
            let world = self.world.organisations().iter().map(|one| one.id.as_str());
            let people = self.world.people().iter().map(|one| one.id.as_str());
            let known = saved.chain(world).chain(people).chain(RESERVED.iter().copied());
            format!("„${{{name}}}” leads to nothing; {}", instead(head, known))
        })
    }

    fn of_world(&self, id: &str, path: Option<&str>) -> Option<Value> {
        if let Some(one) = self.world.organisation(id) {
            return Some(match path? {
                "name" => one.name.clone().into(),
                "nip" => one.nip.to_string().into(),
                "regon" => one.regon.to_string().into(),
                _ => return None,
            });
        }
        let one = self.world.person(id)?;
        Some(match path? {
            "born" => one.born().to_string().into(),
            "name" => one.full_name().into(),
            "names" => one.names.join(" ").into(),
            "pesel" => one.pesel.to_string().into(),
            "surname" => one.surname.clone().into(),
            _ => return None,
        })
    }
}

fn part(name: &str, value: &Value, path: Option<&str>) -> Result<Value, String> {
    let Some(path) = path else { return Ok(value.clone()) };
    let path: JsonPath = path.parse()?;
    path.find(value)
        .cloned()
        .ok_or_else(|| format!("„${{{name}}}” leads to nothing: there is no {path} in it"))
}

fn outside(name: &str) -> String {
    format!("„${{{name}}}” stands outside of „repeat” and „each”")
}

/// A value inside a longer text.
pub(crate) fn as_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn rfc3339(at: OffsetDateTime) -> String {
    at.format(&Rfc3339).unwrap_or_default()
}
