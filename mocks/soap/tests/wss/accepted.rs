//! Every difference between the stacks (epuap.md §3.2) is taken.

use poligon_crypto::{C14n, DigestAlgorithm, SignatureAlgorithm};
use poligon_soap::security::Policy;
use poligon_soap::signing::{IdAttribute, KeyReference, Scope, Stamp, Style};
use poligon_world::Strictness;
use time::Duration;

use crate::support::{Register, elliptic, judge, judge_with, once, part, request, signed_by, system};

#[track_caller]
fn taken(message: &str) {
    let outcome = judge(message.as_bytes());
    assert_eq!(outcome.failed(), Vec::<&str>::new(), "{}\n{message}", outcome.evidence());
    assert!(outcome.refused.is_none());
}

#[test]
fn the_common_denominator_says_who_calls_and_what_was_signed() {
    let message = request(&Style::default());
    let register = Register::of(system());
    let mut seen = None;
    let outcome =
        judge_with(message.as_bytes(), &Policy::default(), &register, Strictness::Picky, |exam, call| {
            assert!(call.require_role(exam, &["Rola domyślna", "Instytucja_Publiczna"]).is_ok());
            assert!(call.require_podmiot(exam, "IdentyfikatorPodmiotu", "gmina").is_ok());
            let operation = call.envelope.operation().to_string();
            seen = Some((
                call.caller.system.clone(),
                operation,
                call.envelope.content().child_in("", "x").is_none(),
            ));
        });
    assert_eq!(outcome.failed(), Vec::<&str>::new());
    let (system, operation, _) = seen.unwrap();
    assert_eq!((system.as_str(), operation.as_str()), ("ezd", "{http://wsdl.epuap.gov.pl/obiekty/}Dokument"));
}

#[test]
fn zeep_puts_the_token_behind_breaks_lines_and_uses_odd_ids() {
    let style = Style {
        token_first: false,
        lines: true,
        security_first: false,
        prefix: "soap-env",
        ..Style::default()
    };
    let message = request(&style);
    taken(&message);
    taken(&once(&message, "<wsse:SecurityTokenReference>", "<wsse:SecurityTokenReference wsu:Id=\"42\">"));
    let policy = Policy { token_first: true, ..Policy::default() };
    let register = Register::of(system());
    let strict = judge_with(message.as_bytes(), &policy, &register, Strictness::Faithful, |_, _| ());
    assert_eq!(strict.failed(), ["WSS-014"]);
    let picky = judge_with(message.as_bytes(), &Policy::default(), &register, Strictness::Picky, |_, _| ());
    assert_eq!(picky.failed(), ["WSS-014"]);
    let lenient = judge_with(message.as_bytes(), &policy, &register, Strictness::Lenient, |_, _| ());
    assert!(lenient.refused.is_none());
}

#[test]
fn node_soap_uses_a_plain_id_and_the_enveloped_transform() {
    let style = Style {
        body_id: IdAttribute::Plain,
        enveloped: true,
        must_understand: true,
        stamp: Some(Stamp { age: Duration::ZERO, lifetime: Some(Duration::minutes(10)) }),
        scope: Scope::BodyAndStamp,
        ..Style::default()
    };
    taken(&request(&style));
}

#[test]
fn wss4j_names_prefixes_and_signs_the_timestamp() {
    for prefixes in [vec!["soapenv".to_owned()], vec!["wsse".to_owned(), "soapenv".to_owned()]] {
        let style = Style {
            prefixes,
            prefix: "soapenv",
            must_understand: true,
            stamp: Some(Stamp { age: Duration::seconds(2), lifetime: Some(Duration::minutes(5)) }),
            scope: Scope::BodyAndStamp,
            ..Style::default()
        };
        taken(&request(&style));
    }
}

#[test]
fn an_unsigned_timestamp_is_taken_where_it_is_of_now() {
    let stamp = Stamp { age: Duration::minutes(4), lifetime: None };
    taken(&request(&Style { stamp: Some(stamp), ..Style::default() }));
}

