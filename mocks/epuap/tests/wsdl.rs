//! WSDL and XSD of every service, in both forms, with addresses that lead back.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may panic"
)]

mod common;

use common::{Client, LARGE};
use http::Method;
use poligon_crypto::Document;
use poligon_epuap::operations::services::SERVICES;
use poligon_institution::Request;

const WSDL: &str = "http://schemas.xmlsoap.org/wsdl/";
const XSD: &str = "http://www.w3.org/2001/XMLSchema";

fn fetch(client: &Client, path: &str) -> String {
    let said = client.send(Request::new(Method::GET, path));
    assert_eq!(said.status(), 200, "{path}: {}", said.text());
    said.text()
}

#[test]
fn every_service_describes_every_operation_and_its_own_address() {
    let client = Client::new();
    for service in &SERVICES {
        let text = fetch(&client, &format!("{}?wsdl", service.path()));
        let document =
            Document::parse(text.as_bytes(), LARGE).unwrap_or_else(|why| panic!("{}: {why}", service.name));
        let all = || document.root().descendants();
        let described = all().filter(|element| {
            element.is(WSDL, "operation") && element.parent().unwrap().is(WSDL, "portType")
        });
        assert_eq!(described.count(), service.ops.len(), "{}", service.name);
        let address = all().find(|element| element.local() == "address").unwrap();
        assert_eq!(address.attribute("location").unwrap(), format!("https://localhost{}", service.path()));
        for import in all().filter(|element| element.is(XSD, "import")) {
            let place = import.attribute("schemaLocation").unwrap();
            let place = place.strip_prefix("https://localhost").map_or_else(
                || format!("{}?{}", service.path(), place.trim_start_matches('?')),
                str::to_owned,
            );
            let schema = fetch(&client, &place);
            assert!(Document::parse(schema.as_bytes(), LARGE).unwrap().root().is(XSD, "schema"), "{place}");
        }
        // Each request that is answered is described.
        for op in service.ops {
            assert!(
                text.contains(&format!("\"ob:{}\"", op.request.local))
                    || text.contains(&format!("\"ext:{}\"", op.request.local)),
                "{}",
                op.name
            );
        }
    }
}

#[test]
fn the_addresses_that_clients_know_lead_to_wsdl_and_schemas() {
    let client = Client::new();
    for (path, file) in [
        ("/pk_external_ws/services/skrytka", "wsdl/skrytka.wsdl"),
        ("/pk_external_ws/services/pull", "wsdl/pull.wsdl"),
        ("/pk_external_ws/services/doreczyciel", "wsdl/doreczyciel.wsdl"),
        ("/pk_external_ws/services/obslugaUpp", "wsdl/obslugaUpp.wsdl"),
        ("/fe_external_ws/services/ZarzadzanieDokumentami", "wsdl/ZarzadzanieDokumentami.wsdl"),
        ("/repo-ws-ext/FileRepoService", "WEB-INF/wsdl/filerepo.wsdl"),
    ] {
        assert!(fetch(&client, &format!("{path}/{file}")).contains("<definitions"), "{path}");
    }
    assert!(
        fetch(&client, "/pk_external_ws/services/skrytka/wsdl/obiektypk.xsd").contains("OdpowiedzSkrytkiTyp")
    );
    assert_eq!(
        client.send(Request::new(Method::GET, "/pk_external_ws/services/skrytka/wsdl/x.xsd")).status(),
        404
    );
}

#[test]
fn a_service_without_a_known_path_describes_itself_where_it_is_asked() {
    let text = fetch(&Client::new(), "/a/b/Platnosci?wsdl");
    assert!(text.contains("https://localhost/a/b/Platnosci") && text.contains("reconstructed"), "{text}");
}

#[test]
fn a_get_without_wsdl_is_a_fault() {
    let said = Client::new().send(Request::new(Method::GET, "/pk_external_ws/services/skrytka"));
    assert_eq!(said.status(), 500);
    said.refused_by();
}
