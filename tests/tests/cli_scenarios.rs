//! Scenarios from the command line: replay, lint, schema, exam, and `up --scenario`.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use poligon_tests::binary::{self, Ran};
use poligon_tests::plain::Plain;
use poligon_tests::up::Up;
use serde_json::Value;
use tempfile::{TempDir, tempdir};

/// Two calls, one right after the other.
const HASTY: &str = "scenario: hasty\ntitle: t\nsteps:\n- do: http.send\n  with: { institution: ksef, method: POST, path: /v2/auth/challenge }\n  \
                     repeat: 2\n  expect: { status: { present: true } }\n";

/// A home with scenario files in it.
struct Desk(TempDir);

impl Desk {
    fn new(files: &[(&str, &str)]) -> Self {
        let desk = Self(tempdir().unwrap());
        for (name, text) in files {
            desk.write(name, text);
        }
        desk
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, args: &[&str]) -> Ran {
        binary::run(self.0.path(), args)
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// Examines `poligon replay FILE`, sent over the network, as an outside client.
    fn exam(&self, scenario: &str, client: &str) -> Ran {
        let client = format!(
            "'{}' replay '{}' --against \"$POLIGON_KSEF_URL\" --ca \"$POLIGON_CA\" >&2",
            binary::path().display(),
            self.path(client).display()
        );
        let report = self.path("exam.json");
        self.run(&["exam", scenario, "--json", report.to_str().unwrap(), "--", "sh", "-c", &client])
    }
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

#[test]
fn all_shipped_scenarios_pass_and_two_runs_give_the_same_bytes() {
    let desk = Desk::new(&[]);
    for file in ["one.json", "two.json"] {
        let ran = desk.run(&["replay", "--json", desk.path(file).to_str().unwrap()]);
        assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    }
    assert_eq!(desk.read("one.json"), desk.read("two.json"));
    let report: Value = serde_json::from_str(&desk.read("one.json")).unwrap();
    assert!(report["scenarios"].as_array().unwrap().len() >= 3);
}

#[test]
fn reports_are_written_in_every_form() {
    let desk = Desk::new(&[]);
    let at = |name: &str| desk.path(name).to_str().unwrap().to_owned();
    let (junit, markdown, html) = (at("r.xml"), at("r.md"), at("r.html"));
    let ran =
        desk.run(&["replay", "first/hello", "--junit", &junit, "--markdown", &markdown, "--html", &html]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("1 passed"), "{}", ran.stdout);
    for file in ["r.xml", "r.md", "r.html"] {
        assert!(desk.read(file).contains("first/hello"), "{file}");
    }
}

#[test]
fn the_scenario_of_the_readme_passes_and_its_typing_mistake_is_told() {
    let readme = std::fs::read_to_string(repository().join("README.md")).unwrap();
    let (_, rest) = readme.split_once("```yaml\n").unwrap();
    let (yaml, _) = rest.split_once("```").unwrap();
    let desk = Desk::new(&[("slow.yaml", yaml), ("broken.yaml", &yaml.replace("steps:", "stpes:"))]);
    let ran = desk.run(&["replay", desk.path("slow.yaml").to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    let ran = desk.run(&["lint", desk.path("broken.yaml").to_str().unwrap()]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("broken.yaml:3:1: there is no key „stpes” here; did you mean „steps”?"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("3 | stpes:\n  | ^^^^^"), "{}", ran.stderr);
}

#[test]
fn a_scenario_that_fails_is_told_and_ends_with_1() {
    let text = HASTY.replace("{ present: true }", "201");
    let desk = Desk::new(&[("hasty.yaml", &text)]);
    let ran = desk.run(&["replay", desk.path("hasty.yaml").to_str().unwrap()]);
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("status: expected 201, got 200"), "{}", ran.stdout);
}

#[test]
fn names_that_lead_nowhere_are_told() {
    let desk = Desk::new(&[]);
    let ran = desk.run(&["replay", "no/such"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("no shipped scenario of this name (shipped: "), "{}", ran.stderr);
}

#[test]
fn the_schema_and_the_lists_are_printed() {
    let desk = Desk::new(&[]);
    let schema: Value = serde_json::from_str(&desk.run(&["schema", "scenario"]).stdout).unwrap();
    let kept = std::fs::read_to_string(repository().join("scenarios/scenario.schema.json")).unwrap();
    assert_eq!(schema, serde_json::from_str::<Value>(&kept).unwrap());
    assert!(desk.run(&["schema", "actions"]).stdout.contains("http.send"));
    assert!(desk.run(&["schema", "faults"]).stdout.contains("html-502"));
    assert!(desk.run(&["schema", "operations"]).stdout.contains("ksef.auth.challenge"));
}

#[test]
fn an_exam_tells_a_good_client_from_a_hasty_one_and_from_one_that_stays_away() {
    let patient = HASTY.replace("hasty", "patient").replace("  repeat: 2\n", "")
        + "- do: clock.advance\n  with: { by: 2s }\n- do: http.send\n  with: { institution: ksef, method: POST, path: /v2/auth/challenge }\n  \
           expect: { status: { present: true } }\n";
    let exam = "scenario: exam\ntitle: t\nscript:\n- on: ksef.auth.challenge\n  nth: 1\n  do: { fault: too-many-requests }\n\
                expect:\n- gap: { after: { to: ksef.auth.challenge, status: 429 }, at-least: 2s }\n";
    let desk = Desk::new(&[("hasty.yaml", HASTY), ("patient.yaml", &patient), ("exam.yaml", exam)]);
    let file = desk.path("exam.yaml");
    let file = file.to_str().unwrap();
    for (client, code, verdict) in [("patient.yaml", 0, "pass"), ("hasty.yaml", 1, "fail")] {
        let ran = desk.exam(file, client);
        assert_eq!(ran.code, code, "{client}: {}{}", ran.stdout, ran.stderr);
        let report: Value = serde_json::from_str(&desk.read("exam.json")).unwrap();
        assert_eq!(report["scenarios"][0]["verdict"], verdict, "{client}");
    }
    let ran = desk.run(&["exam", file, "--", "true"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("the client sent nothing to the fakes"), "{}", ran.stdout);
    let ran = desk.run(&["exam", file, "--", "sh", "-c", "exit 7"]);
    assert_eq!(ran.code, 7, "the program's own status goes first");
}

#[test]
fn a_running_poligon_reads_its_scenario_again_and_keeps_the_old_one_when_it_is_broken() {
    let text = |status: u16| {
        format!(
            "scenario: live\ntitle: t\nscript:\n- on: ksef.auth.challenge\n  do: {{ respond: {{ status: {status} }} }}\nexpect:\n- never: {{ to: ksef.auth.token.redeem }}\n"
        )
    };
    let desk = Desk::new(&[("live.yaml", &text(501))]);
    let file = desk.path("live.yaml");
    let up = Up::start(desk.0.path(), &["--ephemeral", "--plain", "--scenario", file.to_str().unwrap()]);
    let standing = || -> Value {
        let answer = Plain::connect(up.told("/console")).unwrap().ask("GET", "/scenario", &[], b"").unwrap();
        serde_json::from_slice(&answer.1).unwrap()
    };
    let status =
        |path: &str| Plain::connect(up.told("/plain/ksef")).unwrap().ask("POST", path, &[], b"").unwrap().0;
    let until = |good: &dyn Fn(&Value) -> bool| {
        for _ in 0..100 {
            if good(&standing()) {
                return;
            }
            sleep(Duration::from_millis(100));
        }
        panic!("{}", standing());
    };
    assert_eq!(status("/v2/auth/challenge"), 501);
    assert_eq!(status("/@another/v2/auth/challenge"), 501, "every sandbox is directed");
    assert_eq!(standing()["rules"]["default"][0]["acted"], 1);
    desk.write("live.yaml", &text(502).replace("respond", "respnod"));
    until(&|standing| standing["mistakes"].as_array().is_some_and(|list| !list.is_empty()));
    assert_eq!(status("/v2/auth/challenge"), 501, "the old rules stay");
    desk.write("live.yaml", &text(503));
    until(&|standing| standing["read"] == 2);
    assert_eq!(status("/v2/auth/challenge"), 503);
    let answer = Plain::connect(up.told("/console"))
        .unwrap()
        .ask("GET", "/sandboxes/default/verdict", &[], b"")
        .unwrap();
    let verdict: Value = serde_json::from_slice(&answer.1).unwrap();
    assert_eq!(verdict["verdict"], "pass");
}
