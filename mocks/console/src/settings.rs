//! Strictness and knobs of a sandbox.

use std::collections::BTreeMap;

use http::StatusCode;
use matchit::Params;
use poligon_institution::{Request, Response, Room};
use poligon_world::{Settings, Strictness};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::problem::Problem;
use crate::{Console, input, json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    strictness: Strictness,
}

pub(crate) fn strictness(
    console: &Console,
    _: &Request,
    params: &Params<'_, '_>,
) -> Result<Response, Problem> {
    let room = input::room(console, params)?;
    Ok(json(StatusCode::OK, &json!({ "strictness": room.sandbox.settings.strictness() })))
}

pub(crate) fn be(console: &Console, request: &Request, params: &Params<'_, '_>) -> Result<Response, Problem> {
    let room = input::room(console, params)?;
    let wanted: Wanted = input::body(request)?;
    room.change(|sandbox| sandbox.settings.be(wanted.strictness))?;
    Ok(json(StatusCode::OK, &json!({ "strictness": wanted.strictness })))
}

pub(crate) fn knobs(console: &Console, _: &Request, params: &Params<'_, '_>) -> Result<Response, Problem> {
    Ok(show(console, &*input::room(console, params)?))
}

/// Turns the knobs named in the body, all of them or none.
pub(crate) fn turn(
    console: &Console,
    request: &Request,
    params: &Params<'_, '_>,
) -> Result<Response, Problem> {
    let room = input::room(console, params)?;
    let wanted: BTreeMap<String, String> = input::body(request)?;
    room.change(|sandbox| {
        let trial = sandbox.settings.copy();
        turn_all(console, &wanted, &trial)?;
        turn_all(console, &wanted, &sandbox.settings)
    })??;
    Ok(show(console, &room))
}

fn turn_all(
    console: &Console,
    wanted: &BTreeMap<String, String>,
    settings: &Settings,
) -> Result<(), Problem> {
    for (name, value) in wanted {
        let knob = console.house.registry().knob(name).ok_or_else(|| {
            let name: String = name.chars().take(60).collect();
            Problem::bad(format!("there is no knob „{name}”; GET the same path to see all of them"))
        })?;
        knob.turn(settings, value).map_err(Problem::bad)?;
    }
    Ok(())
}

fn show(console: &Console, room: &Room) -> Response {
    let settings = &room.sandbox.settings;
    let institutions = console.house.registry().all().iter();
    let knobs: Vec<Value> = institutions
        .flat_map(|institution| institution.knobs())
        .map(|knob| {
            let mut shown = json!(knob);
            if let Some(fields) = shown.as_object_mut() {
                fields.insert("value".to_owned(), knob.value(settings).into());
            }
            shown
        })
        .collect();
    json(StatusCode::OK, &json!({ "knobs": knobs }))
}
