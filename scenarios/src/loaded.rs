//! A scenario with the folder that it lies in.

use std::io::Read;
use std::path::{Component, Path, PathBuf};

use crate::language::bounds;
use crate::shipped;
use crate::{Mistake, Scenario};

/// A scenario that was read, its text, and where the files beside it are.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The scenario.
    pub scenario: Scenario,
    /// The file, as it was named: for messages and reports.
    pub file: String,
    /// Its text, for the line in messages.
    pub text: String,
    /// Where the files beside it are.
    pub folder: Folder,
}

/// Where the files beside a scenario are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Folder {
    /// On the disk.
    Disk(PathBuf),
    /// In the binary, under this path.
    Shipped(String),
}

impl Loaded {
    /// Reads a scenario from its text.
    ///
    /// # Errors
    /// With place and remedy.
    pub fn parse(file: &str, text: String, folder: Folder) -> Result<Self, Mistake> {
        let scenario = Scenario::parse(file, &text)?;
        Ok(Self { scenario, file: file.to_owned(), text, folder })
    }

    /// Reads a scenario from the disk.
    ///
    /// # Errors
    /// With place and remedy; also when the file cannot be read.
    pub fn read(path: &Path) -> Result<Self, Mistake> {
        let file = path.display().to_string();
        let bytes =
            read_bounded(path, bounds::FILE_BYTES as u64).map_err(|why| Mistake::whole(&file, why))?;
        let text = String::from_utf8(bytes)
            .map_err(|_| Mistake::whole(&file, "the file is no UTF-8 text; write it as UTF-8"))?;
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        Self::parse(&file, text, Folder::Disk(folder))
    }

    /// A mistake in it.
    pub fn mistake(&self, place: crate::Place, what: impl Into<String>) -> Mistake {
        Mistake::new(&self.file, &self.text, place, what)
    }
}

impl Folder {
    /// Reads a file beside the scenario, or below it, or in a folder next to its own.
    ///
    /// # Errors
    /// One sentence: the name leads elsewhere, there is no such file, it is too long.
    pub fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        let path = Path::new(name);
        let inside = path
            .components()
            .all(|part| matches!(part, Component::Normal(_) | Component::CurDir | Component::ParentDir));
        let ups = path.components().filter(|part| matches!(part, Component::ParentDir)).count();
        if !inside || ups > 1 || name.is_empty() {
            return Err(format!(
                "the file „{name}” is not near the scenario; write a path from the scenario's folder, like fixtures/invoice.xml"
            ));
        }
        match self {
            Self::Disk(folder) => read_bounded(&folder.join(path), bounds::ATTACHMENT_BYTES),
            Self::Shipped(folder) => {
                let path = plain(&Path::new(folder).join(path));
                shipped::file(&path)
                    .map(<[u8]>::to_vec)
                    .ok_or_else(|| format!("there is no file „{path}” among the shipped scenarios"))
            }
        }
    }
}

/// The path without `.` and `..`, with slashes.
fn plain(path: &Path) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in path.components() {
        match part {
            Component::Normal(part) => parts.push(part.to_string_lossy().into_owned()),
            Component::ParentDir => {
                parts.pop();
            }
            _ => {}
        }
    }
    parts.join("/")
}

fn read_bounded(path: &Path, most: u64) -> Result<Vec<u8>, String> {
    let shown = path.display();
    let file = std::fs::File::open(path).map_err(|why| format!("the file {shown} cannot be read ({why})"))?;
    let mut bytes = Vec::new();
    file.take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(|why| format!("the file {shown} cannot be read ({why})"))?;
    if bytes.len() as u64 > most {
        return Err(format!("the file {shown} has more than {most} bytes; take a shorter one"));
    }
    Ok(bytes)
}
