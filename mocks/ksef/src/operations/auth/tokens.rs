//! Issuing tokens.

use poligon_crypto::jws;
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

use crate::desk::Call;
use crate::ids::ReferenceNumber;
use crate::knobs;
use crate::state::auth::Login;
use crate::wire::claims::{self, AccessGrant};
use crate::wire::moment;

/// `{token, validUntil}` for status and redeem.
pub fn authentication(call: &Call<'_>, reference: &ReferenceNumber) -> Value {
    let until = until(call, &knobs::AUTHENTICATION_TOKEN_SECONDS);
    let claims =
        claims::authentication(reference, call.now.unix_timestamp(), until.unix_timestamp(), &id(call));
    sealed(call, claims, until)
}

/// `{token, validUntil}` for everything else, with the permissions of this moment.
pub fn access(call: &Call<'_>, login: &Login) -> Value {
    let rights = call.desk.state().permissions.rights(&login.subject, &login.context);
    let until = until(call, &knobs::ACCESS_TOKEN_SECONDS);
    let grant = AccessGrant {
        reference: &login.reference,
        context: &login.context,
        method: login.method,
        subject_details: &login.subject_details,
        owner: rights.owner,
        permissions: &rights.permissions,
        roles: &rights.roles,
        allowed_ips: login.allowed_ips.as_ref(),
    };
    sealed(call, claims::access(&grant, call.now.unix_timestamp(), until.unix_timestamp(), &id(call)), until)
}

/// `{token, validUntil}` for new access tokens.
pub fn refresh(call: &Call<'_>, reference: &ReferenceNumber, until: OffsetDateTime) -> Value {
    sealed(call, claims::refresh(reference, call.now.unix_timestamp(), until.unix_timestamp()), until)
}

/// The end of a life that begins now.
pub fn until(call: &Call<'_>, life: &poligon_institution::Knob) -> OffsetDateTime {
    let seconds = i64::try_from(life.number(&call.desk.sandbox.settings)).unwrap_or(i64::MAX);
    call.now.saturating_add(Duration::seconds(seconds))
}

fn sealed(call: &Call<'_>, mut claims: Value, until: OffsetDateTime) -> Value {
    let settings = &call.desk.sandbox.settings;
    let issuer = knobs::text_or(&knobs::JWT_ISSUER, settings, call.environment().issuer());
    if let Some(map) = claims.as_object_mut() {
        map.insert("iss".to_owned(), json!(issuer));
        map.insert("aud".to_owned(), json!(issuer));
    }
    json!({ "token": jws::sign_hs256(&claims, &call.desk.secret), "validUntil": moment::write(until) })
}

fn id(call: &Call<'_>) -> String {
    call.desk.streams.tokens.uuid()
}
