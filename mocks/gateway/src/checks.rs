//! The checks of the edge itself: what it refuses before an institution sees the request. The numbers are ours; see
//! [`Bounds`](crate::Bounds).

use poligon_institution::{Check, Provenance, Severity};

const OURS: &str = "Poligon's own bounds (mocks/gateway/src/bounds.rs)";
const PROXY: &str = "Poligon's own proxy (mocks/gateway/src/proxy)";

/// All checks of the edge.
pub static ALL: &[&Check] = &[
    &BODY_SIZE,
    &BODY_TIME,
    &SANDBOX_NAME,
    &SANDBOX_COUNT,
    &URI_LENGTH,
    &METHOD,
    &BODY_COMPLETE,
    &HOST,
    &PROXY_TARGET,
    &PROXY_HOST,
    &PROXY_BUILT,
    &PROXY_RUNS,
    &IMPERSONATION,
    &PROXY_USER,
    &HEAD_FORM,
    &HEAD_SIZE,
    &BODIES_IN_FLIGHT,
];

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
    title: "The request addresses a path (no OPTIONS *, and CONNECT in HTTP/1.1 to the console's port only)",
    provenance: Provenance::Ours,
    citation: OURS,
    severity: Severity::Error,
    remedy: "Use the institution's URL as base URL instead of as proxy; the proxy is the console's URL, in HTTP/1.1.",
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

/// The proxy understands where to.
pub static PROXY_TARGET: Check = Check {
    id: "EDGE-009",
    title: "A proxy request names HOST:PORT by CONNECT, or http://HOST/",
    provenance: Provenance::Official,
    citation: "RFC 9110, 9.3.6; RFC 9112, 3.2",
    severity: Severity::Error,
    remedy: "Let the HTTP library speak to the proxy: HTTPS_PROXY and HTTP_PROXY are the console's URL.",
};

/// The proxy leads to fakes only.
pub static PROXY_HOST: Check = Check {
    id: "EDGE-010",
    title: "The proxy is asked for a host that Poligon plays",
    provenance: Provenance::Ours,
    citation: PROXY,
    severity: Severity::Error,
    remedy: "Point the program at an official host name of the list or at the fake's URL; name hosts of your own test in NO_PROXY.",
};

/// The institution of the host is built.
pub static PROXY_BUILT: Check = Check {
    id: "EDGE-011",
    title: "The official host belongs to something that is built",
    provenance: Provenance::Ours,
    citation: PROXY,
    severity: Severity::Error,
    remedy: "Leave this call out of the test, or stand in for it yourself; the README lists what is built.",
};

/// The institution of the host runs.
pub static PROXY_RUNS: Check = Check {
    id: "EDGE-012",
    title: "The official host belongs to an institution that runs",
    provenance: Provenance::Ours,
    citation: PROXY,
    severity: Severity::Error,
    remedy: "Add the institution to --only, or leave --only away.",
};

/// Official names are impersonated.
pub static IMPERSONATION: Check = Check {
    id: "EDGE-013",
    title: "Official host names are played only when that was asked for",
    provenance: Provenance::Ours,
    citation: PROXY,
    severity: Severity::Error,
    remedy: "Run the program under `poligon exec`, or start with `poligon up --impersonate`.",
};

/// The proxy's user is a sandbox.
pub static PROXY_USER: Check = Check {
    id: "EDGE-014",
    title: "The proxy's user name is a sandbox's name",
    provenance: Provenance::Ours,
    citation: PROXY,
    severity: Severity::Error,
    remedy: "Write the proxy as http://NAME:x@HOST:PORT, or without a user for the default sandbox.",
};

/// The head can be read.
pub static HEAD_FORM: Check = Check {
    id: "EDGE-015",
    title: "The request head is HTTP/1.1",
    provenance: Provenance::Official,
    citation: "RFC 9112, 2 to 5; 6.3 for Content-Length",
    severity: Severity::Error,
    remedy: "Use https:// on this port, let the HTTP library write the head, and put no line breaks or spaces into header names and values.",
};

/// The head is small enough.
pub static HEAD_SIZE: Check = Check {
    id: "EDGE-016",
    title: "The request head is no larger than the edge takes",
    provenance: Provenance::Ours,
    citation: OURS,
    severity: Severity::Error,
    remedy: "Send fewer and shorter headers: at most 128, and 64 KiB in all.",
};

/// There is memory for the body.
pub static BODIES_IN_FLIGHT: Check = Check {
    id: "EDGE-017",
    title: "There is room for one more large body at the same time",
    provenance: Provenance::Ours,
    citation: OURS,
    severity: Severity::Error,
    remedy: "Send large bodies one after the other.",
};
