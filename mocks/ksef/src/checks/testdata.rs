//! Rules of `/testdata`.

use poligon_institution::Provenance::Official;

use crate::checks::{Details, Rule, Wire};

/// The record is new.
pub static NEW_RECORD: Rule = Rule::error(
    "KSEF-TD-001",
    "There is no such subject or person yet, or the new record is younger",
    Official,
    "OpenAPI 2.7.0: POST /testdata/subject, POST /testdata/person, 30001",
    Wire::exception(30001, "Podmiot lub uprawnienie już istnieje.", Details::None),
    "Remove the old record first, give a later createdDate, or use another NIP.",
);

/// All rules of this file.
pub static RULES: &[&Rule] = &[&NEW_RECORD];
