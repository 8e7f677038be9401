//! Serving WSDL and XSD: at `{path}?wsdl` and at the addresses that clients know (spec §1a).

use http::StatusCode;
use poligon_institution::{Request, Response};
use poligon_soap::wsdl::{self, Service as Documents};

use super::services::SERVICES;
use crate::contract;
use crate::desk::EpuapDesk;

/// The operation.
pub const NAME: &str = "epuap.wsdl";

/// Whether a GET asks for a document of a service.
pub fn is_asked(desk: &EpuapDesk, request: &Request) -> bool {
    let lower = request.path.to_ascii_lowercase();
    let by_query = request.query.as_deref().is_some_and(|query| {
        let query = query.to_ascii_lowercase();
        query.starts_with("wsdl") || query.starts_with("xsd")
    });
    (by_query || lower.ends_with(".wsdl") || lower.ends_with(".xsd"))
        && documents(desk, request).iter().any(|one| request.path.starts_with(&*one.path))
}

/// Serves it.
pub fn serve(desk: &EpuapDesk, request: &Request) -> Response {
    wsdl::serve(request, &documents(desk, request)).unwrap_or_else(|| {
        Response::new(StatusCode::NOT_FOUND).with_body(
            "text/plain; charset=utf-8",
            "There is no such WSDL; ask for ?wsdl at the service's path.\n",
        )
    })
}

/// The documents of all services, the folder's first. A service whose path is not known is served where it was asked for.
fn documents(desk: &EpuapDesk, request: &Request) -> Vec<Documents> {
    let own = SERVICES.iter().filter_map(|service| {
        let path = service.path_in(desk);
        let asked = request.path.trim_end_matches('/');
        let elsewhere = !service.path_is_known
            && super::services::at(desk, asked).is_some_and(|found| found.name == service.name);
        let path = if elsewhere { asked.to_owned() } else { path };
        let documents = contract::documents(service.name)?;
        Some(Documents { path: path.into(), ..documents })
    });
    desk.dropin.services().iter().cloned().chain(own).collect()
}
