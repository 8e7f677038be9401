//! The login page, the consent, the way without hands, and logging out (spec §9).

use http::StatusCode;
use poligon_certs::VaultError;
use poligon_institution::{Evidence, Refused, Response};
use poligon_world::russia::{Citizen, System};
use time::Duration;

use super::oauth::client::{self, cut};
use crate::checks::{data, oauth};
use crate::desk::Call;
use crate::knobs;
use crate::scopes::{self, Scope};
use crate::state::{Code, Grant, Pending};
use crate::tokens::Issuer;
use crate::wire::params::with_query;
use crate::wire::{self, page as pages};

/// `GET /login`: who are you?
///
/// # Errors
/// When nobody asked for a login under this id.
pub fn page(call: &mut Call<'_>) -> Result<Response, Refused> {
    let id = call.params.text("request").to_owned();
    let pending = awaited(call, &id)?;
    let name = system_name(call, &pending);
    let action = format!("{}/login", call.request.base.url);
    Ok(pages::login(&action, &id, &name, &call.desk.russia().citizens))
}

/// `POST /login`: first the citizen, then role and consent.
///
/// # Errors
/// When nobody asked for a login under this id, or a check refuses.
pub fn choose(call: &mut Call<'_>) -> Result<Response, Refused> {
    let id = call.params.text("request").to_owned();
    let pending = awaited(call, &id)?;
    let word = match call.params.text("citizen") {
        "" => call.params.text("login").to_owned(),
        word => word.to_owned(),
    };
    let citizen = call.desk.russia().citizen_named(&word).cloned();
    let decision = call.params.text("decision").to_owned();
    let agreed = citizen
        .as_ref()
        .is_some_and(|one| call.desk.state().agreed(one.oid, &pending.client, &pending.scope));
    if let (Some(citizen), "", false) = (&citizen, decision.as_str(), agreed) {
        return Ok(ask(call, &id, &pending, citizen));
    }
    call.redirect = Some(pending.redirect.clone());
    call.desk.state().answer_login(&id);
    let role = call.params.text("role").to_owned();
    finish(call, &pending, &word, &role, decision != "refused")
}

fn awaited(call: &mut Call<'_>, id: &str) -> Result<Pending, Refused> {
    let pending = call.desk.state().pending(id).cloned();
    call.exam.need(&data::FOUND.check, pending, || {
        vec![Evidence::values("request", "a login that waits", cut(id))]
    })
}

fn ask(call: &Call<'_>, id: &str, pending: &Pending, citizen: &Citizen) -> Response {
    let russia = call.desk.russia();
    let roles: Vec<_> =
        citizen.posts.iter().filter_map(|post| russia.organisation(&post.organisation)).collect();
    let mut items: Vec<(String, String)> = scopes::parse(&pending.scope)
        .iter()
        .map(|scope| (scope.name.clone(), preview(scope, citizen)))
        .collect();
    for consent in pending.permissions.iter().flat_map(|list| list.as_array()).flatten().take(20) {
        let kind = consent.get("sysname").and_then(|name| name.as_str()).unwrap_or_default();
        let term =
            consent.get("expire").map_or("бессрочно".to_owned(), |term| format!("{term} мин"));
        items.push((format!("согласие {kind}"), term));
    }
    let action = format!("{}/login", call.request.base.url);
    pages::consent(&action, id, &system_name(call, pending), citizen, &roles, &items)
}

fn preview(scope: &Scope, citizen: &Citizen) -> String {
    match scope.name.as_str() {
        "openid" => format!("OID {}", citizen.oid),
        "fullname" => citizen.full_name(),
        "snils" => citizen.snils.dashed(),
        "inn" => citizen.inn.to_string(),
        "email" => citizen.email.clone(),
        "mobile" => citizen.mobile.clone(),
        "addresses" => citizen.address.line(),
        _ => "есть или пусто".to_owned(),
    }
}

