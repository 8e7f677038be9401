//! Hostile documents against the built binary: deep, endless, mis-encoded, with characters that fool people. Each is answered
//! in the words of the institution, nothing panics, a good request is answered afterwards, and memory stays bounded.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests, outside of a test function"
)]
#![allow(clippy::disallowed_methods, reason = "a client lives in the real time")]

use poligon_certs::{KeyKind, Order, Profile, Vault};
use poligon_ksef::actions::invoices::{Sample, SessionKey};
use poligon_ksef::actions::login::{Request, Shape};
use poligon_ksef::identity::Identifier;
use poligon_ksef::invoice::Form;
use poligon_ksef::wire::patterns;
use poligon_tests::up::Up;
use poligon_tests::wire::{body, post, status, still_well};
use serde_json::{Value, json};
use tempfile::{TempDir, tempdir};
use time::OffsetDateTime;

/// Bodies up to 100 MB are read whole, and a debug build is generous.
const USUAL_MIB: u64 = 400;
const NIP: &str = "1111111111";

struct Desk {
    up: Up,
    _home: TempDir,
}

fn desk() -> Desk {
    let home = tempdir().unwrap();
    Desk { up: Up::start(home.path(), &["--ephemeral", "--plain"]), _home: home }
}

impl Desk {
    fn xml(&self, document: &[u8]) -> String {
        post(&self.up, "/v2/auth/xades-signature", "content-type: application/xml\r\n", document)
    }

    fn json(&self, path: &str, token: &str, document: &[u8]) -> String {
        let headers = format!("content-type: application/json\r\nauthorization: Bearer {token}\r\n");
        post(&self.up, path, &headers, document)
    }

    /// Refused by the institution (or the edge), not by a defect.
    fn refused(&self, what: &str, answer: &str) {
        assert!((400..500).contains(&status(answer)), "{what}: {answer}");
        still_well(&self.up, USUAL_MIB);
    }

    /// An access token, after a login as any client would make it.
    fn log_in(&self) -> String {
        let value = |answer: &str| serde_json::from_str::<Value>(body(answer)).unwrap();
        let text =
            |value: &Value, pointer: &str| value.pointer(pointer).unwrap().as_str().unwrap().to_owned();
        let challenge = text(&value(&post(&self.up, "/v2/auth/challenge", "", b"")), "/challenge");
        let order =
            Order { key: KeyKind::EcP256, nip: Some(NIP.to_owned()), ..Order::new(Profile::KsefSeal) };
        let now = OffsetDateTime::now_utc();
        let seal = Vault::in_memory(None).issue(&order, now).unwrap();
        let request =
            Request::new(&challenge, Identifier::nip(NIP)).signed(&seal, Shape::Python, now).unwrap();
        let begun = value(&self.xml(&request));
        let (token, reference) =
            (text(&begun, "/authenticationToken/token"), text(&begun, "/referenceNumber"));
        for _ in 0..2 {
            self.get(&format!("/v2/auth/{reference}"), &token);
        }
        text(&value(&self.json("/v2/auth/token/redeem", &token, b"")), "/accessToken/token")
    }

    fn get(&self, path: &str, token: &str) -> String {
        let head = format!(
            "GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nauthorization: Bearer {token}\r\n\r\n"
        );
        poligon_tests::wire::say(&mut poligon_tests::wire::dial(&self.up), head.as_bytes())
    }
}

fn request(challenge: &str) -> String {
    format!(
        r#"<AuthTokenRequest xmlns="http://ksef.mf.gov.pl/auth/token/2.0"><Challenge>{challenge}</Challenge><ContextIdentifier><Nip>{NIP}</Nip></ContextIdentifier><SubjectIdentifierType>certificateSubject</SubjectIdentifierType></AuthTokenRequest>"#
    )
}

