//! A client without a network: it drives the desk directly, in a seeded sandbox with a frozen clock.
#![allow(dead_code, unreachable_pub, missing_docs, reason = "each test file uses its own part")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may panic"
)]

use std::sync::{Arc, LazyLock};

use http::Method;
use poligon_certs::{Credential, KeyKind, Order, Profile, Vault};
use poligon_institution::{Answer, Desk, Finding, Institution, Outcome, Request};
use poligon_ksef::Ksef;
use poligon_ksef::actions::login::{self, Shape};
use poligon_ksef::identity::Identifier;
use poligon_world::{Clock, Sandbox, SandboxName, Settings, Strictness, World};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::macros::datetime;

/// The time at which everything happens.
pub const NOW: OffsetDateTime = datetime!(2026-11-24 10:00:00.123 UTC);
/// The company that logs in.
pub const NIP: &str = "5265877635";
/// Another one.
pub const OTHER_NIP: &str = "7352765225";
/// A person.
pub const PESEL: &str = "30112206276";

static VAULT: LazyLock<Arc<Vault>> = LazyLock::new(|| Arc::new(Vault::in_memory(Some(7))));

/// A sandbox with KSeF open.
pub struct Client {
    pub desk: Arc<dyn Desk>,
    pub sandbox: Arc<Sandbox>,
}

/// The tokens of a login.
pub struct Tokens {
    pub reference: String,
    pub authentication: String,
    pub access: String,
    pub refresh: String,
}

impl Client {
    pub fn new() -> Self {
        Self::strict(Strictness::Faithful)
    }

    pub fn strict(strictness: Strictness) -> Self {
        let name = SandboxName::default_name();
        let sandbox = Arc::new(Sandbox::new(
            name,
            7,
            Clock::frozen(NOW),
            Settings::new(strictness),
            Arc::clone(&VAULT),
            World::default(),
        ));
        Self { desk: Ksef.open(Arc::clone(&sandbox)), sandbox }
    }

    pub fn send(&self, request: Request) -> Answer {
        self.desk.answer(&request)
    }

    pub fn get(&self, path: &str, token: &str) -> Answer {
        self.send(authorized(Request::new(Method::GET, path), token))
    }

    pub fn delete(&self, path: &str, token: &str) -> Answer {
        self.send(authorized(Request::new(Method::DELETE, path), token))
    }

    pub fn post(&self, path: &str, token: &str, body: Value) -> Answer {
        let request = Request::new(Method::POST, path).with_body(body.to_string());
        self.send(authorized(request.with_header("content-type", "application/json"), token))
    }

    pub fn challenge(&self) -> String {
        let answer = self.post("/v2/auth/challenge", "", Value::Null);
        body(&answer)["challenge"].as_str().unwrap().to_owned()
    }

    pub fn post_xml(&self, query: &str, bytes: impl Into<Vec<u8>>) -> Answer {
        let request = Request::new(Method::POST, &format!("/v2/auth/xades-signature{query}"));
        self.send(request.with_header("content-type", "application/xml").with_body(bytes.into()))
    }

    /// A signed request for a fresh challenge.
    pub fn signed(&self, by: &Credential, context: Identifier) -> Vec<u8> {
        login::Request::new(&self.challenge(), context).signed(by, Shape::Python, NOW).unwrap()
    }

    /// The answer to a login with this certificate.
    pub fn try_login(&self, by: &Credential, context: Identifier) -> Answer {
        self.post_xml("", self.signed(by, context))
    }

    /// The status of an operation when it has ended.
    pub fn ended(&self, begun: &Answer) -> Value {
        let begun = body(begun);
        let path = format!("/v2/auth/{}", begun["referenceNumber"].as_str().expect("a login that was begun"));
        let token = begun["authenticationToken"]["token"].as_str().unwrap();
        for _ in 0..5 {
            let status = body(&self.get(&path, token));
            if status["status"]["code"] != 100 {
                return status;
            }
        }
        panic!("the operation does not end");
    }

    /// Logs in and fetches the tokens.
    pub fn login(&self, by: &Credential, context: Identifier) -> Tokens {
        let begun = self.try_login(by, context);
        assert_eq!(self.ended(&begun)["status"]["code"], 200, "{}", text(&begun));
        self.redeem(&begun)
    }

    pub fn redeem(&self, begun: &Answer) -> Tokens {
        let begun = body(begun);
        let authentication = begun["authenticationToken"]["token"].as_str().unwrap().to_owned();
        let redeemed = body(&self.post("/v2/auth/token/redeem", &authentication, json!({})));
        let token =
            |name: &str| redeemed[name]["token"].as_str().unwrap_or_else(|| panic!("{redeemed}")).to_owned();
        Tokens {
            reference: begun["referenceNumber"].as_str().unwrap().to_owned(),
            access: token("accessToken"),
            refresh: token("refreshToken"),
            authentication,
        }
    }
}

/// The order for a company's self-signed seal on an EC key.
pub fn seal_order(nip: &str) -> Order {
    Order {
        key: KeyKind::EcP256,
        self_signed: true,
        nip: Some(nip.to_owned()),
        organization: Some("Fikcja Sp. z o.o.".to_owned()),
        ..Order::new(Profile::KsefSeal)
    }
}

/// The order for a person's self-signed certificate on an EC key.
pub fn person_order() -> Order {
    Order {
        key: KeyKind::EcP256,
        self_signed: true,
        pesel: Some(PESEL.to_owned()),
        given_name: Some("Jan".to_owned()),
        surname: Some("Zmyślony".to_owned()),
        ..Order::new(Profile::KsefPerson)
    }
}

/// A certificate.
pub fn issued(order: &Order) -> Arc<Credential> {
    VAULT.issue(order, NOW).unwrap()
}

/// A company's seal.
pub fn seal(nip: &str) -> Arc<Credential> {
    issued(&seal_order(nip))
}

pub fn authorized(request: Request, token: &str) -> Request {
    if token.is_empty() { request } else { request.with_header("authorization", &format!("Bearer {token}")) }
}

pub fn body(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.response.body).unwrap_or(Value::Null)
}

/// The whole answer as text: status, headers, body.
pub fn text(answer: &Answer) -> String {
    let mut lines = vec![format!("HTTP {}", answer.response.status.as_u16())];
    let mut headers: Vec<String> = answer
        .response
        .headers
        .iter()
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap_or("?")))
        .collect();
    headers.sort();
    lines.extend(headers);
    let body = body(answer);
    lines.push(if body.is_null() { String::new() } else { serde_json::to_string_pretty(&body).unwrap() });
    lines.join("\n")
}

/// The ids of the checks that failed.
pub fn failed(answer: &Answer) -> Vec<&'static str> {
    answer.findings.iter().filter(|finding| finding.failed()).map(|finding| finding.check.id).collect()
}

/// Whether this check passed.
pub fn passed(findings: &[Finding], id: &str) -> bool {
    findings.iter().any(|finding| finding.check.id == id && finding.outcome == Outcome::Pass)
}

/// Status, first exception code and first detail of a 400.
pub fn exception(answer: &Answer) -> (u16, i64, String) {
    let first = body(answer)["exception"]["exceptionDetailList"][0].clone();
    let detail = first["details"][0].as_str().unwrap_or_default().to_owned();
    (answer.response.status.as_u16(), first["exceptionCode"].as_i64().unwrap_or_default(), detail)
}
