//! Hostile sizes and shapes end in one clear finding.

use poligon_institution::Examination;
use poligon_soap::Envelope;
use poligon_soap::signing::Style;
use poligon_world::Strictness;

use crate::support::{judge, once, part, request};

fn refused(bytes: &[u8]) -> Vec<&'static str> {
    judge(bytes).failed()
}

fn envelope(body: &str) -> String {
    format!(
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>{body}</s:Body></s:Envelope>"
    )
}

#[test]
fn a_dtd_and_an_entity_bomb() {
    let plain = format!("<!DOCTYPE x>{}", envelope("<a/>"));
    assert_eq!(refused(plain.as_bytes()), ["SOAP-003"]);
    let bomb = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE b [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">\
         <!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>{}",
        envelope("<a>&c;</a>")
    );
    assert_eq!(refused(bomb.as_bytes()), ["SOAP-003"]);
    let external = format!("<!DOCTYPE x SYSTEM \"file:///etc/passwd\">{}", envelope("<a/>"));
    assert_eq!(refused(external.as_bytes()), ["SOAP-003"]);
}

#[test]
fn ten_thousand_nested_elements() {
    let deep = envelope(&format!("{}{}", "<a>".repeat(10_000), "</a>".repeat(10_000)));
    assert_eq!(refused(deep.as_bytes()), ["SOAP-002"]);
    let open = format!("<a>{}", "<a>".repeat(10_000));
    assert_eq!(refused(open.as_bytes()), ["SOAP-002"]);
}

#[test]
fn too_many_nodes_attributes_and_bytes() {
    assert_eq!(refused(envelope(&"<a/>".repeat(200_001)).as_bytes()), ["SOAP-002"]);
    let attributes: String = (0..200).map(|number| format!(" a{number}=\"\"")).collect();
    assert_eq!(refused(envelope(&format!("<a{attributes}/>")).as_bytes()), ["SOAP-002"]);
    assert_eq!(refused(&vec![b' '; 16_000_001]), ["SOAP-002"]);
}

#[test]
fn what_is_no_envelope() {
    for (bytes, check) in [
        (&b""[..], "SOAP-005"),
        (b"not xml", "SOAP-005"),
        (b"<a>", "SOAP-005"),
        (b"\xFF\xFE<\0a\0/\0>\0", "SOAP-004"),
        (b"<?xml version=\"1.0\" encoding=\"ISO-8859-2\"?><a/>", "SOAP-004"),
        (b"<a/>", "SOAP-008"),
        (b"<Envelope/>", "SOAP-007"),
        (b"<e:Envelope xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\"><e:Body><a/></e:Body></e:Envelope>", "SOAP-007"),
    ] {
        assert_eq!(refused(bytes), [check], "{}", String::from_utf8_lossy(bytes));
    }
    for body in ["", "text", "<a/><b/>"] {
        assert_eq!(refused(envelope(body).as_bytes()), ["SOAP-009"], "{body}");
    }
    let soap = "xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"";
    for inside in [
        "",
        "<s:Header/>",
        "<s:Body><a/></s:Body><s:Header/>",
        "<s:Header/><s:Header/><s:Body><a/></s:Body>",
        "<a/><s:Body><a/></s:Body>",
        "<a/><s:Header/><s:Body><a/></s:Body>",
        "<x:Header xmlns:x=\"urn:x\"/><s:Body><a/></s:Body>",
        "<x:Body xmlns:x=\"urn:x\"><a/></x:Body>",
    ] {
        let message = format!("<s:Envelope {soap}>{inside}</s:Envelope>");
        assert_eq!(refused(message.as_bytes()), ["SOAP-008"], "{message}");
    }
}

#[test]
fn many_references_transforms_and_signatures_are_bounded() {
    let message = request(&Style::default());
    let reference = part(&message, "<ds:Reference ", "</ds:Reference>");
    let many = message.replace(reference, &reference.repeat(17));
    assert_eq!(refused(many.as_bytes()), ["WSS-005"]);
    let transform = part(reference, "<ds:Transform ", "</ds:Transform>");
    let many = message.replacen(transform, &transform.repeat(9), 1);
    assert_eq!(refused(many.as_bytes()), ["WSS-005"]);
    let nested = "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"/>".repeat(50_000);
    let many =
        once(&message, "</soap:Header>", &format!("<w:w xmlns:w=\"urn:w\">{nested}</w:w></soap:Header>"));
    assert!(judge(many.as_bytes()).refused.is_none());
}

#[test]
fn every_prefix_and_every_flipped_byte_is_answered_by_a_finding() {
    let message = request(&Style::default());
    let bytes = message.as_bytes();
    for end in (0..bytes.len()).step_by(97) {
        assert!(judge(&bytes[..end]).refused.is_some());
    }
    for at in (0..bytes.len()).step_by(41) {
        let mut changed = bytes.to_vec();
        changed[at] ^= 0x15;
        let mut exam = Examination::new(Strictness::Faithful);
        let policy = poligon_soap::security::Policy { explain: false, ..Default::default() };
        let register = crate::support::Register::of(crate::support::system());
        let result = Envelope::read(&mut exam, &changed, policy.limits).and_then(|envelope| {
            poligon_soap::security::verify(&mut exam, envelope, &policy, &register, crate::support::NOW)
        });
        // What is not signed may change; what refuses must say why.
        assert_eq!(result.is_err(), exam.failures().next().is_some());
    }
}
