//! Every row of epuap.md §3.5: one cause, one check, one fault.

use poligon_crypto::{Certificate, DigestAlgorithm, SignatureAlgorithm};
use poligon_soap::FaultCode::{self, Client, Wsse, Wsu};
use poligon_soap::security::{Issuers, Policy};
use poligon_soap::signing::{KeyReference, Stamp, Style};
use poligon_world::Strictness;
use time::{Duration, OffsetDateTime};

use crate::support::{
    NOW, Outcome, Register, expired, judge, judge_with, not_yet_valid, once, part, request, signed_by,
    stranger, system,
};

#[track_caller]
fn refused(outcome: &Outcome, check: &str, code: FaultCode) {
    assert_eq!(outcome.failed(), [check], "{}", outcome.evidence());
    assert_eq!(outcome.fault().code, code);
    assert!(outcome.fault().detail.is_some_and(|detail| detail.kod >= 401 && !detail.komunikat.is_empty()));
}

fn with(policy: &Policy, register: &Register, message: &str) -> Outcome {
    judge_with(message.as_bytes(), policy, register, Strictness::Faithful, |_, _| ())
}

#[test]
fn no_security_header() {
    let unsigned = poligon_soap::write::unsigned(poligon_soap::write::Message {
        headers: crate::support::HEADERS,
        body: crate::support::BODY,
    });
    refused(&judge(unsigned.as_bytes()), "WSS-001", Wsse("InvalidSecurity"));
}

#[test]
fn a_security_header_in_another_place_is_told_of() {
    let message = request(&Style::default());
    let security = part(&message, "<wsse:Security", "</wsse:Security>");
    let wrapped = message.replace(security, &format!("<w xmlns=\"urn:w\">{security}</w>"));
    let outcome = judge(wrapped.as_bytes());
    refused(&outcome, "WSS-001", Wsse("InvalidSecurity"));
    assert!(outcome.evidence().contains("no child of soap:Header"), "{}", outcome.evidence());
}

#[test]
fn two_security_headers() {
    let message = request(&Style::default());
    let security = part(&message, "<wsse:Security", "</wsse:Security>");
    let doubled = message.replace(security, &format!("{security}{security}"));
    refused(&judge(doubled.as_bytes()), "WSS-002", Wsse("InvalidSecurity"));
}

#[test]
fn a_security_header_without_signature() {
    let message = request(&Style::default());
    let signature = part(&message, "<ds:Signature ", "</ds:Signature>");
    refused(&judge(message.replace(signature, "").as_bytes()), "WSS-003", Wsse("InvalidSecurity"));
}

#[test]
fn a_body_changed_after_signing_is_explained() {
    let message = once(&request(&Style::default()), "pismo.xml", "pismO.xml");
    let outcome = judge(message.as_bytes());
    refused(&outcome, "WSS-010", Wsse("FailedCheck"));
    assert!(outcome.evidence().contains("pismO.xml"), "the hashed bytes are shown: {}", outcome.evidence());
}

#[test]
fn a_pretty_printer_after_signing_is_named() {
    let message = once(&request(&Style::default()), "<nazwaPliku>", "\n  <nazwaPliku>");
    let message = once(&message, "<zawartosc>", "\n  <zawartosc>");
    let outcome = judge(once(&message, "</ob:Dokument>", "\n</ob:Dokument>").as_bytes());
    refused(&outcome, "WSS-010", Wsse("FailedCheck"));
    assert_eq!(outcome.causes().first().map(String::as_str), Some("pretty-printed-after-signing"));
}

#[test]
fn another_key_than_the_token_s() {
    let other = signed_by(stranger(), &Style::default());
    let own = request(&Style::default());
    let token =
        |message: &str| part(message, "#X509v3\" wsu:Id=\"", "</wsse:BinarySecurityToken>").to_owned();
    let swapped = other.replace(&token(&other), &token(&own));
    refused(&judge(swapped.as_bytes()), "WSS-010", Wsse("FailedCheck"));
}

