//! The client side: what a scenario can do to ESIA.

mod requests;
mod signing;

use poligon_institution::Action;
use poligon_institution::action::{Parameter, ParameterKind};

/// All actions.
pub static ACTIONS: &[Action] = &[
    Action {
        name: "esia.authorise",
        about: "Asks for a code as a system does, signed with its GOST key; the citizen logs in without a page",
        takes: &[SYSTEM, SCOPE, REDIRECT, VERSION, SIGN, CITIZEN, ROLE],
        gives: &["code", "state", "error", "description"],
        play: requests::authorise,
    },
    Action {
        name: "esia.redeem",
        about: "Redeems the code of the last esia.authorise, or this one, for tokens",
        takes: &[SYSTEM, SCOPE, REDIRECT, VERSION, SIGN, CODE],
        gives: &["access", "refresh"],
        play: requests::redeem,
    },
    Action {
        name: "esia.refresh",
        about: "Renews the tokens of the last esia.redeem",
        takes: &[SYSTEM, SCOPE, REDIRECT, VERSION, SIGN],
        gives: &["access", "refresh"],
        play: requests::refresh,
    },
    Action {
        name: "esia.read",
        about: "Reads from the data API with the last access token",
        takes: &[PATH],
        gives: &[],
        play: requests::read,
    },
];

/// How a request may be signed: right, or with a mistake that clients make.
pub const SIGNATURES: &[&str] =
    &["right", "v1-string", "v2-string", "v3-string", "reversed", "swapped", "newline", "cms", "nothing"];

const SYSTEM: Parameter = text("system", "The mnemonic of the system; TESTIS01 when left out");
const SCOPE: Parameter = text("scope", "What is asked for; openid fullname when left out");
const REDIRECT: Parameter = text("redirect", "redirect_uri; https://client.example/cb when left out");
const CODE: Parameter = text("code", "The code; that of the last esia.authorise when left out");
const PATH: Parameter = text("path", "The path under /rs; the citizen of the last login when left out");
const ROLE: Parameter = text("role", "The organisation for which the citizen acts");
const CITIZEN: Parameter = text("as", "The citizen who logs in; ivan when left out");
const VERSION: Parameter = Parameter {
    name: "version",
    about: "1 (CMS), or 2, the current generation (v2/ac and v3/te), which is meant when left out",
    kind: ParameterKind::Number,
    required: false,
};
const SIGN: Parameter = Parameter {
    name: "sign",
    about: "How the secret is signed: right, or with a mistake",
    kind: ParameterKind::OneOf(SIGNATURES),
    required: false,
};

const fn text(name: &'static str, about: &'static str) -> Parameter {
    Parameter { name, about, kind: ParameterKind::Text, required: false }
}
