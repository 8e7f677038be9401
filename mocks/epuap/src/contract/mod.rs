//! WSDL and XSD of the services, written from tables: what the published ones say, in our words (`make contract` compares), and
//! for the services whose schemas are not public what Poligon proposes.

pub mod reconstructed;
pub mod schema;
pub mod schemas;
pub mod service;
pub mod services;

use poligon_soap::wsdl::Service;

/// The documents of a service, by its name; their path is to be filled in.
pub fn documents(name: &str) -> Option<Service> {
    services::DOCUMENTS.iter().find(|(known, _)| *known == name).map(|(_, documents)| documents.clone())
}
