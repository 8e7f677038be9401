//! From the tree to types: a deserializer whose errors know their place and say what to write instead.

use std::fmt::Display;

use serde::de::value::StringDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, Expected, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::located::MARK;
use super::node::{Kind, Node};
use crate::source::Place;
use crate::suggest::instead;

/// What was wrong, and where, once that is known.
#[derive(Debug)]
pub(super) struct Trip {
    pub(super) place: Option<Place>,
    pub(super) what: String,
}

impl Trip {
    fn new(what: impl Into<String>) -> Self {
        Self { place: None, what: what.into() }
    }

    /// The same here, unless it knows better.
    fn at(mut self, place: Place) -> Self {
        self.place.get_or_insert(place);
        self
    }
}

impl Display for Trip {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for Trip {}

impl Error for Trip {
    fn custom<T: Display>(what: T) -> Self {
        Self::new(what.to_string())
    }

    fn invalid_type(got: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(format!("expected {}, got {}", wanted(expected), in_words(got)))
    }

    fn invalid_value(got: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(format!("expected {}, got {}", wanted(expected), in_words(got)))
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        Self::new(format!(
            "there is no key „{}” here; {}",
            cut(field),
            instead(field, expected.iter().copied())
        ))
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        Self::new(format!(
            "„{}” is not known here; {}",
            cut(variant),
            instead(variant, expected.iter().copied())
        ))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(format!("the key „{field}” is missing here"))
    }
}

/// What a type of Rust's is in a YAML file.
fn wanted(expected: &dyn Expected) -> String {
    let expected = expected.to_string();
    match expected.as_str() {
        "a string" | "string" => "text".to_owned(),
        "a boolean" => "true or false".to_owned(),
        "a sequence" => "a list".to_owned(),
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number".to_owned(),
        "f64" => "a number".to_owned(),
        _ => expected,
    }
}

fn in_words(got: Unexpected<'_>) -> String {
    match got {
        Unexpected::Str(text) => format!("the text „{}”", cut(text)),
        Unexpected::Unsigned(number) => format!("the number {number}"),
        Unexpected::Signed(number) => format!("the number {number}"),
        Unexpected::Float(number) => format!("the number {number}"),
        Unexpected::Bool(value) => format!("the switch {value}"),
        Unexpected::Map => "a mapping".to_owned(),
        Unexpected::Seq => "a list".to_owned(),
        Unexpected::Unit | Unexpected::Option => "nothing".to_owned(),
        other => other.to_string(),
    }
}

fn cut(text: &str) -> String {
    text.chars().take(60).collect()
}

/// Reads types from a node.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a>(pub(super) &'a Node);

impl<'a> Reader<'a> {
    fn unexpected(self) -> Unexpected<'a> {
        match &self.0.kind {
            Kind::Bool(value) => Unexpected::Bool(*value),
            Kind::Fraction(value) => Unexpected::Float(*value),
            Kind::List(_) => Unexpected::Seq,
            Kind::Map(_) => Unexpected::Map,
            Kind::Negative(value) => Unexpected::Signed(*value),
            Kind::Null => Unexpected::Unit,
            Kind::Text(text) => Unexpected::Str(text),
            Kind::Whole(value) => Unexpected::Unsigned(*value),
        }
    }

    fn visit<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trip> {
        match &self.0.kind {
            Kind::Bool(value) => visitor.visit_bool(*value),
            Kind::Fraction(value) => visitor.visit_f64(*value),
            Kind::List(list) => visitor.visit_seq(Elements(list.iter())),
            Kind::Map(map) => visitor.visit_map(Entries { left: map.iter(), value: None }),
            Kind::Negative(value) => visitor.visit_i64(*value),
            Kind::Null => visitor.visit_unit(),
            Kind::Text(text) => visitor.visit_str(text),
            Kind::Whole(value) => visitor.visit_u64(*value),
        }
    }
}

