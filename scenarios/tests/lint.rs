//! Every message about a broken file: `broken/NAME.yaml`, and the exact text beside it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

mod support;

use std::path::Path;

use poligon_scenarios::{Folder, Known, Loaded, lint};
use support::{crate_folder, same_as_file, toy};

/// All that is said about a file, as the command line prints it.
fn said(path: &Path, known: &Known) -> String {
    let name = format!("broken/{}", path.file_name().unwrap().to_string_lossy());
    let text = std::fs::read_to_string(path).unwrap();
    let folder = Folder::Disk(path.parent().unwrap().to_path_buf());
    let mistakes = match Loaded::parse(&name, text, folder) {
        Ok(loaded) => lint(&[loaded], known),
        Err(mistake) => vec![mistake],
    };
    let text: String = mistakes.iter().map(|mistake| format!("{mistake}\n")).collect();
    // The place of the repository on this machine is nobody's business.
    text.replace(&format!("{}/tests/", crate_folder().display()), "")
}

#[test]
fn every_broken_file_gets_its_message() {
    let known = toy::known();
    let folder = crate_folder().join("tests/broken");
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    files.sort();
    assert!(files.len() >= 40, "{} cases", files.len());
    for path in files {
        let said = said(&path, &known);
        assert!(!said.is_empty(), "{}: nothing was said", path.display());
        same_as_file(&path.with_extension("txt"), &said);
    }
}

#[test]
fn a_whole_file_gets_none() {
    let path = crate_folder().join("tests/scenarios/toy/everything.yaml");
    let loaded = Loaded::read(&path).unwrap_or_else(|why| panic!("{why}"));
    let mistakes: Vec<String> = lint(&[loaded], &toy::known()).iter().map(ToString::to_string).collect();
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}

#[test]
fn a_name_belongs_to_one_file() {
    let read = |file: &str| {
        let text = "scenario: toy/twice\ntitle: t\nsteps: [{ do: journal.clear }]\n".to_owned();
        Loaded::parse(file, text, Folder::Disk("x".into())).unwrap()
    };
    let said: Vec<String> = lint(&[read("a/toy/twice.yaml"), read("b/toy/twice.yaml")], &toy::known())
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        said,
        [
            "b/toy/twice.yaml:1:11: the scenario „toy/twice” is also in a/toy/twice.yaml; give one of them another name\n  \
          |\n1 | scenario: toy/twice\n  |           ^^^^^^^^^"
        ]
    );
}
