//! The report as Markdown for a comment on a pull request: the verdict, what did not pass and why, what was covered. Bounded,
//! since a comment is; what had to be left out is said at its end. Nothing of a stranger becomes markup, a mention or a link.

use std::collections::BTreeMap;

use poligon_institution::Provenance;

use super::text::{count, cut, exchange_line, line, mode, place, sign, telling, troubled, unfinished, why};
use super::{Judged, Report, ScenarioReport, Verdict};

/// Characters of a comment; GitHub takes 65 536.
pub const MOST_CHARACTERS: usize = 60_000;
/// Kept for the sentence on what was left out.
const FOR_THE_END: usize = 400;
/// Characters of one scenario, of one sentence.
const MOST_SCENARIO: usize = 8_000;
const MOST_SENTENCE: usize = 600;
/// Characters that lists of passed scenarios may take.
const MOST_LIST: usize = 12_000;

/// The report as Markdown, at most [`MOST_CHARACTERS`].
pub fn markdown(report: &Report) -> String {
    let mut page = Page { text: String::new(), used: 0, left_out: 0 };
    page.put(&head(report));
    let coverage = coverage(report);
    let room = MOST_CHARACTERS.saturating_sub(coverage.chars().count() + FOR_THE_END);
    for scenario in unfinished(report) {
        let told = told(scenario);
        if !page.put_within(&told, room) {
            page.left_out += 1;
        }
    }
    let (list, unlisted) = passed(report, MOST_LIST.min(room.saturating_sub(page.used)));
    page.put(&list);
    page.put(&coverage);
    page.put(&end(page.left_out, unlisted));
    page.text
}

struct Page {
    text: String,
    used: usize,
    left_out: usize,
}

impl Page {
    fn put(&mut self, text: &str) {
        self.used += text.chars().count();
        self.text.push_str(text);
    }

    fn put_within(&mut self, text: &str, most: usize) -> bool {
        let fits = self.used + text.chars().count() <= most;
        if fits {
            self.put(text);
        }
        fits
    }
}

fn head(report: &Report) -> String {
    let verdict = report.verdict();
    let number = |verdict| report.count(verdict);
    format!(
        "## {} Poligon: {}\n\n{} · Poligon {}\n\n| passed | failed | not exercised | inconclusive |\n|---:|---:|---:|---:|\n| {} | {} | {} | {} |\n\n",
        sign(verdict),
        verdict.word(),
        code(&cut(&mode(&report.mode), 300)),
        code(&cut(&line(&report.poligon), 60)),
        number(Verdict::Pass),
        number(Verdict::Fail),
        number(Verdict::NotExercised),
        number(Verdict::Inconclusive),
    )
}

/// One scenario that did not pass.
fn told(scenario: &ScenarioReport) -> String {
    let name = cut(&line(&scenario.name), 200);
    let mut text = format!("### {} {}\n\n", sign(scenario.verdict), code(&name));
    let title = escaped(&cut(&line(&scenario.title), MOST_SENTENCE));
    let short =
        format!("{title} — **{}** at {}\n\n", scenario.verdict.word(), code(&cut(&place(scenario), 300)));
    text.push_str(&short);
    if scenario.reason.is_some() {
        text.push_str(&format!("{}\n\n", escaped(&cut(&why(scenario), MOST_SENTENCE))));
    }
    let mut used = text.chars().count();
    let mut untold = 0;
    for judged in troubled(scenario) {
        let item = item(scenario, judged);
        if used + item.chars().count() > MOST_SCENARIO {
            untold += 1;
            continue;
        }
        used += item.chars().count();
        text.push_str(&item);
    }
    if untold > 0 {
        text.push_str(&format!("- … and {} more that did not pass\n", count(untold, "line")));
    }
    text.push('\n');
    text
}

