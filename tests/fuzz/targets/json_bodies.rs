//! The desk of KSeF: any method, path, query, token and body give an answer. `501` says „not built”; no other 5xx may come,
//! and what is refused is refused by a check.
//!
//! Input: one byte picks the operation, one the token; then a line with the parameter of the path, a line with the query, and the
//! body.

#![no_main]

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use http::Method;
use libfuzzer_sys::fuzz_target;
use poligon_certs::Vault;
use poligon_crypto::jws;
use poligon_institution::{Desk, Request};
use poligon_ksef::KsefDesk;
use poligon_ksef::identity::{Identifier, Method as Login};
use poligon_ksef::ids::{ReferenceKind, ReferenceNumber};
use poligon_ksef::operations::catalogue;
use poligon_ksef::wire::claims::{self, AccessGrant};
use poligon_world::{Clock, Entropy, Sandbox, SandboxName, Settings, World};
use serde_json::json;
use time::OffsetDateTime;
use time::macros::datetime;

const NOW: OffsetDateTime = datetime!(2026-11-24 12:00 UTC);
const NIP: &str = "1111111111";

static VAULT: LazyLock<Arc<Vault>> = LazyLock::new(|| Arc::new(Vault::in_memory(None)));

fuzz_target!(|bytes: &[u8]| {
    let [operation, token, rest @ ..] = bytes else { return };
    let mut parts = rest.splitn(3, |byte| *byte == b'\n');
    let mut line = || String::from_utf8_lossy(parts.next().unwrap_or_default()).into_owned();
    let (parameter, query) = (line(), line());
    let body = parts.next().unwrap_or_default();
    let rows = catalogue::rows();
    let row = &rows[usize::from(*operation) % rows.len()];
    let path = format!("/v2{}", filled(row.path, &parameter));

    let desk = desk();
    let method = Method::from_bytes(row.method.as_bytes()).unwrap_or_default();
    let mut request = Request::new(method, &path).with_body(body.to_vec());
    request.query = (!query.is_empty()).then_some(query);
    if token % 4 != 0 {
        request = request.with_header("authorization", &format!("Bearer {}", access_token(&desk)));
    }
    let answer = desk.answer(&request);
    let status = answer.response.status.as_u16();
    assert!(status < 500 || status == 501, "{path}: {status}: {:?}", answer.response.body);
    let refused = answer.findings.iter().any(|finding| finding.failed());
    assert!(status < 400 || refused, "{path}: {status} without a failed check");
});

/// The template with its parameters filled in.
fn filled(template: &str, parameter: &str) -> String {
    let part = |segment: &str| match segment.starts_with('{') {
        true => parameter.to_owned(),
        false => segment.to_owned(),
    };
    template.split('/').map(part).collect::<Vec<_>>().join("/")
}

fn desk() -> KsefDesk {
    let (clock, world) = (Clock::frozen(NOW), World::default());
    let sandbox =
        Sandbox::new(SandboxName::default_name(), 7, clock, Settings::default(), Arc::clone(&VAULT), world);
    KsefDesk::new(Arc::new(sandbox))
}

/// The owner's, made with the desk's own secret.
fn access_token(desk: &KsefDesk) -> String {
    let owner = Identifier::nip(NIP);
    let reference = ReferenceNumber::mint(ReferenceKind::Authentication, &Entropy::new(1, "fuzz"), NOW);
    let grant = AccessGrant {
        reference: &reference,
        context: &owner,
        method: Login::QualifiedSeal,
        subject_details: &json!({ "subjectIdentifier": owner }),
        owner: true,
        permissions: &BTreeSet::new(),
        roles: &[],
        allowed_ips: None,
    };
    let now = NOW.unix_timestamp();
    jws::sign_hs256(&claims::access(&grant, now, now + 100_000, "1"), &desk.secret)
}
