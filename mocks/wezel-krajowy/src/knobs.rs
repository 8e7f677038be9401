//! The knobs of Węzeł Krajowy.

use poligon_institution::Knob;
use poligon_institution::knob::Takes;

const fn knob(name: &'static str, about: &'static str, default: &'static str, takes: Takes) -> Knob {
    Knob { name, about, default, takes }
}

/// Which environment a host without meaning is.
pub static ENVIRONMENT: Knob = knob(
    "wezel-krajowy.environment",
    "the environment at a host that names none and a path without one",
    "symulator",
    Takes::OneOf(&["symulator", "integracyjne", "produkcyjne"]),
);
/// Who may log people in.
pub static PROVIDERS: Knob = knob(
    "wezel-krajowy.providers",
    "registered: who is not registered is refused; open: the first request of an issuer registers it with the certificate in its KeyInfo",
    "registered",
    Takes::OneOf(&["registered", "open"]),
);
/// How the artifact reaches the ACS.
pub static DELIVERY: Knob = knob(
    "wezel-krajowy.artifact-delivery",
    "how the browser brings the artifact to the ACS",
    "post",
    Takes::OneOf(&["post", "get"]),
);
/// How long an artifact lives.
pub static TTL: Knob = knob(
    "wezel-krajowy.artifact-ttl",
    "seconds until an artifact expires; the real figure is unknown",
    "60",
    Takes::Number { from: 1, to: 86_400 },
);
/// What a used artifact gives.
pub static REUSE: Knob = knob(
    "wezel-krajowy.artifact-reuse",
    "what an artifact that is used, unknown, too old or another's gives; the real behaviour is unknown",
    "empty-success",
    Takes::OneOf(&["empty-success", "requester", "soap-fault"]),
);
/// How assertions are encrypted.
pub static ENCRYPTION: Knob = knob(
    "wezel-krajowy.encryption",
    "how assertions are encrypted; wk-cek128 as production was seen to in 2021, w3c-concatkdf and rsa-oaep for generic libraries",
    "wk",
    Takes::OneOf(&["wk", "wk-cek128", "w3c-concatkdf", "rsa-oaep", "none"]),
);
/// How a status is written.
pub static DIALECT: Knob = knob(
    "wezel-krajowy.status-dialect",
    "wk: the code at the top, as recorded; saml: nested, with a message",
    "wk",
    Takes::OneOf(&["wk", "saml"]),
);
/// Whether an error carries an assertion.
pub static ERROR_ASSERTION: Knob = knob(
    "wezel-krajowy.error-assertion",
    "whether an error response carries an encrypted assertion all the same, as one record (perhaps edited) has it",
    "false",
    Takes::Bool,
);
/// How far clocks may differ.
pub static SKEW: Knob = knob(
    "wezel-krajowy.clock-skew",
    "seconds by which IssueInstant may differ from now; the real figure is unknown",
    "300",
    Takes::Number { from: 0, to: 86_400 },
);
/// Whether IDs are remembered.
pub static REPLAY: Knob = knob(
    "wezel-krajowy.replay",
    "whether an ID that was used before is refused; django-logingovpl sends a constant one",
    "false",
    Takes::Bool,
);
/// Which certificate must sign.
pub static SIGNING: Knob = knob(
    "wezel-krajowy.signing-certificate",
    "any registered certificate of the provider may sign, or the signing one only",
    "any",
    Takes::OneOf(&["any", "signing"]),
);
/// Whether RSA is taken.
pub static RSA: Knob = knob(
    "wezel-krajowy.rsa-signatures",
    "whether rsa-sha256 and RSA certificates are taken; whether the node takes them is unknown",
    "false",
    Takes::Bool,
);
/// What SessionIndex is.
pub static SESSION_INDEX: Knob = knob(
    "wezel-krajowy.session-index",
    "SessionIndex: 64 hexadecimal digits, or the ID of the assertion as in the sample of 2018",
    "random",
    Takes::OneOf(&["random", "assertion-id"]),
);
/// How long an assertion holds.
pub static VALIDITY: Knob = knob(
    "wezel-krajowy.validity-minutes",
    "minutes that an assertion holds",
    "50",
    Takes::Number { from: 1, to: 1_440 },
);
/// What NameID is.
pub static NAME_ID: Knob = knob(
    "wezel-krajowy.name-id",
    "NameID: the person's login at the identity provider, or an opaque word",
    "login",
    Takes::OneOf(&["login", "opaque"]),
);
/// What logging out of an unknown session gives.
pub static UNKNOWN_SESSION: Knob = knob(
    "wezel-krajowy.unknown-session",
    "what logging out of a session that is not known gives; the real behaviour is unknown",
    "requester",
    Takes::OneOf(&["requester", "success"]),
);
/// Who logs in without a page.
pub static NEXT_LOGIN: Knob = knob(
    "wezel-krajowy.next-login",
    "who logs in without any page: PERSON, PERSON,METHOD or PERSON,METHOD,OUTCOME (jan,pz,cancel); empty: the pages are shown",
    "",
    Takes::Text,
);
/// Which case of the response suite is sent.
pub static CASE: Knob = knob(
    "wezel-krajowy.response-case",
    "the case of the response suite (spec §9.5) that every answer is: B07; empty: none",
    "",
    Takes::Text,
);

/// All knobs.
pub static KNOBS: &[Knob] = &[
    copy(&ENVIRONMENT),
    copy(&PROVIDERS),
    copy(&DELIVERY),
    copy(&TTL),
    copy(&REUSE),
    copy(&ENCRYPTION),
    copy(&DIALECT),
    copy(&ERROR_ASSERTION),
    copy(&SKEW),
    copy(&REPLAY),
    copy(&SIGNING),
    copy(&RSA),
    copy(&SESSION_INDEX),
    copy(&VALIDITY),
    copy(&NAME_ID),
    copy(&UNKNOWN_SESSION),
    copy(&NEXT_LOGIN),
    copy(&CASE),
];

/// Names and words are static, so a copy is the same knob.
const fn copy(knob: &'static Knob) -> Knob {
    let takes = match &knob.takes {
        Takes::Bool => Takes::Bool,
        Takes::Number { from, to } => Takes::Number { from: *from, to: *to },
        Takes::OneOf(words) => Takes::OneOf(words),
        Takes::Text => Takes::Text,
    };
    Knob { name: knob.name, about: knob.about, default: knob.default, takes }
}
