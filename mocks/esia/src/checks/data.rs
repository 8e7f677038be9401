//! Rules of the data API `/rs` (spec §4) and of the stand's own `/lab`.

use poligon_institution::Provenance::{Observed, Ours, Reconstructed};

use super::{Rule, Wire};

/// A token is there.
pub static BEARER: Rule = Rule::error(
    "ESIA-RS-001",
    "Authorization carries a Bearer token",
    Ours,
    "spec/esia.md §4; the body of a 401 is unknown (§10)",
    Wire::Data { status: 401, code: "ESIA-005001", message: "SecurityErrorEnum.tokenMissing" },
    "Send Authorization: Bearer with the access token.",
);

/// It was issued here and is alive.
pub static TOKEN: Rule = Rule::error(
    "ESIA-RS-002",
    "The access token was signed here, is unchanged and has not expired",
    Ours,
    "spec/esia.md §2, §4; the body of a 401 is unknown (§10)",
    Wire::Data { status: 401, code: "ESIA-005002", message: "SecurityErrorEnum.tokenInvalid" },
    "Ask for a new token; an access token lives 3600 seconds, and the id token is not one.",
);

/// The scope covers it.
pub static SCOPE: Rule = Rule::error(
    "ESIA-RS-003",
    "The token's scope covers what is asked for",
    Observed,
    "spec/esia.md §1.9: 005029; the status is inferred",
    Wire::Data { status: 403, code: "ESIA-005029", message: "SecurityErrorEnum.scopeNotAllowed" },
    "Ask for the scope that the finding names when logging in.",
);

/// The token is the owner's.
pub static OWNER: Rule = Rule::error(
    "ESIA-RS-004",
    "The data are those of the token's owner",
    Reconstructed,
    "spec/esia.md §4: a token speaks for urn:esia:sbj_id",
    Wire::Data { status: 403, code: "ESIA-005029", message: "SecurityErrorEnum.scopeNotAllowed" },
    "Ask for the oid of the token's urn:esia:sbj_id.",
);

/// It exists.
pub static FOUND: Rule = Rule::error(
    "ESIA-RS-005",
    "What is asked for exists",
    Ours,
    "spec/esia.md §4.1; the body of a 404 is unknown",
    Wire::Data { status: 404, code: "ESIA-005004", message: "ResourceErrorEnum.notFound" },
    "Follow the addresses that the collection lists.",
);

/// The stand can read what it is given.
pub static LAB: Rule = Rule::error(
    "ESIA-LAB-900",
    "What is given to the stand's own pages can be read",
    Ours,
    "mocks/esia/README.md: /lab",
    Wire::Data { status: 400, code: "LAB-400", message: "cannot be read" },
    "Send what the finding describes; GET /lab shows an example.",
);

/// The rules above.
pub static RULES: &[&Rule] = &[&BEARER, &TOKEN, &SCOPE, &OWNER, &FOUND, &LAB];
