//! The paths of the admin API and where they lead.

use http::Method;
use matchit::{Params, Router};
use poligon_institution::{Request, Response};

use crate::problem::Problem;
use crate::{Console, catalogue, clock, institution, journal, sandboxes, scenario, settings, snapshots};

/// Answers one route.
type Answer = fn(&Console, &Request, &Params<'_, '_>) -> Result<Response, Problem>;

/// All routes: path template as in the OpenAPI file, method, answer. Paths with the same template stand together.
pub(crate) const ROUTES: &[(&str, &str, Answer)] = &[
    ("/", "GET", catalogue::welcome),
    ("/ca.pem", "GET", catalogue::ca),
    ("/checks", "GET", catalogue::checks),
    ("/health", "GET", catalogue::health),
    ("/openapi.json", "GET", catalogue::openapi),
    ("/operations", "GET", catalogue::operations),
    ("/sandboxes", "GET", sandboxes::list),
    ("/sandboxes", "POST", sandboxes::create),
    ("/sandboxes/{name}", "GET", sandboxes::one),
    ("/sandboxes/{name}", "DELETE", sandboxes::delete),
    ("/sandboxes/{name}/clock", "GET", clock::read),
    ("/sandboxes/{name}/clock", "PUT", clock::set),
    ("/sandboxes/{name}/clock/advance", "POST", clock::advance),
    ("/sandboxes/{name}/clock/freeze", "POST", clock::freeze),
    ("/sandboxes/{name}/clock/run", "POST", clock::run),
    ("/sandboxes/{name}/institutions/{institution}/{*rest}", "GET", institution::administer),
    ("/sandboxes/{name}/institutions/{institution}/{*rest}", "POST", institution::administer),
    ("/sandboxes/{name}/institutions/{institution}/{*rest}", "PUT", institution::administer),
    ("/sandboxes/{name}/institutions/{institution}/{*rest}", "DELETE", institution::administer),
    ("/sandboxes/{name}/journal", "GET", journal::list),
    ("/sandboxes/{name}/journal", "DELETE", journal::clear),
    ("/sandboxes/{name}/journal/{id}", "GET", journal::one),
    ("/sandboxes/{name}/knobs", "GET", settings::knobs),
    ("/sandboxes/{name}/knobs", "PUT", settings::turn),
    ("/sandboxes/{name}/reset", "POST", sandboxes::reset),
    ("/sandboxes/{name}/snapshots", "GET", snapshots::list),
    ("/sandboxes/{name}/snapshots", "POST", snapshots::take),
    ("/sandboxes/{name}/snapshots/{snapshot}", "DELETE", snapshots::delete),
    ("/sandboxes/{name}/snapshots/{snapshot}/restore", "POST", snapshots::restore),
    ("/sandboxes/{name}/strictness", "GET", settings::strictness),
    ("/sandboxes/{name}/strictness", "PUT", settings::be),
    ("/sandboxes/{name}/verdict", "GET", scenario::verdict),
    ("/sandboxes/{name}/world", "GET", sandboxes::world),
    ("/scenario", "GET", scenario::standing),
];

pub(crate) fn lead(console: &Console, request: &Request) -> Result<Response, Problem> {
    let mut router = Router::new();
    for (template, ..) in ROUTES {
        // A template that is there already has the same value; matchit says so, and nothing is lost.
        let _ = router.insert(*template, *template);
    }
    let Ok(found) = router.at(&request.path) else {
        return Err(Problem::missing(
            "the console has no such path; GET /openapi.json describes all of them",
        ));
    };
    // HEAD is GET whose body the edge leaves out.
    let method = if request.method == Method::HEAD { "GET" } else { request.method.as_str() };
    let of_path = || ROUTES.iter().filter(|(template, ..)| template == found.value);
    match of_path().find(|(_, known, _)| *known == method) {
        Some((.., answer)) => answer(console, request, &found.params),
        None => Err(Problem::method(&of_path().map(|(_, method, _)| *method).collect::<Vec<_>>())),
    }
}
