//! Our own answers and faults: good ones verify, spoilt ones do not, and the same state gives the same bytes.

use poligon_soap::answer::{Sealing, response, seal};
use poligon_soap::write::Message;
use poligon_soap::{Fault, FaultCode};
use poligon_world::Entropy;

use crate::support::{BODY, NOW, WYJATEK, judge, stranger, system};

fn sealed(sealing: Sealing, body: &str) -> String {
    let stranger = sealing.needs_stranger().then(|| stranger().signer());
    let entropy = Entropy::new(1, "answers");
    seal(Message { headers: "", body }, sealing, system().signer(), stranger, &entropy, NOW).unwrap()
}

#[test]
fn every_attack_is_refused_for_its_own_reason_and_the_good_ones_are_taken() {
    use Sealing as S;
    for (sealing, name) in S::ALL {
        let failed = judge(sealed(sealing, BODY).as_bytes()).failed();
        let expected: &[&str] = match sealing {
            S::Signed | S::WithTimestamp => &[],
            S::Sha1 => &["WSS-012"],
            S::Unsigned => &["WSS-001"],
            S::NoSignature => &["WSS-003"],
            S::WrongKey | S::TamperedBody | S::TamperedValue => &["WSS-010"],
            S::ForeignCertificate => &["WSS-020"],
            S::WrappedSameId => &["WSS-009"],
            S::WrappedOtherId | S::StampOnly => &["WSS-011"],
            S::NoReference => &["WSS-005"],
            S::StaleTimestamp => &["WSS-016"],
        };
        assert_eq!(failed, expected, "{name}");
        assert_eq!((S::of(name), sealing.name()), (Some(sealing), name));
    }
    assert_eq!(S::of("other"), None);
}

#[test]
fn an_attack_that_needs_a_second_signer_says_so() {
    let entropy = Entropy::new(1, "answers");
    let result =
        seal(Message { headers: "", body: BODY }, Sealing::WrongKey, system().signer(), None, &entropy, NOW);
    assert!(result.is_err());
}

#[test]
fn a_fault_is_signed_too_and_is_http_500() {
    let fault = Fault::new(FaultCode::Client, 401, "Brak uprawnień", Some(WYJATEK));
    let envelope = sealed(Sealing::Signed, &fault.xml());
    assert!(judge(envelope.as_bytes()).failed().is_empty());
    let answer = response(envelope, true);
    assert_eq!(answer.status.as_u16(), 500);
    assert_eq!(answer.headers["content-type"], "text/xml; charset=utf-8");
    assert_eq!(response(String::new(), false).status.as_u16(), 200);
}

#[test]
fn the_same_state_gives_the_same_bytes() {
    for (sealing, name) in Sealing::ALL {
        assert_eq!(sealed(sealing, BODY), sealed(sealing, BODY), "{name}");
    }
}

#[test]
fn what_is_no_xml_cannot_be_signed() {
    let entropy = Entropy::new(1, "answers");
    let broken = Message { headers: "", body: "<a>" };
    assert!(seal(broken, Sealing::Signed, system().signer(), None, &entropy, NOW).is_err());
}
