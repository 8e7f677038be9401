//! `poligon journal export`.

use poligon_tests::binary::run;
use poligon_tests::curl::curl;
use poligon_tests::up::Up;
use serde_json::Value;
use tempfile::tempdir;

#[test]
fn a_talk_becomes_a_scenario_in_a_file_of_its_name() {
    let home = tempdir().unwrap();
    let up = Up::start(
        home.path(),
        &["--ephemeral", "--seed", "3", "--clock", "frozen@2026-03-02T09:00:00+01:00"],
    );
    talk(&up);
    std::fs::create_dir_all(home.path().join("scenarios/ksef")).unwrap();
    let file = "scenarios/ksef/my-bug.yaml";
    let ran = run(
        home.path(),
        &["journal", "export", "--as", "scenario", "--out", file, "--console", up.told("/console")],
    );
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
    assert!(ran.stderr.contains("scenarios/ksef/my-bug.yaml: 2 exchanges"), "{}", ran.stderr);
    let yaml = std::fs::read_to_string(home.path().join(file)).unwrap();
    for line in [
        "scenario: \"ksef/my-bug\"",
        "  seed: 3",
        "      status: 401",
        "  - calls: { to: \"ksef.auth.challenge\", exactly: 1 }",
    ] {
        assert!(yaml.lines().any(|one| one == line), "{line}\n{yaml}");
    }
}

#[test]
fn a_talk_becomes_an_archive_on_stdout() {
    let home = tempdir().unwrap();
    let up = Up::start(home.path(), &["--ephemeral"]);
    talk(&up);
    let ran = run(
        home.path(),
        &["journal", "export", "--as", "har", "--last", "1", "--console", up.told("/console")],
    );
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let archive: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(archive["log"]["entries"].as_array().unwrap().len(), 1);
    assert_eq!(archive["log"]["entries"][0]["response"]["status"], 401);
    assert!(archive["log"]["entries"][0]["request"]["url"].as_str().unwrap().ends_with("/v2/auth/sessions"));
}

#[test]
fn an_empty_journal_says_what_to_do() {
    let home = tempdir().unwrap();
    let up = Up::start(home.path(), &["--ephemeral"]);
    let ran = run(home.path(), &["journal", "export", "--as", "scenario", "--console", up.told("/console")]);
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!(ran.stderr, @"poligon: the journal has no exchange to export; let the client run first");
}

/// One call that is answered, one that is refused.
fn talk(up: &Up) {
    for arguments in [["-X", "POST"], ["-X", "GET"]] {
        let path = if arguments[1] == "POST" { "challenge" } else { "sessions" };
        let url = format!("{}/v2/auth/{path}", up.ksef());
        curl(&[&["--cacert", up.told("/ca")], &arguments[..], &[&url]].concat());
    }
}
