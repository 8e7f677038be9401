//! What an institution offers its operator: applications, systems, boxes. The console only leads there.

use matchit::Params;
use poligon_institution::{Request, Response};

use crate::problem::Problem;
use crate::{Console, input};

pub(crate) fn administer(
    console: &Console,
    request: &Request,
    params: &Params<'_, '_>,
) -> Result<Response, Problem> {
    let room = input::room(console, params)?;
    let name = params.get("institution").unwrap_or_default();
    let rest = params.get("rest").unwrap_or_default();
    let request = Request { path: format!("/{rest}"), ..request.clone() };
    let missing = || {
        let shown: String = name.chars().take(60).collect();
        Problem::missing(format!("institution „{shown}” does not run here"))
    };
    room.administer(name, &request).ok_or_else(missing)
}
