//! The report for a terminal. A long run scrolls, so what matters most stands last: the list, what did not pass and why, the
//! totals, and in the last line the first failure with its place.

use std::fmt::Write;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::text::{count, cut, exchange_line, line, place, sign, telling, totals, troubled, unfinished, why};
use super::{Judged, Report, ScenarioReport, Verdict};

/// Scenarios that are told in full, and reasons of one line of a scenario.
const MOST_TOLD: usize = 12;
const MOST_REASONS: usize = 5;
/// Characters of a reason, and lines of a scenario that are told.
const MOST_SENTENCE: usize = 600;
const MOST_LINES: usize = 10;
/// Columns of a name in the list.
const WIDEST_NAME: usize = 44;

/// How the terminal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Whether it shows colours.
    pub colour: bool,
    /// Its columns; less than 40 is taken for 40.
    pub width: usize,
}

impl Default for Look {
    /// No colours, 100 columns: for a pipe.
    fn default() -> Self {
        Self { colour: false, width: 100 }
    }
}

/// The report as lines for a terminal; no line is wider than it.
pub fn terminal(report: &Report, look: Look) -> String {
    let mut pen = Pen { look: Look { width: look.width.max(40), ..look }, text: String::new() };
    pen.list(report);
    let told = unfinished(report);
    for scenario in told.iter().take(MOST_TOLD) {
        pen.told(scenario);
    }
    if told.len() > MOST_TOLD {
        pen.put(
            &format!(
                "… and {} more that did not pass; they stand in the list above.",
                told.len() - MOST_TOLD
            ),
            0,
        );
    }
    pen.end(report, told.first().copied());
    pen.text
}

struct Pen {
    look: Look,
    text: String,
}

impl Pen {
    /// One line a scenario.
    fn list(&mut self, report: &Report) {
        let names: Vec<String> = report.scenarios.iter().map(|one| line(&one.name)).collect();
        let widest = names.iter().map(|name| name.width()).max().unwrap_or(0);
        let widest = widest.min(WIDEST_NAME).min(self.look.width / 2);
        for (scenario, name) in report.scenarios.iter().zip(&names) {
            let name = fit(name, widest);
            let gap = " ".repeat(widest.saturating_sub(name.width()));
            let says = match scenario.verdict {
                Verdict::Pass | Verdict::Fail => line(&scenario.title),
                other => format!("{}: {}", other.word(), why(scenario)),
            };
            let says = fit(&says, self.look.width.saturating_sub(widest + 4));
            let mark = self.mark(scenario.verdict);
            let says = if says.is_empty() { says } else { format!("{gap}  {says}") };
            // Writing to a String does not fail; here and below.
            let _ = writeln!(self.text, "{mark} {name}{says}");
        }
        if !report.scenarios.is_empty() {
            self.text.push('\n');
        }
    }

    /// One scenario that did not pass, in full.
    fn told(&mut self, scenario: &ScenarioReport) {
        let title = format!("{}  {}", line(&scenario.name), line(&scenario.title));
        let title = fit(title.trim_end(), self.look.width - 2);
        let mark = self.mark(scenario.verdict);
        let _ = writeln!(self.text, "{mark} {}", self.painted(&title, BOLD));
        if let Some(reason) = &scenario.reason {
            self.put(&cut(&line(reason), MOST_SENTENCE), 2);
        }
        let lines = troubled(scenario);
        for judged in lines.iter().take(MOST_LINES) {
            self.judged(scenario, judged);
        }
        if lines.len() > MOST_LINES {
            self.put(&format!("… and {} that did not pass", count(lines.len() - MOST_LINES, "line")), 2);
        }
        self.text.push('\n');
    }

