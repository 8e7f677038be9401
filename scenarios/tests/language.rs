//! The language is read as it is written down, and its schema is the one in the repository.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

mod support;

use poligon_scenarios::Scenario;
use poligon_scenarios::language::{Deed, Expectation, Matcher, Nth, Seen, schema};
use support::{crate_folder, same_as_file};

/// Every key of the language once; the order and the words of `design/scenarios.md`.
const WHOLE: &str = include_str!("whole.yaml");

#[test]
fn a_scenario_with_every_key_is_read() {
    let scenario = Scenario::parse("whole.yaml", WHOLE).unwrap_or_else(|why| panic!("{why}"));
    assert_eq!(scenario.name(), "ksef/duplicate-invoice");
    assert_eq!(scenario.sandbox.seed, Some(7));
    assert_eq!(scenario.steps.len(), 5);
    let await_invoice = &scenario.steps[4].value;
    assert_eq!(await_invoice.expect.0[1].0.value, Seen::BodyAt("status.code".parse().unwrap()));
    assert!(matches!(await_invoice.expect.0[2].1.value, Matcher::Matches(_)));
    let rule = &scenario.script[0].value;
    assert_eq!(rule.nth.as_ref().unwrap().value, Nth::Within(1, 2));
    let Deed::Deeds(deeds) = &rule.deed.value else { panic!("{:?}", rule.deed) };
    assert_eq!(deeds.respond.as_ref().unwrap().value.status.value, 429);
    assert!(matches!(scenario.script[3].value.deed.value, Deed::Pass));
    assert!(matches!(scenario.expect[5].value, Expectation::State(_)));
    // Places are those of the file.
    assert_eq!(
        WHOLE.lines().nth(scenario.steps[0].place.line as usize - 1).unwrap().trim(),
        "- do: ksef.log-in"
    );
}

#[test]
fn the_schema_is_the_one_in_the_repository() {
    let text = format!("{}\n", serde_json::to_string_pretty(&schema()).unwrap());
    same_as_file(&crate_folder().join("scenario.schema.json"), &text);
}

#[test]
fn a_file_that_is_too_long_is_refused() {
    let long = format!("about: {}", "x".repeat(300_000));
    let why = Scenario::parse("long.yaml", &long).unwrap_err();
    assert_eq!(
        why.to_string(),
        "long.yaml: the file has more than 262144 bytes; split it into several scenarios"
    );
}

#[test]
fn hostile_files_are_refused_without_harm() {
    let deep = format!("scenario: x\ntitle: y\nsteps: {}{}", "[".repeat(20_000), "]".repeat(20_000));
    let bomb = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n\
                d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n\
                g: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f]\nh: [*g,*g,*g,*g,*g,*g,*g,*g,*g]\n";
    for text in [deep.as_str(), bomb, "", "- 1", "\u{0}", "a: b: c", "!!binary x"] {
        assert!(Scenario::parse("hostile.yaml", text).is_err(), "{}", &text[..text.len().min(40)]);
    }
}
