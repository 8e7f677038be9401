//! The rules of Węzeł Krajowy: each is a check with its meaning on the wire.

pub mod extensions;
pub mod ground;
pub mod logout;
pub mod parse;
pub mod registration;
pub mod request;
pub mod resolve;
pub mod response;
pub mod seal;

use std::sync::LazyLock;

use poligon_institution::{Check, Provenance, Severity};
use poligon_saml::status::{self, REQUESTER, RESPONDER};

/// A check and what its failure looks like on the wire.
#[derive(Debug)]
pub struct Rule {
    /// The check; give `&RULE.check` to the examination.
    pub check: Check,
    /// What the sender sees.
    pub wire: Wire,
}

/// What the sender sees when a check fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wire {
    /// A SOAP Fault „Client” with HTTP 500.
    Fault,
    /// A JSON object with this HTTP status: Poligon's own helpers.
    Json(u16),
    /// HTTP 501: the house has not built it.
    NotBuilt,
    /// Nothing: a warning or a note.
    Nothing,
    /// A page in the browser with this HTTP status; nothing reaches the service provider.
    Page(u16),
    /// A SAML status: by artifact after an AuthnRequest, at once after ArtifactResolve and LogoutRequest.
    Status(Failure),
}

/// A SAML status in both dialects (spec §2.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The dialect „wk”: this code at the top.
    pub code: &'static str,
    /// The dialect „saml”: the top-level code.
    pub top: &'static str,
    /// The dialect „saml”: the code under it.
    pub sub: Option<&'static str>,
    /// The message, in the dialect „saml”.
    pub message: &'static str,
}

/// The sender's request is not as it should be.
pub const REQUEST: Failure =
    Failure { code: status::REQUESTER, top: REQUESTER, sub: None, message: "Żądanie jest nieprawidłowe." };

/// The request is not granted.
pub const DENIED: Failure = Failure {
    code: status::REQUEST_DENIED,
    top: REQUESTER,
    sub: Some(status::REQUEST_DENIED),
    message: "Odmowa realizacji żądania.",
};

/// Nobody was authenticated.
pub const FAILED: Failure = Failure {
    code: status::AUTHN_FAILED,
    top: RESPONDER,
    sub: Some(status::AUTHN_FAILED),
    message: "Uwierzytelnienie nie powiodło się.",
};

/// Another binding was asked for.
pub const BINDING: Failure = Failure { sub: Some(status::UNSUPPORTED_BINDING), ..DENIED };
/// An attribute is not one that can be had.
pub const ATTRIBUTE: Failure = Failure { sub: Some(status::INVALID_ATTRIBUTE), ..DENIED };
/// The context cannot be had.
pub const CONTEXT: Failure = Failure { sub: Some(status::NO_AUTHN_CONTEXT), ..REQUEST };
/// Nobody is authenticated without being asked.
pub const PASSIVE: Failure = Failure { sub: Some(status::NO_PASSIVE), ..FAILED };

impl Rule {
    /// A rule.
    pub const fn new(
        id: &'static str,
        severity: Severity,
        provenance: Provenance,
        citation: &'static str,
        wire: Wire,
        title: &'static str,
        remedy: &'static str,
    ) -> Self {
        Self { check: Check { id, title, provenance, citation, severity, remedy }, wire }
    }
}

/// Declares rules and their list: name, id, severity, provenance, citation, wire, title, remedy.
macro_rules! catalogue {
    ($($name:ident = $id:literal, $severity:ident, $provenance:ident, $citation:literal, $wire:expr, $title:literal, $remedy:literal;)+) => {
        $(
            #[doc = $title]
            pub static $name: $crate::checks::Rule = $crate::checks::Rule::new(
                $id,
                poligon_institution::Severity::$severity,
                poligon_institution::Provenance::$provenance,
                $citation,
                $wire,
                $title,
                $remedy,
            );
        )+

        /// All rules of this file.
        pub static RULES: &[&$crate::checks::Rule] = &[$(&$name),+];
    };
}
pub(crate) use catalogue;

/// All rules.
pub fn rules() -> &'static [&'static Rule] {
    &RULES
}

/// All checks.
pub fn all() -> &'static [&'static Check] {
    &CHECKS
}

/// The meaning of a check on the wire.
pub fn wire(check: &Check) -> Option<Wire> {
    rules().iter().find(|rule| rule.check.id == check.id).map(|rule| rule.wire)
}

static RULES: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
    [
        parse::RULES,
        request::RULES,
        extensions::RULES,
        seal::RULES,
        resolve::RULES,
        logout::RULES,
        response::RULES,
        registration::RULES,
        ground::RULES,
    ]
    .concat()
});

static CHECKS: LazyLock<Vec<&'static Check>> =
    LazyLock::new(|| RULES.iter().map(|rule| &rule.check).collect());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_has_an_id_of_its_own_a_citation_and_a_remedy() {
        let mut ids: Vec<_> = all().iter().map(|check| check.id).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count);
        for check in all() {
            assert!(
                !check.citation.is_empty() && !check.remedy.is_empty() && !check.title.is_empty(),
                "{}",
                check.id
            );
        }
    }
}
