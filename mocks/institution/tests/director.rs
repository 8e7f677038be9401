//! A director is asked around every answer, and its word is what is recorded.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use std::sync::Arc;
use std::time::Duration;

use http::{Method, StatusCode};
use poligon_institution::director::SCRIPTED;
use poligon_institution::{
    Answer, Cue, Directed, Director, Effects, Evidence, Finding, Request, Response, WireFault,
};
use support::house;

/// Speaks in the institution's place on `/mute`, delays `/late`, and leaves the rest alone.
struct Prompter;

impl Director for Prompter {
    fn direct(&self, cue: &Cue<'_>, ask: &mut dyn FnMut() -> Answer) -> Directed {
        match cue.request.path.as_str() {
            "/mute" => Answer {
                operation: cue.operation,
                response: Response::new(StatusCode::IM_A_TEAPOT),
                findings: vec![Finding::warn(&SCRIPTED, vec![Evidence::text("rule 1")])],
            }
            .into(),
            "/late" => Directed {
                answer: ask(),
                effects: Effects { delay: Duration::from_secs(2), wire: Some(WireFault::ResetBeforeHead) },
            },
            _ => ask().into(),
        }
    }
}

fn ask(path: &str) -> Request {
    Request::new(Method::GET, path)
}

#[test]
fn its_answer_is_recorded_and_the_institution_is_not_asked() {
    let house = house();
    let room = house.rooms()[0].clone();
    room.direct(Some(Arc::new(Prompter))).unwrap();
    let delivery = room.deliver("toy", &ask("/mute")).unwrap();
    assert_eq!(delivery.answer.response.status, StatusCode::IM_A_TEAPOT);
    let recorded = room.journal.last(1)[0].clone();
    assert_eq!(recorded.response.status, StatusCode::IM_A_TEAPOT);
    assert_eq!(recorded.findings[0].check.id, "SCN-001");
    // The toy counts its calls: the next one is its first.
    let next = room.deliver("toy", &ask("/other")).unwrap();
    assert!(next.answer.response.body.starts_with(b"1 "));
    assert_eq!(next.effects, Effects::default());
}

#[test]
fn what_it_does_to_the_wire_reaches_the_edge() {
    let house = house();
    let room = house.rooms()[0].clone();
    room.direct(Some(Arc::new(Prompter))).unwrap();
    let effects = room.deliver("toy", &ask("/late")).unwrap().effects;
    assert_eq!((effects.delay, effects.wire), (Duration::from_secs(2), Some(WireFault::ResetBeforeHead)));
}

#[test]
fn without_a_director_the_institution_speaks_for_itself_again() {
    let house = house();
    let room = house.rooms()[0].clone();
    room.direct(Some(Arc::new(Prompter))).unwrap();
    room.direct(None).unwrap();
    assert_eq!(room.deliver("toy", &ask("/mute")).unwrap().answer.response.status, StatusCode::OK);
}
