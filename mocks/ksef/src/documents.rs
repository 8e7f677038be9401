//! The kinds of document that `poligon check` judges without a server.

use std::collections::BTreeMap;

use poligon_crypto::{Document, Limits};
use poligon_institution::{DocumentKind, Examination, Finding};
use poligon_world::Strictness;
use time::OffsetDateTime;

use crate::checks::{Rule, auth};
use crate::operations::auth::reading;
use crate::wire::auth_token_request;
use crate::{invoice, upo};

/// All kinds.
pub static KINDS: &[DocumentKind] = &[
    DocumentKind {
        name: "auth-token-request",
        about: "a signed request to log in to KSeF (AuthTokenRequest, XAdES)",
        recognise: recognise_request,
        judge: judge_request,
    },
    DocumentKind {
        name: "invoice",
        about: "an invoice, FA(2) or FA(3)",
        recognise: invoice::kind::recognise,
        judge: invoice::kind::judge,
    },
    DocumentKind {
        name: "upo",
        about: "an official confirmation of receipt of KSeF (UPO v4-3)",
        recognise: upo::judge::recognise,
        judge: upo::judge::judge,
    },
];

/// Whether these bytes look like an AuthTokenRequest, also when they are broken XML.
fn recognise_request(bytes: &[u8]) -> bool {
    let unmarked = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match Document::parse(unmarked, Limits::MESSAGE) {
        Ok(document) => {
            auth_token_request::find(document.root()).is_some()
                || names_one(document.root().local().as_bytes())
        }
        Err(_) => names_one(bytes),
    }
}

fn names_one(bytes: &[u8]) -> bool {
    bytes.windows(16).take(4_096).any(|window| window == b"AuthTokenRequest")
}

/// Judges as a faithful TEST environment does, but for what only a server knows. `--param enforce-xades-compliance=true`
/// plays the header of that name.
fn judge_request(bytes: &[u8], now: OffsetDateTime, params: &BTreeMap<String, String>) -> Vec<Finding> {
    let mut exam = Examination::new(Strictness::Faithful);
    let enforce = params.get("enforce-xades-compliance").is_some_and(|value| value == "true");
    // The refusal is among the findings.
    let signed = reading::read(&mut exam, bytes, enforce, now);
    if let Ok(signed) = &signed {
        // A certificate out of time is told now: the server tells it in the status only.
        let _ = reading::require_in_time(&mut exam, &signed.certificate, now);
    }
    for rule in only_a_server_knows() {
        exam.skip(&rule.check, "only a server knows; send it there to see");
    }
    exam.into_findings()
}

fn only_a_server_knows() -> [&'static Rule; 7] {
    [
        &auth::CHALLENGE,
        &auth::CHAIN_TRUSTED,
        &auth::CHAIN_WHOLE,
        &auth::NOT_REVOKED,
        &auth::NOT_BLOCKED,
        &auth::ALIVE,
        &auth::ANY_PERMISSION,
    ]
}
