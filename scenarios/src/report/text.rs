//! Text of strangers made fit to be read: nothing in it moves the reader's cursor, turns the direction of the line or breaks XML.

use std::borrow::Cow;
use std::fmt::Write;

use poligon_institution::{Finding, Outcome};

use super::model::{JudgedKind, Mode, Report, ScenarioReport, Verdict};
use super::{ExchangeReport, Judged};

/// The same text with control characters, directions of writing, invisible characters and non-characters as visible signs.
/// Line feeds and tabs stay. What comes out is legal in XML 1.0.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().all(stays) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if stays(character) {
            shown.push(character);
        } else if let Some(picture) = picture(character) {
            shown.push(picture);
        } else {
            // Writing to a String does not fail.
            let _ = write!(shown, "⟨U+{:04X}⟩", u32::from(character));
        }
    }
    Cow::Owned(shown)
}

/// The same on one line.
pub(super) fn line(text: &str) -> String {
    visible(text).split(['\n', '\t', '\u{2028}', '\u{2029}']).collect::<Vec<_>>().join(" ")
}

/// At most so many characters; an ellipsis stands for the rest.
pub(super) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some(_) => text.chars().take(most.saturating_sub(1)).chain(['…']).collect(),
    }
}

/// `1 scenario`, `2 scenarios`.
pub(super) fn count(number: usize, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {thing}{plural}")
}

/// The sign beside the word; never the only difference.
pub(super) fn sign(verdict: Verdict) -> char {
    match verdict {
        Verdict::Pass => '✓',
        Verdict::Fail => '✗',
        Verdict::NotExercised => '–',
        Verdict::Inconclusive => '?',
    }
}

/// `58 passed, 2 failed, 1 not exercised, 0 inconclusive`.
pub(super) fn totals(report: &Report) -> String {
    let count = |verdict| report.count(verdict);
    format!(
        "{} passed, {} failed, {} not exercised, {} inconclusive",
        count(Verdict::Pass),
        count(Verdict::Fail),
        count(Verdict::NotExercised),
        count(Verdict::Inconclusive)
    )
}

/// What kind of run it was, a few words.
pub(super) fn mode(mode: &Mode) -> String {
    match mode {
        Mode::Replay => "Replay against Poligon's own fakes".to_owned(),
        Mode::Against(url) => format!("Replay against {}", line(url)),
        Mode::Exam(command) => format!("Exam of {}", line(&command.join(" "))),
    }
}

/// Step or expectation, as a word.
pub(super) fn kind(kind: JudgedKind) -> &'static str {
    match kind {
        JudgedKind::Step => "step",
        JudgedKind::Expectation => "expectation",
    }
}

/// The lines that did not pass, worst first as the file has them: what failed before what could not be judged.
pub(super) fn troubled(scenario: &ScenarioReport) -> Vec<&Judged> {
    let mut lines: Vec<&Judged> =
        scenario.lines.iter().filter(|line| line.verdict != Verdict::Pass).collect();
    lines.sort_by_key(|line| match line.verdict {
        Verdict::Fail => 0,
        Verdict::Inconclusive => 1,
        Verdict::NotExercised => 2,
        Verdict::Pass => 3,
    });
    lines
}

/// The scenarios that did not pass, worst first, otherwise in the report's order.
pub(super) fn unfinished(report: &Report) -> Vec<&ScenarioReport> {
    [Verdict::Fail, Verdict::Inconclusive, Verdict::NotExercised]
        .into_iter()
        .flat_map(|verdict| report.scenarios.iter().filter(move |one| one.verdict == verdict))
        .collect()
}

/// One sentence on why a scenario did not pass: its own reason, or that of its first troubled line.
pub(super) fn why(scenario: &ScenarioReport) -> String {
    if let Some(reason) = &scenario.reason {
        return line(reason);
    }
    let first = troubled(scenario).into_iter().next();
    match first.map(|judged| (judged, judged.reasons.first())) {
        Some((_, Some(reason))) => line(reason),
        Some((judged, None)) => format!("{}: {}", line(&judged.what), judged.verdict.word()),
        None => scenario.verdict.word().to_owned(),
    }
}

/// Where to look: `scenarios/ksef/duplicate.yaml:31`.
pub(super) fn place(scenario: &ScenarioReport) -> String {
    match troubled(scenario).first() {
        Some(judged) => format!("{}:{}", line(&scenario.file), judged.line),
        None => line(&scenario.file),
    }
}

/// The findings of an exchange that say something: failed, then tolerated.
pub(super) fn telling(exchange: &ExchangeReport) -> Vec<&Finding> {
    let of = |outcome| exchange.findings.iter().filter(move |finding| finding.outcome == outcome);
    of(Outcome::Fail).chain(of(Outcome::Warn)).collect()
}

/// `#7 POST /v2/auth/challenge → 400`.
pub(super) fn exchange_line(exchange: &ExchangeReport) -> String {
    format!("#{} {} → {}", exchange.number, cut(&line(&exchange.request_line), 200), exchange.status)
}

/// Folder and rest of a scenario's name.
pub(super) fn folder(name: &str) -> (&str, &str) {
    name.rsplit_once('/').unwrap_or(("scenarios", name))
}

fn stays(character: char) -> bool {
    match character {
        '\n' | '\t' => true,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => false,
        // Soft hyphen, directions, joiners, invisible operators, byte order mark, interlinear marks, tags.
        '\u{ad}'
        | '\u{61c}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' => false,
        '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => false,
        other => u32::from(other) & 0xfffe != 0xfffe,
    }
}

/// The character's own picture: ␀ for NUL, ␍ for a carriage return, which is often the culprit.
fn picture(character: char) -> Option<char> {
    match u32::from(character) {
        code @ 0..=0x1f => char::from_u32(0x2400 + code),
        0x7f => Some('␡'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{cut, line, visible};

    #[test]
    fn nothing_of_a_stranger_moves_the_cursor_or_turns_the_line() {
        assert_eq!(
            visible("a\0b\r\n\tc\x1b[2J\u{202e}d\u{feff}\u{ffff}"),
            "a␀b␍\n\tc␛[2J⟨U+202E⟩d⟨U+FEFF⟩⟨U+FFFF⟩"
        );
        assert_eq!(line("a\nb"), "a b");
        assert_eq!(visible("Zażółć gęślą jaźń 🧾"), "Zażółć gęślą jaźń 🧾");
    }

    #[test]
    fn a_cut_text_says_so_and_never_breaks_a_character() {
        assert_eq!(cut("zażółć", 6), "zażółć");
        assert_eq!(cut("zażółć", 5), "zażó…");
    }
}
