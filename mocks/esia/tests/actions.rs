//! What a scenario can do.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod common;

use std::collections::BTreeMap;
use std::time::Duration;

use common::*;
use poligon_esia::actions::ACTIONS;
use poligon_institution::{Arguments, Broken, Line, Memory, Request, Response, Stage};
use serde_json::{Value, json};
use time::OffsetDateTime;

struct Inside<'a>(&'a Stand);

impl Line for Inside<'_> {
    fn send(&mut self, _: &'static str, request: Request) -> Result<Response, Broken> {
        Ok(self.0.desk.answer(&request).response)
    }

    fn base(&self, _: &'static str) -> String {
        "https://localhost".to_owned()
    }

    fn wait(&mut self, _: Duration) {}

    fn now(&self) -> OffsetDateTime {
        NOW
    }
}

fn play(stand: &Stand, memory: &mut Memory, name: &str, with: Value) -> (u16, BTreeMap<String, Value>) {
    let action = ACTIONS.iter().find(|action| action.name == name).unwrap();
    let arguments: BTreeMap<String, Value> =
        with.as_object().unwrap().iter().map(|(name, value)| (name.clone(), value.clone())).collect();
    let mut line = Inside(stand);
    let files = |_: &str| Err("no files".to_owned());
    let mut stage = Stage { sandbox: &stand.sandbox, line: &mut line, memory, files: &files };
    let played = (action.play)(&mut stage, &Arguments(arguments)).unwrap();
    (played.answer.unwrap().status.as_u16(), played.values)
}

#[test]
fn a_login_from_the_code_to_the_data_in_both_generations() {
    let stand = Stand::new();
    for version in [1, 2] {
        let mut memory = Memory::default();
        let with = json!({ "version": version });
        assert_eq!(play(&stand, &mut memory, "esia.authorise", with.clone()).0, 302);
        assert_eq!(play(&stand, &mut memory, "esia.redeem", with.clone()).0, 200);
        assert_eq!(play(&stand, &mut memory, "esia.refresh", with).0, 200);
        assert_eq!(play(&stand, &mut memory, "esia.read", json!({})).0, 200);
    }
}

#[test]
fn a_mistake_is_made_on_purpose() {
    let stand = Stand::new();
    for how in ["v1-string", "reversed", "swapped", "newline", "cms"] {
        let mut memory = Memory::default();
        let (_, values) = play(&stand, &mut memory, "esia.authorise", json!({ "sign": how }));
        assert!(values["description"].as_str().unwrap().starts_with("ESIA-007053"), "{how}");
    }
    assert!(!ACTIONS.is_empty() && ACTIONS.iter().all(|action| action.name.starts_with("esia.")));
}
