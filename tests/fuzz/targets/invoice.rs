//! What `poligon check --as invoice` and the server make of any bytes: findings, and never none.

#![no_main]

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use poligon_institution::explain;
use poligon_ksef::documents::KINDS;
use time::macros::datetime;

fuzz_target!(|bytes: &[u8]| {
    let Some(kind) = KINDS.iter().find(|kind| kind.name == "invoice") else { panic!("no such kind") };
    let _ = (kind.recognise)(bytes);
    let findings = (kind.judge)(bytes, datetime!(2026-11-24 12:00 UTC), &BTreeMap::new());
    assert!(!findings.is_empty(), "nothing was checked");
    // What people and machines read of it.
    let _ = explain::findings(&findings);
    assert!(serde_json::to_string(&findings).is_ok());
});
