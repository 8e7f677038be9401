//! A desk and a client of it that signs.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    dead_code,
    unreachable_pub,
    reason = "a test may panic"
)]

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::Method;
use poligon_certs::{Credential, KeyKind, Vault};
use poligon_crypto::cms::{self, Plan, Signer};
use poligon_crypto::gost::SigningKey;
use poligon_esia::wire::params::{self, Params};
use poligon_esia::wire::timestamp;
use poligon_esia::{Esia, registry};
use poligon_institution::{Answer, Desk, Finding, Institution, Request};
use poligon_world::{Cast, Clock, Sandbox, SandboxName, Settings, World};
use serde_json::Value;
use time::OffsetDateTime;
use time::macros::datetime;

static VAULT: LazyLock<Arc<Vault>> = LazyLock::new(|| Arc::new(Vault::in_memory(Some(7))));

pub const NOW: OffsetDateTime = datetime!(2026-11-24 12:00 UTC);
pub const STATE: &str = "8f3c1a52-5a0e-4a4e-9d0e-0c7c1a9b1f00";
pub const REDIRECT: &str = "https://client.example/cb";

pub struct Stand {
    pub sandbox: Arc<Sandbox>,
    pub desk: Arc<dyn Desk>,
}

impl Stand {
    pub fn new() -> Self {
        let world = World::new(&Cast::built_in().unwrap(), 7);
        let sandbox = Arc::new(Sandbox::new(
            SandboxName::default_name(),
            7,
            Clock::frozen(NOW),
            Settings::default(),
            Arc::clone(&VAULT),
            world,
        ));
        let desk = Esia.open(Arc::clone(&sandbox));
        Self { sandbox, desk }
    }

    pub fn turn(&self, knob: &str, value: &str) {
        self.sandbox.settings.turn(knob, value);
    }

    pub fn credential(&self, key: KeyKind) -> Arc<Credential> {
        let system = self.sandbox.world.russia().system("TESTIS01").unwrap();
        registry::credential(&self.sandbox, system, key, NOW).unwrap()
    }

    pub fn get(&self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        self.desk.answer(&Request::new(Method::GET, &params::with_query(path, pairs)))
    }

    pub fn post(&self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let body = params::with_query("", pairs).trim_start_matches('?').to_owned();
        let request = Request::new(Method::POST, path)
            .with_header("content-type", "application/x-www-form-urlencoded")
            .with_body(body);
        self.desk.answer(&request)
    }

    pub fn data(&self, path: &str, token: &str) -> Answer {
        let request =
            Request::new(Method::GET, path).with_header("authorization", &format!("Bearer {token}"));
        self.desk.answer(&request)
    }
}

/// Parameters by name, in alphabetical order.
pub type Said = BTreeMap<&'static str, String>;

pub fn common(scope: &str) -> Said {
    [("client_id", "TESTIS01"), ("scope", scope), ("state", STATE), ("redirect_uri", REDIRECT)]
        .into_iter()
        .map(|(name, value)| (name, value.to_owned()))
        .chain([("timestamp", timestamp::write(NOW))])
        .collect()
}

pub fn string(said: &Said, parts: &[&str]) -> String {
    parts.iter().map(|part| said.get(part).cloned().unwrap_or_default()).collect()
}

pub fn pairs(said: &Said) -> Vec<(&str, &str)> {
    said.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

pub const V1: &[&str] = &["scope", "timestamp", "client_id", "state"];
pub const V2: &[&str] = &["client_id", "scope", "scope_org", "timestamp", "state", "redirect_uri"];
pub const V3: &[&str] = &["client_id", "scope", "scope_org", "timestamp", "state", "redirect_uri", "code"];

/// A bare GOST value over these parts, and the hash of the certificate.
pub fn sign_raw(stand: &Stand, said: &mut Said, parts: &[&str]) {
    let credential = stand.credential(KeyKind::GOST);
    let value = raw(stand, &string(said, parts));
    said.insert("client_secret", URL_SAFE_NO_PAD.encode(value));
    let hash = poligon_crypto::gost::hex_digest(poligon_crypto::gost::Size::Bits256, &credential.certificate);
    said.insert("client_certificate_hash", hash);
}

pub fn raw(stand: &Stand, text: &str) -> Vec<u8> {
    let credential = stand.credential(KeyKind::GOST);
    SigningKey::from_pkcs8(credential.key.pkcs8()).unwrap().sign(text.as_bytes()).unwrap()
}

pub fn sign_cms(stand: &Stand, said: &mut Said, parts: &[&str], plan: Plan) {
    let credential = stand.credential(KeyKind::GOST);
    let key = SigningKey::from_pkcs8(credential.key.pkcs8()).unwrap();
    let text = string(said, parts);
    let message = cms::sign(text.as_bytes(), Signer::Gost(&key), &credential.chain(), plan).unwrap();
    said.insert("client_secret", URL_SAFE_NO_PAD.encode(message));
}

pub fn authorisation(stand: &Stand, scope: &str) -> Said {
    let mut said = common(scope);
    said.insert("response_type", "code".to_owned());
    said.insert("access_type", "offline".to_owned());
    said.insert("mock_user", "ivan".to_owned());
    sign_raw(stand, &mut said, V2);
    said
}

pub fn redemption(stand: &Stand, scope: &str, code: &str) -> Said {
    let mut said = common(scope);
    said.insert("grant_type", "authorization_code".to_owned());
    said.insert("token_type", "Bearer".to_owned());
    said.insert("code", code.to_owned());
    sign_raw(stand, &mut said, V3);
    said
}

/// The parameters of a redirect.
pub fn redirected(answer: &Answer) -> Params {
    assert_eq!(answer.response.status, 302, "{}", body(answer));
    let location = answer.response.headers["location"].to_str().unwrap();
    Params::of(&Request::new(Method::GET, location))
}

pub fn code(stand: &Stand, scope: &str) -> String {
    let answer = stand.get("/aas/oauth2/v2/ac", &pairs(&authorisation(stand, scope)));
    redirected(&answer).text("code").to_owned()
}

pub fn tokens(stand: &Stand, scope: &str) -> Value {
    let code = code(stand, scope);
    let answer = stand.post("/aas/oauth2/v3/te", &pairs(&redemption(stand, scope, &code)));
    assert_eq!(answer.response.status, 200, "{}", body(&answer));
    json(&answer)
}

pub fn body(answer: &Answer) -> String {
    String::from_utf8_lossy(&answer.response.body).into_owned()
}

pub fn json(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.response.body).unwrap()
}

/// Ids of the failed checks and of the candidates that were named.
pub fn causes(answer: &Answer) -> Vec<String> {
    let mut causes = Vec::new();
    for finding in answer.findings.iter().filter(|finding| Finding::failed(finding)) {
        causes.push(finding.check.id.to_owned());
        for evidence in &finding.evidence {
            if let poligon_institution::Evidence::Candidates(all) = evidence {
                causes.extend(all.iter().map(|one| one.id.clone()));
            }
        }
    }
    causes
}
