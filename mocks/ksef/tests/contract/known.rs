//! Where we differ from the file on purpose, and what of it we never answer; each with its reason. `mocks/ksef/README.md` has the
//! same in words.

/// A difference: what the ledger would say, and why it is right all the same.
pub struct Difference {
    /// How the ledger's line ends.
    pub ends: &'static str,
    /// Why.
    pub reason: &'static str,
}

/// All differences.
pub const DIFFERENCES: &[Difference] = &[Difference {
    ends: "detail: \"Status uwierzytelnienia (425) nie pozwala na odświeżenie tokenu dostępowego.\" } is not in the documented words",
    reason: "the official Java test asserts „uwierzytelnienia”, where the file writes „uwierzytelniania”",
}];

/// Nothing in such a request can be wrong, so there is nothing to refuse with 400.
const NO_INPUT: &str = "nothing in the request can be wrong";
/// A token of a login that is not kept is not valid here.
const NOT_OURS: &str = "a token of an unknown login does not verify here: 401";

/// What is documented and never given: operation, status or exception code, reason.
pub const NEVER: &[(&str, u32, &str)] = &[
    ("ksef.auth.challenge", 400, NO_INPUT),
    ("ksef.auth.token.redeem", 21304, NOT_OURS),
    ("ksef.auth.token.refresh", 21304, NOT_OURS),
    ("ksef.auth.sessions.revoke-current", 400, NO_INPUT),
    ("ksef.auth.sessions.revoke-current", 21405, NO_INPUT),
    ("ksef.security.public-key-certificates", 400, NO_INPUT),
    ("ksef.limits.context", 400, NO_INPUT),
    ("ksef.limits.subject", 400, NO_INPUT),
    ("ksef.rate-limits", 400, NO_INPUT),
    ("ksef.testdata.limits.context.reset", 400, NO_INPUT),
    ("ksef.testdata.limits.subject.reset", 400, NO_INPUT),
    ("ksef.testdata.rate-limits.reset", 400, NO_INPUT),
    ("ksef.testdata.rate-limits.production", 400, NO_INPUT),
    ("ksef.testdata.rate-limits.production", 21405, NO_INPUT),
    ("ksef.testdata.certificates.shorten", 200, "KSeF certificates are not built: there is none to shorten"),
];
