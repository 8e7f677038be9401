//! `ac`: the authorisation endpoint, versions 1 and 2.

use poligon_institution::{Evidence, Refused, Response};

use super::client::{self, cut};
use super::{permissions, pkce, scope, secret};
use crate::checks::oauth;
use crate::desk::Call;
use crate::knobs;
use crate::operations::login;
use crate::secret::{Endpoint, encoding};
use crate::state::Pending;
use crate::wire;

const COMMON: &[&str] =
    &["client_id", "client_secret", "redirect_uri", "scope", "response_type", "state", "timestamp"];

/// `/aas/oauth2/ac`.
///
/// # Errors
/// When a check refuses.
pub fn version1(call: &mut Call<'_>) -> Result<Response, Refused> {
    authorise(call, Endpoint::Version1, COMMON)
}

/// `/aas/oauth2/v2/ac`.
///
/// # Errors
/// When a check refuses.
pub fn version2(call: &mut Call<'_>) -> Result<Response, Refused> {
    let names = [COMMON, &["client_certificate_hash"]].concat();
    authorise(call, Endpoint::AuthorisationV2, &names)
}

fn authorise(call: &mut Call<'_>, endpoint: Endpoint, names: &[&str]) -> Result<Response, Refused> {
    where_errors_go(call);
    client::forced(call)?;
    client::present(call, names)?;
    client::time(call)?;
    let system = client::known(call)?;
    let registered = call.redirect.is_some();
    let redirect = call.params.text("redirect_uri").to_owned();
    call.exam.require(&oauth::REDIRECT.check, registered, || {
        vec![Evidence::values("redirect_uri", system.urls.join(" or "), cut(&redirect))]
    })?;
    let kind = call.params.text("response_type").to_owned();
    call.exam.require(&oauth::RESPONSE_TYPE.check, kind == "code", || {
        vec![Evidence::values("response_type", "code", cut(&kind))]
    })?;
    let state = call.params.text("state").to_owned();
    call.exam.require(&oauth::STATE.check, is_uuid(&state), || {
        vec![Evidence::values("state", "a UUID", cut(&state))]
    })?;
    let consents = permissions::judge(call)?;
    scope::judge(call, &system)?;
    secret::judge(call, &system, endpoint)?;
    let challenge = match endpoint {
        Endpoint::AuthorisationV2 => pkce::challenge(call)?,
        _ => None,
    };
    let filter = encoding::decode(call.params.text("person_filter"))
        .map(|decoded| String::from_utf8_lossy(&decoded.bytes).into_owned());
    let pending = Pending {
        client: system.mnemonic,
        redirect,
        state,
        scope: scope::wanted(call),
        offline: call.params.text("access_type") == "offline",
        filter,
        challenge,
        permissions: consents,
    };
    to_login(call, pending)
}

/// An error goes to the redirect address only when that is registered for a known client.
fn where_errors_go(call: &mut Call<'_>) {
    let redirect = call.params.text("redirect_uri");
    let system = call.desk.russia().system(call.params.text("client_id"));
    if system.is_some_and(|system| client::is_registered(system, redirect)) {
        call.redirect = Some(redirect.to_owned());
    }
}

/// At once when a headless user is named, else by the page.
fn to_login(call: &mut Call<'_>, pending: Pending) -> Result<Response, Refused> {
    let header = call.request.header("x-poligon-user").unwrap_or_default().to_owned();
    let knob = knobs::AUTO_LOGIN.value(call.settings());
    let named = [call.params.text("mock_user").to_owned(), header, knob];
    if let Some(user) = named.into_iter().find(|word| !word.is_empty()) {
        let role = call.params.text("mock_role").to_owned();
        let given = knobs::CONSENT.value(call.settings()) == "given";
        return login::finish(call, &pending, &user, &role, given);
    }
    let id = call.desk.ids.uuid();
    let location = wire::params::with_query(&format!("{}/login", call.request.base.url), &[("request", &id)]);
    call.desk.state().await_login(id, pending);
    Ok(wire::found(&location))
}

fn is_uuid(text: &str) -> bool {
    let right = |(index, byte): (usize, u8)| match index {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    text.len() == 36 && text.bytes().enumerate().all(right)
}
