//! Scenarios of the toy, played and judged.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use poligon_scenarios::report::{Mode, Report, ScenarioReport, Verdict};
use poligon_scenarios::{Folder, Loaded, lint, run};
use support::{crate_folder, toy};

fn load(name: &str, text: &str) -> Loaded {
    let folder = Folder::Disk(crate_folder().join("tests/scenarios"));
    Loaded::parse(&format!("{name}.yaml"), format!("scenario: {name}\ntitle: t\n{text}"), folder)
        .unwrap_or_else(|why| panic!("{why}"))
}

fn play(text: &str) -> ScenarioReport {
    let loaded = load("toy", text);
    let mistakes: Vec<String> =
        lint(std::slice::from_ref(&loaded), &toy::known()).iter().map(ToString::to_string).collect();
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
    run::replay(&loaded, &toy::ground()).report
}

/// What did not pass, a line each.
fn told(report: &ScenarioReport) -> Vec<String> {
    let lines = report.lines.iter().filter(|line| line.verdict != Verdict::Pass);
    let lines = lines.flat_map(|line| {
        line.reasons
            .iter()
            .map(|reason| format!("{} {}: {reason}", line.what, line.verdict.word()))
            .collect::<Vec<_>>()
    });
    lines.chain(report.reason.clone()).collect()
}

#[test]
fn everything_that_a_scenario_can_ask_passes_where_it_holds() {
    let path = crate_folder().join("tests/scenarios/toy/everything.yaml");
    let loaded = Loaded::read(&path).unwrap_or_else(|why| panic!("{why}"));
    let done = run::replay(&loaded, &toy::ground());
    assert_eq!(told(&done.report), [""; 0]);
    assert_eq!(done.report.verdict, Verdict::Pass);
    assert_eq!(done.report.lines.len(), 10 + 8);
}

#[test]
fn two_runs_give_the_same_bytes() {
    let path = crate_folder().join("tests/scenarios/toy/everything.yaml");
    let loaded = Loaded::read(&path).unwrap();
    let once = || -> Report {
        let ground = toy::ground();
        run::report("0", Mode::Replay, &ground, vec![run::replay(&loaded, &ground)])
    };
    let [one, other] = [once(), once()].map(|report| serde_json::to_string_pretty(&report).unwrap());
    assert_eq!(one, other);
    assert!(one.contains("\"operation\": \"toy.greet\""));
}

#[test]
fn what_differs_is_told_with_place_expected_and_got() {
    let report = play(
        "steps:\n- do: http.send\n  with: { institution: toy, path: /greet }\n  expect: { status: 201, body.words: bye, body: { json: { words: no } } }\n\
         - do: http.send\n  with: { institution: toy, path: /greet }\n\
         expect:\n- calls: { to: toy.greet, exactly: 1 }\n",
    );
    assert_eq!(report.verdict, Verdict::Fail);
    assert_eq!(
        told(&report),
        [
            "http.send fail: status: expected 201, got 200",
            "http.send fail: body.words: expected „bye”, got „hello”",
            "http.send fail: body.words: expected „no”, got „hello”",
            "http.send not exercised: the step in line 4 did not pass, so this one was not played",
            "calls to toy.greet: exactly 1 not exercised: a step before did not pass",
        ]
    );
    assert!(report.exchanges[0].response.is_some(), "a failed scenario shows its messages");
}

#[test]
fn an_answer_of_400_fails_a_step_that_says_nothing_of_it() {
    let report = play("steps:\n- do: http.send\n  with: { institution: toy, method: POST, path: /orders }\n");
    assert_eq!(
        told(&report),
        ["http.send fail: status: expected one below 400, got 400 with „{\"code\":17}”"]
    );
}

