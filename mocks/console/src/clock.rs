//! The clock of a sandbox: read, freeze, run, set, advance.

use http::StatusCode;
use matchit::Params;
use poligon_institution::{Request, Response, Room};
use poligon_world::{clock, span};
use serde::Deserialize;
use time::Duration;

use crate::problem::Problem;
use crate::{Console, input, json};

/// A clock is set to a time, stopped or let run, or both; what is left out stays.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    now: Option<String>,
    frozen: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    by: Span,
}

/// Seconds, or a span as text (`PT1H`, `2h`).
#[derive(Deserialize)]
#[serde(untagged)]
enum Span {
    Seconds(i32),
    Text(String),
}

pub(crate) fn read(console: &Console, _: &Request, params: &Params<'_, '_>) -> Result<Response, Problem> {
    Ok(show(&*input::room(console, params)?))
}

pub(crate) fn set(
    console: &Console,
    request: &Request,
    params: &Params<'_, '_>,
) -> Result<Response, Problem> {
    let room = input::room(console, params)?;
    let wanted: Wanted = input::body(request)?;
    let now = wanted.now.as_deref().map(clock::moment).transpose().map_err(Problem::bad)?;
    room.change(|sandbox| {
        match wanted.frozen {
            Some(true) => sandbox.clock.freeze(),
            Some(false) => sandbox.clock.run(),
            None => {}
        }
        if let Some(now) = now {
            sandbox.clock.set(now);
        }
    })?;
    Ok(show(&room))
}

pub(crate) fn advance(
    console: &Console,
    request: &Request,
    params: &Params<'_, '_>,
) -> Result<Response, Problem> {
    let room = input::room(console, params)?;
    let step: Step = input::body(request)?;
    let by = match step.by {
        Span::Seconds(seconds) => Duration::seconds(seconds.into()),
        Span::Text(text) => span::parse(&text).map_err(Problem::bad)?,
    };
    room.change(|sandbox| sandbox.clock.advance(by))?;
    Ok(show(&room))
}

pub(crate) fn freeze(console: &Console, _: &Request, params: &Params<'_, '_>) -> Result<Response, Problem> {
    let room = input::room(console, params)?;
    room.change(|sandbox| sandbox.clock.freeze())?;
    Ok(show(&room))
}

pub(crate) fn run(console: &Console, _: &Request, params: &Params<'_, '_>) -> Result<Response, Problem> {
    let room = input::room(console, params)?;
    room.change(|sandbox| sandbox.clock.run())?;
    Ok(show(&room))
}

fn show(room: &Room) -> Response {
    json(StatusCode::OK, &room.sandbox.clock.reading())
}
