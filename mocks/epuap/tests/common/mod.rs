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

use bytes::Bytes;
use http::{Method, StatusCode};
use poligon_certs::{Credential, Order, Profile, Vault};
use poligon_crypto::sign::{self, SealPlan};
use poligon_crypto::{DigestAlgorithm, Document, Limits, SignatureAlgorithm, SigningKey};
use poligon_epuap::actions::signed::Ask;
use poligon_epuap::desk::house;
use poligon_epuap::state::documents::File;
use poligon_epuap::state::podmioty::Podmioty;
use poligon_epuap::{DropIn, Epuap};
use poligon_institution::{Answer, Desk, Finding, Institution, Request};
use poligon_soap::signing::Style;
use poligon_world::{Cast, Clock, Entropy, Sandbox, SandboxName, Settings, Strictness, World};
use serde_json::Value;
use time::OffsetDateTime;
use time::macros::datetime;

/// The time at which everything begins.
pub const NOW: OffsetDateTime = datetime!(2026-11-24 10:00:00.123 UTC);

static VAULT: LazyLock<Arc<Vault>> = LazyLock::new(|| Arc::new(Vault::in_memory(None)));

/// A sandbox with ePUAP open.
pub struct Client {
    pub desk: Arc<dyn Desk>,
    pub sandbox: Arc<Sandbox>,
    pub entropy: Entropy,
}

impl Client {
    pub fn new() -> Self {
        Self::with(Strictness::Faithful, DropIn::default())
    }

    pub fn strict(strictness: Strictness) -> Self {
        Self::with(strictness, DropIn::default())
    }

    pub fn with(strictness: Strictness, dropin: DropIn) -> Self {
        let world = World::new(&Cast::built_in().unwrap(), 7);
        let name = SandboxName::default_name();
        let settings = Settings::new(strictness);
        let sandbox =
            Arc::new(Sandbox::new(name, 7, Clock::frozen(NOW), settings, Arc::clone(&VAULT), world));
        let epuap = Epuap { dropin: Arc::new(dropin) };
        Self { desk: epuap.open(Arc::clone(&sandbox)), sandbox, entropy: Entropy::new(7, "client") }
    }

    /// Turns a knob.
    pub fn turn(&self, knob: &str, value: &str) {
        let known = poligon_epuap::knobs::KNOBS.iter().find(|known| known.name == knob).expect("a knob");
        known.turn(&self.sandbox.settings, value).unwrap();
    }

    pub fn now(&self) -> OffsetDateTime {
        self.sandbox.clock.now()
    }

    /// The house's credential of a podmiot.
    pub fn credential(&self, podmiot: &str) -> Arc<Credential> {
        let podmioty = Podmioty::of(&self.sandbox.world);
        let podmiot = podmioty.named(podmiot).expect("a podmiot");
        self.sandbox.vault.issue(&house::order(podmiot), self.now()).unwrap()
    }

    /// Sends a call, signed by the house's system of a podmiot.
    pub fn call(&self, podmiot: &str, ask: &Ask) -> Said {
        self.call_with(&self.credential(podmiot), &Style::default(), ask)
    }

    pub fn call_with(&self, by: &Credential, style: &Style, ask: &Ask) -> Said {
        self.send(ask.request(by, style, &self.entropy, self.now()).unwrap())
    }

    pub fn send(&self, request: Request) -> Said {
        Said(self.desk.answer(&request))
    }

    /// What the operator does.
    pub fn operate(&self, method: Method, path: &str, body: Value) -> (StatusCode, Value) {
        let response = self.desk.administer(&Request::new(method, path).with_body(body.to_string())).response;
        (response.status, serde_json::from_slice(&response.body).unwrap_or_default())
    }

    pub fn fetch(&self, path: &str) -> Bytes {
        let response = self.desk.administer(&Request::new(Method::GET, path)).response;
        assert_eq!(response.status, StatusCode::OK, "{path}: {}", String::from_utf8_lossy(&response.body));
        response.body
    }
}

/// An answer, with ways to look at it.
pub struct Said(pub Answer);

impl Said {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.response.body).into_owned()
    }

    pub fn status(&self) -> u16 {
        self.0.response.status.as_u16()
    }

    /// The text of the first element of this local name.
    pub fn value(&self, local: &str) -> Option<String> {
        let text = self.text();
        let document = Document::parse(text.as_bytes(), LARGE).unwrap_or_else(|why| panic!("{why}: {text}"));
        let found = document.root().descendants().find(|element| element.local() == local);
        found.map(|element| element.text())
    }

    pub fn bytes(&self, local: &str) -> Vec<u8> {
        poligon_soap::base64::decode(&self.value(local).unwrap()).unwrap()
    }

    /// It went well: 200, kod 1 where there is a kod.
    #[track_caller]
    pub fn good(self) -> Self {
        let failed: Vec<&Finding> = self.0.findings.iter().filter(|finding| finding.failed()).collect();
        assert!(failed.is_empty() && self.status() == 200, "{failed:#?}\n{}", self.text());
        if let Some(kod) = self.value("kod") {
            assert_eq!(kod, "1", "{}", self.text());
        }
        self
    }

    /// The check that refused it; the Fault is one, and says its kod.
    #[track_caller]
    pub fn refused_by(&self) -> &'static str {
        let failed: Vec<&Finding> = self.0.findings.iter().filter(|finding| finding.failed()).collect();
        assert_eq!(failed.len(), 1, "{failed:#?}\n{}", self.text());
        assert!(self.text().contains("faultcode"), "{}", self.text());
        failed[0].check.id
    }
}

pub const LARGE: Limits = Limits { bytes: 50_000_000, depth: 100, nodes: 500_000 };

pub fn file(name: &str, bytes: &[u8]) -> File {
    File { name: name.into(), kind: Some("text/xml".into()), bytes: Bytes::copy_from_slice(bytes) }
}

/// A document with a XAdES signature of somebody.
pub fn signed(document: &[u8], now: OffsetDateTime) -> Vec<u8> {
    let order = Order { nip: Some("1111111111".into()), ..Order::new(Profile::KsefSeal) };
    let credential = VAULT.issue(&order, now).unwrap();
    let key = SigningKey::from_pkcs8(credential.key.pkcs8()).unwrap();
    let plan = SealPlan::xades(SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256), now);
    sign::seal(document, &plan, &key, &credential.chain()).unwrap()
}
