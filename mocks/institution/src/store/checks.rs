//! The checks of the store: what it refuses so that no answer leaves that a restart would not know of.

use crate::{Check, Provenance, Severity};

const OURS: &str = "Poligon's own promise (README.md, „State”)";

/// All of them.
pub static ALL: &[&Check] = &[&KEPT, &ROOM, &SAME_PAST];

/// The exchange is on the disk.
pub static KEPT: Check = Check {
    id: "STATE-001",
    title: "The exchange is in the state directory before its answer leaves",
    provenance: Provenance::Ours,
    citation: OURS,
    severity: Severity::Error,
    remedy: "Make room in the state directory, start Poligon anew, and send the request once more; nothing of it was taken.",
};

/// There is room in the log.
pub static ROOM: Check = Check {
    id: "STATE-002",
    title: "The log of the sandbox has room for one more exchange",
    provenance: Provenance::Ours,
    citation: OURS,
    severity: Severity::Error,
    remedy: "Reset the sandbox (POST /sandboxes/NAME/reset on the console), which begins a new log, or use another one.",
};

/// The sandbox came back as it was.
pub static SAME_PAST: Check = Check {
    id: "STATE-003",
    title: "The sandbox comes back from the state directory as it was",
    provenance: Provenance::Ours,
    citation: OURS,
    severity: Severity::Error,
    remedy: "Start the Poligon that kept it, or reset the sandbox (POST /sandboxes/NAME/reset on the console).",
};
