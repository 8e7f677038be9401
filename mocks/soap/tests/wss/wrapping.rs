//! Signatures that are well and sign something else than what is read: each is refused.

use poligon_soap::signing::{IdAttribute, Scope, Stamp, Style};
use time::Duration;

use crate::support::{BODY, judge, once, part, request};

/// What the attacker wants to be read.
const FORGED: &str = "<ob:Dokument xmlns:ob=\"http://wsdl.epuap.gov.pl/obiekty/\"><nazwaPliku>przelew.xml</nazwaPliku></ob:Dokument>";
const WSU: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";

/// A signed message, its Body and the Body's id.
fn good() -> (String, String, String) {
    let message = request(&Style::default());
    let body = part(&message, "<soap:Body ", "</soap:Body>").to_owned();
    let id =
        part(&body, "wsu:Id=\"", "\">").trim_start_matches("wsu:Id=\"").trim_end_matches("\">").to_owned();
    (message, body, id)
}

#[track_caller]
fn refused(message: &str, checks: &[&str]) {
    let outcome = judge(message.as_bytes());
    let failed = outcome.failed();
    assert_eq!(failed.len(), 1, "{}", outcome.evidence());
    assert!(checks.contains(&failed[0]), "{}", outcome.evidence());
}

/// The signed Body goes into the Header, this comes in its place.
fn moved(instead: &str) -> String {
    let (message, body, _) = good();
    let message = message.replace(&body, instead);
    once(&message, "</soap:Header>", &format!("<w:w xmlns:w=\"urn:w\">{body}</w:w></soap:Header>"))
}

#[test]
fn the_body_in_the_header_and_another_one_with_the_same_id() {
    let (_, _, id) = good();
    let forged = format!("<soap:Body xmlns:wsu=\"{WSU}\" wsu:Id=\"{id}\">{FORGED}</soap:Body>");
    refused(&moved(&forged), &["WSS-009"]);
}

#[test]
fn the_body_in_the_header_and_another_one_with_another_id() {
    refused(
        &moved(&format!("<soap:Body xmlns:wsu=\"{WSU}\" wsu:Id=\"other\">{FORGED}</soap:Body>")),
        &["WSS-011"],
    );
}

#[test]
fn the_body_in_the_header_and_another_one_without_id() {
    refused(&moved(&format!("<soap:Body>{FORGED}</soap:Body>")), &["WSS-011"]);
}

#[test]
fn the_body_in_the_security_header() {
    let (message, body, _) = good();
    let message = message.replace(&body, &format!("<soap:Body>{FORGED}</soap:Body>"));
    refused(&once(&message, "</wsse:Security>", &format!("{body}</wsse:Security>")), &["WSS-011"]);
}

#[test]
fn the_body_in_an_object_of_the_signature() {
    let (message, body, _) = good();
    let message = message.replace(&body, &format!("<soap:Body>{FORGED}</soap:Body>"));
    let object = format!("<ds:Object>{body}</ds:Object></ds:Signature>");
    refused(&once(&message, "</ds:Signature>", &object), &["WSS-011"]);
}

#[test]
fn two_bodies_in_either_order() {
    let (message, body, _) = good();
    let forged = format!("<soap:Body>{FORGED}</soap:Body>");
    refused(&message.replace(&body, &format!("{body}{forged}")), &["SOAP-008"]);
    refused(&message.replace(&body, &format!("{forged}{body}")), &["SOAP-008"]);
}

#[test]
fn a_second_body_of_another_namespace() {
    let (message, body, _) = good();
    let forged = format!("<x:Body xmlns:x=\"urn:x\">{FORGED}</x:Body>");
    refused(&message.replace(&body, &format!("{forged}{body}")), &["SOAP-008"]);
}

#[test]
fn the_signed_body_inside_of_another_body() {
    let (message, body, _) = good();
    let nested = format!("<soap:Body><w:w xmlns:w=\"urn:w\">{FORGED}{body}</w:w></soap:Body>");
    refused(&message.replace(&body, &nested), &["WSS-011"]);
}