    fn judged(&mut self, scenario: &ScenarioReport, judged: &Judged) {
        let place = format!("{}:{}", line(&scenario.file), judged.line);
        let word = if judged.verdict == scenario.verdict { "" } else { judged.verdict.word() };
        self.put(format!("{place}  {}  {word}", line(&judged.what)).trim_end(), 2);
        for reason in judged.reasons.iter().take(MOST_REASONS) {
            self.put(&cut(&line(reason), MOST_SENTENCE), 4);
        }
        if judged.reasons.len() > MOST_REASONS {
            self.put(&format!("… and {}", count(judged.reasons.len() - MOST_REASONS, "more reason")), 4);
        }
        let seen = scenario.exchanges.iter().filter(|one| judged.exchanges.contains(&one.number));
        for exchange in seen.take(MOST_REASONS) {
            self.put(&exchange_line(exchange), 4);
            for finding in telling(exchange).into_iter().take(MOST_REASONS) {
                self.put(&format!("{}  {}", finding.check.id, line(finding.check.title)), 6);
            }
        }
    }

    /// The totals, and the first failure.
    fn end(&mut self, report: &Report, first: Option<&ScenarioReport>) {
        if report.scenarios.is_empty() {
            self.put("No scenario ran.", 0);
            return;
        }
        let verdict = report.verdict();
        let mark = self.mark(verdict);
        let said = fit(&totals(report), self.look.width - 2);
        let _ = writeln!(self.text, "{mark} {}", self.painted(&said, colour(verdict)));
        let Some(first) = first else { return };
        let word = if first.verdict == Verdict::Fail { "failure" } else { first.verdict.word() };
        self.put(&cut(&format!("first {word}: {}: {}", place(first), why(first)), MOST_SENTENCE), 0);
    }

    /// A paragraph, broken at spaces where there are some, further lines indented by two more.
    fn put(&mut self, paragraph: &str, indent: usize) {
        let mut rest = paragraph;
        let mut indent = indent;
        let further = indent + 2;
        loop {
            let room = self.look.width.saturating_sub(indent).max(20);
            let end = broken(rest, room);
            let (row, more) = rest.split_at(end);
            let _ = writeln!(self.text, "{:indent$}{}", "", row.trim_end());
            rest = more.trim_start();
            if rest.is_empty() {
                return;
            }
            indent = further;
        }
    }

    fn mark(&self, verdict: Verdict) -> String {
        self.painted(&sign(verdict).to_string(), colour(verdict))
    }

    fn painted(&self, text: &str, code: &str) -> String {
        if self.look.colour { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

const BOLD: &str = "1";

fn colour(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "32",
        Verdict::Fail => "1;31",
        Verdict::NotExercised => "2",
        Verdict::Inconclusive => "33",
    }
}

/// At most so many columns; an ellipsis stands for the rest.
fn fit(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let end = reach(text, columns.saturating_sub(1));
    format!("{}…", text.get(..end).unwrap_or_default().trim_end())
}

/// Where a row of so many columns ends: at its last space, or in the middle of a long word; always past one character.
fn broken(text: &str, columns: usize) -> usize {
    let end = reach(text, columns);
    if end == text.len() {
        return end;
    }
    let row = text.get(..end).unwrap_or_default();
    match row.rfind(' ') {
        Some(space) if !row.get(..space).unwrap_or_default().trim().is_empty() => space,
        _ if end == 0 => text.chars().next().map_or(0, char::len_utf8),
        _ => end,
    }
}

/// How many bytes of a text so many columns hold.
fn reach(text: &str, columns: usize) -> usize {
    let mut used = 0;
    for (at, character) in text.char_indices() {
        used += character.width().unwrap_or(0);
        if used > columns {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::{broken, fit};

    #[test]
    fn a_row_is_broken_at_a_space_or_else_inside_the_word() {
        assert_eq!(broken("one two three", 9), 7);
        assert_eq!(broken("onetwothree", 4), 4);
        assert_eq!(broken("日本語", 1), 3, "past one character, or it would never end");
    }

    #[test]
    fn wide_characters_count_twice() {
        assert_eq!(fit("日本語", 6), "日本語");
        assert_eq!(fit("日本語", 5), "日本…");
    }
}
