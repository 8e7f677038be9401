//! A refusal by the edge, as a value: status, check, evidence. Sentence, journal entry and log line are renderings of it.

use http::StatusCode;
use poligon_institution::{Check, Evidence, Examination, Finding, Response};
use poligon_world::Strictness;

/// Why the edge does not pass a request on.
#[derive(Clone, Debug)]
pub struct Refusal {
    status: StatusCode,
    finding: Finding,
    sentence: String,
}

impl Refusal {
    /// A refusal by `check`; `sentence` says what came and what would have been taken.
    pub(crate) fn new(status: StatusCode, check: &'static Check, sentence: impl Into<String>) -> Self {
        let sentence = sentence.into();
        // The edge refuses whatever the strictness: there is no request to go on with.
        let mut examination = Examination::new(Strictness::Faithful);
        let refused = examination.refuse(check, vec![Evidence::text(sentence.clone())]);
        let finding =
            examination.into_findings().pop().unwrap_or_else(|| Finding::fail(refused.check, Vec::new()));
        Self { status, finding, sentence }
    }

    /// The failed check with what was seen.
    pub fn finding(&self) -> &Finding {
        &self.finding
    }

    /// What came and what would have been taken, without the remedy.
    pub(crate) fn said(&self) -> &str {
        &self.sentence
    }

    /// One sentence with place and remedy.
    pub fn sentence(&self) -> String {
        format!("poligon: {} {} ({})", self.sentence, self.finding.check.remedy, self.finding.check.id)
    }

    /// The sentence in a few ASCII characters, for an HTTP/1.1 reason phrase.
    pub(crate) fn phrase(&self) -> String {
        let reason = self.status.canonical_reason().unwrap_or("Refused");
        let sentence: String =
            self.sentence.chars().filter(|c| c.is_ascii_graphic() || *c == ' ').take(300).collect();
        format!("{reason} by Poligon, {}: {sentence}", self.finding.check.id)
    }

    /// The answer on the wire: plain text, marked as the edge's own so that nobody takes it for an institution's.
    pub fn response(&self) -> Response {
        Response::new(self.status)
            .with_header("x-poligon-refused-by", self.finding.check.id)
            .with_body("text/plain; charset=utf-8", format!("{}\n", self.sentence()))
    }
}
