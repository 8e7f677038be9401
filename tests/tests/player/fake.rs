//! House, front and console of one fake, wired as the binary wires them, without sockets.

use std::sync::{Arc, LazyLock};

use http::{Method, StatusCode};
use poligon_certs::Vault;
use poligon_console::{About, Access, Console};
use poligon_gateway::{Front, Handler, PublicUrls};
use poligon_institution::{Foundation, House, Registry, Request, Response};
use poligon_ksef::Ksef;
use poligon_world::{Clock, Settings, Strictness};
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::BEGIN;

/// Seeded RSA keys take seconds to make; the folder of this build's tests keeps them.
static CACHE: LazyLock<std::path::PathBuf> =
    LazyLock::new(|| std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("keys"));

pub struct Fake {
    house: Arc<House>,
    front: Front,
    console: Console,
}

impl Fake {
    /// A fresh one of this seed, its clock frozen at [`BEGIN`].
    pub fn new(seed: u64) -> Self {
        Self::strict(seed, Strictness::Faithful)
    }

    pub fn strict(seed: u64, strictness: Strictness) -> Self {
        Self::of(seeded(seed, strictness))
    }

    pub fn of(foundation: Foundation) -> Self {
        let house = Arc::new(House::new(Registry::new(vec![Arc::new(Ksef)]), foundation));
        let front = Front::new(Arc::clone(&house), "ksef", Arc::new(PublicUrls::default()));
        let about = About { version: "0", started: OffsetDateTime::UNIX_EPOCH, ca_pem: bytes::Bytes::new() };
        let console = Console::new(Arc::clone(&house), Access::default(), about);
        Self { house, front, console }
    }

    pub fn vault(&self) -> &Vault {
        &self.house.foundation().vault
    }

    pub fn ask(&self, request: Request) -> Response {
        self.front.handle(request.with_header("host", "localhost")).response
    }

    pub fn admin(&self, method: &str, path: &str, body: &Value) -> Response {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let request = Request::new(method, path).with_header("host", "localhost").with_body(body);
        self.console.answer(&request)
    }

    /// What the admin API says at this path.
    pub fn shown(&self, path: &str) -> Value {
        let answer = self.admin("GET", path, &Value::Null);
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        assert_eq!(answer.status, StatusCode::OK, "{path}: {text}");
        serde_json::from_str(&text).unwrap()
    }

    /// Everything that the journal of a sandbox keeps: bodies, headers, findings.
    pub fn journal(&self, sandbox: &str) -> Vec<Value> {
        let list = self.shown(&format!("/sandboxes/{sandbox}/journal?last=10000"));
        let ids = list["exchanges"].as_array().unwrap().iter().map(|line| line["id"].as_u64().unwrap());
        ids.map(|id| self.shown(&format!("/sandboxes/{sandbox}/journal/{id}"))).collect()
    }

    /// All certificates that were issued, and those of the keys that clients encrypt with.
    pub fn certificates(&self) -> Value {
        let vault = self.vault();
        let issued: Vec<Vec<Vec<u8>>> =
            vault.records().iter().map(|record| vault.find(&record.serial).unwrap().chain()).collect();
        let authorities: Vec<String> = poligon_certs::Authority::ALL
            .iter()
            .map(|authority| vault.export_ca(*authority, BEGIN).unwrap())
            .collect();
        json!({ "issued": issued, "authorities": authorities })
    }
}

pub fn seeded(seed: u64, strictness: Strictness) -> Foundation {
    let vault = Arc::new(Vault::in_memory(Some(seed)).with_cache(Some(CACHE.clone())));
    Foundation::new(seed, Clock::frozen(BEGIN), Settings::new(strictness), vault)
}
