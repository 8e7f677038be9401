//! The scenario that directs the sandboxes, and its verdict on one of them.

use http::StatusCode;
use matchit::Params;
use poligon_institution::{Request, Response};
use poligon_scenarios::{Live, run};

use crate::problem::Problem;
use crate::{Console, input, json};

/// How the scenario stands: its rules, and what is wrong with its file.
pub(crate) fn standing(console: &Console, _: &Request, _: &Params<'_, '_>) -> Result<Response, Problem> {
    Ok(json(StatusCode::OK, &live(console)?.standing()))
}

/// Judges what happened in a sandbox so far.
pub(crate) fn verdict(console: &Console, _: &Request, params: &Params<'_, '_>) -> Result<Response, Problem> {
    let room = input::room(console, params)?;
    let (loaded, engine) = live(console)?.in_sandbox(room.sandbox.name.as_str());
    Ok(json(StatusCode::OK, &run::judge_room(&loaded, &room, engine.as_deref()).report))
}

fn live(console: &Console) -> Result<&Live, Problem> {
    console.scenario.as_deref().ok_or_else(|| {
        Problem::missing("no scenario is loaded; start Poligon with `poligon up --scenario FILE`")
    })
}
