//! The hypothesis search: when a seal does not verify, retry the known mistakes and say „it would verify if …”.

/// One mistake that would explain a failure: with it undone, the failed digest or signature value verifies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hypothesis {
    /// Stable id: `pretty-printed-after-signing`.
    pub id: &'static str,
    /// Continues „It would verify if …”: „the document had not been re-indented after signing”.
    pub if_clause: String,
    /// What to change in the sending system, one sentence.
    pub remedy: String,
}
