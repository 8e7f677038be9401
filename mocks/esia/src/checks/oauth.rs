//! Rules of the authorisation and token endpoints (spec §1).

use poligon_institution::Provenance::{Observed, Reconstructed};

use super::{Rule, Text, Wire};

const MISSING: Wire = Wire::OAuth { code: "007014", error: "invalid_request", text: Text::Missing };
const SECRET_WRONG: Wire = Wire::oauth("007053", "access_denied", "OAuthErrorEnum.clientSecretWrong");

/// The mandatory parameters.
pub static PRESENT: Rule = Rule::error(
    "ESIA-OA-001",
    "Every mandatory parameter is there",
    Observed,
    "spec/esia.md §1.3, §1.4; 007014 seen in answers that integrators quote",
    MISSING,
    "Send the parameters that the finding names; to the token endpoint as application/x-www-form-urlencoded, never as JSON.",
);

/// Each of them once.
pub static ONCE: Rule = Rule::error(
    "ESIA-OA-002",
    "No parameter comes twice with different values",
    Reconstructed,
    "spec/esia.md §1.9: 007003",
    Wire::oauth("007003", "invalid_request", "A parameter is repeated."),
    "Send each parameter once.",
);

/// `timestamp` can be read.
pub static TIMESTAMP: Rule = Rule::error(
    "ESIA-OA-003",
    "timestamp is written yyyy.MM.dd HH:mm:ss Z",
    Observed,
    "spec/esia.md §1.3: ESIA answers 007014 [timestamp]",
    MISSING,
    "Write it like 2026.11.24 12:00:00 +0300, and percent-encode the plus as %2B.",
);

/// `timestamp` is now.
pub static CLOCK: Rule = Rule::error(
    "ESIA-OA-004",
    "timestamp is near the present time",
    Reconstructed,
    "spec/esia.md §1.9: 007015; the width of the window is Poligon's (knob esia.timestamp-window-seconds)",
    Wire::oauth("007015", "invalid_request", "The time of the request is wrong."),
    "Set the clock of the client right, and make the timestamp anew for each request.",
);

/// The client exists.
pub static CLIENT: Rule = Rule::error(
    "ESIA-OA-005",
    "client_id is the mnemonic of a registered system",
    Reconstructed,
    "spec/esia.md §1.9: 007005, the usual answer to an unregistered client",
    Wire::oauth(
        "007005",
        "unauthorized_client",
        "The client is not authorized to request an access token using this method.",
    ),
    "Use the mnemonic of a system of scenarios/world/russia.yaml, as TESTIS01.",
);

/// The redirect address is registered.
pub static REDIRECT: Rule = Rule::error(
    "ESIA-OA-006",
    "redirect_uri lies under a registered address of the system",
    Reconstructed,
    "spec/esia.md §1.3, §1.9: 007023; a bad address keeps the user on ESIA's own page",
    Wire::oauth("007023", "invalid_request", "The redirect_uri is not registered."),
    "Send an address under one that the system registered; sub-domains and paths are implied.",
);

/// `response_type`.
pub static RESPONSE_TYPE: Rule = Rule::error(
    "ESIA-OA-007",
    "response_type is code",
    Reconstructed,
    "spec/esia.md §1.9: 007009",
    Wire::oauth("007009", "unsupported_response_type", "The response type is not supported."),
    "Send response_type=code.",
);

/// Scopes are known.
pub static SCOPE_KNOWN: Rule = Rule::error(
    "ESIA-OA-008",
    "Every scope is known",
    Reconstructed,
    "spec/esia.md §1.8, §1.9: 007006",
    Wire::oauth("007006", "invalid_scope", "The requested scope is invalid."),
    "Write scopes of the list, separated by single spaces; usr_inf and usr_brf are refused since long.",
);

/// Scopes are granted.
pub static SCOPE_GRANTED: Rule = Rule::error(
    "ESIA-OA-009",
    "Every scope was granted to the system",
    Reconstructed,
    "spec/esia.md §1.9: 007019; scopes are granted by application (§2.5)",
    Wire::oauth("007019", "access_denied", "OAuthErrorEnum.noGrants"),
    "Ask for what the system was granted; scenarios/world/russia.yaml lists it.",
);

/// With `permissions`, scope is `openid` alone.
pub static SCOPE_WITH_PERMISSIONS: Rule = Rule::error(
    "ESIA-OA-010",
    "With permissions, scope is openid and nothing else",
    Observed,
    "spec/esia.md §1.3: one public Go client",
    Wire::oauth("036704", "invalid_request", "Scopes are not allowed here."),
    "Send scope=openid; what is asked for stands in permissions.",
);

/// The secret can be decoded.
pub static SECRET_ENCODING: Rule = Rule::error(
    "ESIA-OA-011",
    "client_secret is base64",
    Reconstructed,
    "spec/esia.md §1.5",
    SECRET_WRONG,
    "Encode the bytes of the signature once, as base64url.",
);

