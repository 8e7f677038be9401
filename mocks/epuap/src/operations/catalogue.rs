//! All operations of ePUAP, for lists and journals.

use std::sync::LazyLock;

use poligon_institution::{Built, Operation, Provenance};

use super::services::SERVICES;

/// All operations, in the order of the services.
pub fn operations() -> &'static [Operation] {
    &OPERATIONS
}

/// The operation of this name.
pub fn named(name: &str) -> Option<&'static Operation> {
    operations().iter().find(|operation| operation.name == name)
}

/// What answers without SOAP, and what is not the client's call of a service.
const OTHERS: [(&str, &str, Provenance); 6] = [
    (super::wsdl::NAME, "GET {service}?wsdl, {service}/wsdl/{name}.wsdl, {name}.xsd", Provenance::Observed),
    (super::servlets::UPLOAD, "POST /fe_web/ExternalUploadServlet", Provenance::Observed),
    (super::servlets::DOWNLOAD, "GET /file-download-servlet/DownloadServlet", Provenance::Observed),
    (super::servlets::PAYMENT, "GET /platnosci/{id}", Provenance::Ours),
    (crate::dropin::NAME, "POST {path of --epuap-wsdl}", Provenance::Ours),
    (crate::admin::NAME, "console: /sandboxes/{name}/institutions/epuap/…", Provenance::Ours),
];

static OPERATIONS: LazyLock<Vec<Operation>> = LazyLock::new(|| {
    let soap = SERVICES.iter().flat_map(|service| {
        service.ops.iter().map(|op| Operation {
            name: op.name,
            address: service.address,
            provenance: op.provenance,
            built: Built::Yes,
        })
    });
    let others = OTHERS.iter().map(|(name, address, provenance)| Operation {
        name,
        address,
        provenance: *provenance,
        built: Built::Yes,
    });
    soap.chain(others).collect()
});
