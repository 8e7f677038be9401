//! One file per step, named as the node names it: decode, check, act, encode.

pub mod finish;
pub mod helpers;
pub mod login;
pub mod logout;
pub mod reading;
pub mod resolve;
pub mod seal;
pub mod sso;

use http::Method;
use poligon_institution::{Built, Operation, Provenance, Refused, Response};

use crate::desk::Call;

/// What an operation does with a call. `Err` proves that a check refused it; the answer is rendered from the findings.
pub type Handler = fn(&mut Call<'_>) -> Result<Response, Refused>;

/// The path of SSO.
pub const SSO: &str = "/login/SingleSignOnService";
/// The path of ArtifactResolve.
pub const ARTIFACTS: &str = "/login-services/idpArtifactResolutionService";
/// The path of single logout.
pub const LOGOUT: &str = "/login-services/singleLogoutService";

/// Where a request leads.
#[derive(Clone, Debug)]
pub enum Routed {
    /// To this operation, with what the path names.
    Found(&'static Operation, Handler, String),
    /// The path exists, with this method.
    WrongMethod(&'static Operation, &'static str),
    /// Nowhere.
    Unknown,
}

const fn operation(name: &'static str, address: &'static str, provenance: Provenance) -> Operation {
    Operation { name, address, provenance, built: Built::Yes }
}

use Provenance::{Observed, Ours};

/// All operations.
pub static OPERATIONS: &[Operation] = &[
    operation("wezel-krajowy.sso", "POST /login/SingleSignOnService", Observed),
    operation(
        "wezel-krajowy.artifact.resolve",
        "POST /login-services/idpArtifactResolutionService",
        Observed,
    ),
    operation("wezel-krajowy.logout", "POST /login-services/singleLogoutService", Observed),
    operation("wezel-krajowy.login.page", "GET /login/{login}", Ours),
    operation("wezel-krajowy.login.method", "POST /login/{login}/metoda", Ours),
    operation("wezel-krajowy.login.person", "POST /login/{login}/osoba", Ours),
    operation("wezel-krajowy.login.consent", "POST /login/{login}/zgoda", Ours),
    operation("wezel-krajowy.metadata", "GET /metadata", Ours),
    operation("wezel-krajowy.providers.list", "GET /_poligon/providers", Ours),
    operation("wezel-krajowy.providers.register", "POST /_poligon/providers", Ours),
    operation("wezel-krajowy.providers.advance", "POST /_poligon/providers/advance", Ours),
    operation("wezel-krajowy.providers.remove", "POST /_poligon/providers/remove", Ours),
    operation("wezel-krajowy.next-login", "POST /_poligon/next-login", Ours),
    operation("wezel-krajowy.cases", "GET /_poligon/cases", Ours),
];

static HANDLERS: &[(&str, Handler)] = &[
    ("wezel-krajowy.sso", sso::answer),
    ("wezel-krajowy.artifact.resolve", resolve::answer),
    ("wezel-krajowy.logout", logout::answer),
    ("wezel-krajowy.login.page", login::page),
    ("wezel-krajowy.login.method", login::method),
    ("wezel-krajowy.login.person", login::person),
    ("wezel-krajowy.login.consent", login::consent),
    ("wezel-krajowy.metadata", helpers::metadata),
    ("wezel-krajowy.providers.list", helpers::list),
    ("wezel-krajowy.providers.register", helpers::register),
    ("wezel-krajowy.providers.advance", helpers::advance),
    ("wezel-krajowy.providers.remove", helpers::remove),
    ("wezel-krajowy.next-login", helpers::next_login),
    ("wezel-krajowy.cases", helpers::cases),
];

/// Finds the operation of a method and a path within the environment. SSO is found with any method: its own check speaks of it.
pub fn find(method: &Method, path: &str) -> Routed {
    let mut elsewhere = None;
    for operation in OPERATIONS {
        let (takes, template) = operation.address.split_once(' ').unwrap_or(("GET", operation.address));
        let Some(named) = fits(template, path) else { continue };
        let Some((_, handler)) = HANDLERS.iter().find(|(name, _)| *name == operation.name) else { continue };
        if method.as_str() == takes || operation.name == "wezel-krajowy.sso" {
            return Routed::Found(operation, *handler, named);
        }
        elsewhere = Some(Routed::WrongMethod(operation, takes));
    }
    elsewhere.unwrap_or(Routed::Unknown)
}

/// What stands in the place of `{login}` when the path fits the template.
fn fits(template: &str, path: &str) -> Option<String> {
    let (mut wanted, mut got) = (template.split('/'), path.trim_end_matches('/').split('/'));
    let mut named = String::new();
    loop {
        match (wanted.next(), got.next()) {
            (None, None) => return Some(named),
            (Some("{login}"), Some(part)) if !part.is_empty() && part != "SingleSignOnService" => {
                part.clone_into(&mut named)
            }
            (Some(one), Some(other)) if one == other => {}
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_is_reached_by_its_address_and_has_a_handler() {
        assert_eq!(OPERATIONS.len(), HANDLERS.len());
        for operation in OPERATIONS {
            let (method, path) = operation.address.split_once(' ').unwrap();
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            match find(&method, &path.replace("{login}", "abc")) {
                Routed::Found(found, ..) => assert_eq!(found.name, operation.name),
                other => panic!("{}: {other:?}", operation.name),
            }
        }
        assert!(matches!(find(&Method::GET, "/nowhere"), Routed::Unknown));
        assert!(matches!(find(&Method::GET, ARTIFACTS), Routed::WrongMethod(..)));
    }
}