#[test]
fn five_causes_that_a_certificate_is_not_taken_for_are_told_apart() {
    // Unknown.
    let unknown = judge(signed_by(stranger(), &Style::default()).as_bytes());
    refused(&unknown, "WSS-020", Wsse("FailedAuthentication"));
    // Expired, and not yet valid.
    for (keys, word) in [(expired(), "expired"), (not_yet_valid(), "not valid yet")] {
        let message = signed_by(&keys, &Style::default());
        let outcome = with(&Policy::default(), &Register::of(&keys), &message);
        refused(&outcome, "WSS-022", Wsse("InvalidSecurityToken"));
        assert!(outcome.evidence().contains(word), "{}", outcome.evidence());
    }
    // Revoked.
    let register = Register { revoked: Some(NOW - Duration::days(1)), ..Register::of(system()) };
    let revoked = with(&Policy::default(), &register, &request(&Style::default()));
    refused(&revoked, "WSS-023", Wsse("InvalidSecurityToken"));
    let register = Register { revoked: Some(NOW + Duration::days(1)), ..Register::of(system()) };
    assert!(with(&Policy::default(), &register, &request(&Style::default())).refused.is_none());
    // Without role, and of another podmiot.
    let (mut role, mut podmiot) = (None, None);
    let message = request(&Style::default());
    let register = Register::of(system());
    let faithful = Strictness::Faithful;
    let policy = Policy::default();
    let outcome = judge_with(message.as_bytes(), &policy, &register, faithful, |exam, call| {
        role = call.require_role(exam, &["Instytucja_Publiczna"]).err();
    });
    refused(&outcome, "WSS-024", Client);
    assert_eq!(outcome.fault().detail.map(|detail| detail.kod), Some(401));
    let outcome = judge_with(message.as_bytes(), &policy, &register, faithful, |exam, call| {
        podmiot = call.require_podmiot(exam, "IdentyfikatorPodmiotu", "powiat").err();
    });
    refused(&outcome, "WSS-025", Client);
    assert!(role.is_some() && podmiot.is_some());
}

#[test]
fn an_issuer_that_is_not_trusted_where_issuers_are_looked_at() {
    let trusting = |anchors: Vec<Certificate>| Policy {
        issuers: Some(Issuers { anchors, intermediates: Vec::new() }),
        ..Policy::default()
    };
    let message = request(&Style::default());
    let register = Register::of(system());
    let own = with(&trusting(vec![system().certificate.clone()]), &register, &message);
    assert!(own.refused.is_none(), "{}", own.evidence());
    let other = with(&trusting(vec![stranger().certificate.clone()]), &register, &message);
    refused(&other, "WSS-021", Wsse("InvalidSecurityToken"));
}

#[test]
fn a_key_reference_that_leads_nowhere() {
    let message = request(&Style::default());
    let nowhere = once(&message, "<wsse:Reference URI=\"#X509-", "<wsse:Reference URI=\"#other-");
    refused(&judge(nowhere.as_bytes()), "WSS-006", Wsse("SecurityTokenUnavailable"));
    let key_info = part(&message, "<ds:KeyInfo>", "</ds:KeyInfo>");
    for instead in ["", "<ds:KeyInfo/>", "<ds:KeyInfo><ds:KeyName>ezd</ds:KeyName></ds:KeyInfo>"] {
        let outcome = judge(message.replace(key_info, instead).as_bytes());
        refused(&outcome, "WSS-006", Wsse("SecurityTokenUnavailable"));
    }
    use KeyReference::{IssuerSerial, SubjectKeyIdentifier, Thumbprint};
    for key in [IssuerSerial, SubjectKeyIdentifier, Thumbprint] {
        let outcome = judge(signed_by(stranger(), &Style { key, ..Style::default() }).as_bytes());
        refused(&outcome, "WSS-006", Wsse("SecurityTokenUnavailable"));
        assert!(outcome.evidence().contains("no registered certificate has"), "{}", outcome.evidence());
    }
}

#[test]
fn a_token_that_is_no_certificate() {
    let message = request(&Style::default());
    let token = part(&message, "<wsse:BinarySecurityToken", "</wsse:BinarySecurityToken>");
    let kind = once(token, "#X509v3", "#X509PKIPathv1");
    let garbage = once(token, "\">MII", "\">AAA");
    let pem = once(token, "\">MII", "\">-----BEGIN CERTIFICATE-----MII");
    let huge = once(token, "\">MII", &format!("\">{}MII", "A".repeat(1_000_000)));
    for (instead, said) in [(kind, "ValueType"), (garbage, "X.509"), (pem, "PEM"), (huge, "characters")] {
        let outcome = judge(message.replace(token, &instead).as_bytes());
        refused(&outcome, "WSS-007", Wsse("InvalidSecurityToken"));
        assert!(outcome.evidence().contains(said), "{}", outcome.evidence());
    }
}

