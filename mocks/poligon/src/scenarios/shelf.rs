//! Finding scenarios: on the disk, or among those that the binary carries.

use std::path::{Path, PathBuf};

use poligon_scenarios::{Loaded, Mistake, lint, shipped};

use super::known;
use crate::Trouble;

/// Folders that hold no scenarios, though YAML may lie there.
const OTHER: &[&str] = &["fixtures", "node_modules", "src", "target", "tests", "world"];
/// Deeper folders are not looked into.
const DEEPEST: usize = 8;
/// More files are not read.
const MOST_FILES: usize = 5_000;

/// What was asked for, and found in order.
#[derive(Debug)]
pub struct Wanted {
    /// The scenarios, by name.
    pub scenarios: Vec<Loaded>,
    /// Whether each was named by itself, so that one that has no use here is worth a word.
    pub named: bool,
}

/// Reads and lints what is named: files, folders, or names of shipped scenarios (`ksef`, `ksef/duplicate-invoice`). Nothing named
/// means everything shipped. What is on the disk wins.
///
/// # Errors
/// With all mistakes in the files; for names that lead nowhere.
pub fn load(paths: &[PathBuf]) -> Result<Wanted, Trouble> {
    let (read, mut mistakes) = read(paths)?;
    mistakes.extend(lint(&read, &known()));
    if !mistakes.is_empty() {
        return Err(Trouble::bad(told(&mistakes)));
    }
    let named = !paths.is_empty() && paths.iter().all(|path| path.is_file());
    Ok(Wanted { scenarios: read, named })
}

/// The mistakes, and how many they are.
fn told(mistakes: &[Mistake]) -> String {
    let count = match mistakes.len() {
        1 => "1 mistake in the scenarios".to_owned(),
        many => format!("{many} mistakes in the scenarios"),
    };
    let each: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
    format!("{count}\n\n{}", each.join("\n\n"))
}

fn read(paths: &[PathBuf]) -> Result<(Vec<Loaded>, Vec<Mistake>), Trouble> {
    let mut found = Vec::new();
    if paths.is_empty() {
        found = shipped::all();
    }
    for path in paths {
        if path.is_dir() {
            let mut files = Vec::new();
            walk(path, 0, &mut files);
            if files.is_empty() {
                return Err(Trouble::bad(format!(
                    "{}: there is no scenario (a file NAME.yaml) in this folder",
                    path.display()
                )));
            }
            files.sort();
            found.extend(files.iter().map(|file| Loaded::read(file)));
        } else if path.exists() {
            found.push(Loaded::read(path));
        } else {
            found.extend(of_name(path)?);
        }
    }
    let (mut read, mut mistakes) = (Vec::new(), Vec::new());
    for one in found {
        match one {
            Ok(loaded) => read.push(loaded),
            Err(mistake) => mistakes.push(mistake),
        }
    }
    Ok((read, mistakes))
}

/// Shipped scenarios of this name, or below it.
fn of_name(path: &Path) -> Result<Vec<Result<Loaded, Mistake>>, Trouble> {
    let name = path.to_string_lossy();
    let name = name.trim_end_matches('/');
    let below = format!("{name}/");
    let all: Vec<Loaded> = shipped::all().into_iter().filter_map(Result::ok).collect();
    let mut folders: Vec<String> = Vec::new();
    for one in &all {
        let folder = one.scenario.name().split('/').next().unwrap_or_default().to_owned();
        if !folders.contains(&folder) {
            folders.push(folder);
        }
    }
    let fits = |one: &Loaded| one.scenario.name() == name || one.scenario.name().starts_with(&below);
    let found: Vec<_> = all.into_iter().filter(fits).map(Ok).collect();
    if found.is_empty() {
        return Err(Trouble::bad(format!(
            "{name}: there is no such file or folder, and no shipped scenario of this name (shipped: {})",
            folders.join(", ")
        )));
    }
    Ok(found)
}

fn walk(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if files.len() >= MOST_FILES || name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            if depth < DEEPEST && !OTHER.contains(&name.as_str()) {
                walk(&path, depth + 1, files);
            }
        } else if matches!(path.extension().and_then(|ending| ending.to_str()), Some("yaml" | "yml")) {
            files.push(path);
        }
    }
}
