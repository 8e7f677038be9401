//! `/rs/orgs/{oid}`: an organisation, under the scopes that name it.

use http::StatusCode;
use poligon_institution::{Evidence, Refused, Response};
use serde_json::{Map, Value, json};

use super::{access, tagged};
use crate::checks::data;
use crate::desk::Call;
use crate::operations::oauth::client::cut;
use crate::{scopes, wire};

/// The organisation.
///
/// # Errors
/// When the token names no scope of it, or there is no such organisation.
pub fn organisation(call: &mut Call<'_>) -> Result<Response, Refused> {
    let access = access(call)?;
    let text = call.argument("oid").to_owned();
    let oid = text.parse::<u64>().ok();
    let found = oid.and_then(|oid| call.desk.russia().organisation_of(oid)).cloned();
    let one = call.exam.need(&data::FOUND.check, found, || {
        vec![Evidence::values("oid", "an organisation of the cast", cut(&text))]
    })?;
    let granted: Vec<String> = scopes::parse(&access.scope)
        .into_iter()
        .filter(|scope| scope.organisation && scope.oid == oid)
        .map(|scope| scope.name)
        .collect();
    call.exam.require(&data::SCOPE.check, !granted.is_empty(), || {
        let expected = format!("http://esia.gosuslugi.ru/org_…?org_oid={text}");
        vec![Evidence::values("scope", cut(&expected), access.scope.clone())]
    })?;
    let has = |name: &str| granted.iter().any(|one| one == name || one == "org_inf");
    let mut body: Map<String, Value> = Map::from_iter([
        ("stateFacts".to_owned(), json!(["Identifiable"])),
        ("oid".to_owned(), json!(one.oid)),
        ("type".to_owned(), json!(one.kind.name())),
        ("leg".to_owned(), json!("")),
        ("isLiquidated".to_owned(), json!(false)),
    ]);
    let fields = [
        ("org_fullname", "fullName", json!(one.full_name)),
        ("org_shortname", "shortName", json!(one.short_name)),
        ("org_ogrn", "ogrn", json!(one.ogrn)),
        ("org_inn", "inn", json!(one.inn)),
        ("org_inn", "kpp", json!(one.kpp)),
    ];
    for (scope, name, value) in fields {
        if has(scope) {
            body.insert(name.to_owned(), value);
        }
    }
    Ok(wire::json(StatusCode::OK, &tagged(body.into())))
}