/// It is base64url.
pub static SECRET_ALPHABET: Rule = Rule::warning(
    "ESIA-OA-012",
    "client_secret is base64url, not standard base64",
    Observed,
    "spec/esia.md §1.5: public clients send both; whether real ESIA takes both is unknown",
    SECRET_WRONG,
    "Write - and _ in place of + and /, so that nothing needs percent-encoding.",
);

/// The certificate's hash is that of a registered certificate.
pub static CERTIFICATE_HASH: Rule = Rule::error(
    "ESIA-OA-013",
    "client_certificate_hash is Streebog-256 of a registered certificate's DER",
    Observed,
    "spec/esia.md §1.6: 007053 from a hash of the PEM file or a SHA-1",
    SECRET_WRONG,
    "Take Streebog-256 of the DER (gost12sum prints it), and register the certificate (POST /lab/systems/…/certificates).",
);

/// The signer's certificate is registered.
pub static REGISTERED: Rule = Rule::error(
    "ESIA-OA-014",
    "The signing certificate is registered for the system",
    Observed,
    "spec/esia.md §1.9: 007005 in practice also for an unregistered certificate",
    Wire::oauth(
        "007005",
        "unauthorized_client",
        "The client is not authorized to request an access token using this method.",
    ),
    "Register the certificate (POST /lab/systems/…/certificates), or sign with the system's own (GET /lab/systems/…).",
);

/// The certificate is in time.
pub static CERTIFICATE_TIME: Rule = Rule::error(
    "ESIA-OA-015",
    "The signing certificate is valid now",
    Reconstructed,
    "spec/esia.md §1.9: 007053, inactive certificate",
    SECRET_WRONG,
    "Sign with a certificate whose time has come and has not passed.",
);

/// The signature fits.
pub static SECRET: Rule = Rule::error(
    "ESIA-OA-016",
    "client_secret is the signature over this endpoint's string",
    Observed,
    "spec/esia.md §1.5, §1.9: 007053 OAuthErrorEnum.clientSecretWrong",
    SECRET_WRONG,
    "Sign exactly the string that the finding shows, in the form that this version of the endpoint takes.",
);

/// RSA is a convenience of ours.
pub static RSA: Rule = Rule::note(
    "ESIA-OA-017",
    "The system signs with GOST",
    Observed,
    "spec/esia.md §2.5: RSA client signatures were dropped in 2020 on the real contours",
    "Poligon takes RSA for libraries that know no GOST; real ESIA does not.",
);

/// Attached content.
pub static ATTACHED: Rule = Rule::warning(
    "ESIA-OA-018",
    "The CMS is detached",
    Observed,
    "spec/esia.md §1.5, §10: some clients embed the string; whether real ESIA takes that is unknown",
    SECRET_WRONG,
    "Leave the content out of the message (-nodetach must not be given).",
);

/// PKCE when the knob demands it.
pub static PKCE_NEEDED: Rule = Rule::error(
    "ESIA-OA-019",
    "code_challenge is there when the stand demands PKCE",
    Reconstructed,
    "spec/esia.md §1.9: 007039",
    Wire::oauth("007039", "invalid_request", "No code_challenge was given."),
    "Send code_challenge and code_challenge_method, or turn the knob esia.pkce off.",
);

/// The method is known.
pub static PKCE_METHOD: Rule = Rule::error(
    "ESIA-OA-020",
    "code_challenge_method is S256, GOST3411, St256 or plain",
    Reconstructed,
    "spec/esia.md §1.3: GOST3411 was seen once; St256 stands in drafts",
    Wire::oauth("007003", "invalid_request", "code_challenge_method is wrong."),
    "Write S256 (SHA-256) or GOST3411 (Streebog-256).",
);

/// The verifier fits.
pub static PKCE_VERIFIER: Rule = Rule::error(
    "ESIA-OA-021",
    "code_verifier is the one whose digest was the code_challenge",
    Reconstructed,
    "spec/esia.md §1.9: 007040",
    Wire::oauth("007040", "invalid_grant", "The code_verifier does not match."),
    "Keep the verifier of the same attempt; the challenge is base64url, without padding, of its digest.",
);

/// The grant type is known.
pub static GRANT_TYPE: Rule = Rule::error(
    "ESIA-OA-022",
    "grant_type is authorization_code, refresh_token or client_credentials",
    Reconstructed,
    "spec/esia.md §1.9: 007012",
    Wire::oauth("007012", "unsupported_grant_type", "The grant type is not supported."),
    "Send one of the three.",
);

/// The code is good.
pub static CODE: Rule = Rule::error(
    "ESIA-OA-023",
    "The code was issued here to this client, is unused and has not expired",
    Reconstructed,
    "spec/esia.md §1.9: 007011; §2.3: 240 seconds",
    Wire::oauth("007011", "invalid_grant", "The code or token is invalid."),
    "Redeem each code once, at once, with the same client_id and redirect_uri.",
);

/// The refresh token is good.
pub static REFRESH: Rule = Rule::error(
    "ESIA-OA-024",
    "The refresh token was issued here to this client, is unused and has not expired",
    Reconstructed,
    "spec/esia.md §1.9: 007011",
    Wire::oauth("007011", "invalid_grant", "The code or token is invalid."),
    "Use the newest refresh token, with the client_id that it was given to.",
);

