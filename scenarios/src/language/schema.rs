//! The JSON Schema of the language, for editors.

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::Scenario;

/// The JSON Schema of a scenario file, draft 2020-12.
pub fn schema() -> Value {
    let mut schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Scenario>();
    schema.insert("title".to_owned(), "Poligon scenario".into());
    schema.to_value()
}
