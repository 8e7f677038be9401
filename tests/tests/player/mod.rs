//! A client that plays any sequence of moves against KSeF in this process, without sockets: the same moves, the same bytes.
#![allow(dead_code, unreachable_pub, missing_docs, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

pub mod fake;
pub mod moves;

use std::collections::BTreeMap;

use http::Method;
use poligon_certs::{KeyKind, KsefUsage, Order, Profile};
use poligon_institution::{Request, Response};
use poligon_ksef::actions::invoices::{Sample, SessionKey};
use poligon_ksef::actions::login::{self, Shape};
use poligon_ksef::identity::Identifier;
use poligon_ksef::invoice::Form;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::macros::datetime;

use fake::Fake;
use moves::{Bad, Move};

/// When everything begins: `frozen@2026-03-02T09:00:00+01:00`.
pub const BEGIN: OffsetDateTime = datetime!(2026-03-02 8:00 UTC);

const SELLER: &str = "5265877635";
const BUYER: &str = "7352765225";

/// What a client knows after some moves in one sandbox.
pub struct Player<'a> {
    fake: &'a Fake,
    sandbox: String,
    known: BTreeMap<&'static str, String>,
    last_invoice: Vec<u8>,
}

/// Tokens, references and the last invoice.
pub type Knowledge = (BTreeMap<&'static str, String>, Vec<u8>);

impl<'a> Player<'a> {
    pub fn new(fake: &'a Fake, sandbox: &str) -> Self {
        let sandbox = sandbox.to_owned();
        Self { fake, sandbox, known: BTreeMap::new(), last_invoice: Vec::new() }
    }

    /// What it knows, to go on with against a fake that was started anew.
    pub fn knowledge(&self) -> Knowledge {
        (self.known.clone(), self.last_invoice.clone())
    }

    pub fn knowing(fake: &'a Fake, sandbox: &str, (known, last_invoice): Knowledge) -> Self {
        Self { fake, sandbox: sandbox.to_owned(), known, last_invoice }
    }

    pub fn play_all(&mut self, moves: &[Move]) {
        for one in moves {
            self.play(one);
        }
    }

    pub fn play(&mut self, one: &Move) {
        let known = |name: &str| self.known.get(name).cloned().unwrap_or_else(|| "nothing".to_owned());
        let (session, access) = (known("session"), known("access"));
        match one {
            Move::Challenge => {
                self.learn(&self.post("/v2/auth/challenge", "", &Value::Null), &[("challenge", "/challenge")])
            }
            Move::Login { rsa, shape } => self.login(*rsa, *shape),
            Move::Poll => drop(self.get(&format!("/v2/auth/{}", known("login")), &known("authentication"))),
            Move::Redeem => {
                let answer = self.post("/v2/auth/token/redeem", &known("authentication"), &json!({}));
                self.learn(&answer, &[("access", "/accessToken/token"), ("refresh", "/refreshToken/token")]);
            }
            Move::Refresh => {
                let answer = self.post("/v2/auth/token/refresh", &known("refresh"), &json!({}));
                self.learn(&answer, &[("access", "/accessToken/token")]);
            }
            Move::Logins => drop(self.get("/v2/auth/sessions?pageSize=10", &access)),
            Move::Open => {
                let answer =
                    self.post("/v2/sessions/online", &access, &self.session_key().open_body(Form::Fa3));
                self.learn(&answer, &[("session", "/referenceNumber")]);
            }
            Move::Send(number) => {
                self.last_invoice =
                    Sample::new(&format!("FV/{number}"), SELLER, BUYER, BEGIN).xml().into_bytes();
                self.send(&session, &access, self.last_invoice.clone());
            }
            Move::SendAgain => self.send(&session, &access, self.last_invoice.clone()),
            Move::SendBad(bad) => self.send_bad(&session, &access, *bad),
            Move::Close => {
                drop(self.post(&format!("/v2/sessions/online/{session}/close"), &access, &Value::Null))
            }
            Move::Session => {
                let answer = self.get(&format!("/v2/sessions/{session}"), &access);
                self.learn(&answer, &[("upo", "/upo/pages/0/referenceNumber")]);
            }
            Move::Invoice => {
                let answer =
                    self.get(&format!("/v2/sessions/{session}/invoices/{}", known("invoice")), &access);
                self.learn(&answer, &[("ksef-number", "/ksefNumber")]);
            }
            Move::Upo => drop(self.get(&format!("/v2/sessions/{session}/upo/{}", known("upo")), &access)),
            Move::Sessions => drop(self.get("/v2/sessions?sessionType=Online", &access)),
            Move::ByNumber => drop(self.get(&format!("/v2/invoices/ksef/{}", known("ksef-number")), &access)),
            Move::Query => {
                let filters = json!({ "subjectType": "Subject1", "dateRange":
                    { "dateType": "Invoicing", "from": "2026-03-01T00:00:00Z", "to": "2026-03-31T00:00:00Z" } });
                drop(self.post("/v2/invoices/query/metadata", &access, &filters));
            }
            Move::PublicKeys => drop(self.get("/v2/security/public-key-certificates", "")),
            Move::Unknown(text) => drop(self.get(&format!("/v2/{text}"), "")),
            Move::Malformed(bytes) => {
                let request = Request::new(Method::POST, "/v2/sessions/online").with_body(bytes.clone());
                drop(self.ask(request.with_header("authorization", &format!("Bearer {access}"))));
            }
            Move::Advance(seconds) => self.admin("POST", "clock/advance", &json!({ "by": seconds })),
            Move::Knob(polls) => {
                self.admin("PUT", "knobs", &json!({ "ksef.processing-polls": polls.to_string() }))
            }
            Move::Strictness(word) => self.admin("PUT", "strictness", &json!({ "strictness": word })),
            Move::Reset => self.admin("POST", "reset", &Value::Null),
        }
    }

    fn login(&mut self, rsa: bool, shape: Shape) {
        let challenge = self.known.get("challenge").cloned().unwrap_or_else(|| "none".to_owned());
        let order = Order {
            key: if rsa { KeyKind::Rsa2048 } else { KeyKind::EcP256 },
            self_signed: true,
            nip: Some(SELLER.to_owned()),
            organization: Some("Fikcja Sp. z o.o.".to_owned()),
            ..Order::new(Profile::KsefSeal)
        };
        let seal = self.fake.vault().issue(&order, BEGIN).unwrap();
        let signed =
            login::Request::new(&challenge, Identifier::nip(SELLER)).signed(&seal, shape, BEGIN).unwrap();
        let request = Request::new(Method::POST, "/v2/auth/xades-signature").with_body(signed);
        let answer = self.ask(request.with_header("content-type", "application/xml"));
        self.learn(
            &answer,
            &[("login", "/referenceNumber"), ("authentication", "/authenticationToken/token")],
        );
    }

    fn send(&mut self, session: &str, access: &str, invoice: Vec<u8>) {
        let body = self.session_key().send_body(&invoice).unwrap();
        let answer = self.post(&format!("/v2/sessions/online/{session}/invoices"), access, &body);
        self.learn(&answer, &[("invoice", "/referenceNumber")]);
    }

    fn send_bad(&mut self, session: &str, access: &str, bad: Bad) {
        let invoice = Sample::new("FV/zła", SELLER, BUYER, BEGIN).xml();
        let mut body = self.session_key().send_body(invoice.as_bytes()).unwrap();
        match bad {
            Bad::Hash => body["invoiceHash"] = json!("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
            Bad::Size => body["invoiceSize"] = json!(1),
            Bad::Seller => {
                return self.send(session, access, invoice.replace(SELLER, "1111111111").into_bytes());
            }
            Bad::Xml => return self.send(session, access, b"<Faktura".to_vec()),
        }
        drop(self.post(&format!("/v2/sessions/online/{session}/invoices"), access, &body));
    }

    fn session_key(&self) -> SessionKey {
        let public = self.fake.vault().ksef_public_key(KsefUsage::SymmetricKeyEncryption, 0, BEGIN).unwrap();
        SessionKey::wrap([7; 32], [9; 16], &public.key.spki(), [5; 32]).unwrap()
    }

    fn get(&self, path: &str, token: &str) -> Response {
        self.ask(authorized(Request::new(Method::GET, path), token))
    }

    fn post(&self, path: &str, token: &str, body: &Value) -> Response {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let request = Request::new(Method::POST, path).with_body(body);
        self.ask(authorized(request.with_header("content-type", "application/json"), token))
    }

    fn ask(&self, mut request: Request) -> Response {
        request.path = format!("/@{}{}", self.sandbox, request.path);
        self.fake.ask(request)
    }

    fn admin(&self, method: &str, path: &str, body: &Value) {
        // Looking does not make a sandbox; a first request does.
        self.fake.ask(Request::new(Method::GET, &format!("/@{}/", self.sandbox)));
        let answer = self.fake.admin(method, &format!("/sandboxes/{}/{path}", self.sandbox), body);
        assert!(answer.status.is_success(), "{path}: {}", String::from_utf8_lossy(&answer.body));
    }

    fn learn(&mut self, answer: &Response, members: &[(&'static str, &str)]) {
        let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        for (name, pointer) in members {
            if let Some(value) = body.pointer(pointer).and_then(Value::as_str) {
                self.known.insert(name, value.to_owned());
            }
        }
    }
}

fn authorized(request: Request, token: &str) -> Request {
    if token.is_empty() { request } else { request.with_header("authorization", &format!("Bearer {token}")) }
}
