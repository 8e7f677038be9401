//! A scenario file as text, a place in it, and a mistake at a place.

use std::fmt::{self, Write};

use serde::Serialize;

/// A place in a file; lines and columns count from 1, 0 means the whole file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Place {
    /// The line.
    pub line: u64,
    /// The column, in characters.
    pub column: u64,
    /// How many characters the caret underlines; 0 and 1 underline one.
    pub width: u64,
}

/// Something wrong in a scenario file: one sentence with place, expectation and remedy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mistake {
    /// The file, as it was named.
    pub file: String,
    /// Where.
    pub place: Place,
    /// What is wrong and what to write instead.
    pub what: String,
    /// The line of the file; empty when it is about the whole file.
    pub source: String,
}

/// A longer line is shown up to here.
const MOST_SHOWN: usize = 160;

impl Mistake {
    /// A mistake in this text.
    pub fn new(file: &str, text: &str, place: Place, what: impl Into<String>) -> Self {
        let line = usize::try_from(place.line).unwrap_or(0).checked_sub(1);
        let source = line.and_then(|line| text.lines().nth(line)).unwrap_or_default();
        let source = source.chars().take(MOST_SHOWN).map(|c| if c == '\t' { ' ' } else { c }).collect();
        Self { file: file.to_owned(), place, what: what.into(), source }
    }

    /// A mistake of the file as a whole.
    pub fn whole(file: &str, what: impl Into<String>) -> Self {
        Self::new(file, "", Place::default(), what)
    }
}

/// `file:line:column: what`, then the line with a caret below.
impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place { line, column, width } = self.place;
        if line == 0 {
            return write!(f, "{}: {}", self.file, self.what);
        }
        write!(f, "{}:{line}:{column}: {}", self.file, self.what)?;
        if self.source.trim().is_empty() {
            return Ok(());
        }
        let margin = " ".repeat(line.to_string().len());
        let before = usize::try_from(column.saturating_sub(1)).unwrap_or(0).min(MOST_SHOWN);
        let left = self.source.chars().count().saturating_sub(before).max(1);
        let carets = usize::try_from(width).unwrap_or(1).clamp(1, left);
        write!(f, "\n{margin} |\n{line} | {}\n{margin} | ", self.source)?;
        for _ in 0..before {
            f.write_char(' ')?;
        }
        for _ in 0..carets {
            f.write_char('^')?;
        }
        Ok(())
    }
}

impl std::error::Error for Mistake {}