/// Logs a citizen in, in a role (an organisation's id or account number; empty: a private person), and sends the code.
///
/// # Errors
/// When there is no such citizen, or a check refuses.
pub fn finish(
    call: &mut Call<'_>,
    pending: &Pending,
    user: &str,
    role: &str,
    given: bool,
) -> Result<Response, Refused> {
    call.redirect = Some(pending.redirect.clone());
    let citizen = call.desk.russia().citizen_named(user).cloned();
    let citizen = call.exam.need(&oauth::CONSENT.check, citizen.filter(|_| given), || {
        let said = match given {
            true => format!("There is no citizen „{}”.", cut(user)),
            false => "The user refused.".to_owned(),
        };
        vec![Evidence::text(said)]
    })?;
    let confirmed = pending.filter.as_deref() != Some("conf_acc") || citizen.is_trusted();
    call.exam.require(&oauth::CONFIRMED.check, confirmed, || {
        vec![Evidence::values("account", "подтверждённая", citizen.account.label())]
    })?;
    let scopes = scopes::parse(&pending.scope);
    let organisation = employed(call, &citizen, role, &scopes)?;
    let grant = Grant {
        client: pending.client.clone(),
        oid: Some(citizen.oid),
        organisation,
        scope: scopes::granted(&scopes, citizen.oid),
        openid: scopes.iter().any(|scope| scope.name == "openid"),
        offline: pending.offline,
        session: call.desk.ids.uuid(),
        authenticated: call.now,
        permissions: pending.permissions.clone(),
    };
    call.desk.state().agree(citizen.oid, &pending.client, &pending.scope);
    // A key that cannot be made is a defect of ours.
    Ok(send_code(call, pending, grant, &citizen)
        .unwrap_or_else(|_| Response::new(StatusCode::INTERNAL_SERVER_ERROR)))
}

/// The organisation of the role; every organisation that a scope names must employ the citizen.
fn employed(
    call: &mut Call<'_>,
    citizen: &Citizen,
    role: &str,
    scopes: &[Scope],
) -> Result<Option<u64>, Refused> {
    let russia = call.desk.russia();
    let own: Vec<u64> = citizen
        .posts
        .iter()
        .filter_map(|post| russia.organisation(&post.organisation).map(|one| one.oid))
        .collect();
    let by_role = russia
        .organisations
        .iter()
        .find(|one| one.id == role || one.oid.to_string() == role)
        .map(|one| one.oid);
    let asked = scopes.iter().filter(|scope| scope.organisation).filter_map(|scope| scope.oid);
    let wanted: Vec<u64> = asked.chain(by_role).collect();
    let foreign = wanted.iter().find(|oid| !own.contains(oid)).copied();
    let unknown = !role.is_empty() && by_role.is_none();
    call.exam.require(&oauth::EMPLOYEE.check, foreign.is_none() && !unknown, || {
        let own: Vec<String> = own.iter().map(u64::to_string).collect();
        let got = foreign.map_or_else(|| cut(role), |oid| oid.to_string());
        vec![Evidence::values("organisation", own.join(" or "), got)]
    })?;
    Ok(by_role)
}

fn send_code(
    call: &Call<'_>,
    pending: &Pending,
    grant: Grant,
    citizen: &Citizen,
) -> Result<Response, VaultError> {
    let system = call.desk.russia().system(&pending.client).cloned();
    let system = system.ok_or_else(|| VaultError::Order(format!("no system {}", pending.client)))?;
    let code = Issuer::new(call.desk, &system, call.now).code(&grant, citizen, &pending.state)?;
    let life = i64::try_from(knobs::CODE_SECONDS.number(call.settings())).unwrap_or(i64::MAX);
    let given = Code {
        grant,
        redirect: pending.redirect.clone(),
        until: call.now.saturating_add(Duration::seconds(life)),
        used: false,
        challenge: pending.challenge.clone(),
    };
    call.desk.state().give_code(code.clone(), given);
    Ok(wire::found(&with_query(&pending.redirect, &[("code", &code), ("state", &pending.state)])))
}

/// `GET /idp/ext/Logout`: to `redirect_url` when it is registered for the system, else a page.
///
/// # Errors
/// When the client is unknown.
pub fn logout(call: &mut Call<'_>) -> Result<Response, Refused> {
    let system: System = client::known(call)?;
    let address = call.params.text("redirect_url").to_owned();
    if address.is_empty() {
        return Ok(pages::shell(StatusCode::OK, "Вы вышли", "<p>Сеанс завершён.</p>"));
    }
    let registered = client::is_registered(&system, &address);
    call.exam.require(&oauth::REDIRECT.check, registered, || {
        vec![Evidence::values("redirect_url", system.urls.join(" or "), cut(&address))]
    })?;
    Ok(wire::found(&address))
}

fn system_name(call: &Call<'_>, pending: &Pending) -> String {
    call.desk.russia().system(&pending.client).map_or_else(String::new, |system| system.name.clone())
}
