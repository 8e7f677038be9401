//! Whether what was found is what it must be.

use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::{Found, Scope, xpath};
use crate::language::matcher::shown;
use crate::language::{Matcher, Near, bounds};

/// One sentence for each thing that is not as it must be; `place` names what was looked at. None: everything fits.
pub(crate) fn misses(place: &str, matcher: &Matcher, found: &Found, scope: &Scope<'_>) -> Vec<String> {
    match look(matcher, found, scope) {
        Ok(Looked::Fits) => Vec::new(),
        Ok(Looked::Inside(inside)) => inside.into_iter().map(|sentence| joined(place, &sentence)).collect(),
        Ok(Looked::Differs(expected)) => vec![format!("{place}: expected {expected}, got {}", found.words())],
        Err(why) => vec![format!("{place}: {why}")],
    }
}

fn joined(place: &str, sentence: &str) -> String {
    if sentence.starts_with('.') { format!("{place}{sentence}") } else { format!("{place} {sentence}") }
}

enum Looked {
    Differs(String),
    Fits,
    /// What differs at places inside.
    Inside(Vec<String>),
}

fn look(matcher: &Matcher, found: &Found, scope: &Scope<'_>) -> Result<Looked, String> {
    let fits = match matcher {
        Matcher::Absent => *found == Found::Nothing,
        Matcher::Contains(part) => {
            let part = scope.fill(part)?;
            return Ok(verdict(contains(found, &part), || format!("something with {} in it", shown(&part))));
        }
        Matcher::Equals(value) => {
            let value = scope.fill(value)?;
            return Ok(verdict(equal(found, &value), || shown(&value)));
        }
        Matcher::Json(places) => {
            let root = match found {
                Found::Json(value @ (Value::Array(_) | Value::Object(_))) => value.clone(),
                other => match other.as_text().map(|text| serde_json::from_str(&text)) {
                    Some(Ok(value)) => value,
                    _ => return Ok(Looked::Differs("JSON".to_owned())),
                },
            };
            let inside = places.iter().flat_map(|(path, matcher)| {
                misses(&format!(".{}", path.value), matcher, &Found::json(path.find(&root)), scope)
            });
            return Ok(Looked::of(inside.collect()));
        }
        Matcher::Matches(pattern) => {
            found.as_text().is_some_and(|text| text.len() <= bounds::LOOKED_AT && pattern.fits(&text))
        }
        Matcher::Near(near) => {
            let time = scope.text(&near.time)?;
            return Ok(verdict(is_near(found, &time, near)?, || {
                format!("a time within {} of {time}", near.within)
            }));
        }
        Matcher::Number(numbers) => number(found).is_some_and(|number| numbers.fits(number)),
        Matcher::OneOf(values) => {
            let values: Vec<Value> =
                values.iter().map(|value| scope.fill(value)).collect::<Result<_, _>>()?;
            let fits = values.iter().any(|value| equal(found, value));
            return Ok(verdict(fits, || {
                format!("one of {}", values.iter().map(shown).collect::<Vec<_>>().join(", "))
            }));
        }
        Matcher::Present => *found != Found::Nothing,
        Matcher::Xml(places) => {
            let Some(text) = found.as_text() else { return Ok(Looked::Differs("XML".to_owned())) };
            let mut inside = Vec::new();
            for (path, matcher) in places {
                let at = xpath::find(text.as_bytes(), path)?;
                inside.extend(misses(&format!("at {}", path.value), matcher, &at, scope));
            }
            return Ok(Looked::of(inside));
        }
    };
    Ok(verdict(fits, || matcher.words()))
}

fn verdict(fits: bool, expected: impl FnOnce() -> String) -> Looked {
    if fits { Looked::Fits } else { Looked::Differs(expected()) }
}

impl Looked {
    fn of(inside: Vec<String>) -> Self {
        if inside.is_empty() { Self::Fits } else { Self::Inside(inside) }
    }
}

