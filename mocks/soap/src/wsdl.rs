//! Serving WSDL and XSD in the forms that clients ask for, with addresses that lead back to where the request came in
//! (epuap.md §1a). The documents are the institution's; the way is here.

mod rewriting;

use std::borrow::Cow;

use http::{Method, StatusCode};
use poligon_institution::{Request, Response};

pub use rewriting::{Rewrite, rewritten};

/// The documents of one service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Its path: `/pk_external_ws/services/skrytka`.
    pub path: Cow<'static, str>,
    /// The path under it at which the WSDL also lies: `wsdl/skrytka.wsdl`.
    pub file: Cow<'static, str>,
    /// The WSDL, as written; any address may stand in it.
    pub wsdl: Cow<'static, str>,
    /// The schemas that it imports: file name and text. They may import one another by these names.
    pub schemas: Vec<(Cow<'static, str>, Cow<'static, str>)>,
}

const XML: &str = "text/xml; charset=utf-8";

/// Answers a GET (or HEAD) for a document of these services: `{path}?wsdl`, `{path}?xsd=NAME`, `{path}/wsdl/NAME.wsdl` and
/// `NAME.xsd` beside it. `None` when the request asks for something else.
pub fn serve(request: &Request, services: &[Service]) -> Option<Response> {
    if !matches!(request.method, Method::GET | Method::HEAD) {
        return None;
    }
    let asked = services.iter().find_map(|service| Some((service, asked(request, service)?)));
    let (service, asked) = asked?;
    let base = &request.base.url;
    let text = match asked {
        Asked::Wsdl { by_query } => {
            rewritten(&service.wsdl, &Rewrite { base, path: &service.path, by_query })
        }
        Asked::Schema { name, by_query } => {
            let known = service.schemas.iter().find(|(known, _)| *known == name);
            let Some((_, text)) = known else { return Some(unknown(service, name)) };
            rewritten(text, &Rewrite { base, path: &service.path, by_query })
        }
    };
    Some(Response::new(StatusCode::OK).with_body(XML, text))
}

enum Asked<'r> {
    Wsdl { by_query: bool },
    Schema { name: &'r str, by_query: bool },
}

fn asked<'r>(request: &'r Request, service: &Service) -> Option<Asked<'r>> {
    let below = request.path.strip_prefix(&*service.path)?;
    if below.is_empty() || below == "/" {
        let query = request.query.as_deref()?;
        let (key, value) = query.split_once('=').unwrap_or((query, ""));
        return match key.to_ascii_lowercase().as_str() {
            "wsdl" => Some(Asked::Wsdl { by_query: true }),
            "xsd" => Some(Asked::Schema { name: value, by_query: true }),
            _ => None,
        };
    }
    let below = below.strip_prefix('/')?;
    if below == service.file {
        return Some(Asked::Wsdl { by_query: false });
    }
    let folder = service.file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let name = below.strip_prefix(folder)?.trim_start_matches('/');
    name.to_ascii_lowercase().ends_with(".xsd").then_some(Asked::Schema { name, by_query: false })
}

fn unknown(service: &Service, name: &str) -> Response {
    let names = service.schemas.iter().map(|(name, _)| name.as_ref()).collect::<Vec<_>>().join(", ");
    let text = format!("There is no schema „{name:.100}” of {}; there is: {names}.\n", service.path);
    Response::new(StatusCode::NOT_FOUND).with_body("text/plain; charset=utf-8", text)
}
