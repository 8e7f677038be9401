//! `permissions`: the consents that a system asks for (spec §1.7).

use poligon_institution::{Evidence, Refused};
use serde_json::Value;

use crate::checks::oauth;
use crate::desk::Call;
use crate::secret::encoding;

/// The consents of a request; `None` when it asks for none.
///
/// # Errors
/// When they cannot be read or lack something.
pub fn judge(call: &mut Call<'_>) -> Result<Option<Value>, Refused> {
    let text = call.params.text("permissions").to_owned();
    if text.is_empty() {
        return Ok(None);
    }
    let alone = call.params.text("scope").trim() == "openid";
    let scope = call.params.text("scope").to_owned();
    call.exam.require(&oauth::SCOPE_WITH_PERMISSIONS.check, alone, || {
        vec![Evidence::values("scope", "openid", scope)]
    })?;
    let read = encoding::decode(&text)
        .and_then(|decoded| serde_json::from_slice::<Value>(&decoded.bytes).ok())
        .filter(|value| value.as_array().is_some_and(|list| !list.is_empty()));
    let consents = call.exam.need(&oauth::PERMISSIONS.check, read, || {
        vec![Evidence::text("permissions is not base64url of a JSON list with an entry.")]
    })?;
    for consent in consents.as_array().into_iter().flatten().take(100) {
        one(call, consent)?;
    }
    Ok(Some(consents))
}

fn one(call: &mut Call<'_>, consent: &Value) -> Result<(), Refused> {
    let kind = consent.get("sysname").and_then(Value::as_str).unwrap_or_default().to_owned();
    call.exam.require(&oauth::PERMISSIONS.check, !kind.is_empty(), || {
        vec![Evidence::values("sysname", "the type of the consent", "nothing")]
    })?;
    let count = |name: &str| consent.get(name).and_then(Value::as_array).map_or(0, Vec::len);
    call.exam.require(&oauth::PERMISSION_ACTION.check, count("actions") > 0, || {
        vec![Evidence::values(format!("actions of {kind}"), "one or more", "none")]
    })?;
    let purposes = count("purposes");
    call.exam.require(&oauth::PERMISSION_PURPOSE.check, purposes == 1, || {
        vec![Evidence::values(format!("purposes of {kind}"), "1", purposes.to_string())]
    })?;
    let term = consent.get("expire");
    let right = term.is_none_or(|term| term.as_u64().is_some_and(|minutes| minutes > 0));
    call.exam.require(&oauth::PERMISSION_TERM.check, right, || {
        let got = term.map(Value::to_string).unwrap_or_default();
        vec![Evidence::values("expire", "minutes above zero", got)]
    })
}
