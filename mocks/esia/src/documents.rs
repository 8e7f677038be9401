//! The kinds of document that `poligon check` judges without a server.

use std::collections::BTreeMap;

use poligon_crypto::{Certificate, cms};
use poligon_institution::{DocumentKind, Evidence, Examination, Finding};
use poligon_world::Strictness;
use time::OffsetDateTime;

use crate::checks::oauth;
use crate::secret::{Endpoint, encoding, judge_cms, judge_raw};
use crate::wire::params::Params;
use crate::wire::pem;

/// All kinds.
pub static KINDS: &[DocumentKind] = &[DocumentKind {
    name: "esia-secret",
    about: "a client_secret of ESIA: a CMS, or a bare GOST value with --param certificate=FILE's PEM text",
    recognise: cms::looks_like,
    judge,
}];

/// Judges a secret over the string of its parameters: `scope`, `timestamp`, `client_id`, `state`, `redirect_uri`, `scope_org`, `code`,
/// `refresh_token`. `endpoint` is v1 (default for a CMS), v2-ac, v3-code, v3-refresh or v3-credentials. A bare value needs
/// `certificate`: the certificate's PEM text.
fn judge(bytes: &[u8], now: OffsetDateTime, given: &BTreeMap<String, String>) -> Vec<Finding> {
    let mut exam = Examination::new(Strictness::Faithful);
    let params = Params::from_pairs(given.iter().map(|(name, value)| (name.clone(), value.clone())));
    let secret = binary(bytes);
    let endpoint = endpoint(params.text("endpoint"), cms::looks_like(&secret));
    // The refusal is among the findings.
    let _ = judged(&mut exam, &params, &secret, endpoint, now);
    exam.skip(&oauth::REGISTERED.check, "only a server knows; send it there to see");
    exam.into_findings()
}

fn judged(
    exam: &mut Examination,
    params: &Params,
    secret: &[u8],
    endpoint: Endpoint,
    now: OffsetDateTime,
) -> Result<(), poligon_institution::Refused> {
    let parts = endpoint.rules().first().map(|rule| rule.parts).unwrap_or_default();
    let missing: Vec<&str> =
        parts.iter().copied().filter(|part| *part != "scope_org" && params.text(part).is_empty()).collect();
    exam.require(&oauth::PRESENT.check, missing.is_empty(), || {
        let said = "Give each with --param NAME=VALUE: they are what was signed.";
        vec![Evidence::values("parameters", parts.join(", "), missing.join(", ")), Evidence::text(said)]
    })?;
    let known = if endpoint == Endpoint::Version1 {
        judge_cms(endpoint, params, secret, &certificate(params).into_iter().collect::<Vec<_>>())
    } else {
        let certificate = exam.need(&oauth::CERTIFICATE_HASH.check, certificate(params), || {
            vec![Evidence::text("A bare value needs --param certificate=\"$(cat cert.pem)\".")]
        })?;
        judge_raw(endpoint, params, secret, &certificate)
    };
    let certificate = known.certificate.clone();
    exam.require(&oauth::SECRET.check, known.rule.is_some(), || known.evidence)?;
    exam.require(&oauth::ATTACHED.check, !known.attached, || {
        vec![Evidence::text("The message carries its content.")]
    })?;
    let Some(certificate) = certificate else { return Ok(()) };
    let (from, until) = (certificate.not_before(), certificate.not_after());
    exam.require(&oauth::CERTIFICATE_TIME.check, from <= now && now <= until, || {
        vec![Evidence::values("validity", format!("{from} to {until}"), now.to_string())]
    })
}

/// The bytes themselves, or what their base64 says.
fn binary(bytes: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).ok().map(str::trim);
    let decoded = text.filter(|text| text.len() > 40).and_then(encoding::decode);
    decoded.map_or_else(|| bytes.to_vec(), |decoded| decoded.bytes)
}

fn endpoint(word: &str, is_cms: bool) -> Endpoint {
    match word {
        "v1" => Endpoint::Version1,
        "v2-ac" => Endpoint::AuthorisationV2,
        "v3-code" => Endpoint::TokenCode,
        "v3-credentials" => Endpoint::TokenCredentials,
        "v3-refresh" => Endpoint::TokenRefresh,
        _ if is_cms => Endpoint::Version1,
        _ => Endpoint::AuthorisationV2,
    }
}

fn certificate(params: &Params) -> Option<Certificate> {
    let der = pem::read("CERTIFICATE", params.find("certificate")?.as_bytes())?;
    Certificate::from_der(&der).ok()
}
