//! The knobs of ESIA.

use poligon_institution::Knob;
use poligon_institution::knob::Takes;

use crate::checks::ground::FORCED_CODES;

macro_rules! knobs {
    ($($(#[doc = $doc:literal])* $name:ident = $knob:expr;)*) => {
        $($(#[doc = $doc])* pub static $name: Knob = $knob;)*

        /// All knobs.
        pub static KNOBS: &[Knob] = &[$($knob,)*];
    };
}

knobs! {
    /// Which error the OAuth endpoints answer.
    ANSWER_ERROR = Knob {
        name: "esia.answer-error",
        about: "Answers this code of ESIA at the next requests to the OAuth endpoints, whatever they say",
        default: "none",
        takes: Takes::OneOf(FORCED_CODES),
    };
    /// Who is logged in without a page.
    AUTO_LOGIN = Knob {
        name: "esia.auto-login",
        about: "The id or oid of the citizen who is logged in at once, without a page; empty shows the page",
        default: "",
        takes: Takes::Text,
    };
    /// How far a timestamp may be off.
    TIMESTAMP_WINDOW = seconds("esia.timestamp-window-seconds", "How far timestamp may be from the present; the real width is unknown", "300");
    /// Life of a code.
    CODE_SECONDS = seconds("esia.code-seconds", "How long a code may be redeemed", "240");
    /// Life of an access token.
    ACCESS_TOKEN_SECONDS = seconds("esia.access-token-seconds", "How long an access token is valid", "3600");
    /// Life of an id token.
    ID_TOKEN_SECONDS = seconds("esia.id-token-seconds", "How long an id token is valid", "10800");
    /// Life of a refresh token.
    REFRESH_TOKEN_SECONDS = seconds("esia.refresh-token-seconds", "How long a refresh token is valid; the real value is unknown", "2592000");
    /// Whether `expires_in` is text.
    EXPIRES_IN = Knob {
        name: "esia.expires-in",
        about: "How expires_in is written: number, or string as one client reads it",
        default: "number",
        takes: Takes::OneOf(&["number", "string"]),
    };
    /// `iss` of tokens.
    ISSUER = Knob {
        name: "esia.issuer",
        about: "iss of tokens; many clients hard-code that of production, which is the default",
        default: "http://esia.gosuslugi.ru/",
        takes: Takes::Text,
    };
    /// Whether PKCE is demanded.
    PKCE = Knob {
        name: "esia.pkce",
        about: "Whether version 2 of the authorisation endpoint demands code_challenge",
        default: "optional",
        takes: Takes::OneOf(&["optional", "demanded"]),
    };
    /// Whether RSA signs client secrets.
    RSA_SECRETS = Knob {
        name: "esia.rsa-client-secrets",
        about: "Whether client_secret may be signed with RSA: a convenience of Poligon, real ESIA dropped it in 2020",
        default: "true",
        takes: Takes::Bool,
    };
    /// How tokens are signed.
    TOKEN_ALGORITHM = Knob {
        name: "esia.token-algorithm",
        about: "How tokens are signed: as the system is registered, or so for all",
        default: "registered",
        takes: Takes::OneOf(&["registered", "RS256", "GOST3410_2012_256"]),
    };
    /// Key rotation.
    KEY_ROTATIONS = Knob {
        name: "esia.key-rotations",
        about: "How often the keys of tokens were rotated; /public/esia.zip has the newest and the one before",
        default: "0",
        takes: Takes::Number { from: 0, to: 20 },
    };
    /// HTML in place of JSON.
    HTML_ERRORS = Knob {
        name: "esia.html-errors",
        about: "Whether errors of the token endpoint come as HTML, as some of the real ones do",
        default: "false",
        takes: Takes::Bool,
    };
    /// Consents.
    CONSENT = Knob {
        name: "esia.consent",
        about: "What the headless user answers to the consent: given or refused",
        default: "given",
        takes: Takes::OneOf(&["given", "refused"]),
    };
}

const fn seconds(name: &'static str, about: &'static str, default: &'static str) -> Knob {
    Knob { name, about, default, takes: Takes::Number { from: 1, to: 315_360_000 } }
}
