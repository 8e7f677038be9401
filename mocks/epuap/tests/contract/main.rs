//! Our WSDL and XSD held against the published ones, fact by fact. `make contract` runs it.
#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may panic"
)]

mod facts;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use facts::facts;
use poligon_epuap::contract;

/// What the published files say and ours do not, or the other way round, with the reason.
const KNOWN: &[(&str, &str)] = &[
    // The published file has two messages of the same content; ours has one.
    ("doreczyciel", "message odbierzFaultMsg"),
    ("doreczyciel", "operation odbierz fault"),
];

fn reference() -> Option<PathBuf> {
    let found = std::env::var_os("POLIGON_REFERENCE").map(|dir| PathBuf::from(dir).join("epuap"));
    if found.is_none() {
        println!("NOT RUN: POLIGON_REFERENCE is not set; no WSDL was compared with a published one");
    }
    found
}

fn published(dir: &Path, file: &str) -> BTreeSet<String> {
    let bytes = std::fs::read(dir.join(file)).unwrap_or_else(|why| panic!("{file}: {why}"));
    facts(&String::from_utf8_lossy(&bytes))
}

/// The differences that are not known, as lines.
fn differences(name: &str, ours: &BTreeSet<String>, theirs: &BTreeSet<String>) -> Vec<String> {
    let known = |fact: &&String| KNOWN.iter().any(|(of, start)| *of == name && fact.starts_with(start));
    let missing =
        theirs.difference(ours).filter(|fact| !known(fact)).map(|fact| format!("{name} lacks:  {fact}"));
    let more =
        ours.difference(theirs).filter(|fact| !known(fact)).map(|fact| format!("{name} adds:   {fact}"));
    missing.chain(more).collect()
}

#[test]
fn contract_every_schema_says_what_the_published_one_says() {
    let Some(dir) = reference() else { return };
    let documents = contract::documents("Skrytka").unwrap();
    let mut wrong = Vec::new();
    let mut compared = 0;
    for (name, text) in &documents.schemas {
        let (ours, theirs) = (facts(text), published(&dir, name));
        assert!(!theirs.is_empty(), "{name} was read");
        compared += theirs.len();
        wrong.extend(differences(name, &ours, &theirs));
    }
    println!("{compared} facts of {} schemas compared", documents.schemas.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn contract_every_wsdl_says_what_the_published_one_says() {
    let Some(dir) = reference() else { return };
    let mut wrong = Vec::new();
    let mut compared = 0;
    for (service, file) in [
        ("Skrytka", "skrytka"),
        ("pull", "pull"),
        ("Doreczyciel", "doreczyciel"),
        ("FileRepoService", "filerepo"),
        ("ZarzadzanieDokumentami", "ZarzadzanieDokumentami"),
        ("EsdService", "esd"),
    ] {
        let ours = facts(&contract::documents(service).unwrap().wsdl);
        let theirs = published(&dir, &format!("{file}.wsdl"));
        assert!(theirs.len() > 10, "{file} was read");
        compared += theirs.len();
        wrong.extend(differences(file, &ours, &theirs));
    }
    println!("{compared} facts of six WSDLs compared");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn contract_a_wsdl_that_differs_is_caught() {
    let text = contract::documents("pull").unwrap().wsdl.to_string();
    let spoilt = text.replace("oczekujaceDokumentyFault", "inny");
    assert!(!differences("pull", &facts(&spoilt), &facts(&text)).is_empty());
}
