//! The officials' OpenAPI file, and how its schemas become JSON Schema.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use base64::Engine;
use jsonschema::{Draft, Validator};
use serde_json::{Map, Value, json};

/// Methods of a path item.
const METHODS: [&str; 4] = ["get", "post", "put", "delete"];

/// The OpenAPI file.
pub struct Contract {
    document: Value,
    definitions: Value,
    validators: Mutex<HashMap<String, Arc<Validator>>>,
}

impl Contract {
    /// Reads `ksef/open-api-2.7.0.json` below this folder.
    pub fn read(reference: &Path) -> Self {
        let path = reference.join("ksef/open-api-2.7.0.json");
        let bytes = std::fs::read(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
        let document: Value = serde_json::from_slice(&bytes).unwrap();
        let definitions = map(&document["components"]["schemas"], translated);
        Self { document, definitions, validators: Mutex::default() }
    }

    /// The operation of an address: `POST /auth/challenge`.
    pub fn operation(&self, address: &str) -> Option<&Value> {
        let (method, path) = address.split_once(' ')?;
        self.document["paths"].get(path)?.get(method.to_ascii_lowercase())
    }

    /// How many operations there are.
    pub fn count(&self) -> usize {
        let paths = self.document["paths"].as_object().unwrap();
        let operations = |path: &Value| METHODS.iter().filter(|method| path.get(method).is_some()).count();
        paths.values().map(operations).sum()
    }

    /// What is wrong with a value, line by line.
    pub fn errors(&self, schema: &Value, value: &Value) -> Vec<String> {
        let validator = self.validator(schema);
        validator
            .iter_errors(value)
            .map(|error| {
                let said: String = error.to_string().chars().take(300).collect();
                format!("at „{}”: {said}", error.instance_path())
            })
            .collect()
    }

    fn validator(&self, schema: &Value) -> Arc<Validator> {
        let mut validators = self.validators.lock().unwrap();
        let made = validators.entry(schema.to_string()).or_insert_with(|| {
            let whole = json!({
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "$defs": self.definitions,
                "allOf": [translated(schema)],
            });
            let options = jsonschema::options()
                .with_draft(Draft::Draft202012)
                .should_validate_formats(true)
                .with_format("byte", is_base64);
            Arc::new(options.build(&whole).unwrap_or_else(|why| panic!("schema {schema}: {why}")))
        });
        Arc::clone(made)
    }
}

fn is_base64(text: &str) -> bool {
    base64::engine::general_purpose::STANDARD.decode(text).is_ok()
}

/// A schema of OpenAPI 3.0 as JSON Schema 2020-12: `nullable`, boolean `exclusiveMinimum`, `int32`, references. An object that
/// lists its properties is closed: a property that no document names is an invention of ours.
pub fn translated(schema: &Value) -> Value {
    let Value::Object(old) = schema else { return schema.clone() };
    let mut new = Map::new();
    for (key, value) in old {
        let value = match (key.as_str(), value) {
            ("properties", value) => map(value, translated),
            ("allOf", Value::Array(all)) => Value::Array(all.iter().map(translated).collect()),
            ("items" | "additionalProperties", value) => translated(value),
            ("$ref", Value::String(text)) => json!(text.replace("#/components/schemas/", "#/$defs/")),
            ("nullable" | "description" | "example" | "deprecated" | "readOnly" | "default", _) => continue,
            (name, _) if name.starts_with("x-") => continue,
            ("format", Value::String(name)) if matches!(&**name, "int32" | "int64" | "double") => continue,
            (_, value) => value.clone(),
        };
        new.insert(key.clone(), value);
    }
    if old.get("format").is_some_and(|name| name == "int32") {
        new.entry("minimum").or_insert(json!(i32::MIN));
        new.entry("maximum").or_insert(json!(i32::MAX));
    }
    if new.remove("exclusiveMinimum").is_some_and(|value| value == json!(true))
        && let Some(minimum) = new.remove("minimum")
    {
        new.insert("exclusiveMinimum".to_owned(), minimum);
    }
    if new.contains_key("properties") && !new.contains_key("additionalProperties") {
        new.insert("additionalProperties".to_owned(), json!(false));
    }
    let new = Value::Object(new);
    if old.get("nullable") == Some(&json!(true)) {
        json!({ "anyOf": [new, { "type": "null" }] })
    } else {
        new
    }
}

fn map(object: &Value, each: impl Fn(&Value) -> Value) -> Value {
    let members = object.as_object().unwrap().iter();
    Value::Object(members.map(|(key, value)| (key.clone(), each(value))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_api_becomes_json_schema() {
        let old = json!({
            "type": "object",
            "properties": {
                "a": { "type": "integer", "format": "int32", "nullable": true },
                "b": { "allOf": [{ "$ref": "#/components/schemas/B" }], "description": "x" },
                "c": { "type": "number", "minimum": 0, "exclusiveMinimum": true },
            },
        });
        let number = json!({ "type": "integer", "minimum": i32::MIN, "maximum": i32::MAX });
        let new = json!({
            "type": "object",
            "properties": {
                "a": { "anyOf": [number, { "type": "null" }] },
                "b": { "allOf": [{ "$ref": "#/$defs/B" }] },
                "c": { "type": "number", "exclusiveMinimum": 0 },
            },
            "additionalProperties": false,
        });
        assert_eq!(translated(&old), new);
    }
}