/// JSON is strict about kinds; a header or an XML text has no kinds, so `2` means `2` there.
fn equal(found: &Found, value: &Value) -> bool {
    match found {
        Found::Json(Value::Number(one)) => {
            value.as_number().is_some_and(|other| one == other || one.as_f64() == other.as_f64())
        }
        Found::Json(json) => json == value,
        Found::Nothing => false,
        Found::Bytes(bytes) => match value {
            Value::String(text) => **bytes == *text.as_bytes(),
            _ => serde_json::from_slice::<Value>(bytes).is_ok_and(|json| json == *value),
        },
        Found::Text(text) => *text == super::as_text(value),
    }
}

fn contains(found: &Found, part: &Value) -> bool {
    match found {
        Found::Json(Value::Array(list)) => list.iter().any(|one| equal(&Found::Json(one.clone()), part)),
        Found::Json(Value::Object(object)) => part.as_str().is_some_and(|key| object.contains_key(key)),
        other => other.as_text().is_some_and(|text| text.contains(&super::as_text(part))),
    }
}

fn number(found: &Found) -> Option<f64> {
    match found {
        Found::Json(value) => value.as_f64(),
        other => other.as_text()?.trim().parse().ok(),
    }
}

fn is_near(found: &Found, time: &str, near: &Near) -> Result<bool, String> {
    let centre = OffsetDateTime::parse(time, &Rfc3339).map_err(|_| {
        format!("„{time}” is no time; write RFC 3339, like 2026-03-02T09:00:00+01:00, or ${{clock}}")
    })?;
    let Some(text) = found.as_text() else { return Ok(false) };
    let Ok(at) = OffsetDateTime::parse(&text, &Rfc3339) else { return Ok(false) };
    Ok((at - centre).unsigned_abs() <= near.within.0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use poligon_world::World;
    use serde_json::json;
    use time::OffsetDateTime;

    use super::*;

    fn fits(matcher: serde_json::Value, found: &Found) -> bool {
        let world = World::default();
        let scope = Scope {
            world: &world,
            seed: 7,
            now: OffsetDateTime::UNIX_EPOCH,
            saved: None,
            turn: None,
            each: None,
        };
        misses("x", &Matcher::try_from(matcher).unwrap(), found, &scope).is_empty()
    }

    #[test]
    fn each_matcher_tells_what_fits_from_what_does_not() {
        let json = |value| Found::Json(value);
        let text = |text: &str| Found::Text(text.to_owned());
        for (matcher, good, bad) in [
            (json!(440), json(json!(440)), json(json!("440"))),
            (json!(2), text("2"), text("3")),
            (json!("a"), json(json!("a")), Found::Nothing),
            (json!(["a", 1]), json(json!(["a", 1])), json(json!(["a"]))),
            (json!({ "matches": "^[0-9]+$" }), text("12"), text("1a")),
            (json!({ "contains": "b" }), text("abc"), text("acd")),
            (json!({ "contains": 2 }), json(json!([1, 2])), json(json!([1, 3]))),
            (json!({ "one-of": [200, 202] }), json(json!(202)), json(json!(201))),
            (json!({ "present": true }), json(json!(null)), Found::Nothing),
            (json!({ "absent": true }), Found::Nothing, text("")),
            (json!({ "number": { "at-least": 1, "less-than": 3 } }), text("2"), json(json!(3))),
            (
                json!({ "near": { "time": "${clock}", "within": "5s" } }),
                json(json!("1970-01-01T01:00:03+01:00")),
                json(json!("1970-01-01T00:00:06Z")),
            ),
            (json!({ "json": { "a.b": 1 } }), text("{\"a\":{\"b\":1}}"), text("{\"a\":{\"b\":2}}")),
            (
                json!({ "xml": { "/doc:a/doc:b": "1" } }),
                text("<a xmlns=\"urn:x\"><b>1</b></a>"),
                text("<a xmlns=\"urn:x\"><b>2</b></a>"),
            ),
            (
                json!({ "xml": { "count(//p:b)": 2 } }),
                text("<p:a xmlns:p=\"urn:x\"><p:b/><p:b/></p:a>"),
                text("<p:a xmlns:p=\"urn:x\"><p:b/></p:a>"),
            ),
        ] {
            assert!(fits(matcher.clone(), &good), "{matcher} {good:?}");
            assert!(!fits(matcher.clone(), &bad), "{matcher} {bad:?}");
        }
    }
}
