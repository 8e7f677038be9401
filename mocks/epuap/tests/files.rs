//! FileRepoService, obslugaUpp, ZarzadzanieDokumentami, EsdService and the servlets.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may panic"
)]

mod common;

use common::{Client, file};
use http::Method;
use poligon_crypto::seal::{self, Policy};
use poligon_epuap::actions::calls::{self, Queue};
use poligon_epuap::documents::confirmation;
use poligon_institution::{Examination, Request};
use poligon_soap::{Envelope, mtom};
use poligon_world::Strictness;
use serde_json::json;

#[test]
fn a_file_comes_back_by_id_or_by_the_address_with_it() {
    let client = Client::new();
    let bytes: Vec<u8> = (0..=255).cycle().take(3_000_000).collect();
    let id = client.call("gmina", &calls::upload("gmina", "plan.pdf", "application/pdf", &bytes)).good();
    let id = id.value("fileId5").unwrap();
    let address = format!("https://epuap.gov.pl/file-download-servlet/DownloadServlet?fileId={id}");
    for named in [&id, &address] {
        let back = client.call("poziomka", &calls::download("poziomka", named)).good();
        assert_eq!(back.bytes("file"), bytes);
        assert_eq!(back.value("filename").as_deref(), Some("plan.pdf"));
    }
    let servlet = format!("/file-download-servlet/DownloadServlet?fileId={id}");
    let page = client.send(Request::new(Method::GET, &servlet));
    assert_eq!((page.status(), page.0.response.body.as_ref()), (200, bytes.as_slice()));
    assert_eq!(client.call("gmina", &calls::download("gmina", "nie-ma")).refused_by(), "EPUAP-FIL-001");
    client.turn("epuap.file-bytes", "10");
    let large = client.call("gmina", &calls::upload("gmina", "a", "a/b", b"12345678901"));
    assert_eq!(large.refused_by(), "EPUAP-FIL-003");
    assert!(large.text().contains("http://wsdl.epuap.gov.pl/filerepocore/"), "its own detail");
}

#[test]
fn a_file_is_given_once_where_the_knob_says_so() {
    let client = Client::new();
    client.turn("epuap.download-once", "true");
    let id = client.call("gmina", &calls::upload("gmina", "a", "a/b", b"x")).good().value("fileId5").unwrap();
    client.call("gmina", &calls::download("gmina", &id)).good();
    assert_eq!(client.call("gmina", &calls::download("gmina", &id)).refused_by(), "EPUAP-FIL-002");
}

#[test]
fn an_answer_is_multipart_where_the_knob_says_so_and_a_request_may_be() {
    let client = Client::new();
    let id =
        client.call("gmina", &calls::upload("gmina", "a", "a/b", b"tresc")).good().value("fileId5").unwrap();
    client.turn("epuap.file-reply", "mtom");
    let said = client.call("gmina", &calls::download("gmina", &id));
    let content_type = said.0.response.headers["content-type"].to_str().unwrap().to_owned();
    assert!(content_type.starts_with("multipart/related"), "{content_type}");
    let carried = Request::new(Method::POST, "/")
        .with_header("content-type", &content_type)
        .with_body(said.0.response.body.clone());
    let mut exam = Examination::new(Strictness::Faithful);
    let opened = mtom::open(&mut exam, &carried, Envelope::LIMITS).unwrap();
    assert_eq!(opened.attachments(), 1);
    assert!(String::from_utf8_lossy(opened.envelope()).contains("dHJlc2M="), "inlined again");
    // The same wrapping around a request.
    let ask = calls::upload("gmina", "b", "a/b", b"inna tresc");
    let envelope = ask
        .envelope(
            &client.credential("gmina"),
            &poligon_soap::signing::Style::default(),
            &client.entropy,
            client.now(),
        )
        .unwrap();
    let empty = poligon_institution::Response::new(http::StatusCode::OK);
    let packed =
        mtom::package(empty, &envelope, |element| element.local() == "file", &client.entropy).unwrap();
    let content_type = packed.headers["content-type"].to_str().unwrap().to_owned();
    let request = Request::new(Method::POST, &ask.path)
        .with_header("content-type", &content_type)
        .with_body(packed.body);
    let id = client.send(request).good().value("fileId5").unwrap();
    client.turn("epuap.file-reply", "inline");
    assert_eq!(client.call("gmina", &calls::download("gmina", &id)).good().bytes("file"), b"inna tresc");
}

