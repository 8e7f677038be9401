//! Sandboxes: list, create, reset, delete.

use http::StatusCode;
use matchit::Params;
use poligon_institution::{Overrides, Request, Response, Room};
use poligon_world::{ClockSetting, SandboxName, Strictness};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::problem::Problem;
use crate::{Console, input, json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    name: String,
    seed: Option<u64>,
    clock: Option<String>,
    strictness: Option<Strictness>,
}

pub(crate) fn list(console: &Console, _: &Request, _: &Params<'_, '_>) -> Result<Response, Problem> {
    let sandboxes: Vec<Value> = console.house.rooms().iter().map(|room| show(room)).collect();
    // Waking all of them for a list would cost more than the list is worth.
    let asleep = console.house.asleep()?;
    let asleep: Vec<Value> =
        asleep.iter().map(|(name, events)| json!({ "name": name, "events": events })).collect();
    Ok(json(StatusCode::OK, &json!({ "sandboxes": sandboxes, "asleep": asleep })))
}

pub(crate) fn create(console: &Console, request: &Request, _: &Params<'_, '_>) -> Result<Response, Problem> {
    let wanted: Wanted = input::body(request)?;
    let name: SandboxName = wanted.name.parse().map_err(Problem::bad)?;
    let clock = wanted.clock.map(|text| text.parse::<ClockSetting>()).transpose().map_err(Problem::bad)?;
    let overrides = Overrides {
        seed: wanted.seed,
        clock: clock.map(|setting| setting.clock()),
        strictness: wanted.strictness,
    };
    let room = console.house.create(&name, &overrides)?;
    Ok(json(StatusCode::CREATED, &show(&room)).with_header("location", &format!("/sandboxes/{name}")))
}

pub(crate) fn one(console: &Console, _: &Request, params: &Params<'_, '_>) -> Result<Response, Problem> {
    let room = input::room(console, params)?;
    Ok(json(StatusCode::OK, &show(&room)))
}

pub(crate) fn reset(console: &Console, _: &Request, params: &Params<'_, '_>) -> Result<Response, Problem> {
    let room = console.house.reset(&input::name(params)?)?;
    Ok(json(StatusCode::OK, &show(&room)))
}

pub(crate) fn delete(console: &Console, _: &Request, params: &Params<'_, '_>) -> Result<Response, Problem> {
    console.house.delete(&input::name(params)?)?;
    Ok(Response::new(StatusCode::NO_CONTENT))
}

pub(crate) fn world(console: &Console, _: &Request, params: &Params<'_, '_>) -> Result<Response, Problem> {
    let room = input::room(console, params)?;
    let world = &room.sandbox.world;
    let shown = json!({ "organisations": world.organisations(), "people": world.people() });
    Ok(json(StatusCode::OK, &shown))
}

pub(crate) fn show(room: &Room) -> Value {
    let sandbox = &room.sandbox;
    json!({
        "name": sandbox.name.as_str(),
        "seed": sandbox.seed,
        "clock": sandbox.clock.reading(),
        "strictness": sandbox.settings.strictness(),
        "journal": room.journal.tally(),
    })
}