#[test]
fn expectations_fail_for_their_reasons() {
    let report = play(
        "steps:\n- do: http.send\n  with: { institution: toy, path: /greet }\n  repeat: 2\n\
         - do: toy.order\n  with: { thing: x }\n\
         expect:\n\
         - calls: { to: toy.greet, at-least: 3 }\n\
         - never: { to: toy.greet, more-than: 1 }\n\
         - never: { to: toy.orders.place }\n\
         - order: [toy.orders.place, toy.greet]\n\
         - order: [toy.greet, toy.orders.show]\n\
         - gap: { after: { to: toy.greet }, at-least: 2s }\n\
         - gap: { after: { to: toy.orders.show }, at-least: 2s }\n\
         - findings: { check: TOY-001, exactly: 1 }\n\
         - state: { toy.order: 1, thing: y }\n\
         - state: { toy.order: 7, thing: y }\n",
    );
    assert_eq!(
        told(&report),
        [
            "calls to toy.greet: at least 3 fail: calls to toy.greet: expected at least 3, got 2",
            "never more than 1 calls to toy.greet fail: calls to toy.greet: expected at most 1, got 2",
            "never toy.orders.place fail: calls to toy.orders.place: expected none, got 1",
            "order: toy.orders.place, toy.greet fail: toy.greet: expected after toy.orders.place, but it was called before only",
            "order: toy.greet, toy.orders.show fail: toy.orders.show: expected after toy.greet, but it was never called",
            "gap from toy.greet to the next: at least 2s fail: from #1 to #2: expected at least 2s, got 0s",
            "gap from toy.orders.show to the next: at least 2s not exercised: no call to toy.orders.show was answered so that the gap begins",
            "findings TOY-001 failed: exactly 1 fail: findings of TOY-001: expected exactly 1, got 0",
            "state of toy.order 1 fail: thing: expected „y”, got „x”",
            "state of toy.order 7 fail: toy.order „7”: expected something, got nothing",
        ]
    );
}

#[test]
fn a_script_that_never_acted_makes_a_pass_worthless() {
    let report = play(
        "steps:\n- do: http.send\n  with: { institution: toy, path: /greet }\n\
         script:\n- on: toy.orders.place\n  do: { delay: 1s }\n",
    );
    assert_eq!(report.verdict, Verdict::NotExercised);
    assert_eq!(
        told(&report),
        ["no rule of the script ever acted (the first is in line 7): the client never came there"]
    );
}

#[test]
fn each_fault_is_seen_by_the_client_as_it_is() {
    let seen = |fault: &str, expect: &str| {
        let text = format!(
            "steps:\n- do: http.send\n  with: {{ institution: toy, path: /greet }}\n  expect: {expect}\n\
             script:\n- on: toy.*\n  do: {{ fault: {fault} }}\n"
        );
        let report = play(&text);
        assert_eq!(told(&report), [""; 0], "{fault}");
    };
    seen("{ drip: { bytes: 10, every: 100ms } }", "{ status: 200 }");
    seen("{ drip: { bytes: 1, every: 10s } }", "{ connection: timed-out }");
    seen("html-502", "{ status: 502, header.content-type: text/html, body: { contains: Bad Gateway } }");
    seen("malformed", "{ status: 200, body: { matches: '[^}]$' } }");
    seen("redirect-loop", "{ status: 307, header.location: 'https://toy.localhost/greet' }");
    seen("reset", "{ connection: reset }");
    seen("{ reset-in-body: { after: 5 } }", "{ connection: reset }");
    seen("truncate", "{ connection: truncated }");
    seen("{ truncate: { after: 100000 } }", "{ status: 200 }");
    seen("wrong-content-type", "{ header.content-type: text/html, body.words: hello }");
    seen("too-many-requests", "{ status: 429, header.retry-after: 2 }");
    seen(
        "{ too-many-requests: { retry-after: 5, as: date } }",
        "{ status: 429, header.retry-after: 'Mon, 02 Mar 2026 08:00:05 GMT' }",
    );
    for tls in ["tls-alert", "tls-expired", "tls-unknown-authority", "tls-wrong-name"] {
        seen(tls, "{ connection: tls }");
    }
    seen("toy.sulk", "{ body.words: what }");
    seen("{ toy.lie: { thing: moon } }", "{ body.thing: moon }");
}