/// The user agreed.
pub static CONSENT: Rule = Rule::error(
    "ESIA-OA-025",
    "The user agreed",
    Observed,
    "spec/esia.md §1.9: 007004",
    Wire::oauth("007004", "access_denied", "The user or the server denied the request."),
    "Show the user why the data are needed, and take a refusal as an answer.",
);

/// The account is confirmed when needed.
pub static CONFIRMED: Rule = Rule::error(
    "ESIA-OA-026",
    "The account is confirmed when the request asks for that",
    Reconstructed,
    "spec/esia.md §1.3 person_filter, §1.9: 007055",
    Wire::oauth("007055", "access_denied", "The account is not confirmed."),
    "Log in with a confirmed account, as ivan, or leave person_filter out.",
);

/// An employee of the organisation.
pub static EMPLOYEE: Rule = Rule::error(
    "ESIA-OA-027",
    "The user is an employee of the organisation that the scope names",
    Reconstructed,
    "spec/esia.md §1.9: 007194",
    Wire::oauth("007194", "access_denied", "The user is not an employee of the organisation."),
    "Ask for the organisation of one of the user's roles (GET /rs/prns/{oid}/roles).",
);

/// Permissions can be read.
pub static PERMISSIONS: Rule = Rule::error(
    "ESIA-OA-028",
    "permissions is base64url of a JSON list of consents with a type",
    Reconstructed,
    "spec/esia.md §1.7, §1.9: 036700",
    Wire::oauth("036700", "invalid_request", "The type of the consent is missing."),
    "Send base64url, without padding, of [{\"sysname\":…,\"actions\":[…],\"purposes\":[…],\"scopes\":[…]}].",
);

/// A consent has an action.
pub static PERMISSION_ACTION: Rule = Rule::error(
    "ESIA-OA-029",
    "A consent names an action",
    Reconstructed,
    "spec/esia.md §1.7, §1.9: 036705",
    Wire::oauth("036705", "invalid_request", "The action of the consent is missing."),
    "Add \"actions\":[{\"sysname\":\"ALL_ACTIONS_TO_DATA\"}].",
);

/// A consent has exactly one purpose.
pub static PERMISSION_PURPOSE: Rule = Rule::error(
    "ESIA-OA-030",
    "A consent names exactly one purpose",
    Reconstructed,
    "spec/esia.md §1.7, §1.9: 036727",
    Wire::oauth("036727", "invalid_request", "Exactly one purpose is needed."),
    "Leave one entry in purposes.",
);

/// The term of a consent.
pub static PERMISSION_TERM: Rule = Rule::error(
    "ESIA-OA-031",
    "The term of a consent is a number of minutes above zero",
    Reconstructed,
    "spec/esia.md §1.7, §1.9: 036716",
    Wire::oauth("036716", "invalid_request", "The term of the consent is wrong."),
    "Write expire as a whole number of minutes.",
);

/// The other refresh string.
pub static REFRESH_STRING: Rule = Rule::note(
    "ESIA-OA-032",
    "The string of a refresh is the one that most clients sign",
    Observed,
    "spec/esia.md §1.5: two public clients differ, and the guide was not read",
    "Both are taken; the finding says which one was signed.",
);

/// `state` is a UUID.
pub static STATE: Rule = Rule::warning(
    "ESIA-OA-033",
    "state is a UUID",
    Observed,
    "spec/esia.md §1.3: clients send other things too; what real ESIA checks is unknown",
    Wire::oauth("007003", "invalid_request", "The parameter state is wrong."),
    "Send a fresh UUID.",
);

/// The v1 endpoints are withdrawn.
pub static VERSION: Rule = Rule::note(
    "ESIA-OA-034",
    "The endpoint is a current one",
    Observed,
    "spec/esia.md §1.2: version 1 is recommended for withdrawal since April 2023",
    "Move to /aas/oauth2/v2/ac and /aas/oauth2/v3/te.",
);

/// The rules above.
pub static RULES: &[&Rule] = &[
    &PRESENT,
    &ONCE,
    &TIMESTAMP,
    &CLOCK,
    &CLIENT,
    &REDIRECT,
    &RESPONSE_TYPE,
    &SCOPE_KNOWN,
    &SCOPE_GRANTED,
    &SCOPE_WITH_PERMISSIONS,
    &SECRET_ENCODING,
    &SECRET_ALPHABET,
    &CERTIFICATE_HASH,
    &REGISTERED,
    &CERTIFICATE_TIME,
    &SECRET,
    &RSA,
    &ATTACHED,
    &PKCE_NEEDED,
    &PKCE_METHOD,
    &PKCE_VERIFIER,
    &GRANT_TYPE,
    &CODE,
    &REFRESH,
    &CONSENT,
    &CONFIRMED,
    &EMPLOYEE,
    &PERMISSIONS,
    &PERMISSION_ACTION,
    &PERMISSION_PURPOSE,
    &PERMISSION_TERM,
    &REFRESH_STRING,
    &STATE,
    &VERSION,
];