#[test]
fn xml_that_is_deep_wide_or_endless_is_refused() {
    let desk = desk();
    for (what, document) in [
        ("deep", format!("{}{}", "<a>".repeat(500_000), "</a>".repeat(500_000))),
        ("deep and open", "<a>".repeat(1_000_000)),
        ("wide", format!("<a>{}</a>", "<b/>".repeat(1_000_000))),
        ("attributes", format!("<a {}/>", (0..100_000).map(|n| format!("b{n}='' ")).collect::<String>())),
        (
            "namespaces",
            format!("<a {}/>", (0..100_000).map(|n| format!("xmlns:b{n}='u' ")).collect::<String>()),
        ),
        ("a long name", format!("<{}/>", "a".repeat(5_000_000))),
        ("a long text", format!("<a>{}</a>", "x".repeat(50_000_000))),
        ("references", format!("<a>{}</a>", "&#60;".repeat(2_000_000))),
        ("an open comment", format!("<a><!--{}", "-".repeat(5_000_000))),
        ("comments", format!("<a>{}</a>", "<!---->".repeat(1_000_000))),
        ("quotes", format!("<a b='{}", "\"".repeat(5_000_000))),
        ("angles", "<".repeat(5_000_000)),
    ] {
        desk.refused(what, &desk.xml(document.as_bytes()));
    }
}

#[test]
fn a_dtd_is_refused_whatever_it_declares() {
    let desk = desk();
    let laughs: String =
        (1..10).map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10))).collect();
    for (what, dtd) in [
        ("nothing", "<!DOCTYPE a>".to_owned()),
        ("a file", "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>".to_owned()),
        ("an address", "<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/x.dtd\">".to_owned()),
        ("a billion laughs", format!("<!DOCTYPE a [<!ENTITY l0 \"ha\">{laughs}]>")),
        ("parameter entities", "<!DOCTYPE a [<!ENTITY % x SYSTEM \"file:///etc/hostname\">%x;]>".to_owned()),
        ("a default attribute", "<!DOCTYPE a [<!ATTLIST a Id ID #IMPLIED>]>".to_owned()),
    ] {
        let answer = desk.xml(format!("{dtd}{}", request("&l9;&x;")).as_bytes());
        assert!(!answer.contains("root:"), "{what}: {answer}");
        desk.refused(what, &answer);
    }
    desk.refused("an entity that nobody declared", &desk.xml(request("&x;").as_bytes()));
}

#[test]
fn bytes_that_are_no_utf8_or_no_characters_are_refused() {
    let desk = desk();
    for (what, inside) in [
        ("NUL", &b"\x00"[..]),
        ("a control", b"\x08"),
        ("NUL by reference", b"&#0;"),
        ("a surrogate by reference", b"&#xD800;"),
        ("beyond Unicode", b"&#x110000;"),
        ("a lone continuation", b"\x80"),
        ("overlong", b"\xc0\xaf"),
        ("a surrogate", b"\xed\xa0\x80"),
        ("a non-character", b"\xef\xbf\xbf"),
        ("cut off", b"\xe2\x82"),
    ] {
        let whole = request("@");
        let (before, after) = whole.split_once('@').unwrap();
        desk.refused(what, &desk.xml(&[before.as_bytes(), inside, after.as_bytes()].concat()));
        let body = [
            b"{\"challenge\":\"",
            inside,
            b"\",\"contextIdentifier\":{\"type\":\"Nip\",\"value\":\"1\"},\"encryptedToken\":\"\"}",
        ]
        .concat();
        desk.refused(what, &desk.json("/v2/auth/ksef-token", "", &body));
    }
}

/// Characters that end strings in C, hide, turn the writing round, or end a line.
const TRICKS: [&str; 8] = [
    "\u{0}",
    "\u{202e}",
    "\u{2066}x\u{2069}",
    "\u{feff}",
    "\u{2028}",
    "\u{1b}[31m",
    "\r\nset-cookie: a=b",
    "\u{10ffff}",
];

