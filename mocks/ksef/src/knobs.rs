//! The knobs of KSeF.

use poligon_institution::Knob;
use poligon_institution::knob::Takes;

/// The value of a knob that follows `ksef.profile`.
const BY_PROFILE: &str = "profile";

/// How often a new authentication, invoice or session is reported as in progress before its result shows.
pub static PROCESSING_POLLS: Knob = Knob {
    name: "ksef.processing-polls",
    about: "How many status polls answer „in progress” before the result shows; the real TEST takes 1 to 4 seconds",
    default: "1",
    takes: Takes::Number { from: 0, to: 1_000 },
};

/// Which environment is played.
pub static PROFILE: Knob = Knob {
    name: "ksef.profile",
    about: "Which environment is played: TEST, DEMO or production; `mocks/ksef/README.md` lists where they differ",
    default: "test",
    takes: Takes::OneOf(&["test", "demo", "prd"]),
};

/// Who receives, as the UPO names it.
pub static UPO_RECEIVER_NAME: Knob = Knob {
    name: "ksef.upo-receiver-name",
    about: "NazwaPodmiotuPrzyjmujacego of the UPO, „profile” for that of the environment; TEST's and DEMO's are not valid against the official XSD",
    default: BY_PROFILE,
    takes: Takes::Text,
};

/// Who issues tokens.
pub static JWT_ISSUER: Knob = Knob {
    name: "ksef.jwt-issuer",
    about: "iss and aud of tokens, „profile” for those of the environment; only TEST's ksef-api-te was ever seen",
    default: BY_PROFILE,
    takes: Takes::Text,
};

/// Life of a challenge.
pub static CHALLENGE_SECONDS: Knob =
    seconds("ksef.challenge-seconds", "How long a challenge may be used", "600");
/// Life of an authentication token.
pub static AUTHENTICATION_TOKEN_SECONDS: Knob =
    seconds("ksef.authentication-token-seconds", "How long an authenticationToken is valid", "2700");
/// Life of an access token.
pub static ACCESS_TOKEN_SECONDS: Knob =
    seconds("ksef.access-token-seconds", "How long an accessToken is valid", "900");
/// Life of a refresh token.
pub static REFRESH_TOKEN_SECONDS: Knob =
    seconds("ksef.refresh-token-seconds", "How long a refreshToken is valid", "604800");
/// Life of a storage link.
pub static STORAGE_LINK_SECONDS: Knob =
    seconds("ksef.storage-link-seconds", "How long the download link of a UPO is valid", "259200");

/// How the key pair for invoices and tokens was rotated.
pub static KEY_ROTATIONS: Knob = Knob {
    name: "ksef.key-rotations",
    about: "How often the public keys were rotated; the newest is listed first, retired ones still open what they sealed",
    default: "0",
    takes: Takes::Number { from: 0, to: 3 },
};

/// What retired keys still open.
pub static RETIRED_KEYS: Knob = Knob {
    name: "ksef.retired-keys",
    about: "Whether keys that were rotated away still open what they sealed; withdrawn: they are not listed and open nothing",
    default: "open",
    takes: Takes::OneOf(&["open", "withdrawn"]),
};

/// What becomes of invoices beside what they deserve.
pub static INVOICE_OUTCOME: Knob = Knob {
    name: "ksef.invoice-outcome",
    about: "What becomes of invoices sent from now on: judged, or one of the failures that are the system's own: 405, 500, 550",
    default: "judged",
    takes: Takes::OneOf(&["judged", "405", "500", "550"]),
};

/// What becomes of logins beside what they deserve.
pub static LOGIN_OUTCOME: Knob = Knob {
    name: "ksef.login-outcome",
    about: "What becomes of logins begun from now on: judged, or one of the failures that are the system's own: 500, 550",
    default: "judged",
    takes: Takes::OneOf(&["judged", "500", "550"]),
};

/// What becomes of invoices with processing instructions or discouraged characters.
pub static STRICT_XML: Knob = Knob {
    name: "ksef.strict-xml",
    about: "Whether processing instructions and discouraged characters refuse an invoice (TEST since 10.04.2026), or only set X-System-Warning",
    default: "true",
    takes: Takes::Bool,
};

/// Whether limits on requests hold.
pub static RATE_LIMITS: Knob = Knob {
    name: "ksef.rate-limits",
    about: "When too many requests are answered 429: when-set, after /testdata/rate-limits set limits in the context; always, as the real environments; never",
    default: "when-set",
    takes: Takes::OneOf(&["when-set", "always", "never"]),
};

/// How much more than production the limits on requests are, unless they were set.
pub static RATE_LIMIT_FACTOR: Knob = Knob {
    name: "ksef.rate-limit-factor",
    about: "How many times the limits of production are those of a context where nobody set any; TEST had 10 until 2.5.0",
    default: "1",
    takes: Takes::Number { from: 1, to: 10 },
};

/// All knobs.
pub static KNOBS: &[Knob] = &[
    copy(&PROCESSING_POLLS),
    copy(&PROFILE),
    copy(&UPO_RECEIVER_NAME),
    copy(&JWT_ISSUER),
    copy(&CHALLENGE_SECONDS),
    copy(&AUTHENTICATION_TOKEN_SECONDS),
    copy(&ACCESS_TOKEN_SECONDS),
    copy(&REFRESH_TOKEN_SECONDS),
    copy(&STORAGE_LINK_SECONDS),
    copy(&KEY_ROTATIONS),
    copy(&RETIRED_KEYS),
    copy(&INVOICE_OUTCOME),
    copy(&LOGIN_OUTCOME),
    copy(&STRICT_XML),
    copy(&RATE_LIMITS),
    copy(&RATE_LIMIT_FACTOR),
];

/// The value of a text, or the profile's own.
pub fn text_or(knob: &Knob, settings: &poligon_world::Settings, own: &str) -> String {
    let value = knob.value(settings);
    if value == BY_PROFILE { own.to_owned() } else { value }
}

const fn seconds(name: &'static str, about: &'static str, default: &'static str) -> Knob {
    Knob { name, about, default, takes: Takes::Number { from: 1, to: 31_536_000 } }
}

/// `Knob` is not `Copy`; the list of the contract wants values.
const fn copy(knob: &Knob) -> Knob {
    let takes = match &knob.takes {
        Takes::Bool => Takes::Bool,
        Takes::Number { from, to } => Takes::Number { from: *from, to: *to },
        Takes::OneOf(words) => Takes::OneOf(words),
        Takes::Text => Takes::Text,
    };
    Knob { name: knob.name, about: knob.about, default: knob.default, takes }
}
