//! The report as JSON: the model as it is, with the verdict and the totals before it. Nothing is cut or replaced.

use serde::Serialize;

use super::{Report, Verdict};

/// The version of this shape; raised when a field changes its meaning or goes away.
const FORMAT: u32 = 1;

#[derive(Serialize)]
struct Page<'a> {
    format: u32,
    verdict: Verdict,
    totals: Totals,
    #[serde(flatten)]
    report: &'a Report,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Totals {
    pass: usize,
    fail: usize,
    not_exercised: usize,
    inconclusive: usize,
}

/// The report as JSON, indented, with a line feed at its end: `{format, verdict, totals {pass, fail, not-exercised,
/// inconclusive}, poligon, mode, scenarios, checks, operations}`, where the last five are those of [`Report`].
pub fn json(report: &Report) -> String {
    let page = Page {
        format: FORMAT,
        verdict: report.verdict(),
        totals: Totals {
            pass: report.count(Verdict::Pass),
            fail: report.count(Verdict::Fail),
            not_exercised: report.count(Verdict::NotExercised),
            inconclusive: report.count(Verdict::Inconclusive),
        },
        report,
    };
    // Serialising fails on maps whose keys are no text, and there are none.
    serde_json::to_string_pretty(&page).unwrap_or_default() + "\n"
}