#[test]
fn tricky_characters_in_every_string_of_a_json_body_do_no_harm() {
    let desk = desk();
    let token = desk.log_in();
    let bodies = [
        (
            "/v2/testdata/subject",
            json!({"subjectNip": NIP, "subjectType": "VatGroup", "description": "x", "subunits": [{"subjectNip": NIP, "description": "y"}]}),
        ),
        (
            "/v2/testdata/person",
            json!({"nip": NIP, "pesel": "30112206276", "isBailiff": false, "description": "x"}),
        ),
        (
            "/v2/testdata/permissions",
            json!({"contextIdentifier": {"type": "Nip", "value": NIP}, "authorizedIdentifier": {"type": "Pesel", "value": "30112206276"}, "permissions": [{"description": "x", "permissionType": "InvoiceRead"}]}),
        ),
        (
            "/v2/auth/ksef-token",
            json!({"challenge": "x", "contextIdentifier": {"type": "Nip", "value": NIP}, "encryptedToken": "eA=="}),
        ),
        (
            "/v2/sessions/online",
            json!({"formCode": {"systemCode": "FA (3)", "schemaVersion": "1-0E", "value": "FA"}, "encryption": {"encryptedSymmetricKey": "eA==", "initializationVector": "eA=="}}),
        ),
        (
            "/v2/invoices/query/metadata",
            json!({"subjectType": "Subject1", "dateRange": {"dateType": "Issue", "from": "2026-01-01", "to": "2026-01-02"}, "sellerNip": NIP, "invoiceNumber": "x"}),
        ),
    ];
    for (path, good) in &bodies {
        for place in strings(good, String::new()) {
            for trick in TRICKS {
                let mut bad = good.clone();
                let value = bad.pointer_mut(&place).unwrap();
                *value = json!(format!("{}{trick}", value.as_str().unwrap()));
                let answer = desk.json(path, &token, bad.to_string().as_bytes());
                let (head, _) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
                assert!((200..500).contains(&status(&answer)), "{path} {place} {trick:?}: {answer}");
                assert!(!head.contains("set-cookie") && !head.contains('\u{1b}'), "{path} {place}: {head}");
            }
        }
    }
    still_well(&desk.up, USUAL_MIB);
}

