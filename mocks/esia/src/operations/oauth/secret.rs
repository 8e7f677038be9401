//! The client proves itself by `client_secret` (spec §1.5, §1.6).

use poligon_crypto::{Certificate, cms};
use poligon_institution::finding::Candidate;
use poligon_institution::{Evidence, Refused};
use poligon_world::russia::System;

use super::client::cut;
use crate::checks::oauth;
use crate::desk::Call;
use crate::secret::{Endpoint, Known, certificate_hash, encoding, judge_cms, judge_raw};
use crate::{knobs, registry};

/// Judges the secret of a request.
///
/// # Errors
/// When it does not prove the client.
pub fn judge(call: &mut Call<'_>, system: &System, endpoint: Endpoint) -> Result<(), Refused> {
    let secret = decoded(call)?;
    if endpoint == Endpoint::Version1 {
        return version1(call, system, &secret);
    }
    let certificate = by_hash(call, system)?;
    in_time(call, &certificate)?;
    convenience(call, &certificate)?;
    let known = judge_raw(endpoint, &call.params, &secret, &certificate);
    if endpoint == Endpoint::TokenRefresh
        && let Some(rule) = known.rule
    {
        let first = endpoint.rules().first().is_some_and(|first| first.id == rule.id);
        let said = format!("Signed was {}: {}.", rule.parts.join(" + "), rule.of);
        call.exam.require(&oauth::REFRESH_STRING.check, first, || vec![Evidence::text(said)])?;
    }
    proven(call, known)
}

fn decoded(call: &mut Call<'_>) -> Result<Vec<u8>, Refused> {
    let text = call.params.text("client_secret").to_owned();
    let decoded = encoding::decode(&text);
    let decoded = call.exam.need(&oauth::SECRET_ENCODING.check, decoded, || {
        vec![Evidence::values("client_secret", "base64url of a signature", cut(&text))]
    })?;
    call.exam.require(&oauth::SECRET_ALPHABET.check, !decoded.standard, || {
        vec![Evidence::text("The secret is written with + and /.")]
    })?;
    Ok(decoded.bytes)
}

fn version1(call: &mut Call<'_>, system: &System, secret: &[u8]) -> Result<(), Refused> {
    call.exam.require(&oauth::VERSION.check, false, || {
        vec![Evidence::text("This is version 1 of the endpoint.")]
    })?;
    // The stand's own RSA certificate takes time to make: only when an RSA signer, or one that is not named, comes.
    let message = cms::Message::read(secret).ok();
    let with_rsa = message
        .is_some_and(|message| message.certificates.first().is_none_or(|first| first.gost_key().is_none()));
    let registered = registry::certificates(call.desk, system, with_rsa, call.now);
    let known = judge_cms(Endpoint::Version1, &call.params, secret, &registered);
    let (attached, certificate) = (known.attached, known.certificate.clone());
    proven(call, known)?;
    call.exam.require(&oauth::ATTACHED.check, !attached, || {
        vec![Evidence::text("The message carries its content; it is the expected string.")]
    })?;
    let Some(certificate) = certificate else { return Ok(()) };
    convenience(call, &certificate)?;
    let is_registered = registered.contains(&certificate);
    let hash = certificate_hash::of(&certificate);
    call.exam.require(&oauth::REGISTERED.check, is_registered, || {
        vec![Evidence::values(
            "Streebog-256 of the signer's certificate",
            registered.iter().map(certificate_hash::of).collect::<Vec<_>>().join(" or "),
            format!("{hash} ({})", certificate.subject_line()),
        )]
    })?;
    in_time(call, &certificate)
}

/// The certificate that `client_certificate_hash` names.
fn by_hash(call: &mut Call<'_>, system: &System) -> Result<Certificate, Refused> {
    let given = call.params.text("client_certificate_hash").to_owned();
    let find = |all: &[Certificate]| {
        all.iter().find(|one| certificate_hash::of(one).eq_ignore_ascii_case(&given)).cloned()
    };
    let mut registered = registry::certificates(call.desk, system, false, call.now);
    let mut found = find(&registered);
    if found.is_none() && knobs::RSA_SECRETS.is_on(call.settings()) {
        registered = registry::certificates(call.desk, system, true, call.now);
        found = find(&registered);
    }
    if let Some(found) = found {
        call.exam.pass(&oauth::CERTIFICATE_HASH.check);
        return Ok(found);
    }
    let mistake = certificate_hash::mistake(&given, &registered).map(|one| {
        Evidence::Candidates(vec![Candidate {
            id: one.id.to_owned(),
            if_clause: one.if_clause,
            remedy: one.remedy,
        }])
    });
    let hashes: Vec<String> = registered.iter().map(certificate_hash::of).collect();
    let mut evidence: Vec<Evidence> = mistake.into_iter().collect();
    evidence.push(Evidence::values("client_certificate_hash", hashes.join(" or "), cut(&given)));
    Err(call.exam.refuse(&oauth::CERTIFICATE_HASH.check, evidence))
}

fn in_time(call: &mut Call<'_>, certificate: &Certificate) -> Result<(), Refused> {
    let (from, until, now) = (certificate.not_before(), certificate.not_after(), call.now);
    call.exam.require(&oauth::CERTIFICATE_TIME.check, from <= now && now <= until, || {
        vec![Evidence::values("validity", format!("{from} to {until}"), now.to_string())]
    })
}

fn convenience(call: &mut Call<'_>, certificate: &Certificate) -> Result<(), Refused> {
    let gost = certificate.gost_key().is_some();
    if !gost && !knobs::RSA_SECRETS.is_on(call.settings()) {
        let said = "The secret is signed with RSA, and the knob esia.rsa-client-secrets is off.";
        return Err(call.exam.refuse(&oauth::SECRET.check, vec![Evidence::text(said)]));
    }
    call.exam.require(&oauth::RSA.check, gost, || vec![Evidence::text("The key is RSA.")])
}

fn proven(call: &mut Call<'_>, known: Known) -> Result<(), Refused> {
    call.exam.require(&oauth::SECRET.check, known.rule.is_some(), || known.evidence)
}
