//! Faults that any institution can have: those of the wire, of TLS, and of things that stand before a service.

use poligon_institution::{Parameter, ParameterKind, TlsFault};
use serde::Serialize;

/// A fault that needs no institution.
#[derive(Debug, Serialize)]
pub struct GenericFault {
    /// Its name: `html-502`.
    pub name: &'static str,
    /// What goes wrong, one sentence.
    pub about: &'static str,
    /// What it takes.
    pub takes: &'static [Parameter],
    /// How it acts.
    #[serde(skip)]
    pub acts: Generic,
}

/// How a generic fault acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Generic {
    /// The body comes in small portions.
    Drip,
    /// A proxy's page instead of the answer.
    Html502,
    /// The body is no JSON, or no XML.
    Malformed,
    /// A redirect to the same address.
    RedirectLoop,
    /// The connection is reset before the answer.
    Reset,
    /// The connection is reset within the body.
    ResetInBody,
    /// The handshake goes wrong.
    Tls(TlsFault),
    /// Too many requests.
    TooManyRequests,
    /// The connection ends within the body, in good order.
    Truncate,
    /// The content type is another.
    WrongContentType,
}

/// The portion of `drip` when nobody says.
pub(crate) const DRIP_BYTES: u64 = 16;
/// The pause of `drip` when nobody says.
pub(crate) const DRIP_EVERY: &str = "100ms";
/// The seconds of `too-many-requests` when nobody says.
pub(crate) const RETRY_AFTER: u64 = 2;

const AFTER: Parameter = Parameter {
    name: "after",
    about: "Bytes of the body that still come; half of them when nobody says",
    kind: ParameterKind::Number,
    required: false,
};

/// All of them.
pub static GENERIC: &[GenericFault] = &[
    GenericFault {
        name: "drip",
        about: "The body comes in small portions with pauses.",
        takes: &[
            Parameter {
                name: "bytes",
                about: "Bytes in a portion; 16 when nobody says",
                kind: ParameterKind::Number,
                required: false,
            },
            Parameter {
                name: "every",
                about: "The pause before each portion; 100ms when nobody says",
                kind: ParameterKind::Text,
                required: false,
            },
        ],
        acts: Generic::Drip,
    },
    GenericFault {
        name: "html-502",
        about: "The institution works, but a proxy before it answers 502 with an HTML page.",
        takes: &[],
        acts: Generic::Html502,
    },
    GenericFault {
        name: "malformed",
        about: "The JSON or XML of the answer lacks its end, though its length is right.",
        takes: &[],
        acts: Generic::Malformed,
    },
    GenericFault {
        name: "redirect-loop",
        about: "The institution is not reached; the answer is 307 to the same address.",
        takes: &[],
        acts: Generic::RedirectLoop,
    },
    GenericFault {
        name: "reset",
        about: "The institution works, but the connection is reset before the answer.",
        takes: &[],
        acts: Generic::Reset,
    },
    GenericFault {
        name: "reset-in-body",
        about: "The institution works, but the connection is reset within the body.",
        takes: &[AFTER],
        acts: Generic::ResetInBody,
    },
    GenericFault {
        name: "tls-alert",
        about: "The handshake ends with an alert.",
        takes: &[],
        acts: Generic::Tls(TlsFault::Alert),
    },
    GenericFault {
        name: "tls-expired",
        about: "The certificate of the server expired yesterday.",
        takes: &[],
        acts: Generic::Tls(TlsFault::Expired),
    },
    GenericFault {
        name: "tls-unknown-authority",
        about: "The certificate of the server is of an authority that nobody trusts.",
        takes: &[],
        acts: Generic::Tls(TlsFault::UnknownAuthority),
    },
    GenericFault {
        name: "tls-wrong-name",
        about: "The certificate of the server is for another name.",
        takes: &[],
        acts: Generic::Tls(TlsFault::WrongName),
    },
    GenericFault {
        name: "too-many-requests",
        about: "The institution is not reached; the answer is 429 with Retry-After.",
        takes: &[
            Parameter {
                name: "retry-after",
                about: "Seconds; 2 when nobody says",
                kind: ParameterKind::Number,
                required: false,
            },
            Parameter {
                name: "as",
                about: "How it is written; seconds when nobody says",
                kind: ParameterKind::OneOf(&["seconds", "date"]),
                required: false,
            },
        ],
        acts: Generic::TooManyRequests,
    },
    GenericFault {
        name: "truncate",
        about: "The institution works, but the connection ends within the body though more was promised.",
        takes: &[AFTER],
        acts: Generic::Truncate,
    },
    GenericFault {
        name: "wrong-content-type",
        about: "The body is right, but Content-Type says something else.",
        takes: &[Parameter {
            name: "type",
            about: "What it says; text/html when nobody says",
            kind: ParameterKind::Text,
            required: false,
        }],
        acts: Generic::WrongContentType,
    },
];

/// The generic fault of this name.
pub fn generic(name: &str) -> Option<&'static GenericFault> {
    GENERIC.iter().find(|fault| fault.name == name)
}
