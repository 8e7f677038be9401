//! The kinds of document that `poligon check` judges without a server.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use poligon_crypto::xmlenc::{OpeningKey, decrypt};
use poligon_crypto::{Certificate, Document};
use poligon_institution::{DocumentKind, Evidence, Examination, Finding, Refused};
use poligon_saml::form::Form;
use poligon_saml::names::PROTOCOL;
use poligon_saml::read::{AuthnRequest, Response};
use poligon_saml::sealed;
use poligon_world::Strictness;
use time::{Duration, OffsetDateTime};

use crate::checks::{request, response as rules};
use crate::operations::{reading, seal, sso};
use crate::state::registration::Pair;

/// All kinds.
pub static KINDS: &[DocumentKind] = &[
    DocumentKind {
        name: "authn-request",
        about: "an AuthnRequest for Węzeł Krajowy: XML, or the form field SAMLRequest",
        recognise: |bytes| looks_like(bytes, "AuthnRequest"),
        judge: judge_request,
    },
    DocumentKind {
        name: "saml-response",
        about: "a Response or ArtifactResponse of Węzeł Krajowy, as a service provider received it",
        recognise: |bytes| looks_like(bytes, "Response") && contains(bytes, PROTOCOL.as_bytes()),
        judge: judge_response,
    },
];

fn looks_like(bytes: &[u8], name: &str) -> bool {
    let text = plain(bytes);
    contains(&text, name.as_bytes()) && contains(&text, b"urn:oasis:names:tc:SAML:2.0")
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).take(65_536).any(|window| window == part)
}

/// XML as it is; a form or its field decoded.
fn plain(bytes: &[u8]) -> Vec<u8> {
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    if matches!(first, Some(b'<' | 0xEF)) {
        return bytes.to_vec();
    }
    let form = Form::read(bytes);
    let field = form.value("SAMLRequest").or_else(|| form.value("SAMLResponse")).map(str::to_owned);
    let field = field.unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned());
    let compact: Vec<u8> = field.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    STANDARD.decode(compact).unwrap_or_else(|_| bytes.to_vec())
}

/// Judges as a faithful simulator does, but for what only a server knows. `--param certificate=FILE` is no file here: give the
/// PEM text's base64 body to compare the key with.
fn judge_request(bytes: &[u8], now: OffsetDateTime, params: &BTreeMap<String, String>) -> Vec<Finding> {
    let mut exam = Examination::new(Strictness::Faithful);
    // The refusal is among the findings.
    let _ = request_of(&mut exam, &plain(bytes), now, params);
    for rule in [
        &request::ISSUER,
        &request::STAGE,
        &request::ACS_REGISTERED,
        &request::DESTINATION,
        &request::PROVIDER_NAME,
        &request::REPLAY,
    ] {
        exam.skip(&rule.check, "only a server knows; send it there to see");
    }
    exam.into_findings()
}

fn request_of(
    exam: &mut Examination,
    bytes: &[u8],
    now: OffsetDateTime,
    params: &BTreeMap<String, String>,
) -> Result<(), Refused> {
    let document = reading::document(exam, bytes)?;
    let message: AuthnRequest = sso::root(exam, &document)?;
    sso::identified(exam, &message)?;
    let pair = certificate(params).map(|one| Pair { signing: one.clone(), encryption: one });
    seal::judge(
        exam,
        &document,
        document.root(),
        "/AuthnRequest",
        pair.as_ref(),
        seal::Terms::default(),
        now,
    )?;
    if params.get("fresh").is_some_and(|value| value == "true") {
        sso::fresh(exam, message.head.issue_instant.as_deref(), Duration::minutes(5), now)?;
    } else {
        exam.skip(&request::SKEW.check, "a file is judged at any time; --param fresh=true asks for it");
    }
    sso::shape(exam, &message)?;
    crate::wire::requests::extensions(exam, &message)
}

/// The certificate of `--param certificate=BASE64`.
fn certificate(params: &BTreeMap<String, String>) -> Option<Certificate> {
    let text: String = params.get("certificate")?.lines().filter(|line| !line.starts_with("-----")).collect();
    let compact: String = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    Certificate::from_der(&STANDARD.decode(compact).ok()?).ok()
}