#[test]
fn delays_move_the_clock_and_do_not_sleep() {
    let report = play(
        "steps:\n- do: http.send\n  with: { institution: toy, path: /greet }\n  repeat: 3\n\
         - do: clock.advance\n  with: { by: 0 }\n  expect: { now: '2026-03-02T08:00:22Z' }\n\
         - do: http.send\n  with: { institution: toy, path: /orders/1 }\n  expect: { connection: timed-out }\n\
         script:\n- on: toy.greet\n  nth: from 2\n  do: { delay: [11s, 11s] }\n\
         - on: toy.orders.*\n  do: { delay: 10m..11m }\n",
    );
    assert_eq!(told(&report), [""; 0]);
}

#[test]
fn the_first_rule_whose_turn_it_is_acts_and_all_count() {
    let report = play(
        "steps:\n- do: http.send\n  with: { institution: toy, path: /greet, headers: { user-agent: '${turn}' } }\n  repeat: 6\n  expect: { status: { number: { at-least: 200 } } }\n\
         script:\n\
         - { on: toy.greet, nth: 1, do: { respond: { status: 501 } } }\n\
         - { on: toy.greet, nth: 1..2, do: { respond: { status: 502 } } }\n\
         - { on: toy.greet, nth: 4, do: pass }\n\
         - { on: toy.greet, nth: every 2, do: { patch: { status: 299, body: { words: hi, more.deep: 1 }, remove: [id] } } }\n\
         - { on: toy.greet, when: { header.user-agent: '5' }, do: { respond: { status: 505 } } }\n",
    );
    assert_eq!(told(&report), [""; 0]);
    let statuses: Vec<u16> = report.exchanges.iter().map(|exchange| exchange.status).collect();
    assert_eq!(statuses, [501, 502, 200, 200, 505, 299]);
    let scripted: Vec<bool> = report.exchanges.iter().map(|exchange| exchange.scripted).collect();
    assert_eq!(scripted, [true, true, false, false, true, true]);
}

#[test]
fn chances_are_drawn_by_the_seed() {
    let statuses = |seed: u64| -> Vec<u16> {
        let report = play(&format!(
            "sandbox: {{ seed: {seed} }}\n\
             steps:\n- do: http.send\n  with: {{ institution: toy, path: /greet }}\n  repeat: 100\n  expect: {{ status: {{ present: true }} }}\n\
             script:\n- {{ on: toy.greet, nth: 30 %, do: {{ respond: {{ status: 500 }} }} }}\n"
        ));
        report.exchanges.iter().map(|exchange| exchange.status).collect()
    };
    let seven = statuses(7);
    assert_eq!(seven, statuses(7));
    assert_ne!(seven, statuses(8));
    let failed = seven.iter().filter(|status| **status == 500).count();
    assert!((15..=45).contains(&failed), "{failed} of 100");
}

#[test]
fn what_a_rule_could_not_do_makes_the_scenario_inconclusive() {
    let report = play(
        "steps:\n- do: http.send\n  with: { institution: toy, path: /greet }\n\
         script:\n- { on: toy.greet, do: { patch: { remove: [nothing.here] } } }\n",
    );
    assert_eq!(report.verdict, Verdict::Inconclusive);
    assert_eq!(told(&report), ["toy.yaml:7: the answer has nothing at nothing.here to remove"]);
}

#[test]
fn a_reset_sandbox_begins_again_with_its_script() {
    let report = play(
        "steps:\n\
         - do: knob.turn\n  with: { toy.mood: grumpy }\n\
         - do: http.send\n  with: { institution: toy, path: /greet }\n  expect: { body.words: what }\n\
         - do: sandbox.reset\n\
         - do: http.send\n  with: { institution: toy, path: /greet }\n  expect: { body.words: hello }\n\
         - do: journal.clear\n\
         - do: clock.set\n  with: { to: 2027-01-01T00:00:00Z }\n\
         - do: http.send\n  with: { institution: toy, path: /orders/1 }\n  expect: { status: 503 }\n\
         script:\n- { on: toy.orders.show, do: { respond: { status: 503 } } }\n\
         expect:\n- calls: { to: 'toy.*', exactly: 1 }\n",
    );
    assert_eq!(told(&report), [""; 0]);
    assert_eq!(report.exchanges[0].at, "2027-01-01T00:00:00Z");
}
