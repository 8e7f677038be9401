//! Registering a service provider and leading it through the steps (spec §6.2).

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use poligon_certs::{Credential, KeyKind, Order, Profile};
use poligon_crypto::Certificate;
use poligon_crypto::key::KeyKind as PublicKind;
use poligon_institution::{Evidence, Refused, Response};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{read, unknown};
use crate::checks::registration as rules;
use crate::desk::Call;
use crate::environment::Environment;
use crate::identity::Level;
use crate::knobs;
use crate::state::registration::{MOST, Pair, Provider, Stage};
use crate::wire::{requests, respond};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct New {
    issuer: String,
    #[serde(default)]
    organisation: Option<String>,
    #[serde(default)]
    provider_name: Option<String>,
    #[serde(default)]
    sp_type: Option<String>,
    #[serde(default)]
    level: Option<String>,
    #[serde(default)]
    acs: Vec<String>,
    #[serde(default)]
    slo: Option<String>,
    /// Where the registration is at once; the steps before are taken as done.
    #[serde(default)]
    stage: Option<Stage>,
    /// The provider's own certificates, PEM, for every environment that the stage opens.
    #[serde(default)]
    signing: Option<String>,
    #[serde(default)]
    encryption: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    issuer: String,
    #[serde(default)]
    signing: Option<String>,
    #[serde(default)]
    encryption: Option<String>,
}

/// `POST /_poligon/providers`.
///
/// # Errors
/// When a rule REG-… refuses.
pub fn register(call: &mut Call<'_>) -> Result<Response, Refused> {
    let new: New = read(call)?;
    named(call, &new)?;
    let level = words(call, &new)?;
    let stage = new.stage.unwrap_or(Stage::SymulatorTesty);
    let mut provider = Provider {
        issuer: new.issuer.clone(),
        organisation: new.organisation.clone().unwrap_or_else(|| "Usługodawca na niby".to_owned()),
        provider_name: new.provider_name.clone(),
        sp_type: new.sp_type.clone().unwrap_or_else(|| "public".to_owned()),
        level,
        acs: new.acs.clone(),
        slo: new.slo.clone(),
        stage,
        since: call.now,
        certificates: BTreeMap::new(),
    };
    let own = own(call, new.signing.as_deref(), new.encryption.as_deref())?;
    let mut issued = Map::new();
    for environment in Environment::ALL.into_iter().filter(|one| stage >= Stage::opens(*one)) {
        match &own {
            Some(pair) => {
                provider.certificates.insert(environment, pair.clone());
            }
            None => give(call, &mut provider, environment, &mut issued)?,
        }
    }
    let shown = respond::provider(&provider);
    let kept = call.desk.state().registration.keep(provider).then_some(());
    call.exam.need(&rules::UNIQUE.check, kept, || {
        vec![Evidence::text(format!("There are {MOST} service providers already."))]
    })?;
    Ok(respond::json(201, &json!({ "provider": shown, "issued": issued })))
}

/// `POST /_poligon/providers/advance`.
///
/// # Errors
/// When the step cannot be taken.
pub fn advance(call: &mut Call<'_>) -> Result<Response, Refused> {
    let step: Step = read(call)?;
    let found = call.desk.state().registration.find(&step.issuer).cloned();
    let Some(mut provider) = found else { return Err(unknown(call, &step.issuer)) };
    if let Some(pair) = own(call, step.signing.as_deref(), step.encryption.as_deref())? {
        provider.certificates.insert(Environment::Produkcyjne, pair);
    }
    let reached = match provider.advance(call.now) {
        Ok(stage) => {
            call.exam.pass(&rules::STEP.check);
            stage
        }
        Err(why) => {
            return Err(call.exam.refuse(&rules::STEP.check, vec![Evidence::text(format!("{why}."))]));
        }
    };
    let mut issued = Map::new();
    if let Some(environment) = reached.issues_for() {
        give(call, &mut provider, environment, &mut issued)?;
    }
    let shown = respond::provider(&provider);
    call.desk.state().registration.keep(provider);
    Ok(respond::json(200, &json!({ "provider": shown, "issued": issued })))
}

