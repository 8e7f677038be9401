//! A check: one named thing that an institution looks at in a message. Checks are data; one registry feeds the server,
//! `poligon check`, the reports and the docs.

use std::fmt;

use serde::Serialize;

/// Where our knowledge of a behaviour comes from. Shown wherever the behaviour shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Provenance {
    /// An official document is cited.
    Official,
    /// Seen in recordings or in unmodified public clients.
    Observed,
    /// Inferred; there is no public schema.
    Reconstructed,
    /// The real value is unknown; Poligon chose.
    Ours,
}

impl fmt::Display for Provenance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Official => "official",
            Self::Observed => "observed",
            Self::Reconstructed => "reconstructed",
            Self::Ours => "ours",
        })
    }
}

/// What a failure of a check does to the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The real system refuses the message; lenient sandboxes record it and go on where that is possible.
    Error,
    /// The real system takes the message; a picky sandbox refuses it.
    Warning,
    /// Worth knowing, never refused.
    Note,
}

/// One named check. Declared `static` in an institution's `checks.rs` and compared by its id.
#[derive(Debug, Serialize)]
pub struct Check {
    /// Stable id: institution or protocol prefix, dash, number: `KSEF-AUTH-004`, `WSS-004`.
    pub id: &'static str,
    /// One short sentence that says what must hold: „The challenge was issued here and is unused”.
    pub title: &'static str,
    /// Where the knowledge comes from.
    pub provenance: Provenance,
    /// Document, version and clause: `open-api 2.7.0: POST /auth/xades-signature, 21111`.
    pub citation: &'static str,
    /// What a failure does.
    pub severity: Severity,
    /// What the sender should do about a failure, one sentence.
    pub remedy: &'static str,
}

impl PartialEq for Check {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Check {}
