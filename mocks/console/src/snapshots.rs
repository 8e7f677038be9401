//! Snapshots of a sandbox: list, take, restore, delete.

use http::StatusCode;
use matchit::Params;
use poligon_institution::{Request, Response};
use serde::Deserialize;
use serde_json::json;

use crate::problem::Problem;
use crate::{Console, input, json, sandboxes};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    name: String,
}

pub(crate) fn list(console: &Console, _: &Request, params: &Params<'_, '_>) -> Result<Response, Problem> {
    let snapshots = console.house.snapshots(&input::name(params)?)?;
    Ok(json(StatusCode::OK, &json!({ "snapshots": snapshots })))
}

pub(crate) fn take(
    console: &Console,
    request: &Request,
    params: &Params<'_, '_>,
) -> Result<Response, Problem> {
    let wanted: Wanted = input::body(request)?;
    let (sandbox, name) = (input::name(params)?, input::snapshot_name(&wanted.name)?);
    let taken = console.house.take_snapshot(&sandbox, &name)?;
    let location = format!("/sandboxes/{sandbox}/snapshots/{name}");
    Ok(json(StatusCode::CREATED, &taken).with_header("location", &location))
}

pub(crate) fn restore(console: &Console, _: &Request, params: &Params<'_, '_>) -> Result<Response, Problem> {
    let room = console.house.restore(&input::name(params)?, &input::snapshot(params)?)?;
    Ok(json(StatusCode::OK, &sandboxes::show(&room)))
}

pub(crate) fn delete(console: &Console, _: &Request, params: &Params<'_, '_>) -> Result<Response, Problem> {
    console.house.forget_snapshot(&input::name(params)?, &input::snapshot(params)?)?;
    Ok(Response::new(StatusCode::NO_CONTENT))
}