#[test]
fn the_whole_signed_envelope_inside_of_another_one() {
    let (message, _, _) = good();
    let security = part(&message, "<wsse:Security", "</wsse:Security>");
    // As the header entry of a new envelope, with the Security header repeated where it is looked for.
    let inner = message.replace(security, "");
    let outer = format!(
        "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Header>{security}<w:w xmlns:w=\"urn:w\">{inner}</w:w>\
         </soap:Header><soap:Body>{FORGED}</soap:Body></soap:Envelope>"
    );
    refused(&outer, &["WSS-011"]);
    let in_body = format!(
        "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Header>{security}</soap:Header>\
         <soap:Body>{inner}</soap:Body></soap:Envelope>"
    );
    refused(&in_body, &["WSS-011"]);
}

#[test]
fn a_signature_over_the_timestamp_only() {
    let stamp = Some(Stamp { age: Duration::ZERO, lifetime: Some(Duration::minutes(5)) });
    refused(&request(&Style { stamp, scope: Scope::Stamp, ..Style::default() }), &["WSS-011"]);
}

#[test]
fn a_signature_without_references() {
    refused(&request(&Style { scope: Scope::Nothing, ..Style::default() }), &["WSS-005"]);
}

#[test]
fn the_same_id_in_attributes_of_two_kinds() {
    let (message, body, id) = good();
    let plain = format!("<soap:Body Id=\"{id}\">{FORGED}</soap:Body>");
    let upper = format!("<soap:Body ID=\"{id}\">{FORGED}</soap:Body>");
    let xml = format!("<soap:Body xml:id=\"{id}\">{FORGED}</soap:Body>");
    for forged in [plain, upper, xml] {
        let message = message.replace(&body, &forged);
        let header = format!("<w:w xmlns:w=\"urn:w\">{body}</w:w></soap:Header>");
        refused(&once(&message, "</soap:Header>", &header), &["WSS-009"]);
    }
}

#[test]
fn one_body_with_two_ids_is_whole_only_if_the_signature_says_so() {
    // The added attribute is inside of what is signed.
    let (message, _, id) = good();
    let both =
        once(&message, &format!("wsu:Id=\"{id}\">{BODY}"), &format!("wsu:Id=\"{id}\" Id=\"{id}\">{BODY}"));
    refused(&both, &["WSS-010"]);
}

#[test]
fn the_whole_document_as_reference() {
    // URI="" with the enveloped-signature transform covers the Body too, but nothing says that the Body was meant.
    let (message, _, id) = good();
    let whole = once(&message, &format!("URI=\"#{id}\""), "URI=\"\"");
    refused(&whole, &["WSS-010", "WSS-011"]);
}

#[test]
fn a_reference_out_of_the_message_or_without_uri() {
    let (message, _, id) = good();
    for instead in ["URI=\"http://attacker.example/\"", "URI=\"cid:part\"", "URI=\"#nobody\"", ""] {
        refused(&once(&message, &format!("URI=\"#{id}\""), instead), &["WSS-009"]);
    }
}

#[test]
fn transforms_that_leave_out_what_is_read() {
    let exclusive = "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"></ds:Transform>";
    let (message, _, _) = good();
    let xpath = |expression: &str| {
        format!(
            "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"><ds:XPath>{expression}</ds:XPath></ds:Transform>{exclusive}"
        )
    };
    let nothing = xpath("false()");
    let header = xpath("ancestor-or-self::soap:Header");
    let base64 =
        "<ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#base64\"></ds:Transform>".to_owned();
    for transform in [nothing, header] {
        refused(&once(&message, exclusive, &transform), &["WSS-008"]);
    }
    refused(&once(&message, exclusive, &base64), &["WSS-010", "WSS-005"]);
}

