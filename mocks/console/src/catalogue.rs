//! What this Poligon is: health, checks, operations, CA, the API's description.

use http::StatusCode;
use matchit::Params;
use poligon_institution::{Request, Response};
use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;

use crate::problem::Problem;
use crate::{Console, OPENAPI, input, json};

pub(crate) fn welcome(_: &Console, _: &Request, _: &Params<'_, '_>) -> Result<Response, Problem> {
    let about = "Poligon's admin API. GET /openapi.json describes it; a web console is not built.";
    Ok(json(StatusCode::OK, &json!({ "about": about })))
}

pub(crate) fn health(console: &Console, _: &Request, _: &Params<'_, '_>) -> Result<Response, Problem> {
    let house = &console.house;
    let institutions: Vec<&str> =
        house.registry().all().iter().map(|institution| institution.name()).collect();
    let started = console.about.started.format(&Rfc3339).unwrap_or_default();
    let health = json!({
        "status": "ok",
        "version": console.about.version,
        "started": started,
        "seed": house.foundation().seed,
        "institutions": institutions,
        "sandboxes": house.rooms().len() + house.asleep().map_or(0, |asleep| asleep.len()),
    });
    Ok(json(StatusCode::OK, &health))
}

pub(crate) fn checks(console: &Console, request: &Request, _: &Params<'_, '_>) -> Result<Response, Problem> {
    let query = input::query(request, &["institution"])?;
    let wanted = query.get("institution");
    let checks: Vec<Value> = console
        .house
        .registry()
        .checks()
        .filter(|(institution, _)| wanted.is_none_or(|wanted| wanted == institution))
        .map(|(institution, check)| beside("institution", institution, json!(check)))
        .collect();
    Ok(json(StatusCode::OK, &json!({ "checks": checks })))
}

pub(crate) fn operations(
    console: &Console,
    request: &Request,
    _: &Params<'_, '_>,
) -> Result<Response, Problem> {
    let query = input::query(request, &["institution"])?;
    let wanted = query.get("institution");
    let mut operations = Vec::new();
    for institution in console.house.registry().all() {
        let name = institution.name();
        if wanted.is_none_or(|wanted| wanted == name) {
            let of_it = institution.operations().iter();
            operations.extend(of_it.map(|operation| beside("institution", name, json!(operation))));
        }
    }
    Ok(json(StatusCode::OK, &json!({ "operations": operations })))
}

pub(crate) fn ca(console: &Console, _: &Request, _: &Params<'_, '_>) -> Result<Response, Problem> {
    let pem = console.about.ca_pem.clone();
    if pem.is_empty() {
        return Err(Problem::missing("this console was started without a CA certificate"));
    }
    Ok(Response::new(StatusCode::OK).with_body("application/x-pem-file", pem))
}

pub(crate) fn openapi(_: &Console, _: &Request, _: &Params<'_, '_>) -> Result<Response, Problem> {
    Ok(Response::new(StatusCode::OK).with_body("application/json", OPENAPI))
}

fn beside(name: &str, value: &str, mut object: Value) -> Value {
    if let Some(fields) = object.as_object_mut() {
        fields.insert(name.to_owned(), value.into());
    }
    object
}
