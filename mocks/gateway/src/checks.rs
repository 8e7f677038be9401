//! The checks of the edge itself: what it refuses before an institution sees the request. The numbers are ours; see
//! [`Bounds`](crate::Bounds).

use poligon_institution::{Check, Provenance, Severity};

const OURS: &str = "Poligon's own bounds (mocks/gateway/src/bounds.rs)";

/// All checks of the edge.
pub static ALL: &[&Check] =
    &[&BODY_SIZE, &BODY_TIME, &SANDBOX_NAME, &SANDBOX_COUNT, &URI_LENGTH, &METHOD, &BODY_COMPLETE, &HOST];

/// The body is small enough.
pub static BODY_SIZE: Check = Check {
    id: "EDGE-001",
    title: "The body is no larger than the edge takes",
    provenance: Provenance::Ours,
    citation: OURS,
    severity: Severity::Error,
    remedy: "Send the data in smaller parts.",
};

/// The body arrives in time.
pub static BODY_TIME: Check = Check {
    id: "EDGE-002",
    title: "The body arrives without long pauses",
    provenance: Provenance::Ours,
    citation: OURS,
    severity: Severity::Error,
    remedy: "Send as many bytes as Content-Length announces, and flush them.",
};

/// The prefix names a sandbox.
pub static SANDBOX_NAME: Check = Check {
    id: "EDGE-003",
    title: "The path prefix /@name/ is a sandbox's name",
    provenance: Provenance::Ours,
    citation: OURS,
    severity: Severity::Error,
    remedy: "Use 1 to 64 characters of a-z, 0-9, „.”, „_”, „-”, the first a letter or digit.",
};

/// There is room for the sandbox.
pub static SANDBOX_COUNT: Check = Check {
    id: "EDGE-004",
    title: "There is room for one more sandbox",
    provenance: Provenance::Ours,
    citation: OURS,
    severity: Severity::Error,
    remedy: "Delete a sandbox (DELETE /sandboxes/NAME on the console) or reuse a name.",
};

/// The address is short enough.
pub static URI_LENGTH: Check = Check {
    id: "EDGE-005",
    title: "Path and query are no longer than the edge takes",
    provenance: Provenance::Ours,
    citation: OURS,
    severity: Severity::Error,
    remedy: "Send long parameters in the body.",
};

/// The method addresses a resource here.
pub static METHOD: Check = Check {
    id: "EDGE-006",
    title: "The request addresses a path (no CONNECT, no OPTIONS *)",
    provenance: Provenance::Ours,
    citation: OURS,
    severity: Severity::Error,
    remedy: "Use the institution's URL as base URL instead of as proxy; the CONNECT proxy is not built.",
};

/// The body is whole.
pub static BODY_COMPLETE: Check = Check {
    id: "EDGE-007",
    title: "The body arrives whole",
    provenance: Provenance::Ours,
    citation: "RFC 9112, 8; RFC 9113, 8.1.1",
    severity: Severity::Error,
    remedy: "Keep the connection open until the answer is there, and send as many bytes as Content-Length announces.",
};

/// The Host header can be a host.
pub static HOST: Check = Check {
    id: "EDGE-008",
    title: "Host is a host name or address with an optional port",
    provenance: Provenance::Official,
    citation: "RFC 9110, 7.2; RFC 3986, 3.2.2",
    severity: Severity::Error,
    remedy: "Let the HTTP library set Host from the URL.",
};