#[test]
fn every_way_to_name_the_certificate_is_followed() {
    use KeyReference::{
        Direct, Embedded, IssuerSerial, KeyIdentifier, SubjectKeyIdentifier, Thumbprint, X509Data,
    };
    for key in [Direct, Embedded, IssuerSerial, KeyIdentifier, SubjectKeyIdentifier, Thumbprint, X509Data] {
        taken(&request(&Style { key, ..Style::default() }));
    }
    let direct = request(&Style::default());
    let value_type = " ValueType=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3\"></wsse:Reference>";
    taken(&once(&direct, value_type, "/>"));
}

#[test]
fn every_id_attribute_is_followed() {
    for body_id in [IdAttribute::Plain, IdAttribute::Upper, IdAttribute::Wsu, IdAttribute::Xml] {
        taken(&request(&Style { body_id, ..Style::default() }));
    }
}

#[test]
fn every_canonicalization_and_every_digest_but_sha_1_is_taken() {
    for c14n in C14n::ALL {
        taken(&request(&Style { c14n, ..Style::default() }));
    }
    for digest in [DigestAlgorithm::Sha256, DigestAlgorithm::Sha384, DigestAlgorithm::Sha512] {
        taken(&request(&Style { digest, ..Style::default() }));
    }
    let pss = SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha256);
    taken(&request(&Style { algorithm: Some(pss), ..Style::default() }));
}

#[test]
fn an_elliptic_key_is_taken() {
    let keys = elliptic();
    let message = signed_by(&keys, &Style::default());
    let outcome = judge_with(
        message.as_bytes(),
        &Policy::default(),
        &Register::of(&keys),
        Strictness::Faithful,
        |_, _| (),
    );
    assert_eq!(outcome.failed(), Vec::<&str>::new(), "{}", outcome.evidence());
}

#[test]
fn sha_1_is_taken_where_the_knob_says_so() {
    let sha1 = DigestAlgorithm::Sha1;
    let style =
        Style { algorithm: Some(SignatureAlgorithm::RsaPkcs1(sha1)), digest: sha1, ..Style::default() };
    let message = request(&style);
    let policy = Policy { sha1: true, ..Policy::default() };
    let outcome =
        judge_with(message.as_bytes(), &policy, &Register::of(system()), Strictness::Picky, |_, _| ());
    assert_eq!(outcome.failed(), Vec::<&str>::new());
}

#[test]
fn a_byte_order_mark_declaration_and_line_breaks_around_base64_are_tolerated() {
    let message = request(&Style::default());
    let token = part(&message, "#X509v3\" wsu:Id=\"", "</wsse:BinarySecurityToken>");
    let broken = once(token, "\">MII", "\">\r\n  MI\n\tI").replace("</wsse", " \n</wsse");
    let message = message.replace(token, &broken);
    taken(&format!("\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n{message}"));
}

#[test]
fn headers_may_be_changed_on_the_way_since_no_client_signs_them() {
    let message = request(&Style::default());
    taken(&once(&message, "/urzad/skrytka", "/inny/skrytka"));
}

#[test]
fn a_security_header_for_another_actor_is_not_ours() {
    let message = request(&Style::default());
    let other = "<wsse:Security xmlns:wsse=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd\" \
                 soap:actor=\"urn:somebody\"/></soap:Header>";
    taken(&once(&message, "</soap:Header>", other));
}

#[test]
fn what_is_signed_inside_of_the_body_is_left_to_the_service() {
    // nadajAny may carry a document with its own XAdES signature; only the one in wsse:Security is the message's.
    let inner = "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\" Id=\"s\"><ds:SignedInfo/></ds:Signature>";
    let body =
        format!("<e:Dokument xmlns:e=\"http://wsdl.epuap.gov.pl/obiekty/ext/\"><d>{inner}</d></e:Dokument>");
    let message = poligon_soap::write::Message { headers: "", body: &body };
    let signed = poligon_soap::signing::sign(
        message,
        &Style::default(),
        system().signer(),
        &crate::support::entropy(),
        crate::support::NOW,
    );
    taken(&signed.unwrap());
}
