//! The report of a run, as data. Every form (terminal, JSON, JUnit, Markdown, HTML) is written from this and from nothing else,
//! so that they cannot disagree. The same seed gives the same report: nothing in it is measured.

use poligon_institution::{Finding, Provenance};
use serde::Serialize;

/// How a scenario, or one line of it, ended. Never blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Everything that was expected was seen.
    Pass,
    /// Something else was seen than was expected.
    Fail,
    /// The client never came near it.
    NotExercised,
    /// The harness itself could not judge; the reason says why.
    Inconclusive,
}

/// What kind of run it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// The harness played the client against its own fakes.
    Replay,
    /// The harness played the client against this URL.
    Against(String),
    /// This command was examined.
    Exam(Vec<String>),
}

/// The report of a run.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The version of Poligon.
    pub poligon: String,
    /// What kind of run it was.
    pub mode: Mode,
    /// The scenarios, by name.
    pub scenarios: Vec<ScenarioReport>,
    /// The checks of the institutions that took part, by institution and id.
    pub checks: Vec<CheckCoverage>,
    /// The operations of the institutions that took part, by institution and in the order of their catalogue.
    pub operations: Vec<OperationCoverage>,
}

/// What became of one scenario.
#[derive(Clone, Debug, Serialize)]
pub struct ScenarioReport {
    /// Its name: `ksef/duplicate-invoice`.
    pub name: String,
    /// Its title, a sentence.
    pub title: String,
    /// What it is about; may be empty.
    pub about: String,
    /// What it cites.
    pub cites: Vec<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// The file, as it was named.
    pub file: String,
    /// The seed of its sandbox.
    pub seed: u64,
    /// How it ended: the worst of its lines.
    pub verdict: Verdict,
    /// Why, when it is neither pass nor told by a line: one sentence.
    pub reason: Option<String>,
    /// Steps and expectations in the order of the file.
    pub lines: Vec<Judged>,
    /// The exchanges of its sandbox, in order.
    pub exchanges: Vec<ExchangeReport>,
}

/// What kind of line was judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum JudgedKind {
    /// A step, with its own expectations.
    Step,
    /// An expectation that is judged at the end.
    Expectation,
}

/// One step or expectation, judged.
#[derive(Clone, Debug, Serialize)]
pub struct Judged {
    /// Step or expectation.
    pub kind: JudgedKind,
    /// Line of the file, from 1.
    pub line: u64,
    /// What it says, in short words: `ksef.send-invoice`, `calls to ksef.auth.challenge: exactly 1`.
    pub what: String,
    /// How it ended.
    pub verdict: Verdict,
    /// One sentence for each thing that was not as expected (place, expected, got), or why nothing could be judged.
    pub reasons: Vec<String>,
    /// Numbers of the exchanges that it rests on.
    pub exchanges: Vec<u64>,
}

/// One exchange.
#[derive(Clone, Debug, Serialize)]
pub struct ExchangeReport {
    /// Its number in the journal.
    pub number: u64,
    /// The institution's name.
    pub institution: String,
    /// The operation's name, when the request named one.
    pub operation: Option<String>,
    /// When it came, by the sandbox's clock: RFC 3339.
    pub at: String,
    /// `POST /v2/auth/challenge`, at most 200 characters.
    pub request_line: String,
    /// The status of the answer.
    pub status: u16,
    /// Whether a scenario's script made or changed the answer.
    pub scripted: bool,
    /// The findings that did not pass, with their evidence.
    pub findings: Vec<Finding>,
    /// The messages; only for exchanges of scenarios that did not pass, and for those with a failed finding.
    pub request: Option<MessageReport>,
    /// As `request`.
    pub response: Option<MessageReport>,
}

/// One message as it was on the wire.
#[derive(Clone, Debug, Serialize)]
pub struct MessageReport {
    /// The headers; secrets (`authorization`, cookies) are cut to their beginning.
    pub headers: Vec<(String, String)>,
    /// The body as text, with whatever is no UTF-8 replaced; at most 64 KiB.
    pub body: String,
    /// How many bytes `body` leaves out.
    pub left_out: u64,
}

/// How often a check was met.
#[derive(Clone, Debug, Serialize)]
pub struct CheckCoverage {
    /// The institution's name.
    pub institution: String,
    /// The check's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Where our knowledge comes from.
    pub provenance: Provenance,
    /// How often it passed.
    pub passed: u64,
    /// How often it failed.
    pub failed: u64,
    /// How often it failed and was tolerated.
    pub warned: u64,
}

/// How often an operation was called.
#[derive(Clone, Debug, Serialize)]
pub struct OperationCoverage {
    /// The institution's name.
    pub institution: String,
    /// The operation's name.
    pub name: String,
    /// Where our knowledge comes from.
    pub provenance: Provenance,
    /// Whether it works here.
    pub built: bool,
    /// How often it was called.
    pub calls: u64,
    /// The statuses that it answered, ascending.
    pub statuses: Vec<u16>,
}

impl Verdict {
    /// The word for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::NotExercised => "not exercised",
            Self::Inconclusive => "inconclusive",
        }
    }

    /// The worse of two: fail, inconclusive, not exercised, pass.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let weight = |verdict| match verdict {
            Self::Fail => 3,
            Self::Inconclusive => 2,
            Self::NotExercised => 1,
            Self::Pass => 0,
        };
        if weight(other) > weight(self) { other } else { self }
    }
}

impl Report {
    /// The worst verdict of all scenarios; not exercised when there is none.
    pub fn verdict(&self) -> Verdict {
        self.scenarios.iter().map(|one| one.verdict).reduce(Verdict::and).unwrap_or(Verdict::NotExercised)
    }

    /// How many scenarios ended so.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.scenarios.iter().filter(|one| one.verdict == verdict).count()
    }
}

#[cfg(test)]
mod tests {
    use super::Verdict::{Fail, Inconclusive, NotExercised, Pass};

    #[test]
    fn the_worse_verdict_wins_whichever_comes_first() {
        for (better, worse) in [(Pass, NotExercised), (NotExercised, Inconclusive), (Inconclusive, Fail)] {
            assert_eq!(better.and(worse), worse);
            assert_eq!(worse.and(better), worse);
        }
    }
}
