//! What the demo shows: lines for a projector, and the table at the end.

use std::fmt::Write;

/// Longest line; half of a projector stays free for whoever stands in front of it.
const WIDTH: usize = 110;

/// The page.
#[derive(Clone, Debug, Default)]
pub struct Page {
    text: String,
    scores: Vec<Score>,
}

#[derive(Clone, Debug)]
struct Score {
    what: String,
    expected: String,
    came: String,
}

impl Score {
    fn holds(&self) -> bool {
        self.expected == self.came
    }
}

impl Page {
    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether everything came as expected.
    pub fn all_as_expected(&self) -> bool {
        !self.scores.is_empty() && self.scores.iter().all(Score::holds)
    }

    pub(super) fn title(&mut self, title: &str) {
        let _ = writeln!(
            self.text,
            "\n── {title} {}",
            "─".repeat(WIDTH.saturating_sub(title.chars().count() + 4))
        );
    }

    pub(super) fn line(&mut self, what: &str, value: &str) {
        let _ = writeln!(self.text, "  {what:<24} {value}");
    }

    /// A step of the good way, for page and table.
    pub(super) fn step(&mut self, what: &str, expected: &str, came: &str, detail: &str) {
        let mark = if expected == came { "✓" } else { "✗" };
        self.line(what, &format!("{mark} {came:<9} {detail}"));
        self.score(what, expected, came);
    }

    pub(super) fn score(&mut self, what: &str, expected: &str, came: &str) {
        self.scores.push(Score {
            what: what.to_owned(),
            expected: expected.to_owned(),
            came: came.to_owned(),
        });
    }

    pub(super) fn quote(&mut self, lines: &[String]) {
        for line in lines {
            for piece in wrapped(line, WIDTH - 8) {
                let _ = writeln!(self.text, "    │ {piece}");
            }
        }
    }

    pub(super) fn summary(&mut self) {
        self.title("Summary");
        for Score { what, expected, came } in self.scores.clone() {
            let mark = if expected == came { "✓" } else { "✗" };
            let _ = writeln!(self.text, "  {mark} {what:<32} expected {expected:<20} came {came}");
        }
    }
}

/// Breaks at spaces; what has none is cut, because a table of hexadecimal digits helps nobody.
fn wrapped(line: &str, width: usize) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let indent = "  ".repeat(1 + line.chars().take_while(|c| *c == ' ').count() / 2);
    for word in line.split(' ') {
        let word: String = if word.chars().count() > 72 {
            word.chars().take(71).chain(['…']).collect()
        } else {
            word.to_owned()
        };
        let full = pieces.last().is_some_and(|last| last.chars().count() + 1 + word.chars().count() > width);
        if full {
            pieces.push(format!("{indent}{word}"));
        } else if let Some(last) = pieces.last_mut() {
            if !last.is_empty() || word.is_empty() {
                last.push(' ');
            }
            last.push_str(&word);
        }
    }
    pieces
}
