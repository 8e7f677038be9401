//! Rules that hold for every operation.

use poligon_institution::Provenance::{Observed, Official, Ours, Reconstructed};

use crate::checks::{Details, Rule, Wire};

/// The path leads to an operation.
pub static ROUTE: Rule = Rule::error(
    "KSEF-GND-001",
    "The path is one of the API",
    Observed,
    "OpenAPI 2.7.0, paths; empty 404 reported by integrators",
    Wire::Bare(404),
    "Compare the path with the OpenAPI file; it starts with /v2 (or the old /api/v2).",
);

/// The path takes the method.
pub static METHOD: Rule = Rule::error(
    "KSEF-GND-002",
    "The path takes the method",
    Observed,
    "OpenAPI 2.7.0, paths; empty 405 reported by integrators",
    Wire::Bare(405),
    "Use the method that the OpenAPI file gives for this path.",
);

/// The body is not too large.
pub static BODY_SIZE: Rule = Rule::error(
    "KSEF-GND-003",
    "The body is within the bound of the house",
    Ours,
    "Poligon: bounds of the house",
    Wire::Bare(413),
    "Send at most 16 MB in one JSON body.",
);

/// The body is a JSON object and its values have the right types.
pub static JSON: Rule = Rule::error(
    "KSEF-GND-004",
    "The body is a JSON object with values of the right types",
    Observed,
    "OpenAPI 2.7.0, 21001; for JSON reported by integrators",
    Wire::exception(21001, "Nieczytelna treść.", Details::None),
    "Send a JSON object as the OpenAPI file describes it: right types, known enum values, dates in ISO 8601.",
);

/// The fields are valid.
pub static VALID: Rule = Rule::error(
    "KSEF-GND-005",
    "Every field is present and in its range",
    Official,
    "OpenAPI 2.7.0, 21405",
    Wire::exception(21405, "Błąd walidacji danych wejściowych.", Details::Texts),
    "Correct the fields that the details name; all bad fields are listed at once.",
);

/// There is a valid bearer token.
pub static TOKEN: Rule = Rule::error(
    "KSEF-GND-006",
    "The request carries a token that was issued here and is in force",
    Official,
    "OpenAPI 2.7.0, 401",
    Wire::Unauthorized,
    "Send „Authorization: Bearer TOKEN” with a token of this sandbox that has not expired; refresh or log in anew.",
);

/// The token is of the right kind.
pub static TOKEN_KIND: Rule = Rule::error(
    "KSEF-GND-007",
    "The token is of the kind that the operation takes",
    Observed,
    "CIRFMF/ksef-api issue 129: 403 for an authentication token where an access token is needed; reasonCode is a guess",
    Wire::Forbidden {
        reason: "auth-method-not-allowed",
        detail: "Ta operacja nie jest dostępna dla użytej metody uwierzytelnienia.",
    },
    "Use the authenticationToken only for status and redeem, the refreshToken only for refresh and revoke, the accessToken for all else.",
);

/// One of the permissions is there.
pub static PERMISSION: Rule = Rule::error(
    "KSEF-GND-008",
    "The caller has one of the permissions that the operation asks for",
    Official,
    "OpenAPI 2.7.0, 403 missing-permissions",
    Wire::Forbidden {
        reason: "missing-permissions",
        detail: "Brak wymaganych uprawnień do wykonania operacji w bieżącym kontekście.",
    },
    "Have one of the required permissions granted in this context, then refresh the access token.",
);

/// The address is one that the login allows.
pub static IP: Rule = Rule::error(
    "KSEF-GND-009",
    "The request comes from an address that the login allowed",
    Official,
    "OpenAPI 2.7.0, 403 ip-not-allowed",
    Wire::Forbidden {
        reason: "ip-not-allowed",
        detail: "Żądanie pochodzi z adresu IP innego niż wskazany podczas uwierzytelnienia.",
    },
    "Send from an address of the AuthorizationPolicy of the login, or log in with a wider policy.",
);

/// The resource is the caller's to see.
pub static RESOURCE: Rule = Rule::error(
    "KSEF-GND-010",
    "The resource is the caller's to see",
    Official,
    "OpenAPI 2.7.0, 403 insufficient-resource-access",
    Wire::Forbidden { reason: "insufficient-resource-access", detail: "Brak dostępu do wskazanego zasobu." },
    "Ask as the subject that made the resource, as the owner of the context, or with Introspection.",
);

/// The continuation token is one of ours.
pub static CONTINUATION: Rule = Rule::error(
    "KSEF-GND-011",
    "The continuation token was made here for this list",
    Official,
    "OpenAPI 2.7.0, 21418",
    Wire::exception(21418, "Przekazany token kontynuacji ma nieprawidłowy format.", Details::None),
    "Send the value of „continuationToken” of the page before, unchanged, in the header x-continuation-token.",
);

/// The operation is still kept.
pub static KEPT: Rule = Rule::error(
    "KSEF-GND-012",
    "The operation is recent enough to be asked for",
    Official,
    "OpenAPI 2.7.0, 410",
    Wire::Gone,
    "Ask for an operation within the time that the API keeps it (an authentication: 7 days).",
);

/// Not too many requests.
pub static RATE: Rule = Rule::error(
    "KSEF-GND-013",
    "No more requests come than the limits of the context take",
    Official,
    "OpenAPI 2.7.0, 429 and x-rate-limits; that a refused request does not count is Poligon's choice",
    Wire::TooMany,
    "Wait as many seconds as Retry-After says; in TEST, POST /testdata/rate-limits raises the limits.",
);

/// The host is that of the environment.
pub static HOST: Rule = Rule::note(
    "KSEF-GND-014",
    "The host that was called is not that of another environment",
    Ours,
    "ksef-api: srodowiska.md, the addresses; Poligon answers all of them as the environment of ksef.profile",
    "Start with --profile test, demo or prd as your client's address says, or change the client's address.",
);

/// The environment has the operation.
pub static TEST_ONLY: Rule = Rule::error(
    "KSEF-GND-015",
    "The environment has test data",
    Reconstructed,
    "OpenAPI 2.7.0: /testdata, „Tylko na środowiskach testowych”; that other environments answer 404 is assumed",
    Wire::Bare(404),
    "Play TEST (--profile test) to set test data; DEMO and production take theirs from the real registers.",
);

/// The house has built the operation.
pub static NOT_BUILT: Rule = Rule::error(
    "KSEF-HOUSE-501",
    "Poligon has built the operation",
    Ours,
    "Poligon: operations marked „not built” in `mocks/ksef/README.md`",
    Wire::NotBuilt,
    "This says nothing about your client: the real KSeF has this operation, this version of Poligon has not.",
);

/// The house did what it should.
pub static SOUND: Rule = Rule::error(
    "KSEF-HOUSE-500",
    "Poligon's own keys and certificates could be made",
    Ours,
    "OpenAPI 2.7.0, 500",
    Wire::Unexpected,
    "This is a defect or a full disk on Poligon's side; the evidence says what failed.",
);

/// All rules of this file.
pub static RULES: &[&Rule] = &[
    &ROUTE,
    &METHOD,
    &BODY_SIZE,
    &JSON,
    &VALID,
    &TOKEN,
    &TOKEN_KIND,
    &PERMISSION,
    &IP,
    &RESOURCE,
    &CONTINUATION,
    &KEPT,
    &RATE,
    &HOST,
    &TEST_ONLY,
    &NOT_BUILT,
    &SOUND,
];
