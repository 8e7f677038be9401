//! Paths into JSON: `status.details[0]`, `invoices.0.ksefNumber`, `["odd.key"].x`.

use std::fmt;
use std::str::FromStr;

use serde_json::Value;

use super::bounds;
use super::text::from_text;

/// A path into JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JsonPath {
    parts: Vec<Part>,
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// An element of a list, from 0.
    Index(usize),
    /// A key of an object.
    Key(String),
}

impl JsonPath {
    /// Its parts.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// What it leads to; `None` when there is nothing.
    pub fn find<'a>(&self, value: &'a Value) -> Option<&'a Value> {
        self.parts.iter().try_fold(value, |value, part| part.of(value))
    }

    /// Puts a value there; objects on the way are made, lists are not. Gives whether it could.
    pub fn put(&self, root: &mut Value, value: Value) -> bool {
        let mut place = root;
        for part in &self.parts {
            let next = match (part, place) {
                (Part::Index(index), Value::Array(list)) => list.get_mut(*index),
                (Part::Key(key), Value::Object(object)) => {
                    Some(object.entry(key.clone()).or_insert_with(|| Value::Object(serde_json::Map::new())))
                }
                _ => None,
            };
            match next {
                Some(next) => place = next,
                None => return false,
            }
        }
        *place = value;
        true
    }

    /// Takes away what is there. Gives whether there was something.
    pub fn take(&self, root: &mut Value) -> bool {
        let Some((last, way)) = self.parts.split_last() else { return false };
        let mut place = root;
        for part in way {
            let next = match (part, place) {
                (Part::Index(index), Value::Array(list)) => list.get_mut(*index),
                (Part::Key(key), Value::Object(object)) => object.get_mut(key),
                _ => None,
            };
            match next {
                Some(next) => place = next,
                None => return false,
            }
        }
        match (last, place) {
            (Part::Index(index), Value::Array(list)) if *index < list.len() => {
                list.remove(*index);
                true
            }
            (Part::Key(key), Value::Object(object)) => object.shift_remove(key).is_some(),
            _ => false,
        }
    }
}

impl Part {
    pub(crate) fn of<'a>(&self, value: &'a Value) -> Option<&'a Value> {
        match (self, value) {
            (Self::Index(index), Value::Array(list)) => list.get(*index),
            (Self::Key(key), Value::Object(object)) => object.get(key),
            // `invoices.0` reads as well as `invoices[0]`.
            (Self::Key(key), Value::Array(list)) => list.get(key.parse::<usize>().ok()?),
            _ => None,
        }
    }
}

impl FromStr for JsonPath {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            let text: String = text.chars().take(60).collect();
            format!(
                "„{text}” is no path; write names with dots and list places in brackets, like status.details[0]"
            )
        };
        let mut parts = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            if parts.len() >= bounds::PATH_PARTS {
                return Err(wrong());
            }
            if let Some(inside) = rest.strip_prefix("[\"") {
                let (key, after) = inside.split_once("\"]").ok_or_else(wrong)?;
                parts.push(Part::Key(key.to_owned()));
                rest = after;
            } else if let Some(inside) = rest.strip_prefix('[') {
                let (index, after) = inside.split_once(']').ok_or_else(wrong)?;
                parts.push(Part::Index(index.parse().map_err(|_| wrong())?));
                rest = after;
            } else {
                let end = rest.find(['.', '[']).unwrap_or(rest.len());
                let (key, after) = rest.split_at_checked(end).ok_or_else(wrong)?;
                if key.is_empty() {
                    return Err(wrong());
                }
                parts.push(Part::Key(key.to_owned()));
                rest = after;
            }
            if let Some(after) = rest.strip_prefix('.') {
                if after.is_empty() {
                    return Err(wrong());
                }
                rest = after;
            }
        }
        if parts.is_empty() { Err(wrong()) } else { Ok(Self { parts }) }
    }
}

impl fmt::Display for JsonPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, part) in self.parts.iter().enumerate() {
            match part {
                Part::Index(index) => write!(f, "[{index}]")?,
                Part::Key(key) if key.contains(['.', '[']) => write!(f, "[\"{key}\"]")?,
                Part::Key(key) if at == 0 => f.write_str(key)?,
                Part::Key(key) => write!(f, ".{key}")?,
            }
        }
        Ok(())
    }
}

from_text!(JsonPath, "Path", "a path like status.details[0]", { "type": "string" });

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use serde_json::json;

    use super::JsonPath;

    #[test]
    fn paths_lead_into_objects_and_lists() {
        let value = json!({ "a": { "b": [1, { "c.d": 2 }] } });
        for (path, found) in [
            ("a.b[0]", Some(json!(1))),
            ("a.b.0", Some(json!(1))),
            ("a.b[1][\"c.d\"]", Some(json!(2))),
            ("a.x", None),
            ("a.b[7]", None),
        ] {
            assert_eq!(path.parse::<JsonPath>().unwrap().find(&value), found.as_ref(), "{path}");
        }
        for path in ["", ".", "a.", "a..b", "a[", "a[x]"] {
            assert!(path.parse::<JsonPath>().is_err(), "{path}");
        }
    }

    #[test]
    fn values_are_put_and_taken() {
        let mut value = json!({ "a": [1, 2] });
        assert!("a[1]".parse::<JsonPath>().unwrap().put(&mut value, json!(3)));
        assert!("b.c".parse::<JsonPath>().unwrap().put(&mut value, json!(4)));
        assert!("a[0]".parse::<JsonPath>().unwrap().take(&mut value));
        assert!(!"x".parse::<JsonPath>().unwrap().take(&mut value));
        assert_eq!(value, json!({ "a": [3], "b": { "c": 4 } }));
    }
}
