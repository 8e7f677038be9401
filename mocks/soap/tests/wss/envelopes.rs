//! Reading and writing around the signature: transport, headers, faults, WSDL.

use http::Method;
use poligon_institution::{Examination, Outcome, Request};
use poligon_soap::security::Policy;
use poligon_soap::signing::Style;
use poligon_soap::wsdl::{Service, serve};
use poligon_soap::{Envelope, Fault, FaultCode, QName, transport};
use poligon_world::Strictness;

use crate::support::{OB, WYJATEK, request};

fn examined(strictness: Strictness, request: &Request) -> Vec<(&'static str, Outcome)> {
    let mut exam = Examination::new(strictness);
    let _ = transport::examine(&mut exam, request);
    let _ = transport::note_action(&mut exam, request, "http://ws.epuap.gov.pl/skrytka/nadaj");
    exam.findings().iter().map(|finding| (finding.check.id, finding.outcome)).collect()
}

#[test]
fn content_type_and_action_are_diagnosed_and_the_method_is_required() {
    use Outcome::{Fail, NotApplicable, Pass, Warn};
    let post = || Request::new(Method::POST, "/x");
    let omb = post().with_header("content-type", "text/xml");
    let faithful = Strictness::Faithful;
    assert_eq!(
        examined(faithful, &omb),
        [("SOAP-001", Pass), ("SOAP-011", Pass), ("SOAP-012", NotApplicable)]
    );
    let action = "\"http://ws.epuap.gov.pl/skrytka/nadaj\"";
    for sent in [action, action.trim_matches('"'), "\"\""] {
        let quoted =
            post().with_header("content-type", "Text/XML; charset=utf-8").with_header("soapaction", sent);
        assert_eq!(examined(faithful, &quoted)[2], ("SOAP-012", Pass));
    }
    let odd =
        post().with_header("content-type", "application/soap+xml").with_header("soapaction", "urn:other");
    assert_eq!(examined(faithful, &odd), [("SOAP-001", Pass), ("SOAP-011", Warn), ("SOAP-012", Warn)]);
    assert_eq!(examined(Strictness::Picky, &odd)[1], ("SOAP-011", Fail));
    assert_eq!(examined(faithful, &Request::new(Method::GET, "/x"))[0], ("SOAP-001", Fail));
}

#[test]
fn headers_and_content_are_found_by_name() {
    let message = request(&Style::default());
    let mut exam = Examination::new(Strictness::Faithful);
    let envelope = Envelope::read(&mut exam, message.as_bytes(), Envelope::LIMITS).unwrap();
    assert_eq!(envelope.operation(), QName::new(OB, "Dokument"));
    assert_eq!(
        envelope.entry(OB, "AdresSkrytki").map(|entry| entry.text()).as_deref(),
        Some("/urzad/skrytka")
    );
    assert!(envelope.entry(OB, "CzyProbne").is_none());
    let content = envelope.content();
    assert!(envelope.source(content).starts_with("<ob:Dokument"));
    let extracted = String::from_utf8(envelope.extract(content)).unwrap();
    assert!(extracted.starts_with(&format!("<ob:Dokument xmlns:ob=\"{OB}\">")), "{extracted}");
}

#[test]
fn a_header_that_must_be_understood_is_refused_by_the_picky() {
    let message = "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Header>\
        <a:Action xmlns:a=\"http://www.w3.org/2005/08/addressing\" s:mustUnderstand=\"1\">x</a:Action></s:Header>\
        <s:Body><b/></s:Body></s:Envelope>";
    for (strictness, refuses) in [(Strictness::Faithful, false), (Strictness::Picky, true)] {
        let mut exam = Examination::new(strictness);
        let envelope = Envelope::read(&mut exam, message.as_bytes(), Envelope::LIMITS).unwrap();
        assert_eq!(envelope.require_understood(&mut exam, &[OB]).is_err(), refuses);
        assert!(envelope.require_understood(&mut exam, &["http://www.w3.org/2005/08/addressing"]).is_ok());
    }
}

#[test]
fn a_fault_is_written_with_its_code_and_detail() {
    let fault = Fault::new(FaultCode::Wsse("FailedCheck"), 1010, "Zły <podpis>", Some(WYJATEK));
    let expected = format!(
        "<soap:Fault xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><faultcode xmlns:wsse=\"{}\">wsse:FailedCheck</faultcode>\
         <faultstring>Zły &lt;podpis&gt;</faultstring><detail><w:Wyjatek xmlns:w=\"{OB}\"><kod>1010</kod>\
         <komunikat>Zły &lt;podpis&gt;</komunikat></w:Wyjatek></detail></soap:Fault>",
        poligon_soap::names::WSSE
    );
    assert_eq!(fault.xml(), expected);
    assert!(!Fault::new(FaultCode::Server, 1000, "x", None).xml().contains("detail"));
    let policy = Policy::default();
    assert!(!policy.sha1 && !policy.token_first);
}

#[test]
fn documents_are_served_in_both_forms_with_addresses_of_the_caller() {
    let wsdl = "<definitions xmlns=\"http://schemas.xmlsoap.org/wsdl/\" xmlns:soap=\"http://schemas.xmlsoap.org/wsdl/soap/\" \
        xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"><types><xs:schema><xs:import namespace=\"u\" schemaLocation=\"obiektypk.xsd\"/>\
        </xs:schema></types><service><port><soap:address location=\"http://other\"/></port></service></definitions>";
    let services = [Service {
        path: "/pk/services/skrytka".into(),
        file: "wsdl/skrytka.wsdl".into(),
        wsdl: wsdl.into(),
        schemas: vec![("obiektypk.xsd".into(), "<schema/>".into())],
    }];
    let get = |path: &str| {
        let mut request = Request::new(Method::GET, path);
        request.base.url = "https://localhost:8441/@a".to_owned();
        serve(&request, &services)
            .map(|answer| (answer.status.as_u16(), String::from_utf8(answer.body.to_vec()).unwrap()))
    };
    let address = "location=\"https://localhost:8441/@a/pk/services/skrytka\"";
    let (status, by_query) = get("/pk/services/skrytka?wsdl").unwrap();
    assert!(status == 200 && by_query.contains(address));
    assert!(
        by_query
            .contains("schemaLocation=\"https://localhost:8441/@a/pk/services/skrytka?xsd=obiektypk.xsd\"")
    );
    let (_, by_file) = get("/pk/services/skrytka/wsdl/skrytka.wsdl").unwrap();
    assert!(by_file.contains(address) && by_file.contains("schemaLocation=\"obiektypk.xsd\""));
    assert_eq!(get("/pk/services/skrytka/?WSDL").map(|(status, _)| status), Some(200));
    assert_eq!(get("/pk/services/skrytka?xsd=obiektypk.xsd"), Some((200, "<schema/>".to_owned())));
    assert_eq!(get("/pk/services/skrytka/wsdl/obiektypk.xsd"), Some((200, "<schema/>".to_owned())));
    assert_eq!(get("/pk/services/skrytka?xsd=other.xsd").map(|(status, _)| status), Some(404));
    assert!(get("/pk/services/skrytka").is_none() && get("/pk/services/pull?wsdl").is_none());
    let post = Request::new(Method::POST, "/pk/services/skrytka?wsdl");
    assert!(serve(&post, &services).is_none());
}