fn item(scenario: &ScenarioReport, judged: &Judged) -> String {
    let what = code(&cut(&line(&judged.what), 200));
    let mut text = format!("- line {}, {what}: {}\n", judged.line, judged.verdict.word());
    for reason in judged.reasons.iter().take(5) {
        text.push_str(&format!("  - {}\n", escaped(&cut(&line(reason), MOST_SENTENCE))));
    }
    for exchange in scenario.exchanges.iter().filter(|one| judged.exchanges.contains(&one.number)).take(5) {
        let checks: Vec<&str> = telling(exchange).iter().take(5).map(|finding| finding.check.id).collect();
        let checks =
            if checks.is_empty() { String::new() } else { format!(" ({})", code(&checks.join(", "))) };
        text.push_str(&format!("  - {}{checks}\n", code(&exchange_line(exchange))));
    }
    text
}

/// The passed scenarios behind a fold, and how many did not fit.
fn passed(report: &Report, room: usize) -> (String, usize) {
    let passed: Vec<&ScenarioReport> =
        report.scenarios.iter().filter(|one| one.verdict == Verdict::Pass).collect();
    if passed.is_empty() {
        return (String::new(), 0);
    }
    let head = format!("<details><summary>{} passed</summary>\n\n", count(passed.len(), "scenario"));
    let foot = "\n</details>\n\n";
    let mut used = head.chars().count() + foot.len();
    if used > room {
        return (String::new(), passed.len());
    }
    let (mut items, mut unlisted) = (String::new(), 0);
    for scenario in passed {
        let name = code(&cut(&line(&scenario.name), 200));
        let item = format!("- {name} {}\n", escaped(&cut(&line(&scenario.title), 200)));
        if used + item.chars().count() > room {
            unlisted += 1;
            continue;
        }
        used += item.chars().count();
        items.push_str(&item);
    }
    (format!("{head}{items}{foot}"), unlisted)
}

/// How many checks of each provenance, and how many operations, were met.
fn coverage(report: &Report) -> String {
    let mut checks: BTreeMap<Provenance, (usize, usize)> = BTreeMap::new();
    for check in &report.checks {
        let (met, all) = checks.entry(check.provenance).or_default();
        *all += 1;
        *met += usize::from(check.passed + check.failed + check.warned > 0);
    }
    if checks.is_empty() && report.operations.is_empty() {
        return String::new();
    }
    let mut text = String::from("| covered | met | of |\n|---|---:|---:|\n");
    for (provenance, (met, all)) in checks {
        text.push_str(&format!("| checks, {provenance} | {met} | {all} |\n"));
    }
    let built = report.operations.iter().filter(|operation| operation.built);
    let called = built.clone().filter(|operation| operation.calls > 0).count();
    text.push_str(&format!("| operations that are built | {called} | {} |\n\n", built.count()));
    text
}

fn end(left_out: usize, unlisted: usize) -> String {
    if left_out + unlisted == 0 {
        return String::new();
    }
    format!(
        "_A comment has room for {MOST_CHARACTERS} characters. Left out: {} that did not pass, {} that passed. The JSON and \
         HTML reports have them all._\n",
        count(left_out, "scenario"),
        count(unlisted, "scenario")
    )
}

/// A code span that holds this text, whatever backticks are in it.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    // Spaces keep a backtick at an end apart from the fence, and nothing else; a renderer takes them off.
    if longest > 0 || text.is_empty() {
        format!("{fence} {text} {fence}")
    } else {
        format!("{fence}{text}{fence}")
    }
}

/// Plain text: no character of it means anything to Markdown. An empty comment after @ and # keeps GitHub from calling people
/// and linking issues.
fn escaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len() * 2);
    for character in text.chars() {
        if "\\`*_{}[]<>()#+!|~&$:@^-.".contains(character) {
            plain.push('\\');
        }
        plain.push(character);
        if matches!(character, '@' | '#') {
            plain.push_str("<!-- -->");
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::{code, escaped};

    #[test]
    fn a_code_span_holds_any_backticks() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a``b`"), "``` a``b` ```");
    }

    #[test]
    fn plain_text_has_no_markup_no_mention_and_no_link() {
        assert_eq!(escaped("<b> @all *x*"), "\\<b\\> \\@<!-- -->all \\*x\\*");
        assert_eq!(escaped("[a](http://b)"), "\\[a\\]\\(http\\://b\\)");
    }
}