#[test]
fn a_public_institution_has_upps_made() {
    let client = Client::new();
    let said = client.call("gmina", &calls::daj_upp("gmina", "jan", &file("podanie.xml", b"<a/>"))).good();
    let upp = said.bytes("zawartosc");
    assert!(seal::verify(&upp, &Policy::document(client.now())).holds());
    let text = String::from_utf8(upp).unwrap();
    assert!(text.contains("podanie.xml") && text.contains(">jan<"), "{text}");
    let ask =
        calls::daj_upp_przeslij("gmina", "/poziomka/domyslna", "/gmina/domyslna", &file("a.xml", b"<a/>"));
    client.call("gmina", &ask).good();
    let sent = client.call("poziomka", &calls::pobierz(&Queue::new("poziomka", "domyslna"))).good();
    assert_eq!(sent.bytes("zawartosc"), b"<a/>");
    let upp = client.call("gmina", &calls::pobierz(&Queue::new("gmina", "domyslna"))).good();
    assert!(confirmation::identifier(&upp.bytes("zawartosc")).is_some());
}

#[test]
fn a_sklad_keeps_documents() {
    let client = Client::new();
    let ask = calls::dodaj_dokument("gmina", "Domyślny", "notatka.xml", b"<n/>");
    let id = client.call("gmina", &ask).good().value("dodajDokumentResult").unwrap();
    let back = client.call("gmina", &calls::o_dokument("pobierzDokument", "gmina", &id)).good();
    assert_eq!(back.bytes("tresc"), b"<n/>");
    assert_eq!(back.value("nazwa").as_deref(), Some("notatka.xml"));
    let list = client.call("gmina", &calls::zawartosc_skladu("gmina", "Domyślny")).good();
    assert_eq!(list.value("id").as_deref(), Some(id.as_str()));
    let foreign = client.call("poziomka", &calls::o_dokument("pobierzDokument", "poziomka", &id));
    assert_eq!(foreign.refused_by(), "EPUAP-FIL-004");
    let gone = client.call("gmina", &calls::o_dokument("usunDokument", "gmina", &id)).good();
    assert_eq!(gone.value("usunDokumentResult").as_deref(), Some("true"));
    let again = client.call("gmina", &calls::o_dokument("usunDokument", "gmina", &id)).good();
    assert_eq!(again.value("usunDokumentResult").as_deref(), Some("false"));
}

const ESD: &str = "/fe-desktop-ws/EsdService";
const FC: &str = "http://wsdl.epuap.gov.pl/fecore/";

#[test]
fn a_session_opens_the_sklad_without_a_signature() {
    let client = Client::new();
    let (_, told) = client.operate(Method::POST, "/sessions", json!({ "podmiot": "gmina" }));
    let tgsid = told["tgsid"].as_str().unwrap();
    let ask = calls::dodaj_dokument("gmina", "Domyślny", "notatka.xml", b"<n/>");
    let id = client.call("gmina", &ask).good().value("dodajDokumentResult").unwrap();
    let esd = |element: &str, fields: &[(&str, &str)]| {
        client.send(calls::plain(ESD, FC, element, fields).unsigned())
    };
    let list = esd("TgsidWarehouse", &[("tgsid", tgsid), ("warehouseId", "1")]).good();
    assert_eq!(list.value("id").as_deref(), Some(id.as_str()));
    assert_eq!(list.value("read").as_deref(), Some("false"));
    let asked = [("tgsid", tgsid), ("DocumentId", id.as_str()), ("documentDataOnly", "false")];
    assert_eq!(esd("TgsidDocument", &asked).good().bytes("xml"), b"<n/>");
    let verified = esd("TgsidDocument4", &asked).good();
    assert!(String::from_utf8(verified.bytes("result")).unwrap().starts_with("podpis niepoprawny"));
    let wrong = esd("TgsidWarehouse", &[("tgsid", "zgadnij"), ("warehouseId", "1")]);
    assert_eq!(wrong.refused_by(), "EPUAP-FIL-006");
    assert_eq!(esd("TgsidDocument3", &asked).good().value("UsunDokument").as_deref(), Some("true"));
}

#[test]
fn a_form_puts_a_document_into_a_box() {
    let client = Client::new();
    let form = "AdresSkrzynki=%2Fgmina%2Fdomyslna&XML=%3Ca%2F%3E";
    let page = client.send(Request::new(Method::POST, "/fe_web/ExternalUploadServlet").with_body(form));
    assert_eq!(page.status(), 200);
    assert!(page.text().contains("ŚRODOWISKO ĆWICZEBNE"));
    let fetched = client.call("gmina", &calls::pobierz(&Queue::new("gmina", "domyslna"))).good();
    assert_eq!(fetched.bytes("zawartosc"), b"<a/>");
    let nowhere = client
        .send(Request::new(Method::POST, "/fe_web/ExternalUploadServlet").with_body("AdresSkrzynki=x&XML=y"));
    assert_eq!(nowhere.status(), 400);
}
