//! Two processes of one seed and one frozen clock, asked the same, tell the same: journal, CA and public keys.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::path::Path;

use poligon_tests::binary::run;
use poligon_tests::curl::curl;
use poligon_tests::up::Up;
use serde_json::Value;
use tempfile::tempdir;

const CLOCK: &str = "frozen@2026-03-02T09:00:00+01:00";

/// What one process tells after some requests. Ports are free ones, so links are told to carry a fixed name.
fn told(home: &Path, seed: &str) -> (String, String, Vec<u8>) {
    let up = Up::start(
        home,
        &[
            "--plain",
            "--ephemeral",
            "--seed",
            seed,
            "--clock",
            CLOCK,
            "--public-url",
            "ksef=https://ksef.test",
        ],
    );
    let url = up.told("/plain/ksef");
    let ask = |method: &str, path: &str, body: &str| {
        curl(&["--request", method, "--header", "Host: localhost", "--data", body, &format!("{url}{path}")])
    };
    for _ in 0..3 {
        assert_eq!(ask("POST", "/v2/auth/challenge", "").status, 200);
    }
    assert_eq!(ask("POST", "/v2/auth/xades-signature", "<AuthTokenRequest/>").status, 400);
    assert_eq!(ask("POST", "/@other/v2/auth/challenge", "").status, 200);
    assert_eq!(ask("GET", "/v2/nowhere", "").status, 404);
    let keys = ask("GET", "/v2/security/public-key-certificates", "");
    assert_eq!(keys.status, 200);
    let console = up.told("/console");
    let journal = run(home, &["journal", "--json", "--console", console]);
    assert_eq!(journal.code, 0, "{}", journal.stderr);
    let count =
        serde_json::from_str::<Value>(&journal.stdout).unwrap()["exchanges"].as_array().unwrap().len();
    let mut whole = journal.stdout;
    for id in 1..=count {
        // The console's own Date is the machine's.
        let shown = curl(&[&format!("{console}/sandboxes/default/journal/{id}")]).text;
        whole.push_str(shown.split_once("\r\n\r\n").unwrap().1);
    }
    (whole, keys.text, std::fs::read(up.told("/ca")).unwrap())
}

#[test]
fn two_processes_of_one_seed_tell_the_same() {
    let home = tempdir().unwrap();
    let once = told(home.path(), "7");
    assert!(once.0.contains("2026-03-02T08:00:00Z") && once.0.contains("xades-signature"), "{}", once.0);
    assert_eq!(once, told(home.path(), "7"));
}

#[test]
fn an_unknown_clock_is_refused_with_what_would_be_taken() {
    let home = tempdir().unwrap();
    let ran = run(home.path(), &["up", "--clock", "noon"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("frozen@2026-03-02T09:00:00+01:00"), "{}", ran.stderr);
}
