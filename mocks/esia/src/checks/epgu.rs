//! Rules of the ЕПГУ services API (spec §5): `{"code","message"}` with the codes of the specification.

use poligon_institution::Provenance::Official;

use super::{Rule, Wire};

const CITED: &str = "spec/esia.md §5: API specification of ЕПГУ 1.13";

macro_rules! rule {
    ($name:ident $id:literal $provenance:ident $status:literal $code:literal $title:literal $remedy:literal) => {
        #[doc = $title]
        pub static $name: Rule = Rule::error(
            $id,
            $title,
            $provenance,
            CITED,
            Wire::Data { status: $status, code: $code, message: $title },
            $remedy,
        );
    };
}

rule! { PERMISSIONS "ESIA-EPGU-001" Official 403 "access_denied_person_permissions" "The token of a person carries a consent APIPGU"
"Ask for permissions with sysname APIPGU, or use a token of an API-Key." }
rule! { BODY "ESIA-EPGU-002" Official 400 "bad_request" "The request can be read and holds what it must"
"Send what the finding names." }
rule! { CANCEL "ESIA-EPGU-003" Official 403 "cancel_not_allowed" "The application can still be cancelled"
"Cancel before the last status." }
rule! { PUSH "ESIA-EPGU-004" Official 403 "push_denied" "The application waits to be sent"
"Reserve a number with /api/gusmev/order; each application is sent once." }
rule! { ARCHIVE "ESIA-EPGU-005" Official 400 "bad_request" "The archive is a ZIP within the bounds"
"Send a flat ZIP of at most 50 000 000 bytes; parts before the last one have at least 5 000 000." }
rule! { CHUNKS "ESIA-EPGU-006" Official 400 "bad_request" "The parts come first one first, last one last, within five minutes"
"Number parts from 0, send part 0 first and the last one when all others are there." }

/// Nobody knows the order.
pub static ORDER: Rule = Rule::error(
    "ESIA-EPGU-007",
    "The application exists and is the caller's",
    Official,
    "spec/esia.md §5: 204 for an unknown order",
    Wire::Bare(204),
    "Use the orderId that /api/gusmev/order gave to the same system.",
);

/// The rules above.
pub static RULES: &[&Rule] = &[&PERMISSIONS, &BODY, &CANCEL, &PUSH, &ARCHIVE, &CHUNKS, &ORDER];
