//! What several actions take.

use poligon_institution::{Parameter, ParameterKind};

/// Who acts.
pub(super) const AS: Parameter = optional(
    "as",
    "Who acts, by id; who logged in last when absent, else the first organisation.",
    ParameterKind::Party,
);
/// The token that is sent.
pub(super) const TOKEN: Parameter = optional(
    "token",
    "The token that is sent instead of the remembered one; „none” sends none.",
    ParameterKind::Text,
);
/// Headers that are added.
pub(super) const HEADERS: Parameter =
    optional("headers", "Headers that are added or replaced, as an object.", ParameterKind::Any);
/// The session.
pub(super) const SESSION: Parameter = optional(
    "session",
    "The session's reference number; that of the one opened last when absent.",
    ParameterKind::Text,
);
/// The invoice.
pub(super) const INVOICE: Parameter = optional(
    "invoice",
    "The invoice's reference number; that of the one sent last when absent.",
    ParameterKind::Text,
);
/// The pause between two polls.
pub(super) const EVERY: Parameter =
    optional("every", "Milliseconds between two polls; 1000 when absent.", ParameterKind::Number);
/// How often is polled.
pub(super) const MOST: Parameter = optional(
    "most",
    "After so many polls it gives up and keeps the last answer; 30 when absent.",
    ParameterKind::Number,
);
/// Properties that replace those of the body.
pub(super) const JSON: Parameter =
    optional("json", "Properties that replace those of the body; null takes one away.", ParameterKind::Any);

/// A parameter that may be left out.
pub(super) const fn optional(name: &'static str, about: &'static str, kind: ParameterKind) -> Parameter {
    Parameter { name, about, kind, required: false }
}

/// A parameter that must be given.
pub(super) const fn required(name: &'static str, about: &'static str, kind: ParameterKind) -> Parameter {
    Parameter { name, about, kind, required: true }
}