#[test]
fn sha_1_and_unknown_algorithms() {
    let sha1 = DigestAlgorithm::Sha1;
    let style =
        Style { algorithm: Some(SignatureAlgorithm::RsaPkcs1(sha1)), digest: sha1, ..Style::default() };
    refused(&judge(request(&style).as_bytes()), "WSS-012", Wsse("UnsupportedAlgorithm"));
    let half = Style {
        digest: sha1,
        algorithm: Some(SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256)),
        ..style
    };
    refused(&judge(request(&half).as_bytes()), "WSS-012", Wsse("UnsupportedAlgorithm"));
    let message = once(&request(&Style::default()), "xmldsig-more#rsa-sha256", "xmldsig-more#hmac-sha256");
    refused(&judge(message.as_bytes()), "WSS-008", Wsse("UnsupportedAlgorithm"));
    let xslt = "http://www.w3.org/TR/1999/REC-xslt-19991116";
    let transform = "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\">";
    let message =
        once(&request(&Style::default()), transform, &format!("<ds:Transform Algorithm=\"{xslt}\">"));
    refused(&judge(message.as_bytes()), "WSS-008", Wsse("UnsupportedAlgorithm"));
}

#[test]
fn a_stale_a_future_and_an_unreadable_timestamp() {
    let stamp = |age: Duration, lifetime: Option<Duration>| Style {
        stamp: Some(Stamp { age, lifetime }),
        ..Style::default()
    };
    let expired = stamp(Duration::hours(1), Some(Duration::minutes(5)));
    let future = stamp(Duration::minutes(-6), Some(Duration::minutes(5)));
    let old = stamp(Duration::minutes(11), None);
    for style in [expired, future, old] {
        refused(&judge(request(&style).as_bytes()), "WSS-016", Wsu("MessageExpired"));
    }
    let backwards = stamp(Duration::ZERO, Some(Duration::minutes(-1)));
    refused(&judge(request(&backwards).as_bytes()), "WSS-015", Wsse("InvalidSecurity"));
    let message = request(&stamp(Duration::ZERO, None));
    let created = part(&message, "<wsu:Created>", "</wsu:Created>");
    let never = message.replace(created, "<wsu:Created>never</wsu:Created>");
    refused(&judge(never.as_bytes()), "WSS-015", Wsse("InvalidSecurity"));
    for last in ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59"] {
        let message = message.replace(created, &format!("<wsu:Created>{last}</wsu:Created>"));
        refused(&judge(message.as_bytes()), "WSS-016", Wsu("MessageExpired"));
    }
    let stamp = part(&message, "<wsu:Timestamp", "</wsu:Timestamp>");
    let other = stamp.replace("wsu:Id=\"", "wsu:Id=\"x");
    let doubled = message.replace(stamp, &format!("{stamp}{other}"));
    refused(&judge(doubled.as_bytes()), "WSS-015", Wsse("InvalidSecurity"));
}

#[test]
fn the_skew_is_a_setting() {
    let style = Style {
        stamp: Some(Stamp { age: Duration::hours(1), lifetime: Some(Duration::minutes(5)) }),
        ..Style::default()
    };
    let generous = Policy { skew: Duration::hours(2), ..Policy::default() };
    assert!(with(&generous, &Register::of(system()), &request(&style)).refused.is_none());
}

#[test]
fn an_encrypted_body() {
    let encrypted = "<xenc:EncryptedData xmlns:xenc=\"http://www.w3.org/2001/04/xmlenc#\"/>";
    let message = once(&request(&Style::default()), crate::support::BODY, encrypted);
    refused(&judge(message.as_bytes()), "WSS-004", Wsse("UnsupportedAlgorithm"));
}

#[test]
fn lenient_goes_on_where_there_is_something_to_go_on_with() {
    let sha1 = DigestAlgorithm::Sha1;
    let style = Style {
        algorithm: Some(SignatureAlgorithm::RsaPkcs1(sha1)),
        digest: sha1,
        stamp: Some(Stamp { age: Duration::hours(1), lifetime: Some(Duration::minutes(5)) }),
        ..Style::default()
    };
    let keys = expired();
    let register = Register { revoked: Some(OffsetDateTime::UNIX_EPOCH), ..Register::of(&keys) };
    let message = signed_by(&keys, &style);
    let outcome =
        judge_with(message.as_bytes(), &Policy::default(), &register, Strictness::Lenient, |_, _| ());
    assert!(outcome.refused.is_none() && outcome.failed().is_empty());
    let tolerated: Vec<_> = outcome
        .findings
        .iter()
        .filter(|finding| finding.outcome == poligon_institution::Outcome::Warn)
        .map(|finding| finding.check.id)
        .collect();
    assert_eq!(tolerated, ["WSS-012", "WSS-016", "WSS-022", "WSS-023"]);
}
