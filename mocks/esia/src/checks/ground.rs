//! Rules of the ground: routes, what is not built, and the errors that a trainer asked for.

use poligon_institution::Provenance::{Observed, Ours, Reconstructed};

use super::{Rule, Wire};

/// The path leads somewhere.
pub static ROUTE: Rule = Rule::error(
    "ESIA-GND-001",
    "The path is one of ESIA's",
    Ours,
    "spec/esia.md §1.2, §3, §4, §5",
    Wire::Bare(404),
    "Call a path of the table in mocks/esia/README.md; ESIA has no .well-known and no /userinfo.",
);

/// The method fits.
pub static METHOD: Rule = Rule::error(
    "ESIA-GND-002",
    "The path takes this method",
    Ours,
    "spec/esia.md §1.2",
    Wire::Bare(405),
    "Use the method that the finding names.",
);

/// It is built.
pub static NOT_BUILT: Rule = Rule::error(
    "ESIA-GND-003",
    "The operation is built",
    Ours,
    "mocks/esia/README.md",
    Wire::NotBuilt,
    "Poligon cannot answer this yet; the table in mocks/esia/README.md says what it can.",
);

/// The rules above.
pub static RULES: &[&Rule] = &[&ROUTE, &METHOD, &NOT_BUILT];

const LAB: &str = "spec/esia.md §1.9: condensed from the errors of a public Go client";
const ASKED: &str = "Nothing is wrong with the request: the knob esia.answer-error asks for this answer.";

macro_rules! forced {
    ($($id:literal $code:literal $error:literal $text:literal $provenance:ident;)*) => {
        /// The errors that the knob `esia.answer-error` asks for, one a code of §1.9.
        pub static FORCED: &[&Rule] = &[$(
            &Rule::error(
                concat!("ESIA-LAB-", $id),
                concat!("No trainer asked for ESIA-", $code),
                $provenance,
                LAB,
                Wire::oauth($code, $error, $text),
                ASKED,
            ),
        )*];

        /// Their codes, as the knob takes them.
        pub static FORCED_CODES: &[&str] = &["none", $($code,)*];
    };
}

forced! {
    "002" "007002" "unauthorized_client" "The certificate does not match the system." Reconstructed;
    "003" "007003" "invalid_request" "A mandatory parameter is missing, wrong or repeated." Reconstructed;
    "004" "007004" "access_denied" "The user or the server denied the request." Observed;
    "005" "007005" "unauthorized_client" "The client is not authorized to request an access token using this method." Observed;
    "006" "007006" "invalid_scope" "The requested scope is invalid." Reconstructed;
    "007" "007007" "server_error" "Internal error." Reconstructed;
    "008" "007008" "temporarily_unavailable" "The service is temporarily unavailable." Reconstructed;
    "009" "007009" "unsupported_response_type" "The response type is not supported." Reconstructed;
    "011" "007011" "invalid_grant" "The code or token is invalid." Reconstructed;
    "012" "007012" "unsupported_grant_type" "The grant type is not supported." Reconstructed;
    "013" "007013" "invalid_request" "The request contains no scope." Reconstructed;
    "014" "007014" "invalid_request" "The request doesn`t contain the mandatory parameter []." Observed;
    "015" "007015" "invalid_request" "The time of the request is wrong." Reconstructed;
    "019" "007019" "access_denied" "OAuthErrorEnum.noGrants" Reconstructed;
    "023" "007023" "invalid_request" "The redirect_uri is not registered." Reconstructed;
    "038" "007038" "invalid_request" "The parameters cannot be read." Reconstructed;
    "039" "007039" "invalid_request" "No code_challenge was given." Reconstructed;
    "040" "007040" "invalid_grant" "The code_verifier does not match." Reconstructed;
    "046" "007046" "access_denied" "A second factor is needed." Reconstructed;
    "053" "007053" "access_denied" "OAuthErrorEnum.clientSecretWrong" Observed;
    "055" "007055" "access_denied" "The account is not confirmed." Reconstructed;
    "060" "007060" "invalid_request" "The parameter roles is wrong." Reconstructed;
    "061" "007061" "invalid_request" "The parameter obj_type is wrong." Reconstructed;
    "062" "007062" "invalid_request" "The type or role of the user does not fit." Reconstructed;
    "194" "007194" "access_denied" "The user is not an employee of the organisation." Reconstructed;
    "810" "008010" "invalid_client" "The client system could not be authenticated." Reconstructed;
    "700" "036700" "invalid_request" "The type of the consent is missing." Reconstructed;
    "701" "036701" "invalid_request" "The type of the consent is unknown." Reconstructed;
    "702" "036702" "invalid_request" "A mandatory scope of the consent is missing." Reconstructed;
    "703" "036703" "invalid_request" "A scope is not of this type of consent." Reconstructed;
    "704" "036704" "invalid_request" "Scopes are not allowed here." Reconstructed;
    "705" "036705" "invalid_request" "The action of the consent is missing." Reconstructed;
    "706" "036706" "invalid_request" "The action of the consent is unknown." Reconstructed;
    "707" "036707" "invalid_request" "The purpose of the consent is missing." Reconstructed;
    "716" "036716" "invalid_request" "The term of the consent is wrong." Reconstructed;
    "726" "036726" "invalid_request" "The purpose of the consent is unknown." Reconstructed;
    "727" "036727" "invalid_request" "Exactly one purpose is needed." Reconstructed;
}
