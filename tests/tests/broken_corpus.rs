//! `poligon check` on some two hundred broken AuthTokenRequests names the true cause of at least 95 of 100.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod broken;

use std::path::Path;

use broken::mistakes::{self, Broken};
use broken::sealed::Sealed;
use poligon_tests::binary::run;
use serde_json::Value;
use tempfile::tempdir;

/// What `poligon check` says of these bytes: the exit code and the ids of the causes that it names.
fn checked(home: &Path, name: &str, bytes: &[u8]) -> (i32, Vec<String>) {
    std::fs::write(home.join(name), bytes).unwrap();
    let ran =
        run(home, &["check", name, "--as", "auth-token-request", "--at", "2026-11-24T12:00:00Z", "--json"]);
    let verdict: Value =
        serde_json::from_str(&ran.stdout).unwrap_or_else(|_| Value::String(ran.stderr.clone()));
    let findings = verdict["findings"].as_array().cloned().unwrap_or_default();
    let evidence =
        findings.iter().flat_map(|finding| finding["evidence"].as_array().cloned().unwrap_or_default());
    let candidates = evidence.flat_map(|one| one["candidates"].as_array().cloned().unwrap_or_default());
    (ran.code, candidates.map(|one| one["id"].as_str().unwrap().to_owned()).collect())
}

#[test]
fn the_true_cause_of_95_in_100_broken_requests_is_named() {
    let home = tempdir().unwrap();
    let sealed = Sealed::all();
    for good in &sealed {
        assert_eq!(checked(home.path(), &good.name, good.text.as_bytes()), (0, vec![]), "{}", good.name);
    }
    let broken: Vec<Broken> = sealed.iter().flat_map(mistakes::all).collect();
    let half = broken.len() / 2;
    let judge = |part: &[Broken]| -> Vec<String> {
        let verdicts = part.iter().map(|one| (one, checked(home.path(), &one.name, &one.bytes)));
        let unnamed = verdicts.filter(|(one, (code, causes))| {
            assert_eq!(*code, 1, "{} was not refused", one.name);
            !causes.iter().any(|cause| cause == one.cause)
        });
        unnamed.map(|(one, (_, causes))| format!("{}: {causes:?}", one.name)).collect()
    };
    let (first, second) = broken.split_at(half);
    let mut unnamed = std::thread::scope(|scope| {
        let other = scope.spawn(|| judge(second));
        let mut unnamed = judge(first);
        unnamed.extend(other.join().unwrap());
        unnamed
    });
    unnamed.sort();
    println!(
        "{} of {} causes named; not named:\n{}",
        broken.len() - unnamed.len(),
        broken.len(),
        unnamed.join("\n")
    );
    assert!(broken.len() >= 200, "{}", broken.len());
    let mut mistakes: Vec<&str> = broken.iter().map(|one| one.cause).collect();
    mistakes.sort_unstable();
    mistakes.dedup();
    assert!(mistakes.len() >= 30, "{mistakes:?}");
    assert!(
        unnamed.len() * 20 <= broken.len(),
        "{} of {}:\n{}",
        unnamed.len(),
        broken.len(),
        unnamed.join("\n")
    );
}
