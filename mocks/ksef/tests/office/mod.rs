//! A client without a network for sessions and invoices. Its access tokens are made with the desk's own secret, so that
//! these tests do not depend on logging in.
#![allow(dead_code, unreachable_pub, missing_docs, reason = "each test file uses its own part")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may panic"
)]

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use http::Method;
use poligon_certs::{KsefUsage, Vault};
use poligon_crypto::jws;
use poligon_institution::{Answer, Desk, Finding, Outcome, Request};
use poligon_ksef::KsefDesk;
use poligon_ksef::actions::invoices::{Sample, SessionKey};
use poligon_ksef::identity::{Identifier, Method as Login, Permission};
use poligon_ksef::ids::{ReferenceKind, ReferenceNumber};
use poligon_ksef::invoice::Form;
use poligon_ksef::wire::claims::{self, AccessGrant};
use poligon_world::{Clock, Entropy, Sandbox, SandboxName, Settings, Strictness, World};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::macros::datetime;

/// The time at which everything begins.
pub const NOW: OffsetDateTime = datetime!(2026-11-24 10:00:00.123 UTC);
/// The seller.
pub const SELLER: &str = "5265877635";
/// The buyer.
pub const BUYER: &str = "7352765225";
/// Somebody else.
pub const STRANGER: &str = "1111111111";
/// A person who works for the seller.
pub const PESEL: &str = "30112206276";

static VAULT: LazyLock<Arc<Vault>> = LazyLock::new(|| Arc::new(Vault::in_memory(Some(7))));

/// KSeF in a sandbox with a frozen clock.
pub struct Office {
    pub desk: KsefDesk,
    pub sandbox: Arc<Sandbox>,
    pub key: SessionKey,
}

impl Office {
    pub fn new() -> Self {
        Self::strict(Strictness::Faithful)
    }

    pub fn strict(strictness: Strictness) -> Self {
        let sandbox = Arc::new(Sandbox::new(
            SandboxName::default_name(),
            7,
            Clock::frozen(NOW),
            Settings::new(strictness),
            Arc::clone(&VAULT),
            World::default(),
        ));
        let public = VAULT.ksef_public_key(KsefUsage::SymmetricKeyEncryption, 0, NOW).unwrap();
        let key = SessionKey::wrap([7; 32], [9; 16], &public.key.spki(), [5; 32]).unwrap();
        Self { desk: KsefDesk::new(Arc::clone(&sandbox)), sandbox, key }
    }

    /// The owner's access token in the context of this NIP.
    pub fn owner(&self, nip: &str) -> String {
        self.token(&Identifier::nip(nip), &Identifier::nip(nip), true, &[])
    }

    /// The access token of a person with these permissions.
    pub fn person(&self, nip: &str, pesel: &str, permissions: &[Permission]) -> String {
        let person = Identifier::new(poligon_ksef::identity::IdKind::Pesel, pesel);
        self.token(&person, &Identifier::nip(nip), false, permissions)
    }

    pub fn token(
        &self,
        subject: &Identifier,
        context: &Identifier,
        owner: bool,
        granted: &[Permission],
    ) -> String {
        let entropy = Entropy::new(1, &format!("{subject} {context}"));
        let reference = ReferenceNumber::mint(ReferenceKind::Authentication, &entropy, NOW);
        let permissions: BTreeSet<Permission> = granted.iter().copied().collect();
        let grant = AccessGrant {
            reference: &reference,
            context,
            method: Login::QualifiedSeal,
            subject_details: &json!({ "subjectIdentifier": subject }),
            owner,
            permissions: &permissions,
            roles: &[],
            allowed_ips: None,
        };
        let now = NOW.unix_timestamp();
        jws::sign_hs256(&claims::access(&grant, now, now + 10_000_000, "1"), &self.desk.secret)
    }

    pub fn get(&self, path: &str, token: &str) -> Answer {
        self.desk.answer(&authorized(Request::new(Method::GET, path), token))
    }

    pub fn post(&self, path: &str, token: &str, body: &Value) -> Answer {
        self.desk.answer(&authorized(Request::new(Method::POST, path).with_body(body.to_string()), token))
    }