impl<'de> Deserializer<'de> for Reader<'_> {
    type Error = Trip;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trip> {
        self.visit(visitor).map_err(|trip| trip.at(self.0.place))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trip> {
        match self.0.kind {
            Kind::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
        .map_err(|trip: Trip| trip.at(self.0.place))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Trip> {
        if name == MARK {
            return visitor.visit_seq(Both { value: Some(self), place: Some(self.0.place) });
        }
        visitor.visit_newtype_struct(self).map_err(|trip: Trip| trip.at(self.0.place))
    }

    /// A list is no struct here, though serde would take one.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Trip> {
        match self.0.kind {
            Kind::List(_) => Err(Trip::invalid_type(self.unexpected(), &visitor).at(self.0.place)),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Trip> {
        let read = match &self.0.kind {
            Kind::Text(text) => visitor.visit_enum(Variant { key: (self.0.place, text), value: None }),
            Kind::Map(map) => match map.as_slice() {
                [(place, key, value)] => {
                    visitor.visit_enum(Variant { key: (*place, key), value: Some(value) })
                }
                [_, (place, key, _), ..] => Err(Trip::new(format!(
                    "only one key may stand here, „{}” is another; begin a new list item for it",
                    cut(key)
                ))
                .at(*place)),
                [] => Err(Trip::new("nothing stands here; write one key with its value")),
            },
            _ => Err(Trip::invalid_type(self.unexpected(), &"a word, or a mapping of one key")),
        };
        read.map_err(|trip| trip.at(self.0.place))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier ignored_any
    }
}

struct Elements<'a>(std::slice::Iter<'a, Node>);

impl<'de> SeqAccess<'de> for Elements<'_> {
    type Error = Trip;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Trip> {
        self.0
            .next()
            .map(|node| seed.deserialize(Reader(node)).map_err(|trip| trip.at(node.place)))
            .transpose()
    }
}

struct Entries<'a> {
    left: std::slice::Iter<'a, (Place, String, Node)>,
    value: Option<&'a Node>,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = Trip;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Trip> {
        let Some((place, key, value)) = self.left.next() else { return Ok(None) };
        self.value = Some(value);
        seed.deserialize(Key { place: *place, text: key }).map(Some).map_err(|trip| trip.at(*place))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Trip> {
        let node = self.value.take().ok_or_else(|| Trip::new("a value without a key"))?;
        seed.deserialize(Reader(node)).map_err(|trip| trip.at(node.place))
    }
}

/// A key; with its place when that is asked for.
#[derive(Clone, Copy)]
struct Key<'a> {
    place: Place,
    text: &'a str,
}

impl<'de> Deserializer<'de> for Key<'_> {
    type Error = Trip;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trip> {
        visitor.visit_str(self.text).map_err(|trip: Trip| trip.at(self.place))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Trip> {
        if name == MARK {
            return visitor.visit_seq(Both { value: Some(self), place: Some(self.place) });
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Trip> {
        visitor.visit_enum(Variant { key: (self.place, self.text), value: None })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct seq
        tuple tuple_struct map struct identifier ignored_any
    }
}

/// Place, then value.
struct Both<D> {
    place: Option<Place>,
    value: Option<D>,
}

impl<'de, D: Deserializer<'de, Error = Trip>> SeqAccess<'de> for Both<D> {
    type Error = Trip;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Trip> {
        if let Some(Place { line, column, width }) = self.place.take() {
            let place = [line, column, width].into_iter();
            return seed.deserialize(serde::de::value::SeqDeserializer::new(place)).map(Some);
        }
        self.value.take().map(|value| seed.deserialize(value)).transpose()
    }
}

struct Variant<'a> {
    key: (Place, &'a str),
    value: Option<&'a Node>,
}

impl<'de, 'a> EnumAccess<'de> for Variant<'a> {
    type Error = Trip;
    type Variant = Content<'a>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Content<'a>), Trip> {
        let (place, key) = self.key;
        let named: StringDeserializer<Trip> = key.to_owned().into_deserializer();
        let named = seed.deserialize(named).map_err(|trip| trip.at(place))?;
        Ok((named, Content { place, value: self.value }))
    }
}

/// What stands behind the name of a variant.
struct Content<'a> {
    place: Place,
    value: Option<&'a Node>,
}

impl<'a> Content<'a> {
    fn value(&self) -> Result<&'a Node, Trip> {
        self.value.ok_or_else(|| Trip::new("it needs a value: write „name: value”").at(self.place))
    }
}

impl<'de> VariantAccess<'de> for Content<'_> {
    type Error = Trip;

    fn unit_variant(self) -> Result<(), Trip> {
        match self.value {
            None => Ok(()),
            Some(node) => Err(Trip::new("it takes no value; write the word alone").at(node.place)),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Trip> {
        seed.deserialize(Reader(self.value()?))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _len: usize, visitor: V) -> Result<V::Value, Trip> {
        Reader(self.value()?).deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Trip> {
        Reader(self.value()?).deserialize_any(visitor)
    }
}