/// `POST /_poligon/providers/remove`.
///
/// # Errors
/// When there is no such provider.
pub fn remove(call: &mut Call<'_>) -> Result<Response, Refused> {
    let step: Step = read(call)?;
    if call.desk.state().registration.remove(&step.issuer) {
        call.exam.pass(&rules::STEP.check);
        return Ok(respond::json(200, &json!({ "removed": step.issuer })));
    }
    Err(unknown(call, &step.issuer))
}

fn named(call: &mut Call<'_>, new: &New) -> Result<(), Refused> {
    let issuer = &new.issuer;
    let plain = !issuer.is_empty()
        && issuer.chars().count() <= 200
        && issuer.trim() == issuer
        && !issuer.chars().any(char::is_control);
    call.exam.need(&rules::ISSUER.check, plain.then_some(()), || {
        vec![Evidence::values(
            "issuer",
            "1 to 200 printable characters",
            issuer.chars().take(220).collect::<String>(),
        )]
    })?;
    let fresh = call.desk.state().registration.find(issuer).is_none();
    call.exam.need(&rules::UNIQUE.check, fresh.then_some(()), || {
        vec![Evidence::values("issuer", "one that is not registered", &**issuer)]
    })
}

/// Addresses, SPType, level.
fn words(call: &mut Call<'_>, new: &New) -> Result<Level, Refused> {
    let absolute = |address: &String| {
        let uri: Option<http::Uri> = address.parse().ok();
        address.len() <= 2_000
            && !address.contains('#')
            && uri.is_some_and(|uri| uri.scheme().is_some() && uri.host().is_some())
    };
    let whole = !new.acs.is_empty() && new.acs.len() <= 50 && new.acs.iter().all(absolute);
    call.exam.need(&rules::ACS.check, whole.then_some(()), || {
        vec![Evidence::values(
            "acs",
            "1 to 50 absolute URLs",
            new.acs.join(", ").chars().take(400).collect::<String>(),
        )]
    })?;
    call.exam.require(&rules::ACS_HTTPS.check, new.acs.iter().all(|acs| requests::is_safe(acs)), || {
        vec![Evidence::values("acs", "https", new.acs.join(", "))]
    })?;
    let kind = new.sp_type.as_deref().unwrap_or("public");
    call.exam.need(&rules::SP_TYPE.check, matches!(kind, "public" | "private").then_some(()), || {
        vec![Evidence::values("sp_type", "public or private", kind)]
    })?;
    call.exam.require(&rules::PROVIDER_NAME.check, new.provider_name.is_some(), || {
        vec![Evidence::values("provider_name", "a name", "none")]
    })?;
    let word = new.level.as_deref().unwrap_or("low");
    call.exam.need(&rules::LEVEL.check, Level::named(word), || {
        vec![Evidence::values("level", "low, substantial or high", word)]
    })
}

/// Certificates that the provider hands in, before the technical requirements.
fn own(
    call: &mut Call<'_>,
    signing: Option<&str>,
    encryption: Option<&str>,
) -> Result<Option<Pair>, Refused> {
    let (signing, encryption) = match (signing, encryption) {
        (None, None) => return Ok(None),
        (Some(one), None) | (None, Some(one)) => (one, one),
        (Some(signing), Some(encryption)) => (signing, encryption),
    };
    let mut read = |what: &str, pem: &str| {
        call.exam.need(&rules::CURVE.check, certificate(pem), || {
            vec![Evidence::values(
                what,
                "a PEM block „CERTIFICATE”",
                pem.chars().take(60).collect::<String>(),
            )]
        })
    };
    let pair = Pair { signing: read("signing", signing)?, encryption: read("encryption", encryption)? };
    judge(call, &pair)?;
    Ok(Some(pair))
}

