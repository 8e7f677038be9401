//! `/rs/prns/{oid}` and its roles. Fields outside the granted scopes are left out.

use http::StatusCode;
use poligon_institution::{Refused, Response};
use poligon_world::Sex;
use poligon_world::russia::{Citizen, Russia};
use serde_json::{Map, Value, json};
use time::Date;

use super::{Access, access, allowed, collections, owner, tagged};
use crate::desk::Call;
use crate::{scopes, wire};

/// The person, with the collections that `embed` names.
///
/// # Errors
/// When the token does not allow it.
pub fn person(call: &mut Call<'_>) -> Result<Response, Refused> {
    let access = access(call)?;
    let citizen = owner(call, &access)?;
    allowed(call, &access, &["openid", "fullname", "birthdate", "gender", "snils", "inn"])?;
    let mut body = shown(&citizen, &access);
    let base = format!("{}/rs/prns/{}", call.request.base.url, citizen.oid);
    let embed = call.params.text("embed").to_owned();
    for name in embed.trim_matches(['(', ')']).split(',').take(20) {
        let name = name.split('.').next().unwrap_or_default();
        let Some(collection) = collections::of_embed(name) else { continue };
        if scopes::grants(&access.scope, collection.scopes) {
            let elements = (collection.elements)(&citizen, call.desk.russia(), &access);
            body.insert(name.to_owned(), collections::page(&elements, &base, collection.path, true));
        }
    }
    Ok(wire::json(StatusCode::OK, &tagged(body.into())))
}

/// `/rs/prns/{oid}/roles`: the organisations, inline.
///
/// # Errors
/// When the token does not allow it.
pub fn roles(call: &mut Call<'_>) -> Result<Response, Refused> {
    let access = access(call)?;
    let citizen = owner(call, &access)?;
    allowed(call, &access, &["usr_org"])?;
    let elements = roles_of(&citizen, call.desk.russia());
    let body = json!({ "stateFacts": ["hasSize"], "size": elements.len(), "elements": elements });
    Ok(wire::json(StatusCode::OK, &tagged(body)))
}

/// The roles as ESIA writes them.
pub fn roles_of(citizen: &Citizen, russia: &Russia) -> Vec<Value> {
    let role = |post: &poligon_world::russia::Post| {
        let one = russia.organisation(&post.organisation)?;
        Some(json!({
            "oid": one.oid,
            "prnOid": citizen.oid,
            "fullName": one.full_name,
            "shortName": one.short_name,
            "ogrn": one.ogrn,
            "type": one.kind.name(),
            "chief": post.chief,
            "admin": post.admin,
            "active": true,
            "hasRightOfSubstitution": post.chief,
            "hasApprovalTabAccess": post.admin,
            "isLiquidated": false,
        }))
    };
    citizen.posts.iter().filter_map(role).collect()
}

fn shown(citizen: &Citizen, access: &Access) -> Map<String, Value> {
    let mut body = Map::from_iter([
        ("stateFacts".to_owned(), json!(["EntityRoot"])),
        ("trusted".to_owned(), json!(citizen.is_trusted())),
        ("status".to_owned(), json!("REGISTERED")),
        ("verifying".to_owned(), json!(false)),
        ("containsUpCfmCode".to_owned(), json!(false)),
        // A fixed moment: the account was made with the country.
        ("updatedOn".to_owned(), json!(1_700_000_000)),
    ]);
    let mut add = |any: &[&str], name: &str, value: Value| {
        if scopes::grants(&access.scope, any) {
            body.insert(name.to_owned(), value);
        }
    };
    add(&["fullname"], "firstName", json!(citizen.name));
    add(&["fullname"], "lastName", json!(citizen.surname));
    if let Some(patronymic) = &citizen.patronymic {
        add(&["fullname"], "middleName", json!(patronymic));
    }
    add(&["birthdate"], "birthDate", json!(date(citizen.born)));
    add(&["birthplace"], "birthPlace", json!(citizen.address.city));
    add(&["gender"], "gender", json!(gender(citizen.sex)));
    add(&["snils"], "snils", json!(citizen.snils.dashed()));
    add(&["inn"], "inn", json!(citizen.inn));
    if citizen.passport.is_some() {
        add(&["id_doc"], "rIdDoc", json!(collections::identifier(citizen.oid, "docs", 0)));
        add(&["id_doc"], "citizenship", json!("RUS"));
    }
    body
}

/// `dd.MM.yyyy`.
pub fn date(date: Date) -> String {
    format!("{:02}.{:02}.{:04}", date.day(), u8::from(date.month()), date.year())
}

/// `M` or `F`.
pub fn gender(sex: Sex) -> &'static str {
    match sex {
        Sex::Female => "F",
        Sex::Male => "M",
    }
}
