//! API-Keys: formed, listed, blocked, deleted, and the ground taken from under them (spec §3.3).

use http::StatusCode;
use poligon_institution::{Evidence, Refused, Response};
use serde_json::{Value, json};
use time::Duration;

use crate::checks::data;
use crate::desk::Call;
use crate::operations::oauth::client::cut;
use crate::state::{ApiKey, KeyStatus};
use crate::wire::{self, params::Params};

/// How long a доверенность holds when nobody says.
const ATTORNEY_DAYS: i64 = 365;

/// `GET /lab/keys`.
///
/// # Errors
/// Never.
pub fn list(call: &mut Call<'_>) -> Result<Response, Refused> {
    let keys: Vec<Value> =
        call.desk.state().keys().map(|(id, key)| json!({ "key": id, "state": key.shown() })).collect();
    Ok(wire::json(StatusCode::OK, &json!({ "keys": keys })))
}

/// `POST /lab/keys` with `system`, `organisation`, `employee`, as form or JSON: the vendor's power, the доверенность and the key at
/// one stroke.
///
/// # Errors
/// When one of them is not of the cast, or the employee is none of the organisation's.
pub fn form(call: &mut Call<'_>) -> Result<Response, Refused> {
    let said = said(call);
    let (system, organisation, employee) = (
        said.text("system").to_owned(),
        said.text("organisation").to_owned(),
        said.text("employee").to_owned(),
    );
    let russia = call.desk.russia();
    let citizen = russia.citizen_named(&employee);
    let attached = citizen.is_some_and(|one| one.posts.iter().any(|post| post.organisation == organisation));
    let right = russia.system(&system).is_some() && attached;
    let id = citizen.map(|one| one.id.clone()).unwrap_or_default();
    call.exam.need(&data::LAB.check, right.then_some(()), || {
        let got = format!("{}, {}, {}", cut(&system), cut(&organisation), cut(&employee));
        vec![Evidence::values(
            "system, organisation, employee",
            "of GET /lab, the employee one of its own",
            got,
        )]
    })?;
    let key = ApiKey {
        system,
        organisation,
        employee: id,
        status: KeyStatus::Active,
        power: true,
        attorney_until: call.now + Duration::days(ATTORNEY_DAYS),
    };
    let id = call.desk.ids.uuid();
    let body = json!({ "key": id, "state": key.shown() });
    let room = call.desk.state().form_key(id, key);
    call.exam.need(&data::LAB.check, room.then_some(()), || vec![Evidence::text("There are 10000 keys.")])?;
    Ok(wire::json(StatusCode::CREATED, &body))
}

/// `POST /lab/keys/{key}/{wish}`: block, unblock, delete, take-power, grant-power, end-attorney.
///
/// # Errors
/// When there is no such key or wish.
pub fn change(call: &mut Call<'_>) -> Result<Response, Refused> {
    let (id, wish) = (call.argument("key").to_owned(), call.argument("wish").to_owned());
    let next = call.desk.state().key(&id).and_then(|key| key.after(&wish, call.now));
    let next = call.exam.need(&data::FOUND.check, next, || {
        let expected = "a key and block, unblock, delete, take-power, grant-power or end-attorney";
        vec![Evidence::values("key and wish", expected, cut(&format!("{id} {wish}")))]
    })?;
    let body = json!({ "key": id, "state": next.shown() });
    if let Some(key) = call.desk.state().key_mut(&id) {
        *key = next;
    }
    Ok(wire::json(StatusCode::OK, &body))
}

fn said(call: &Call<'_>) -> Params {
    if !call.params.json_body || call.request.body.len() > 65_536 {
        return call.params.clone();
    }
    let body: Value = serde_json::from_slice(&call.request.body).unwrap_or(Value::Null);
    let pairs = body
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(name, value)| value.as_str().map(|text| (name.clone(), text.to_owned())));
    Params::from_pairs(pairs)
}
