//! MTOM: what is packed can be opened, the signature holds either way, and broken packages are told apart.

use http::{Method, StatusCode};
use poligon_crypto::Limits;
use poligon_institution::{Examination, Request, Response};
use poligon_soap::signing::Style;
use poligon_soap::{Envelope, mtom};
use poligon_world::Strictness;

use crate::support::{entropy, judge, once, request};

const LIMITS: Limits = Envelope::LIMITS;

fn opened(request: &Request) -> Result<(Vec<u8>, usize), Vec<&'static str>> {
    let mut exam = Examination::new(Strictness::Faithful);
    match mtom::open(&mut exam, request, LIMITS) {
        Ok(opened) => Ok((opened.envelope().to_vec(), opened.attachments())),
        Err(_) => Err(exam.failures().map(|finding| finding.check.id).collect()),
    }
}

fn sent(content_type: &str, body: impl Into<bytes::Bytes>) -> Request {
    Request::new(Method::POST, "/x").with_header("content-type", content_type).with_body(body)
}

fn packed() -> (String, Request) {
    let message = request(&Style::default());
    let response = mtom::package(
        Response::new(StatusCode::OK),
        &message,
        |element| element.local() == "zawartosc",
        &entropy(),
    )
    .unwrap();
    let content_type = response.headers["content-type"].to_str().unwrap().to_owned();
    (message, sent(&content_type, response.body))
}

#[test]
fn what_is_packed_is_opened_to_the_same_bytes_and_verifies() {
    let (message, request) = packed();
    let body = String::from_utf8(request.body.to_vec()).unwrap();
    assert!(body.contains("<xop:Include") && body.contains("<a>łą</a>") && !body.contains("PGE+"), "{body}");
    let (envelope, attachments) = opened(&request).unwrap();
    assert_eq!((String::from_utf8(envelope.clone()).unwrap(), attachments), (message, 1));
    assert!(judge(&envelope).refused.is_none());
}

#[test]
fn a_body_that_is_not_multipart_is_the_envelope() {
    assert_eq!(opened(&sent("text/xml", "<a/>")), Ok((b"<a/>".to_vec(), 0)));
}

#[test]
fn a_part_without_include_and_a_base64_part_are_read() {
    let plain = "--b\r\nContent-Type: text/xml\r\n\r\n<a/>\r\n--b--";
    assert_eq!(opened(&sent("multipart/related; boundary=b", plain)), Ok((b"<a/>".to_vec(), 0)));
    let encoded = "--b\r\n\r\n<a><x:Include xmlns:x='http://www.w3.org/2004/08/xop/include' href='cid:p%40q'/></a>\r\n--b\r\n\
                   Content-ID: <p@q>\r\nContent-Transfer-Encoding: base64\r\n\r\nQU\r\nJD\r\n--b--";
    assert_eq!(opened(&sent("multipart/related; boundary=\"b\"", encoded)), Ok((b"<a>QUJD</a>".to_vec(), 1)));
}

#[test]
fn broken_packages_are_told_apart() {
    let (_, good) = packed();
    let content_type = good.header("content-type").unwrap().to_owned();
    let body = String::from_utf8(good.body.to_vec()).unwrap();
    let cases = [
        (sent("multipart/related", body.clone()), "MTOM-001"),
        (sent(&content_type.replace("uuid:", "uuid-"), body.clone()), "MTOM-001"),
        (sent(&content_type, body[..body.len() - 20].to_owned()), "MTOM-001"),
        (sent(&content_type.replace("root.message", "other"), body.clone()), "MTOM-002"),
        (sent(&content_type, once(&body, "application/xop+xml", "image/png")), "MTOM-002"),
        (sent(&content_type, once(&body, "href=\"cid:", "href=\"cid:x")), "MTOM-003"),
        (sent(&content_type, once(&body, "href=\"cid:", "href=\"http:")), "MTOM-003"),
        (sent(&content_type, once(&body, "<xop:Include", "text<xop:Include")), "MTOM-003"),
        (sent(&content_type, filled(&body)), "MTOM-003"),
        (sent(&content_type, vec![b' '; LIMITS.bytes + 1]), "MTOM-004"),
    ];
    for (request, check) in cases {
        assert_eq!(opened(&request), Err(vec![check]));
    }
}

/// An Include with an Include in it.
fn filled(body: &str) -> String {
    let include = &body[body.find("<xop:Include").unwrap()..];
    let include = &include[..include.find("/>").unwrap()];
    once(body, &format!("{include}/>"), &format!("{include}>{include}/></xop:Include>"))
}

#[test]
fn parts_that_are_named_often_do_not_swell_the_message() {
    let include = "<a><x:Include href='cid:p'/></a>";
    let body = format!(
        "--b\r\n\r\n<r xmlns:x='http://www.w3.org/2004/08/xop/include'>{}</r>\r\n--b\r\nContent-ID: p\r\n\r\n{}\r\n--b--",
        include.repeat(1_000),
        "x".repeat(100_000)
    );
    assert_eq!(opened(&sent("multipart/related; boundary=b", body)), Err(vec!["MTOM-004"]));
    let many = format!("{}--b--", "--b\r\n\r\n<a/>\r\n".repeat(33));
    assert_eq!(opened(&sent("multipart/related; boundary=b", many)), Err(vec!["MTOM-001"]));
}
