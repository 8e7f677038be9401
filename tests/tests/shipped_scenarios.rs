//! The scenarios of KSeF as they lie in `scenarios/`: read, linted, and played against the fake.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests, outside of a test function")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex};

use poligon_certs::Vault;
use poligon_institution::{Institution, Registry};
use poligon_ksef::Ksef;
use poligon_scenarios::report::{ScenarioReport, Verdict};
use poligon_scenarios::{Ground, Known, Loaded, lint, run};

static VAULTS: LazyLock<Mutex<BTreeMap<u64, Arc<Vault>>>> = LazyLock::new(Mutex::default);

fn ground() -> Ground {
    let registry = Registry::new(vec![Arc::new(Ksef)]);
    let vault = |seed| {
        let mut vaults = VAULTS.lock().unwrap();
        Arc::clone(vaults.entry(seed).or_insert_with(|| Arc::new(Vault::in_memory(Some(seed)))))
    };
    Ground {
        known: Known { registry, checks: poligon_gateway::checks::ALL.to_vec() },
        vault: Arc::new(vault),
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("scenarios")
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            files(&entry, found);
        } else if entry.extension().is_some_and(|ending| ending == "yaml") {
            found.push(entry);
        }
    }
}

fn loaded() -> Vec<Loaded> {
    let mut found = Vec::new();
    for name in ["ksef", "chaos"] {
        files(&folder().join(name), &mut found);
    }
    found.iter().map(|path| Loaded::read(path).unwrap_or_else(|why| panic!("{why}"))).collect()
}

/// What did not pass, a line each.
fn told(name: &str, report: &ScenarioReport) -> Vec<String> {
    let lines = report.lines.iter().filter(|line| line.verdict != Verdict::Pass);
    let lines = lines.flat_map(|line| {
        line.reasons
            .iter()
            .map(move |reason| format!("{name}: {} {}: {reason}", line.what, line.verdict.word()))
    });
    lines.chain(report.reason.iter().map(|reason| format!("{name}: {reason}"))).collect()
}

#[test]
fn all_of_them_say_what_the_language_allows() {
    let mistakes: Vec<String> = lint(&loaded(), &ground().known).iter().map(ToString::to_string).collect();
    assert!(mistakes.is_empty(), "{} mistakes\n{}", mistakes.len(), mistakes.join("\n"));
}

#[test]
fn all_that_are_played_pass() {
    let ground = ground();
    let mut failures = Vec::new();
    let mut played = 0;
    for loaded in loaded().iter().filter(|loaded| !loaded.scenario.steps.is_empty()) {
        let report = run::replay(loaded, &ground).report;
        played += 1;
        if report.verdict != Verdict::Pass {
            failures.extend(told(loaded.scenario.name(), &report));
        }
    }
    assert!(failures.is_empty(), "{played} played, {} lines\n{}", failures.len(), failures.join("\n"));
    assert!(played >= 60, "{played} were played");
}

#[test]
fn every_file_tells_what_it_rests_on() {
    for loaded in loaded() {
        assert!(!loaded.scenario.cites.is_empty(), "{} cites nothing", loaded.file);
        let chaotic = loaded.scenario.name().starts_with("chaos/");
        let thread = loaded.scenario.cites.iter().any(|cited| cited.contains("issue"));
        assert!(!chaotic || thread, "{} cites no public thread", loaded.file);
    }
}

/// Of the actions that KSeF lists, those that no scenario does.
#[test]
fn every_action_is_done_somewhere() {
    let done: BTreeSet<String> = loaded()
        .iter()
        .flat_map(|loaded| {
            loaded.scenario.steps.iter().map(|step| step.value.action.value.clone()).collect::<Vec<_>>()
        })
        .collect();
    let idle: Vec<&str> =
        Ksef.actions().iter().map(|action| action.name).filter(|name| !done.contains(*name)).collect();
    assert!(idle.is_empty(), "{idle:?}");
}