/// The pointers of all strings in a value.
fn strings(value: &Value, here: String) -> Vec<String> {
    match value {
        Value::String(_) => vec![here],
        Value::Object(fields) => {
            fields.iter().flat_map(|(name, value)| strings(value, format!("{here}/{name}"))).collect()
        }
        Value::Array(items) => {
            items.iter().enumerate().flat_map(|(n, value)| strings(value, format!("{here}/{n}"))).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn json_that_is_deep_wide_or_odd_is_refused() {
    let desk = desk();
    let token = desk.log_in();
    for (what, document) in [
        ("deep arrays", "[".repeat(2_000_000)),
        ("deep objects", "{\"a\":".repeat(1_000_000)),
        ("wide", format!("[{}1]", "1,".repeat(3_000_000))),
        (
            "many fields",
            format!("{{{}\"z\":1}}", (0..200_000).map(|n| format!("\"a{n}\":1,")).collect::<String>()),
        ),
        ("a long number", "9".repeat(5_000_000)),
        ("a huge exponent", "{\"a\":1e999999999}".to_owned()),
        (
            "the same field twice",
            format!("{{\"challenge\":\"a\",{}\"challenge\":\"b\"}}", "\"challenge\":\"x\",".repeat(1000)),
        ),
        ("a lone surrogate", "{\"challenge\":\"\\ud800\"}".to_owned()),
        ("an open string", format!("{{\"a\":\"{}", "x".repeat(5_000_000))),
        ("nothing", String::new()),
        ("a list of pages", format!("[{}]", "null,".repeat(100_000))),
    ] {
        for path in ["/v2/auth/ksef-token", "/v2/sessions/online", "/v2/invoices/query/metadata"] {
            desk.refused(what, &desk.json(path, &token, document.as_bytes()));
        }
    }
}

#[test]
fn hostile_invoices_are_taken_and_rejected() {
    let desk = desk();
    let token = desk.log_in();
    let keys: Value =
        serde_json::from_str(body(&desk.get("/v2/security/public-key-certificates", ""))).unwrap();
    let sealing =
        keys.as_array().unwrap().iter().find(|key| key["usage"].to_string().contains("Symmetric")).unwrap();
    let der = patterns::base64(sealing["certificate"].as_str().unwrap()).unwrap();
    let public = poligon_crypto::Certificate::from_der(&der).unwrap().public_key().unwrap();
    let key = SessionKey::wrap([7; 32], [9; 16], public.spki(), [5; 32]).unwrap();
    let opened = desk.json("/v2/sessions/online", &token, key.open_body(Form::Fa3).to_string().as_bytes());
    assert_eq!(status(&opened), 201, "{opened}");
    let opened: Value = serde_json::from_str(body(&opened)).unwrap();
    let session = opened["referenceNumber"].as_str().unwrap();
    let good = Sample::new("HOSTILE/1", NIP, "2222222222", OffsetDateTime::now_utc()).xml();
    let laughs = "<!DOCTYPE Faktura [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>";
    // Of another number than the good one, since some of these are accepted: no schema is judged here.
    let other = good.replace("HOSTILE/1", "HOSTILE/2");
    let tricky = |trick: &str| other.replace("Przykład ćwiczebny", trick).into_bytes();
    let mut invoices = vec![
        ("deep", format!("{}{}", "<a>".repeat(200_000), "</a>".repeat(200_000)).into_bytes()),
        ("a DTD", other.replacen("<Faktura", &format!("{laughs}<Faktura"), 1).into_bytes()),
        ("no UTF-8", [other.as_bytes(), b"\xff"].concat()),
        ("zeros", vec![0; 900_000]),
        ("too large", tricky(&"x".repeat(3_500_000))),
        ("a large amount", other.replace("123.00", &"9".repeat(100_000)).into_bytes()),
        (
            "many lines",
            other.replace("</Fa>", &format!("{}</Fa>", "<FaWiersz/>".repeat(50_000))).into_bytes(),
        ),
    ];
    invoices.extend(TRICKS.map(|trick| ("a trick", tricky(trick))));
    for (what, invoice) in invoices {
        let sent = key.send_body(&invoice).unwrap().to_string();
        let answer = desk.json(&format!("/v2/sessions/online/{session}/invoices"), &token, sent.as_bytes());
        assert!(matches!(status(&answer), 202 | 400 | 413), "{what}: {answer}");
        still_well(&desk.up, USUAL_MIB);
    }
    // Base64 that is huge, or none.
    for content in ["A".repeat(90_000_000), "=".repeat(1_000_000), "\u{202e}".repeat(1_000)] {
        let mut bad = key.send_body(good.as_bytes()).unwrap();
        bad["encryptedInvoiceContent"] = json!(content);
        let answer =
            desk.json(&format!("/v2/sessions/online/{session}/invoices"), &token, bad.to_string().as_bytes());
        assert!(matches!(status(&answer), 400 | 413), "{answer}");
    }
    // After all that a good invoice is still accepted.
    let sent = key.send_body(good.as_bytes()).unwrap().to_string();
    let answer = desk.json(&format!("/v2/sessions/online/{session}/invoices"), &token, sent.as_bytes());
    assert_eq!(status(&answer), 202, "{answer}");
    let answer: Value = serde_json::from_str(body(&answer)).unwrap();
    let path = format!("/v2/sessions/{session}/invoices/{}", answer["referenceNumber"].as_str().unwrap());
    let shown = (0..5).any(|_| desk.get(&path, &token).contains("\"code\":200"));
    assert!(shown, "{}", desk.get(&path, &token));
    still_well(&desk.up, USUAL_MIB);
}