/// `--param key=BASE64` (PKCS#8, the encryption key of a throwaway provider) opens the assertion; `request`, `resolve`, `audience`,
/// `recipient` and `certificate` say what must stand in it.
fn judge_response(bytes: &[u8], now: OffsetDateTime, params: &BTreeMap<String, String>) -> Vec<Finding> {
    let mut exam = Examination::new(Strictness::Faithful);
    let _ = response_of(&mut exam, &plain(bytes), now, params);
    exam.into_findings()
}

fn response_of(
    exam: &mut Examination,
    bytes: &[u8],
    now: OffsetDateTime,
    params: &BTreeMap<String, String>,
) -> Result<(), Refused> {
    let document = reading::document(exam, bytes)?;
    let named =
        |name: &'static str| document.root().descendants().filter(move |element| element.is(PROTOCOL, name));
    let outer = named("ArtifactResponse").next();
    let inner: Vec<_> = named("Response").collect();
    let only = match inner.as_slice() {
        [only] => Some(*only),
        _ => None,
    };
    let response = exam.need(&rules::ONE_RESPONSE.check, only, || {
        vec![Evidence::values("saml2p:Response in the document", "1", inner.len().to_string())]
    })?;
    signatures(exam, &document, outer.unwrap_or(response), params, now)?;
    let outer_facts = outer.and_then(Response::read);
    let facts = Response::read(response).unwrap_or_default();
    if let Some(outer) = &outer_facts {
        rules::same(
            exam,
            &rules::RESOLVE,
            "InResponseTo of ArtifactResponse",
            params.get("resolve"),
            outer.head.in_response_to.as_ref(),
        )?;
    }
    rules::same(
        exam,
        &rules::REQUEST,
        "InResponseTo of Response",
        params.get("request"),
        facts.head.in_response_to.as_ref(),
    )?;
    let statuses = [outer_facts.and_then(|outer| outer.status), facts.status.clone()];
    let success = facts.status.is_some() && statuses.iter().flatten().all(poligon_saml::Status::is_success);
    exam.require(&rules::SUCCESS.check, success, || {
        let codes: Vec<String> = statuses.iter().flatten().map(|status| status.code.clone()).collect();
        vec![Evidence::values("StatusCode, outer and inner", "Success", codes.join(", "))]
    })?;
    exam.require(&rules::ENCRYPTED.check, facts.encrypted == 1 && facts.assertions == 0, || {
        vec![Evidence::values(
            "assertions",
            "one, encrypted",
            format!("{} encrypted, {} clear", facts.encrypted, facts.assertions),
        )]
    })?;
    let Some(key) = params.get("key").and_then(|key| key_of(key)) else {
        exam.skip(&rules::OPENS.check, "no key was given (--param key=BASE64 of PKCS#8)");
        return Ok(());
    };
    let Some(data) = Response::encrypted_data(response) else { return Ok(()) };
    match decrypt(data, &key, None) {
        Ok(opened) => {
            exam.pass(&rules::OPENS.check);
            rules::assertion(exam, &opened.plain, now, params)
        }
        Err(why) => exam.object(&rules::OPENS.check, vec![Evidence::text(why.to_string())]),
    }
}

fn signatures(
    exam: &mut Examination,
    document: &Document<'_>,
    outer: poligon_crypto::Element<'_>,
    params: &BTreeMap<String, String>,
    now: OffsetDateTime,
) -> Result<(), Refused> {
    let facts = sealed::facts(document, outer);
    exam.require(&rules::SIGNED.check, facts.of_message == 1, || {
        vec![Evidence::values(
            format!("ds:Signature in {}", outer.local()),
            "1",
            facts.of_message.to_string(),
        )]
    })?;
    let key = match certificate(params).or(facts.certificate) {
        Some(certificate) => certificate.public_key().ok(),
        None => None,
    };
    let policy = poligon_crypto::Policy {
        signatures: 2,
        cover: poligon_crypto::seal::Cover::Paths(vec![outer.path()]),
        key: key.map(poligon_crypto::seal::KeySource::Pinned).unwrap_or_default(),
        ..poligon_crypto::Policy::document(now)
    };
    let report = poligon_crypto::seal::verify_document(document, &policy);
    exam.require(&rules::VERIFIES.check, report.holds(), || poligon_institution::seal::evidence(&report))
}

fn key_of(text: &str) -> Option<OpeningKey> {
    let body: String = text.lines().filter(|line| !line.starts_with("-----")).collect();
    let compact: String = body.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    OpeningKey::from_pkcs8(&STANDARD.decode(compact).ok()?).ok()
}
