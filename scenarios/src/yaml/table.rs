//! A mapping in the order of the file, with the places of its keys.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use super::Located;

/// A mapping in the order of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Table<K, V>(pub Vec<(Located<K>, Located<V>)>);

impl<K, V> Table<K, V> {
    /// Keys and values.
    pub fn iter(&self) -> std::slice::Iter<'_, (Located<K>, Located<V>)> {
        self.0.iter()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<V> Table<String, V> {
    /// The value of this key.
    pub fn get(&self, key: &str) -> Option<&Located<V>> {
        self.0.iter().find(|(known, _)| known.value == key).map(|(_, value)| value)
    }
}

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'a, K, V> IntoIterator for &'a Table<K, V> {
    type Item = &'a (Located<K>, Located<V>);
    type IntoIter = std::slice::Iter<'a, (Located<K>, Located<V>)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<'de, K: Deserialize<'de>, V: Deserialize<'de>> Deserialize<'de> for Table<K, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Entries(PhantomData))
    }
}

struct Entries<K, V>(PhantomData<(K, V)>);

impl<'de, K: Deserialize<'de>, V: Deserialize<'de>> Visitor<'de> for Entries<K, V> {
    type Value = Table<K, V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a mapping like { name: value }")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Table<K, V>, A::Error> {
        let mut table = Table::default();
        while let Some(entry) = entries.next_entry()? {
            table.0.push(entry);
        }
        Ok(table)
    }
}

impl<K, V: JsonSchema> JsonSchema for Table<K, V> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Table of {}", V::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "additionalProperties": generator.subschema_for::<V>() })
    }
}
