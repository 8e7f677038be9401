//! The scenarios that the binary carries, so that it works anywhere and offline.

use include_dir::{Dir, DirEntry, include_dir};

use crate::loaded::Folder;
use crate::{Loaded, Mistake};

/// The folders, one for each institution, and those that belong to none. A new folder is one more line.
static FOLDERS: &[(&str, Dir<'_>)] = &[
    ("chaos", include_dir!("$CARGO_MANIFEST_DIR/chaos")),
    ("esia", include_dir!("$CARGO_MANIFEST_DIR/esia")),
    ("first", include_dir!("$CARGO_MANIFEST_DIR/first")),
    ("ksef", include_dir!("$CARGO_MANIFEST_DIR/ksef")),
];

/// All shipped scenarios, by name.
pub fn all() -> Vec<Result<Loaded, Mistake>> {
    let mut files = Vec::new();
    for (name, folder) in FOLDERS {
        collect(name, folder, &mut files);
    }
    files.sort_by(|one, other| one.0.cmp(&other.0));
    files
        .into_iter()
        .map(|(path, bytes)| {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
            let file = format!("scenarios/{path}");
            let text = String::from_utf8_lossy(bytes).into_owned();
            Loaded::parse(&file, text, Folder::Shipped(folder))
        })
        .collect()
}

/// A shipped file by its path: `ksef/fixtures/fa3-plain.xml`.
pub fn file(path: &str) -> Option<&'static [u8]> {
    let (name, rest) = path.split_once('/')?;
    let (_, folder) = FOLDERS.iter().find(|(known, _)| *known == name)?;
    Some(folder.get_file(rest)?.contents())
}

/// The scenarios of a folder; those of `fixtures` are none.
fn collect(path: &str, folder: &Dir<'static>, files: &mut Vec<(String, &'static [u8])>) {
    for entry in folder.entries() {
        let own = |inner: &std::path::Path| {
            format!("{path}/{}", inner.file_name().unwrap_or_default().to_string_lossy())
        };
        match entry {
            DirEntry::Dir(inner) if !inner.path().ends_with("fixtures") => {
                collect(&own(inner.path()), inner, files)
            }
            DirEntry::File(file) if file.path().extension().is_some_and(|ending| ending == "yaml") => {
                files.push((own(file.path()), file.contents()));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    /// A folder that nobody listed would be missing from the binary.
    #[test]
    fn every_folder_with_scenarios_is_carried() {
        for entry in std::fs::read_dir(env!("CARGO_MANIFEST_DIR")).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().to_string_lossy().into_owned();
            let other = ["examples", "src", "target", "tests", "world"].contains(&name.as_str());
            if entry.path().is_dir() && !other {
                assert!(
                    FOLDERS.iter().any(|(known, _)| *known == name),
                    "scenarios/{name} is not in shipped.rs"
                );
            }
        }
    }

    #[test]
    fn what_is_carried_can_be_read() {
        for one in all() {
            let loaded = one.unwrap();
            assert_eq!(loaded.file, format!("scenarios/{}.yaml", loaded.scenario.name()));
        }
        assert!(file("first/hello.yaml").is_some() && file("first/none.yaml").is_none());
    }
}
