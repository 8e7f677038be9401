//! The forms of a report: what they say of a small one, what they make of hostile strings, and that they stay within bounds.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may panic"
)]

mod html;
mod junit;
mod markdown;
mod sample;
mod terminal;

use poligon_scenarios::report::{Look, Mode, Report, Verdict, json};

use crate::sample::{HOSTILE, hostile, small};

#[test]
fn json_says_everything_after_the_verdict_and_the_totals() {
    insta::assert_snapshot!(json(&small()));
}

#[test]
fn json_keeps_hostile_strings_as_they_are() {
    let page: serde_json::Value = serde_json::from_str(&json(&hostile())).unwrap();
    assert_eq!(page["scenarios"][0]["title"], HOSTILE);
    assert_eq!(page["scenarios"][1]["exchanges"][1]["request"]["body"], HOSTILE);
}

#[test]
fn the_same_report_is_written_with_the_same_bytes() {
    for (one, other) in written(&small()).iter().zip(&written(&small())) {
        assert_eq!(one, other);
    }
}

#[test]
fn a_run_without_scenarios_says_that_none_ran() {
    let empty = empty();
    assert_eq!(empty.verdict(), Verdict::NotExercised);
    let [terminal, _, _, markdown, html] = written(&empty);
    assert!(terminal.contains("No scenario ran."));
    assert!(markdown.contains("not exercised"));
    assert!(html.contains("<h1>No scenario ran</h1>"));
}

fn empty() -> Report {
    Report {
        poligon: "0.1.0".to_owned(),
        mode: Mode::Replay,
        scenarios: vec![],
        checks: vec![],
        operations: vec![],
    }
}

fn written(report: &Report) -> [String; 5] {
    use poligon_scenarios::report::{html, junit, markdown, terminal};
    [terminal(report, Look::default()), json(report), junit(report), markdown(report), html(report)]
}
