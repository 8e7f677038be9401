//! A finding: the outcome of one check on one exchange, with its evidence.

use serde::Serialize;

use crate::Check;

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It holds.
    Pass,
    /// It does not hold, and the message is refused for it (or would be, in a sandbox less lenient).
    Fail,
    /// It does not hold, and the message is taken all the same.
    Warn,
    /// It does not apply to this message.
    NotApplicable,
}

/// What a finding rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Evidence {
    /// Two values that should agree. `what` names the place.
    Values {
        /// What was compared: a path, a header, a field.
        what: String,
        /// What should have come.
        expected: String,
        /// What came.
        got: String,
    },
    /// Bytes that were hashed, and the two digests.
    Digest {
        /// What was hashed: `Reference #1 URI=""`.
        what: String,
        /// Digest algorithm URI or name.
        algorithm: String,
        /// The digest written in the message, base64.
        declared: String,
        /// The digest of `canonical`, base64.
        computed: String,
        /// The bytes that were hashed (bounded; see `truncated`), shown as text and hex by the renderers.
        #[serde(serialize_with = "lossy")]
        canonical: Vec<u8>,
        /// How many bytes `canonical` leaves out.
        truncated: usize,
    },
    /// „It would verify if …”, best first.
    Candidates(Vec<Candidate>),
    /// Bytes that were judged, where there is no digest to compare: the canonical SignedInfo of a wrong signature value.
    Bytes {
        /// What they are.
        what: String,
        /// The bytes (bounded; see `truncated`).
        #[serde(serialize_with = "lossy")]
        bytes: Vec<u8>,
        /// How many bytes `bytes` leaves out.
        truncated: usize,
    },
    /// The stages that a seal went through.
    Stages(Vec<StageLine>),
    /// A sentence.
    Text(String),
}

/// One known mistake that would explain a failure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// Stable id of the mistake: `pretty-printed-after-signing`.
    pub id: String,
    /// Continues „It would verify if …”: „the document had not been re-indented after signing”.
    pub if_clause: String,
    /// What to change in the sending system.
    pub remedy: String,
}

/// One stage of a verification, as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StageLine {
    /// The stage's name: `digest`.
    pub stage: String,
    /// How it ended.
    pub outcome: Outcome,
    /// What was seen there.
    pub detail: String,
}

/// The outcome of one check, with evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The check.
    pub check: &'static Check,
    /// How it ended.
    pub outcome: Outcome,
    /// What that rests on; may be empty for a pass.
    pub evidence: Vec<Evidence>,
}

impl Finding {
    /// The check holds.
    pub fn pass(check: &'static Check) -> Self {
        Self { check, outcome: Outcome::Pass, evidence: Vec::new() }
    }

    /// The check does not hold.
    pub fn fail(check: &'static Check, evidence: Vec<Evidence>) -> Self {
        Self { check, outcome: Outcome::Fail, evidence }
    }

    /// The check does not hold, and that is tolerated.
    pub fn warn(check: &'static Check, evidence: Vec<Evidence>) -> Self {
        Self { check, outcome: Outcome::Warn, evidence }
    }

    /// What it costs in memory, bytes.
    pub(crate) fn resident(&self) -> usize {
        size_of::<Self>() + self.evidence.iter().map(Evidence::resident).sum::<usize>()
    }

    /// Whether this finding refused the message.
    pub fn failed(&self) -> bool {
        self.outcome == Outcome::Fail
    }
}

impl Evidence {
    /// A sentence.
    pub fn text(sentence: impl Into<String>) -> Self {
        Self::Text(sentence.into())
    }

    /// What it costs in memory, bytes.
    fn resident(&self) -> usize {
        let heap = match self {
            Self::Values { what, expected, got } => what.len() + expected.len() + got.len(),
            Self::Digest { what, algorithm, declared, computed, canonical, .. } => {
                what.len() + algorithm.len() + declared.len() + computed.len() + canonical.len()
            }
            Self::Bytes { what, bytes, .. } => what.len() + bytes.len(),
            Self::Candidates(candidates) => candidates
                .iter()
                .map(|one| size_of::<Candidate>() + one.id.len() + one.if_clause.len() + one.remedy.len())
                .sum(),
            Self::Stages(stages) => {
                stages.iter().map(|line| size_of::<StageLine>() + line.stage.len() + line.detail.len()).sum()
            }
            Self::Text(sentence) => sentence.len(),
        };
        size_of::<Self>() + heap
    }

    /// Two values that should agree.
    pub fn values(what: impl Into<String>, expected: impl Into<String>, got: impl Into<String>) -> Self {
        Self::Values { what: what.into(), expected: expected.into(), got: got.into() }
    }
}

fn lossy<S: serde::Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&String::from_utf8_lossy(bytes))
}
