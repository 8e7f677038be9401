//! The knobs of ePUAP.

use poligon_institution::Knob;
use poligon_institution::knob::Takes;

/// How answers and faults are signed.
pub static RESPONSE_SIGNATURE: Knob = Knob {
    name: "epuap.response-signature",
    about: "How answers are signed: rightly (signed, timestamp), or so that a client must not take them",
    default: "signed",
    takes: Takes::OneOf(&[
        "signed",
        "timestamp",
        "sha1",
        "unsigned",
        "no-signature",
        "wrong-key",
        "foreign-certificate",
        "tampered-body",
        "tampered-value",
        "wrapped-same-id",
        "wrapped-other-id",
        "timestamp-only",
        "no-reference",
        "stale-timestamp",
    ]),
};

/// Where a UPP goes.
pub static UPP_DELIVERY: Knob = Knob {
    name: "epuap.upp-delivery",
    about: "Where the UPP of a box goes: into the answer (zalacznik), to the box for answers, or both",
    default: "answer",
    takes: Takes::OneOf(&["answer", "box", "both"]),
};

/// Whether faults are signed as well.
pub static SIGN_FAULTS: Knob = switch(
    "epuap.sign-faults",
    "Whether faults are signed; zeep hides an unsigned fault behind an error of its own",
    "true",
);

/// What a refusal by WS-Security looks like on HTTP.
pub static SECURITY_FAILURE: Knob = Knob {
    name: "epuap.security-failure",
    about: "Status of a refusal by WS-Security or for want of a role: 500 with the Fault, or 401 with it",
    default: "fault500",
    takes: Takes::OneOf(&["fault500", "http401_with_fault"]),
};

/// SHA-1 in requests.
pub static ALLOW_SHA1: Knob =
    switch("epuap.allow-sha1", "Whether requests may be signed with SHA-1, as before 2019", "false");

/// The order in wsse:Security.
pub static TOKEN_FIRST: Knob = switch(
    "epuap.token-first",
    "Whether wsse:BinarySecurityToken must stand before ds:Signature; one client says that the real ePUAP insists",
    "false",
);

/// How far clocks may be apart.
pub static TIMESTAMP_SKEW: Knob =
    number("epuap.timestamp-skew-seconds", "Skew that a wsu:Timestamp is forgiven", "300", 86_400);

/// Whose certificates are taken.
pub static ISSUERS: Knob = Knob {
    name: "epuap.issuers",
    about: "Whose certificates a system may have: any, or those of Poligon's ePUAP authority only",
    default: "any",
    takes: Takes::OneOf(&["any", "poligon"]),
};

/// Refusals by rules of boxes.
pub static REFUSALS: Knob = Knob {
    name: "epuap.refusals",
    about: "Whether a refusal by a rule of ePUAP's own is a Fault or, where the answer has a StatusTyp, a status with that kod",
    default: "fault",
    takes: Takes::OneOf(&["fault", "status"]),
};

/// The kod of an empty queue.
pub static EMPTY_QUEUE: Knob =
    number("epuap.empty-queue-kod", "status/kod of pobierzNastepny when nothing waits", "0", 9_999);

/// The fiction of delivery.
pub static FICTION_DAYS: Knob =
    number("epuap.fiction-days", "Days after which an unsigned delivery counts as made", "14", 3_650);

/// FileRepoService answers.
pub static FILE_REPLY: Knob = Knob {
    name: "epuap.file-reply",
    about: "How downloadFile answers: base64 inline, or MTOM (multipart/related), which the real one was seen to do",
    default: "inline",
    takes: Takes::OneOf(&["inline", "mtom"]),
};

/// Files are given once.
pub static DOWNLOAD_ONCE: Knob =
    switch("epuap.download-once", "Whether a file can be fetched once only, as one client says", "false");

/// Largest file.
pub static FILE_BYTES: Knob = number(
    "epuap.file-bytes",
    "Largest file of FileRepoService; the edge's bound body-bytes holds before it",
    "500000000",
    1_000_000_000,
);

/// Largest document of a box.
pub static DOCUMENT_BYTES: Knob =
    number("epuap.document-bytes", "Largest document that a box takes", "5000000", 100_000_000);

/// formularz as the live server answers it.
pub static SWAPPED_FORM: Knob = switch(
    "epuap.swapped-formularz",
    "Whether pobierzDokument exchanges formularz/podmiot and formularz/nazwa, as the live server was seen to do",
    "false",
);

/// How often a push is tried.
pub static PUSH_TRIES: Knob =
    number("epuap.push-tries", "How often a document is sent to the endpoint of a push box", "5", 100);

/// Where the services lie whose paths are not known.
pub static PATHS: Knob = Knob {
    name: "epuap.paths",
    about: "Paths of the services whose real ones are not public: Name=/path, separated by blanks; besides, any path that ends in the name leads there",
    default: "",
    takes: Takes::Text,
};

/// Which role each service needs.
pub static ROLES: Knob = Knob {
    name: "epuap.roles",
    about: "Role that a service asks for, where it is not the default: Name=domyslna, Name=publiczna or Name=none, separated by blanks",
    default: "",
    takes: Takes::Text,
};

/// All of them.
pub static KNOBS: &[Knob] = &[
    copy(&RESPONSE_SIGNATURE),
    copy(&UPP_DELIVERY),
    copy(&SIGN_FAULTS),
    copy(&SECURITY_FAILURE),
    copy(&ALLOW_SHA1),
    copy(&TOKEN_FIRST),
    copy(&TIMESTAMP_SKEW),
    copy(&ISSUERS),
    copy(&REFUSALS),
    copy(&EMPTY_QUEUE),
    copy(&FICTION_DAYS),
    copy(&FILE_REPLY),
    copy(&DOWNLOAD_ONCE),
    copy(&FILE_BYTES),
    copy(&DOCUMENT_BYTES),
    copy(&SWAPPED_FORM),
    copy(&PUSH_TRIES),
    copy(&PATHS),
    copy(&ROLES),
];

/// The value that a list knob (`Name=value Name=value`) has for a name, in any case.
pub fn listed(list: &str, name: &str) -> Option<String> {
    list.split_whitespace()
        .filter_map(|pair| pair.split_once('='))
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.to_owned())
}

const fn switch(name: &'static str, about: &'static str, default: &'static str) -> Knob {
    Knob { name, about, default, takes: Takes::Bool }
}

const fn number(name: &'static str, about: &'static str, default: &'static str, to: u64) -> Knob {
    Knob { name, about, default, takes: Takes::Number { from: 0, to } }
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