    /// Opens a session for FA(3).
    pub fn open(&self, token: &str) -> String {
        self.open_for(token, Form::Fa3)
    }

    pub fn open_for(&self, token: &str, form: Form) -> String {
        let opened = self.post("/v2/sessions/online", token, &self.key.open_body(form));
        assert_eq!(opened.response.status, 201, "{}", text(&opened));
        body(&opened)["referenceNumber"].as_str().unwrap().to_owned()
    }

    pub fn send(&self, token: &str, session: &str, invoice: &[u8]) -> Answer {
        self.post(
            &format!("/v2/sessions/online/{session}/invoices"),
            token,
            &self.key.send_body(invoice).unwrap(),
        )
    }

    /// Sends and gives the invoice's reference number.
    pub fn sent(&self, token: &str, session: &str, invoice: &[u8]) -> String {
        let answer = self.send(token, session, invoice);
        assert_eq!(answer.response.status, 202, "{}", text(&answer));
        body(&answer)["referenceNumber"].as_str().unwrap().to_owned()
    }

    pub fn close(&self, token: &str, session: &str) -> Answer {
        self.post(&format!("/v2/sessions/online/{session}/close"), token, &Value::Null)
    }

    /// The session's status, second poll.
    pub fn session(&self, token: &str, session: &str) -> Value {
        self.settled(token, &format!("/v2/sessions/{session}"))
    }

    /// The invoice's status, second poll.
    pub fn invoice(&self, token: &str, session: &str, invoice: &str) -> Value {
        self.settled(token, &format!("/v2/sessions/{session}/invoices/{invoice}"))
    }

    fn settled(&self, token: &str, path: &str) -> Value {
        self.get(path, token);
        body(&self.get(path, token))
    }

    /// Sends an invoice in a session of its own and gives its status, and the findings of the send exchange.
    pub fn judged(&self, invoice: &[u8]) -> (Value, Vec<Finding>) {
        let token = self.owner(SELLER);
        let session = self.open(&token);
        let answer = self.send(&token, &session, invoice);
        assert_eq!(answer.response.status, 202, "{}", text(&answer));
        let reference = body(&answer)["referenceNumber"].as_str().unwrap().to_owned();
        (self.invoice(&token, &session, &reference), answer.findings)
    }

    /// Sends a good invoice and gives its KSeF number.
    pub fn accepted(&self, token: &str, session: &str, sample: &Sample) -> String {
        let reference = self.sent(token, session, sample.xml().as_bytes());
        let item = self.invoice(token, session, &reference);
        item["ksefNumber"].as_str().unwrap_or_else(|| panic!("{item}")).to_owned()
    }
}

/// A sample from the seller to the buyer.
pub fn sample(number: &str) -> Sample {
    Sample::new(number, SELLER, BUYER, NOW)
}

pub fn authorized(request: Request, token: &str) -> Request {
    if token.is_empty() { request } else { request.with_header("authorization", &format!("Bearer {token}")) }
}

pub fn body(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.response.body).unwrap_or(Value::Null)
}

/// The whole answer as text: status, headers, body as it stands.
pub fn text(answer: &Answer) -> String {
    let mut headers: Vec<String> = answer
        .response
        .headers
        .iter()
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap_or("?")))
        .collect();
    headers.sort();
    let body = String::from_utf8_lossy(&answer.response.body).into_owned();
    format!("HTTP {}\n{}\n\n{body}", answer.response.status.as_u16(), headers.join("\n"))
}

/// The ids of the checks that failed.
pub fn failed(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().filter(|finding| finding.failed()).map(|finding| finding.check.id).collect()
}

/// Whether this check passed and never failed.
pub fn passed(findings: &[Finding], id: &str) -> bool {
    findings.iter().any(|finding| finding.check.id == id && finding.outcome == Outcome::Pass)
        && !failed(findings).contains(&id)
}

/// Status and first exception code of a refusal.
pub fn exception(answer: &Answer) -> (u16, i64, String) {
    let first = body(answer)["exception"]["exceptionDetailList"][0].clone();
    let detail = first["details"][0].as_str().unwrap_or_default().to_owned();
    (answer.response.status.as_u16(), first["exceptionCode"].as_i64().unwrap_or_default(), detail)
}
