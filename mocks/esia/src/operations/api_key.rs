//! `GET /esia-rs/api/public/v1/orgs/ext-app/{key}/tkn?signature=…`: an access token for an API-Key (spec §3.1).

use http::StatusCode;
use poligon_certs::{Authority, VaultError};
use poligon_crypto::{Certificate, cms};
use poligon_institution::{Evidence, Refused, Response};
use poligon_world::russia::LegalEntity;
use serde_json::json;

use super::oauth::client::cut;
use crate::checks::key;
use crate::desk::Call;
use crate::secret::{encoding, judge};
use crate::state::{ApiKey, Grant, Standing};
use crate::tokens::Issuer;
use crate::wire;

const OGRN: &str = "1.2.643.100.1";
const SNILS: &str = "1.2.643.100.3";
const INN_LE: &str = "1.2.643.100.4";

/// The token of a key.
///
/// # Errors
/// When a check refuses.
pub fn token(call: &mut Call<'_>) -> Result<Response, Refused> {
    let text = call.argument("key").to_owned();
    let found = found(call, &text)?;
    standing(call, &found)?;
    let certificate = signature(call, &text)?;
    belongs(call, &found, &certificate)?;
    // A key that cannot be made is a defect of ours.
    Ok(written(call, &found).unwrap_or_else(|_| Response::new(StatusCode::INTERNAL_SERVER_ERROR)))
}

fn found(call: &mut Call<'_>, text: &str) -> Result<ApiKey, Refused> {
    let lower = text.to_lowercase();
    let state = call.desk.state();
    let (known, other_case) = (state.key(text).cloned(), state.key(&lower).is_some());
    drop(state);
    call.exam.need(&key::KNOWN.check, known, || {
        let mut evidence = vec![Evidence::values("API-KEY", "a key of GET /lab/keys", cut(text))];
        if other_case {
            evidence.push(Evidence::text(
                "The key is known in lower case; whether real ESIA takes upper case is unknown.",
            ));
        }
        evidence
    })
}

fn standing(call: &mut Call<'_>, found: &ApiKey) -> Result<(), Refused> {
    let stands = found.standing(call.now);
    let shown = || {
        vec![Evidence::values("the key", "active, with power and доверенность", found.shown().to_string())]
    };
    call.exam.require(&key::ACTIVE.check, stands != Standing::Inactive, shown)?;
    call.exam.require(&key::POWER.check, stands != Standing::NoPower, shown)?;
    call.exam.require(&key::ATTORNEY.check, stands != Standing::NoAttorney, shown)
}

/// The signature covers the text of the key; the signer's certificate comes back.
fn signature(call: &mut Call<'_>, text: &str) -> Result<Certificate, Refused> {
    let given = call.params.text("signature").to_owned();
    let decoded = encoding::decode(&given);
    let decoded = call.exam.need(&key::SIGNATURE_THERE.check, decoded, || {
        vec![Evidence::values("signature", "base64url of a CMS", cut(&given))]
    })?;
    let twins = cms::twins(text.as_bytes());
    let report = cms::verify(&decoded.bytes, text.as_bytes(), &[], &twins);
    let evidence = judge::plain_evidence(&report.steps, &report.hypotheses);
    if report.message.is_none() {
        return Err(call.exam.refuse(&key::SIGNATURE_THERE.check, evidence));
    }
    call.exam.require(&key::SIGNATURE.check, report.holds(), || evidence.clone())?;
    let cades = report.message.as_ref().is_some_and(cms::Message::is_cades);
    call.exam.require(&key::CADES.check, cades, || {
        vec![Evidence::text("The message has no signingCertificateV2 among its signed attributes.")]
    })?;
    let trusted = report.certificate.as_ref().map(|one| trusted(call, one, &report));
    let certificate = call.exam.need(&key::SIGNATURE.check, report.certificate, || evidence)?;
    let (from, until, now) = (certificate.not_before(), certificate.not_after(), call.now);
    call.exam.require(&key::IN_TIME.check, from <= now && now <= until, || {
        vec![Evidence::values("validity", format!("{from} to {until}"), now.to_string())]
    })?;
    let why = trusted.flatten();
    call.exam
        .require(&key::TRUSTED.check, why.is_none(), || vec![Evidence::text(why.unwrap_or_default())])?;
    Ok(certificate)
}

/// Why the certificate does not lead to the stand's authority.
fn trusted(call: &Call<'_>, certificate: &Certificate, report: &cms::Report) -> Option<String> {
    let authority = call.desk.sandbox.vault.authority(Authority::Esia, call.now).ok()?;
    let mut own: Vec<Certificate> =
        authority.chain().iter().filter_map(|der| Certificate::from_der(der).ok()).collect();
    let root = own.pop()?;
    own.extend(report.message.iter().flat_map(|message| message.certificates.iter().cloned()));
    certificate.chain(&own, &[root], &|_| false, call.now).err().map(|why| why.to_string())
}

/// The certificate is the organisation's, and the employee's when it names one.
fn belongs(call: &mut Call<'_>, found: &ApiKey, certificate: &Certificate) -> Result<(), Refused> {
    let (ogrn, inn) = (certificate.subject_attribute(OGRN), certificate.subject_attribute(INN_LE));
    let subject = certificate.subject_line();
    call.exam.require(&key::ORGANISATION.check, ogrn.is_some() || inn.is_some(), || {
        vec![Evidence::values("subject", "OGRN or INNLE", subject)]
    })?;
    let russia = call.desk.russia();
    let (own_ogrn, own_inn) = russia
        .organisation(&found.organisation)
        .map(|one| (one.ogrn.to_string(), one.inn.to_string()))
        .unwrap_or_default();
    let snils = russia.citizen_named(&found.employee).map(|one| one.snils.to_string()).unwrap_or_default();
    let same = match (&ogrn, &inn) {
        (Some(ogrn), _) => *ogrn == own_ogrn,
        (None, inn) => inn.as_ref() == Some(&own_inn),
    };
    call.exam.require(&key::SAME_ORGANISATION.check, same, || {
        let got = ogrn.or(inn).unwrap_or_default();
        vec![Evidence::values("ОГРН or ИНН", format!("{own_ogrn} or {own_inn}"), got)]
    })?;
    let named = certificate.subject_attribute(SNILS);
    let fits = named.as_ref().is_none_or(|named| *named == snils);
    call.exam.require(&key::EMPLOYEE.check, fits, || {
        vec![Evidence::values("СНИЛС", snils, named.unwrap_or_default())]
    })
}

fn written(call: &Call<'_>, found: &ApiKey) -> Result<Response, VaultError> {
    let russia = call.desk.russia();
    let missing = || VaultError::Order("the key names nobody of the cast".to_owned());
    let system = russia.system(&found.system).ok_or_else(missing)?;
    let organisation: &LegalEntity = russia.organisation(&found.organisation).ok_or_else(missing)?;
    let employee = russia.citizen_named(&found.employee).ok_or_else(missing)?;
    let scope = format!(
        "openid http://lk.gosuslugi.ru/api-order?oid={} http://esia.gosuslugi.ru/org_ogrn?org_oid={}",
        employee.oid, organisation.oid
    );
    let grant = Grant {
        client: system.mnemonic.clone(),
        oid: Some(employee.oid),
        organisation: Some(organisation.oid),
        scope,
        openid: false,
        offline: false,
        session: call.desk.ids.uuid(),
        authenticated: call.now,
        permissions: None,
    };
    let token = Issuer::new(call.desk, system, call.now).access(&grant)?;
    Ok(wire::json(StatusCode::OK, &json!({ "accessTkn": token })))
}
