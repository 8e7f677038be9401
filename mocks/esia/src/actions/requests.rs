//! The requests of a client.

use http::Method;
use poligon_institution::{Arguments, Broken, Played, Request, Response, Stage};
use serde_json::Value;

use super::signing::{self, Said};
use crate::secret::Endpoint;
use crate::wire::params::{Params, with_query};
use crate::wire::timestamp;

const ESIA: &str = "esia";

/// `esia.authorise`.
pub(super) fn authorise(stage: &mut Stage<'_>, given: &Arguments) -> Result<Played, String> {
    let old = is_old(given);
    let (path, endpoint) = match old {
        true => ("/aas/oauth2/ac", Endpoint::Version1),
        false => ("/aas/oauth2/v2/ac", Endpoint::AuthorisationV2),
    };
    let mut said = common(stage, given);
    said.insert("response_type", "code".to_owned());
    said.insert("access_type", "offline".to_owned());
    said.insert("mock_user", given.text_or("as", "ivan"));
    if let Some(role) = given.text("role") {
        said.insert("mock_role", role);
    }
    signing::sign(stage, &mut said, endpoint, &given.text_or("sign", "right"))?;
    let answer = stage.line.send(ESIA, Request::new(Method::GET, &with_query(path, &pairs(&said))));
    let back = answer.as_ref().ok().map(redirected).unwrap_or_default();
    if let Some(code) = back.find("code") {
        stage.memory.keep("esia.code", code);
    }
    let values =
        [("code", "code"), ("state", "state"), ("error", "error"), ("error_description", "description")];
    Ok(values
        .into_iter()
        .fold(Played::answered(answer), |played, (name, gives)| played.with(gives, back.text(name))))
}

/// `esia.redeem`.
pub(super) fn redeem(stage: &mut Stage<'_>, given: &Arguments) -> Result<Played, String> {
    let known = stage.memory.text("esia.code").map(str::to_owned);
    let code = given.text("code").or(known).ok_or("there is no code yet; do esia.authorise first")?;
    let mut said = common(stage, given);
    said.insert("grant_type", "authorization_code".to_owned());
    said.insert("token_type", "Bearer".to_owned());
    said.insert("code", code);
    token(stage, given, said, Endpoint::TokenCode)
}

/// `esia.refresh`.
pub(super) fn refresh(stage: &mut Stage<'_>, given: &Arguments) -> Result<Played, String> {
    let token_text = stage.memory.text("esia.refresh").map(str::to_owned);
    let mut said = common(stage, given);
    said.insert("grant_type", "refresh_token".to_owned());
    said.insert("refresh_token", token_text.ok_or("there is no refresh token yet; do esia.redeem first")?);
    token(stage, given, said, Endpoint::TokenRefresh)
}

/// `esia.read`.
pub(super) fn read(stage: &mut Stage<'_>, given: &Arguments) -> Result<Played, String> {
    let token =
        stage.memory.text("esia.access").ok_or("there is no access token yet; do esia.redeem first")?;
    let own = poligon_crypto::jws::compact::Parts::read(token)
        .ok()
        .and_then(|parts| parts.claims.get("urn:esia:sbj_id").and_then(Value::as_u64))
        .unwrap_or(0);
    let path = given.text_or("path", &format!("/rs/prns/{own}"));
    let request = Request::new(Method::GET, &path).with_header("authorization", &format!("Bearer {token}"));
    Ok(Played::answered(stage.line.send(ESIA, request)))
}

fn token(
    stage: &mut Stage<'_>,
    given: &Arguments,
    mut said: Said,
    endpoint: Endpoint,
) -> Result<Played, String> {
    let (path, endpoint) = match is_old(given) {
        true => ("/aas/oauth2/te", Endpoint::Version1),
        false => ("/aas/oauth2/v3/te", endpoint),
    };
    signing::sign(stage, &mut said, endpoint, &given.text_or("sign", "right"))?;
    let form = with_query("", &pairs(&said)).trim_start_matches('?').to_owned();
    let request = Request::new(Method::POST, path)
        .with_header("content-type", "application/x-www-form-urlencoded")
        .with_body(form);
    let answer = stage.line.send(ESIA, request);
    let (access, refresh) = (field(&answer, "access_token"), field(&answer, "refresh_token"));
    for (key, value) in [("esia.access", &access), ("esia.refresh", &refresh)] {
        if !value.is_empty() {
            stage.memory.keep(key, value.as_str());
        }
    }
    Ok(Played::answered(answer).with("access", access).with("refresh", refresh))
}

fn common(stage: &Stage<'_>, given: &Arguments) -> Said {
    // A state of its own is no secret here: the same one repeats the same bytes.
    let state = "8f3c1a52-5a0e-4a4e-9d0e-0c7c1a9b1f00";
    Said::from([
        ("client_id", given.text_or("system", "TESTIS01")),
        ("scope", given.text_or("scope", "openid fullname")),
        ("redirect_uri", given.text_or("redirect", "https://client.example/cb")),
        ("state", state.to_owned()),
        ("timestamp", timestamp::write(stage.line.now())),
    ])
}

fn is_old(given: &Arguments) -> bool {
    given.number("version") == Some(1)
}

fn pairs(said: &Said) -> Vec<(&str, &str)> {
    said.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

fn redirected(response: &Response) -> Params {
    let location = response.headers.get("location").and_then(|value| value.to_str().ok());
    Params::of(&Request::new(Method::GET, location.unwrap_or_default()))
}

fn field(answer: &Result<Response, Broken>, name: &str) -> String {
    let body = answer.as_ref().ok().and_then(|response| serde_json::from_slice::<Value>(&response.body).ok());
    body.and_then(|body| body.get(name)?.as_str().map(str::to_owned)).unwrap_or_default()
}
