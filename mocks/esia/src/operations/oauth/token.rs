//! `te`: the token endpoint, versions 1 and 3.

use http::StatusCode;
use poligon_certs::VaultError;
use poligon_institution::{Evidence, Refused, Response};
use poligon_world::russia::System;
use serde_json::{Map, json};
use time::Duration;

use super::client::{self, cut};
use super::{pkce, scope, secret};
use crate::checks::oauth;
use crate::desk::Call;
use crate::secret::Endpoint;
use crate::state::{Grant, Refresh};
use crate::tokens::Issuer;
use crate::{knobs, scopes, wire};

const COMMON: &[&str] = &["client_id", "client_secret", "scope", "state", "timestamp", "grant_type"];

/// `/aas/oauth2/te`.
///
/// # Errors
/// When a check refuses.
pub fn version1(call: &mut Call<'_>) -> Result<Response, Refused> {
    token(call, true)
}

/// `/aas/oauth2/v3/te`.
///
/// # Errors
/// When a check refuses.
pub fn version3(call: &mut Call<'_>) -> Result<Response, Refused> {
    token(call, false)
}

fn token(call: &mut Call<'_>, old: bool) -> Result<Response, Refused> {
    client::forced(call)?;
    let mut names = COMMON.to_vec();
    if !old {
        names.push("client_certificate_hash");
    }
    let endpoint = match call.params.text("grant_type") {
        "authorization_code" => {
            names.extend(["code", "redirect_uri"]);
            Endpoint::TokenCode
        }
        "refresh_token" => {
            names.push("refresh_token");
            Endpoint::TokenRefresh
        }
        _ => Endpoint::TokenCredentials,
    };
    client::present(call, &names)?;
    let grant_type = call.params.text("grant_type").to_owned();
    let known = matches!(grant_type.as_str(), "authorization_code" | "refresh_token" | "client_credentials");
    call.exam.require(&oauth::GRANT_TYPE.check, known, || {
        let expected = "authorization_code, refresh_token or client_credentials";
        vec![Evidence::values("grant_type", expected, cut(&grant_type))]
    })?;
    client::time(call)?;
    let system = client::known(call)?;
    secret::judge(call, &system, if old { Endpoint::Version1 } else { endpoint })?;
    let grant = match endpoint {
        Endpoint::TokenCode => by_code(call, &system)?,
        Endpoint::TokenRefresh => by_refresh(call, &system)?,
        _ => by_credentials(call, &system)?,
    };
    answer(call, &system, &grant)
}

fn by_code(call: &mut Call<'_>, system: &System) -> Result<Grant, Refused> {
    let code = call.params.text("code").to_owned();
    let redirect = call.params.text("redirect_uri").to_owned();
    let given = call.desk.state().redeem(&code);
    let why = match &given {
        None => Some("no such code was given here".to_owned()),
        Some(one) if one.used => Some("the code was redeemed before".to_owned()),
        Some(one) if one.grant.client != system.mnemonic => {
            Some(format!("the code was given to {}", one.grant.client))
        }
        Some(one) if one.until < call.now => Some(format!("the code expired at {}", one.until)),
        Some(one) if one.redirect != redirect => {
            Some(format!("the code was sent to {}, and redirect_uri is {}", one.redirect, cut(&redirect)))
        }
        Some(_) => None,
    };
    let given = given.filter(|_| why.is_none());
    let given = call.exam.need(&oauth::CODE.check, given, || texts(why))?;
    pkce::verify(call, given.challenge.as_ref())?;
    Ok(given.grant)
}

fn by_refresh(call: &mut Call<'_>, system: &System) -> Result<Grant, Refused> {
    let token = call.params.text("refresh_token").to_owned();
    let given = call.desk.state().take_refresh(&token);
    let why = match &given {
        None => Some("no such refresh token was given here, or it was used before".to_owned()),
        Some(one) if one.grant.client != system.mnemonic => {
            Some(format!("the refresh token was given to {}", one.grant.client))
        }
        Some(one) if one.until < call.now => Some(format!("the refresh token expired at {}", one.until)),
        Some(_) => None,
    };
    let given = given.filter(|_| why.is_none());
    Ok(call.exam.need(&oauth::REFRESH.check, given, || texts(why))?.grant)
}

fn by_credentials(call: &mut Call<'_>, system: &System) -> Result<Grant, Refused> {
    let scopes = scope::judge(call, system)?;
    let named = |organisation: bool| {
        scopes.iter().find(|scope| scope.organisation == organisation && scope.oid.is_some())
    };
    let oid = named(false).and_then(|scope| scope.oid);
    Ok(Grant {
        client: system.mnemonic.clone(),
        oid,
        organisation: named(true).and_then(|scope| scope.oid),
        scope: scopes::granted(&scopes, oid.unwrap_or(0)),
        openid: false,
        offline: false,
        session: call.desk.ids.uuid(),
        authenticated: call.now,
        permissions: None,
    })
}

fn answer(call: &mut Call<'_>, system: &System, grant: &Grant) -> Result<Response, Refused> {
    match written(call, system, grant) {
        Ok(response) => Ok(response),
        // A key that cannot be made is a defect of ours, and nothing of it reaches the client but the status.
        Err(_) => Ok(Response::new(StatusCode::INTERNAL_SERVER_ERROR)),
    }
}

fn written(call: &Call<'_>, system: &System, grant: &Grant) -> Result<Response, VaultError> {
    let issuer = Issuer::new(call.desk, system, call.now);
    let seconds = knobs::ACCESS_TOKEN_SECONDS.number(call.settings());
    let mut body = Map::from_iter([("access_token".to_owned(), json!(issuer.access(grant)?))]);
    let citizen = grant.oid.and_then(|oid| call.desk.russia().citizen(oid));
    if let (true, Some(citizen)) = (grant.openid, citizen) {
        body.insert("id_token".to_owned(), json!(issuer.id(grant, citizen)?));
    }
    if grant.offline {
        let token = call.desk.ids.uuid();
        let life = i64::try_from(knobs::REFRESH_TOKEN_SECONDS.number(call.settings())).unwrap_or(i64::MAX);
        let until = call.now.saturating_add(Duration::seconds(life));
        call.desk.state().give_refresh(token.clone(), Refresh { grant: grant.clone(), until });
        body.insert("refresh_token".to_owned(), json!(token));
    }
    body.insert("state".to_owned(), json!(call.params.text("state")));
    body.insert("token_type".to_owned(), json!("Bearer"));
    let as_text = knobs::EXPIRES_IN.value(call.settings()) == "string";
    let expires = if as_text { json!(seconds.to_string()) } else { json!(seconds) };
    body.insert("expires_in".to_owned(), expires);
    Ok(wire::json(StatusCode::OK, &body.into()))
}

fn texts(why: Option<String>) -> Vec<Evidence> {
    why.map(|why| Evidence::text(format!("{}.", capital(&why)))).into_iter().collect()
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
