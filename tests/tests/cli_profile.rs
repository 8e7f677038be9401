//! `poligon up --profile`: which environment of KSeF is played.

use poligon_tests::binary::run;
use poligon_tests::curl::curl;
use poligon_tests::up::Up;
use tempfile::tempdir;

fn attachment(up: &Up) -> u16 {
    let url = format!("{}/v2/testdata/attachment", up.ksef());
    let data = ["--data", "{\"nip\":\"5265877635\"}", "--header", "content-type: application/json"];
    curl(&[&["--cacert", up.told("/ca")], &data[..], &[&url]].concat()).status
}

#[test]
fn production_has_no_test_data_and_test_is_the_default() {
    let home = tempdir().unwrap();
    assert_eq!(attachment(&Up::start(home.path(), &["--ephemeral"])), 200);
    assert_eq!(attachment(&Up::start(home.path(), &["--ephemeral", "--profile", "prd"])), 404);
}

#[test]
fn a_knob_that_is_turned_by_itself_wins() {
    let home = tempdir().unwrap();
    let up = Up::start(home.path(), &["--ephemeral", "--profile", "prd", "--knob", "ksef.profile=test"]);
    assert_eq!(attachment(&up), 200);
}

#[test]
fn an_unknown_environment_is_refused_with_those_there_are() {
    let home = tempdir().unwrap();
    let ran = run(home.path(), &["up", "--ephemeral", "--profile", "production"]);
    assert_eq!(ran.code, 2);
    for name in ["test", "demo", "prd"] {
        assert!(ran.stderr.contains(name), "{}", ran.stderr);
    }
}

#[test]
fn help_documents_it() {
    let home = tempdir().unwrap();
    let ran = run(home.path(), &["up", "--help"]);
    assert!(ran.stdout.contains("--profile <ENVIRONMENT>"), "{}", ran.stdout);
}
