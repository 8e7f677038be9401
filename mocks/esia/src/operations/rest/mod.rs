//! The data API `/rs` (spec §4).

pub mod collections;
pub mod organisation;
pub mod person;

use poligon_institution::{Evidence, Refused};
use poligon_world::russia::Citizen;
use serde_json::Value;

use super::oauth::client::cut;
use crate::checks::data;
use crate::desk::Call;
use crate::{scopes, tokens};

/// What the token of a call says.
#[derive(Clone, Debug, PartialEq)]
pub struct Access {
    /// The granted scope.
    pub scope: String,
    /// The owner, when there is one.
    pub oid: Option<u64>,
    /// The mnemonic of the system.
    pub client: String,
    /// The organisation for which the owner acts.
    pub organisation: Option<u64>,
    /// Consents.
    pub permissions: Option<Value>,
}

/// The access token of a call.
///
/// # Errors
/// When there is none, or it does not hold.
pub fn access(call: &mut Call<'_>) -> Result<Access, Refused> {
    let header = call.request.header("authorization").unwrap_or_default();
    let (kind, token) = header.split_once(' ').unwrap_or_default();
    let token = (kind.eq_ignore_ascii_case("bearer") && !token.is_empty()).then(|| token.trim().to_owned());
    let token = call.exam.need(&data::BEARER.check, token, || {
        vec![Evidence::values("Authorization", "Bearer and a token", "something else or nothing")]
    })?;
    let parts = tokens::read(call.desk, &token, call.now);
    let parts = call.exam.need(&data::TOKEN.check, parts, || {
        vec![Evidence::text("The signature is none of this stand's, or the token was changed.")]
    })?;
    let kind = parts.header.get("sbt").and_then(Value::as_str).unwrap_or_default().to_owned();
    call.exam.require(&data::TOKEN.check, kind == "access", || {
        vec![Evidence::values("sbt of the token", "access", kind)]
    })?;
    let until = parts.claims.get("exp").and_then(Value::as_i64).unwrap_or(0);
    let now = call.now.unix_timestamp();
    call.exam.require(&data::TOKEN.check, now <= until, || {
        vec![Evidence::values("time", format!("until {until}"), now.to_string())]
    })?;
    let claims = &parts.claims;
    let text = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    Ok(Access {
        scope: text("scope"),
        oid: claims.get("urn:esia:sbj_id").and_then(Value::as_u64),
        client: text("client_id"),
        organisation: claims.get("org_oid").and_then(Value::as_u64),
        permissions: claims.get("permissions").cloned(),
    })
}

/// The citizen of the path, who must be the token's owner.
///
/// # Errors
/// When the token is another's, or there is no such citizen.
pub fn owner(call: &mut Call<'_>, access: &Access) -> Result<Citizen, Refused> {
    let text = call.argument("oid").to_owned();
    let oid = text.parse::<u64>().ok();
    let same = oid.is_some() && oid == access.oid;
    call.exam.require(&data::OWNER.check, same, || {
        let owner = access.oid.map(|oid| oid.to_string()).unwrap_or_default();
        vec![Evidence::values("oid", owner, cut(&text))]
    })?;
    let citizen = oid.and_then(|oid| call.desk.russia().citizen(oid)).cloned();
    call.exam.need(&data::FOUND.check, citizen, || {
        vec![Evidence::values("oid", "an account of the cast", cut(&text))]
    })
}

/// The token's scope holds one of these.
///
/// # Errors
/// When not.
pub fn allowed(call: &mut Call<'_>, access: &Access, any: &[&str]) -> Result<(), Refused> {
    let granted = scopes::grants(&access.scope, any);
    call.exam.require(&data::SCOPE.check, granted, || {
        vec![Evidence::values("scope", any.join(" or "), access.scope.clone())]
    })
}

/// `eTag`: 40 upper-case hex digits of what is shown.
pub fn e_tag(value: &Value) -> String {
    let digest = poligon_crypto::DigestAlgorithm::Sha1.digest(value.to_string().as_bytes());
    digest.iter().map(|byte| format!("{byte:02X}")).collect()
}

/// The value with its `eTag`.
pub fn tagged(mut value: Value) -> Value {
    let tag = e_tag(&value);
    if let Some(map) = value.as_object_mut() {
        map.insert("eTag".to_owned(), tag.into());
    }
    value
}