#[test]
fn an_xpath_that_takes_signatures_out_leaves_elements_of_that_name_unsigned() {
    // Signed honestly with „not(ancestor-or-self::ds:Signature)”, then a signature with a document in it is slipped into the Body.
    use poligon_crypto::{C14n, Document};
    use poligon_soap::names::DS;
    let (message, _, id) = good();
    let exclusive = "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"></ds:Transform>";
    let xpath = format!(
        "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"><ds:XPath>not(ancestor-or-self::ds:Signature)</ds:XPath></ds:Transform>{exclusive}"
    );
    let unsigned = once(&message, exclusive, &xpath);
    let document = Document::parse(unsigned.as_bytes(), poligon_soap::Envelope::LIMITS).unwrap();
    let signed_info = document.root().descendants().find(|element| element.is(DS, "SignedInfo")).unwrap();
    let bytes = signed_info.canonical(C14n::Exclusive, &[]).unwrap();
    let algorithm = poligon_crypto::SignatureAlgorithm::RsaPkcs1(poligon_crypto::DigestAlgorithm::Sha256);
    let value = crate::support::system().key.sign(algorithm, &bytes, &[]).unwrap();
    let old = part(&unsigned, "<ds:SignatureValue>", "</ds:SignatureValue>").to_owned();
    let value = format!("<ds:SignatureValue>{}</ds:SignatureValue>", poligon_soap::base64::encode(&value));
    let signed = unsigned.replace(&old, &value);
    let slipped = format!("<ds:Signature xmlns:ds=\"{DS}\">x</ds:Signature></ob:Dokument>");
    refused(&once(&signed, "</ob:Dokument>", &slipped), &["WSS-011"]);
    assert!(!id.is_empty());
}

#[test]
fn the_signature_below_something_else() {
    let (message, _, _) = good();
    let signature = part(&message, "<ds:Signature ", "</ds:Signature>");
    refused(&message.replace(signature, &format!("<w:w xmlns:w=\"urn:w\">{signature}</w:w>")), &["WSS-003"]);
}

#[test]
fn a_second_signature_or_a_second_part_of_one() {
    let (message, _, _) = good();
    let signature = part(&message, "<ds:Signature ", "</ds:Signature>");
    refused(&message.replace(signature, &format!("{signature}{signature}")), &["WSS-003"]);
    for (opening, closing) in [
        ("<ds:SignedInfo", "</ds:SignedInfo>"),
        ("<ds:SignatureValue", "</ds:SignatureValue>"),
        ("<ds:KeyInfo", "</ds:KeyInfo>"),
    ] {
        let piece = part(&message, opening, closing);
        refused(&message.replacen(piece, &format!("{piece}{piece}"), 1), &["WSS-005"]);
    }
}

#[test]
fn two_tokens_of_one_id() {
    let (message, _, _) = good();
    let token = part(&message, "<wsse:BinarySecurityToken", "</wsse:BinarySecurityToken>");
    refused(&message.replace(token, &format!("{token}{token}")), &["WSS-009"]);
}

#[test]
fn a_comment_does_not_cut_the_body_short() {
    let (message, _, _) = good();
    // Comments are not signed; the text that is read is the one that was signed.
    let commented = once(&message, "pismo.xml", "pis<!-- -->mo.xml");
    let outcome = judge(commented.as_bytes());
    assert!(outcome.refused.is_none(), "{}", outcome.evidence());
    let mut exam = poligon_institution::Examination::new(poligon_world::Strictness::Faithful);
    let envelope =
        poligon_soap::Envelope::read(&mut exam, commented.as_bytes(), poligon_soap::Envelope::LIMITS)
            .unwrap();
    assert_eq!(envelope.content().children().next().map(|name| name.text()).as_deref(), Some("pismo.xml"));
}

#[test]
fn a_body_that_is_signed_by_another_id_attribute_is_still_the_body() {
    let message = request(&Style { body_id: IdAttribute::Xml, ..Style::default() });
    assert!(judge(message.as_bytes()).refused.is_none());
}