/// „The same technical requirements” (spec §6.2, step 15).
fn judge(call: &mut Call<'_>, pair: &Pair) -> Result<(), Refused> {
    let key = |certificate: &Certificate| {
        certificate.public_key().ok().map(|key| (key.kind(), key.spki().to_vec()))
    };
    let same = key(&pair.signing).map(|(_, spki)| spki) == key(&pair.encryption).map(|(_, spki)| spki);
    call.exam.require(&rules::DISTINCT.check, !same, || {
        vec![Evidence::values("keys of the two certificates", "two", "one")]
    })?;
    let rsa = call.knob(&knobs::RSA) == "true";
    let now = call.now;
    for (what, certificate, fits) in [
        ("signing", &pair.signing, pair.signing.may_sign()),
        ("encryption", &pair.encryption, pair.encryption.may_agree() || rsa),
    ] {
        let kind = key(certificate).map(|(kind, _)| kind);
        let curve = matches!(kind, Some(PublicKind::Ec { bits: 256 }))
            || (rsa && matches!(kind, Some(PublicKind::Rsa { .. })));
        call.exam.require(&rules::CURVE.check, curve, || {
            vec![Evidence::values(
                format!("key of the {what} certificate"),
                "EC P-256",
                kind.map_or_else(|| "unreadable".to_owned(), |kind| format!("{kind:?}")),
            )]
        })?;
        call.exam.require(&rules::KEY_USAGE.check, fits, || {
            let wanted = if what == "signing" { "digitalSignature" } else { "keyAgreement" };
            vec![Evidence::values(format!("KeyUsage of the {what} certificate"), wanted, "without it")]
        })?;
        let in_time = (certificate.not_before()..=certificate.not_after()).contains(&now);
        call.exam.require(&rules::VALIDITY.check, in_time, || {
            vec![Evidence::values(
                format!("validity of the {what} certificate"),
                format!("around {now}"),
                format!("{} to {}", certificate.not_before(), certificate.not_after()),
            )]
        })?;
    }
    Ok(())
}

/// Issues the pair of an environment, as COI does, with the private keys.
fn give(
    call: &mut Call<'_>,
    provider: &mut Provider,
    environment: Environment,
    issued: &mut Map<String, Value>,
) -> Result<(), Refused> {
    let made = make(call, provider, environment);
    let (pair, shown) = made.map_err(|why| call.unsound(&why))?;
    provider.certificates.insert(environment, pair);
    issued.insert(environment.name().to_owned(), shown);
    Ok(())
}

fn make(call: &Call<'_>, provider: &Provider, environment: Environment) -> Result<(Pair, Value), String> {
    let order = |profile, suffix: &str| Order {
        key: KeyKind::EcP256,
        common_name: Some(format!("DU_{suffix}_EC")),
        label: format!("{} {} {}", environment.name(), call.desk.sandbox.name, provider.issuer),
        ..Order::new(profile)
    };
    let issue = |order: &Order| call.desk.sandbox.vault.issue(order, call.now).map_err(|why| why.to_string());
    let signing = issue(&order(Profile::WkSignature, "SIG"))?;
    let encryption = issue(&order(Profile::WkEncryption, "ENC"))?;
    let parsed = |credential: &Credential| {
        Certificate::from_der(&credential.certificate).map_err(|why| why.to_string())
    };
    let pair = Pair { signing: parsed(&signing)?, encryption: parsed(&encryption)? };
    let node = call.desk.node(environment, call.now).map_err(|why| why.to_string())?;
    let shown = json!({
        "signing": files(&signing),
        "encryption": files(&encryption),
        "node_certificate": node.certificate_pem(),
        "node_issuer": environment.issuer(),
    });
    Ok((pair, shown))
}

fn files(credential: &Credential) -> Value {
    json!({
        "key": credential.key.pem(),
        "certificate": credential.certificate_pem(),
        "chain": credential.chain_pem(),
        "serial": credential.serial,
    })
}

/// The first certificate of a PEM text.
fn certificate(pem: &str) -> Option<Certificate> {
    let (_, rest) = pem.split_once("-----BEGIN CERTIFICATE-----")?;
    let (body, _) = rest.split_once("-----END CERTIFICATE-----")?;
    let compact: String = body.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    Certificate::from_der(&STANDARD.decode(compact).ok()?).ok()
}
