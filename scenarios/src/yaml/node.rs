//! The tree: YAML as it stands in the file.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_saphyr::budget::Budget;
use serde_saphyr::{Location, Spanned};

use crate::source::Place;

/// Deepest nesting of a file.
const DEEPEST: usize = 64;
/// Most values of a file, those that aliases repeat included.
const MOST_NODES: usize = 50_000;

/// A value at a place.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) place: Place,
    pub(super) kind: Kind,
}

/// A value.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    Bool(bool),
    Fraction(f64),
    List(Vec<Node>),
    Map(Vec<(Place, String, Node)>),
    Negative(i64),
    Null,
    Text(String),
    Whole(u64),
}

/// Reads the text of a file.
pub(super) fn parse(text: &str) -> Result<Node, (Place, String)> {
    let mut budget = Budget::default();
    budget.max_depth = DEEPEST;
    budget.max_nodes = MOST_NODES;
    let mut options = serde_saphyr::Options::default();
    options.budget = Some(budget);
    // `on` and `no` are words here, not switches.
    options.strict_booleans = true;
    serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        let place = error.location().map_or(Place::default(), place);
        (place, sentence(&error.without_snippet().to_string()))
    })
}

fn place(location: Location) -> Place {
    Place { line: location.line(), column: location.column(), width: location.span().len() }
}

/// The message on one line and without its place, since it stands behind `file:line:column:`.
fn sentence(message: &str) -> String {
    let message = message.split_whitespace().collect::<Vec<_>>().join(" ");
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    match message.strip_prefix("duplicate mapping key: ").and_then(|rest| rest.split_once(',')) {
        Some((key, _)) => format!("the key „{key}” stands here a second time; leave one away"),
        None => message.to_owned(),
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<Kind>::deserialize(deserializer)?;
        let mut place = place(spanned.referenced);
        if matches!(spanned.value, Kind::List(_) | Kind::Map(_)) {
            place.width = 1;
        }
        Ok(Self { place, kind: spanned.value })
    }
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyKind)
    }
}

struct AnyKind;

impl<'de> Visitor<'de> for AnyKind {
    type Value = Kind;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Kind, E> {
        Ok(Kind::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Kind, E> {
        Ok(u64::try_from(value).map_or(Kind::Negative(value), Kind::Whole))
    }

    /// Too long to count with (an account number, say); it is text.
    fn visit_i128<E: Error>(self, value: i128) -> Result<Kind, E> {
        Ok(Kind::Text(value.to_string()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Kind, E> {
        Ok(Kind::Whole(value))
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Kind, E> {
        Ok(Kind::Text(value.to_string()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Kind, E> {
        Ok(Kind::Fraction(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Kind, E> {
        Ok(Kind::Text(value.to_owned()))
    }

    fn visit_unit<E: Error>(self) -> Result<Kind, E> {
        Ok(Kind::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Kind, E> {
        Ok(Kind::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Kind, D::Error> {
        Kind::deserialize(inner)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Kind, A::Error> {
        let mut list = Vec::new();
        while let Some(element) = elements.next_element()? {
            list.push(element);
        }
        Ok(Kind::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Kind, A::Error> {
        let mut map = Vec::new();
        while let Some((key, value)) = entries.next_entry::<Spanned<String>, Node>()? {
            map.push((place(key.referenced), key.value, value));
        }
        Ok(Kind::Map(map))
    }
}
