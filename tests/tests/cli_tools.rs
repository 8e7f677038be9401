//! The commands beside `up`: check, checks, journal, completions, help.

use poligon_tests::binary::run;
use poligon_tests::curl::curl;
use poligon_tests::up::Up;
use serde_json::Value;
use tempfile::tempdir;

#[test]
fn a_file_that_is_not_there_is_a_bad_file() {
    let home = tempdir().unwrap();
    let ran = run(home.path(), &["check", "login.xml"]);
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!(ran.stderr, @"poligon: login.xml: cannot be read (No such file or directory (os error 2)); check the path and its permissions");
}

#[test]
fn an_empty_file_is_a_bad_file() {
    let home = tempdir().unwrap();
    std::fs::write(home.path().join("login.xml"), "").unwrap();
    let ran = run(home.path(), &["check", "login.xml"]);
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!(ran.stderr, @"poligon: login.xml: empty; check that it is the right file");
}

#[test]
fn an_unknown_kind_of_file_lists_the_kinds() {
    let home = tempdir().unwrap();
    std::fs::write(home.path().join("poem.txt"), "Litwo! Ojczyzno moja!").unwrap();
    let ran = run(home.path(), &["check", "poem.txt"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.starts_with("poligon: poem.txt: not recognised as any kind of document; if it is one, say which with --as KIND:"), "{}", ran.stderr);
    let named = run(home.path(), &["check", "poem.txt", "--as", "poem"]);
    assert_eq!(named.code, 2);
    assert!(
        named.stderr.starts_with("poligon: --as: there is no kind of document „poem”; there are:"),
        "{}",
        named.stderr
    );
}

#[test]
fn the_catalogue_names_a_source_for_every_check() {
    let home = tempdir().unwrap();
    let ran = run(home.path(), &["checks", "--json"]);
    assert_eq!(ran.code, 0);
    let rows: Vec<Value> = serde_json::from_str(&ran.stdout).unwrap();
    let mut ids: Vec<&str> = rows.iter().map(|row| row["id"].as_str().unwrap()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "an id is used twice");
    for row in &rows {
        for member in ["institution", "title", "provenance", "citation", "severity", "remedy"] {
            assert!(row[member].as_str().is_some_and(|text| !text.is_empty()), "{member} of {row}");
        }
    }
}

#[test]
fn the_catalogue_of_one_institution_is_a_part_of_the_whole() {
    let home = tempdir().unwrap();
    let whole = run(home.path(), &["checks"]).stdout;
    let part = run(home.path(), &["checks", "--institution", "ksef"]).stdout;
    assert!(part.lines().count() > 20 && part.lines().count() < whole.lines().count());
    assert!(part.contains("KSEF-") && !part.contains("EDGE-"));
}

#[test]
fn knobs_are_listed_with_default_and_values() {
    let home = tempdir().unwrap();
    let ran = run(home.path(), &["checks", "--knobs"]);
    assert!(ran.stdout.contains("ksef.processing-polls = "), "{}", ran.stdout);
    assert!(ran.stdout.contains("Takes a whole number from "), "{}", ran.stdout);
}

#[test]
fn a_journal_of_nobody_says_how_to_find_one() {
    let home = tempdir().unwrap();
    let ran = run(home.path(), &["journal", "--port", "1"]);
    assert_eq!(ran.code, 3);
    insta::assert_snapshot!(ran.stderr, @"poligon: http://127.0.0.1:1/sandboxes/default/journal?last=20&format=text: cannot be reached (Connection refused (os error 111)); is Poligon running (`poligon up`), and is this its console (--port, --console, POLIGON_CONSOLE)?");
}

#[test]
fn completions_know_the_commands() {
    let home = tempdir().unwrap();
    for shell in ["bash", "zsh", "fish"] {
        let ran = run(home.path(), &["completions", shell]);
        assert_eq!(ran.code, 0);
        assert!(ran.stdout.contains("ready-json") && ran.stdout.contains("journal"), "{shell}");
    }
}

#[test]
fn help_shows_examples_and_exit_codes() {
    let home = tempdir().unwrap();
    let ran = run(home.path(), &["--help"]);
    assert_eq!(ran.code, 0);
    assert!(ran.stdout.starts_with("Poligon stands in for the government systems"), "{}", ran.stdout);
    for piece in ["Examples:", "poligon up", "Exit codes: 0 fine"] {
        assert!(ran.stdout.contains(piece), "{piece}");
    }
}

#[test]
fn a_wrong_command_is_bad_usage() {
    let home = tempdir().unwrap();
    assert_eq!(run(home.path(), &["fly"]).code, 2);
    assert_eq!(run(home.path(), &[]).code, 2);
}

#[test]
fn starting_keeps_a_seeded_state_apart() {
    let home = tempdir().unwrap();
    let up = Up::start(home.path(), &["--seed", "3"]);
    assert!(up.told("/ca").ends_with("/poligon/seed-3/ca.pem"), "{}", up.told("/ca"));
}

#[test]
fn the_journal_shows_what_the_edge_refused_and_why() {
    let home = tempdir().unwrap();
    let up = Up::start(home.path(), &["--ephemeral"]);
    curl(&["--cacert", up.told("/ca"), &format!("{}/@Alfa/v2", up.ksef())]);
    let ran = run(home.path(), &["journal", "--console", up.told("/console"), "--failed"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("EDGE-003"), "{}", ran.stdout);
    let json = run(home.path(), &["journal", "--console", up.told("/console"), "--json"]).stdout;
    assert_eq!(serde_json::from_str::<Value>(&json).unwrap()["exchanges"].as_array().unwrap().len(), 1);
}

#[test]
fn a_journal_of_an_unknown_sandbox_says_how_one_is_made() {
    let home = tempdir().unwrap();
    let up = Up::start(home.path(), &["--ephemeral"]);
    let ran = run(home.path(), &["journal", "--console", up.told("/console"), "--sandbox", "beta"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("has no sandbox „beta”; it is made by the first request to /@beta/…"),
        "{}",
        ran.stderr
    );
}
