//! What a sandbox of ESIA remembers.

mod keys;
pub mod orders;

use std::collections::BTreeMap;

use poligon_crypto::Certificate;
use poligon_institution::View;
use serde_json::{Value, json};
use time::OffsetDateTime;

pub use keys::{ApiKey, KeyStatus, Standing};
pub use orders::Order;

/// What scenarios may look at.
pub static VIEWS: &[View] = &[
    View {
        name: "esia.code",
        about: "A code that was given: its client, oid, scope, and whether it was used",
    },
    View { name: "esia.order", about: "An application at ЕПГУ by its number: its statuses" },
    View { name: "esia.api-key", about: "An API-Key: its status, system, organisation and employee" },
];

/// Most entries of each kind; the oldest goes.
const MOST: usize = 10_000;
/// The first number of an application.
const FIRST_ORDER: u64 = 1_000_000_001;
/// Most certificates that are registered for one system.
const MOST_CERTIFICATES: usize = 100;

/// Everything.
#[derive(Debug, Default)]
pub struct State {
    pending: Kept<Pending>,
    codes: Kept<Code>,
    refreshes: Kept<Refresh>,
    consents: BTreeMap<(u64, String), String>,
    certificates: BTreeMap<String, Vec<Certificate>>,
    keys: BTreeMap<String, ApiKey>,
    orders: BTreeMap<u64, Order>,
}

/// What a token speaks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Grant {
    /// The mnemonic.
    pub client: String,
    /// The citizen's account; none for a system's own token.
    pub oid: Option<u64>,
    /// The organisation, when the citizen acts for one.
    pub organisation: Option<u64>,
    /// The granted scope, as the access token has it.
    pub scope: String,
    /// Whether an id token is due.
    pub openid: bool,
    /// Whether a refresh token is due.
    pub offline: bool,
    /// `urn:esia:sid`.
    pub session: String,
    /// When the citizen logged in.
    pub authenticated: OffsetDateTime,
    /// Consents, as they were asked for.
    pub permissions: Option<Value>,
}

/// A request to log in that waits for its citizen.
#[derive(Clone, Debug, PartialEq)]
pub struct Pending {
    /// The mnemonic.
    pub client: String,
    /// Where the answer goes.
    pub redirect: String,
    /// `state` of the request.
    pub state: String,
    /// `scope` and `scope_org` of the request.
    pub scope: String,
    /// Whether a refresh token is wanted.
    pub offline: bool,
    /// `person_filter`, decoded.
    pub filter: Option<String>,
    /// PKCE: method and challenge.
    pub challenge: Option<(String, String)>,
    /// Consents that are asked for.
    pub permissions: Option<Value>,
}

/// A code that was given.
#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    /// What it stands for.
    pub grant: Grant,
    /// Where it went.
    pub redirect: String,
    /// Until when.
    pub until: OffsetDateTime,
    /// Whether it was redeemed.
    pub used: bool,
    /// PKCE.
    pub challenge: Option<(String, String)>,
}

/// A refresh token that was given.
#[derive(Clone, Debug, PartialEq)]
pub struct Refresh {
    /// What it stands for.
    pub grant: Grant,
    /// Until when.
    pub until: OffsetDateTime,
}

/// Entries by key, the oldest forgotten when there are too many.
#[derive(Debug)]
struct Kept<T> {
    entries: BTreeMap<String, (u64, T)>,
    next: u64,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self { entries: BTreeMap::new(), next: 0 }
    }
}

impl<T> Kept<T> {
    fn keep(&mut self, key: String, value: T) {
        if self.entries.len() >= MOST {
            let oldest = self.entries.iter().min_by_key(|(_, (order, _))| *order).map(|(key, _)| key.clone());
            oldest.and_then(|key| self.entries.remove(&key));
        }
        self.entries.insert(key, (self.next, value));
        self.next += 1;
    }

    fn find(&self, key: &str) -> Option<&T> {
        self.entries.get(key).map(|(_, value)| value)
    }

    fn take(&mut self, key: &str) -> Option<T> {
        self.entries.remove(key).map(|(_, value)| value)
    }
}

impl State {
    /// Keeps a request to log in under this id.
    pub fn await_login(&mut self, id: String, pending: Pending) {
        self.pending.keep(id, pending);
    }

    /// The request of this id.
    pub fn pending(&self, id: &str) -> Option<&Pending> {
        self.pending.find(id)
    }

    /// Takes the request of this id away: it is answered once.
    pub fn answer_login(&mut self, id: &str) -> Option<Pending> {
        self.pending.take(id)
    }

    /// Keeps a code.
    pub fn give_code(&mut self, code: String, given: Code) {
        self.codes.keep(code, given);
    }

    /// The code, as it was before it was marked used; a code is redeemed once.
    pub fn redeem(&mut self, code: &str) -> Option<Code> {
        let (_, known) = self.codes.entries.get_mut(code)?;
        let before = known.clone();
        known.used = true;
        Some(before)
    }

    /// Keeps a refresh token.
    pub fn give_refresh(&mut self, token: String, given: Refresh) {
        self.refreshes.keep(token, given);
    }

    /// Takes a refresh token away: each is used once.
    pub fn take_refresh(&mut self, token: &str) -> Option<Refresh> {
        self.refreshes.take(token)
    }

    /// Remembers that a citizen agreed that a system gets this scope.
    pub fn agree(&mut self, oid: u64, client: &str, scope: &str) {
        if self.consents.len() < MOST {
            self.consents.insert((oid, client.to_owned()), scope.to_owned());
        }
    }

    /// Whether the citizen agreed before to exactly this.
    pub fn agreed(&self, oid: u64, client: &str, scope: &str) -> bool {
        self.consents.get(&(oid, client.to_owned())).is_some_and(|known| known == scope)
    }

    /// The certificates that were given for a system.
    pub fn certificates(&self, mnemonic: &str) -> Vec<Certificate> {
        self.certificates.get(mnemonic).cloned().unwrap_or_default()
    }

    /// Registers a certificate; `false` when there are too many.
    pub fn register(&mut self, mnemonic: &str, certificate: Certificate) -> bool {
        let list = self.certificates.entry(mnemonic.to_owned()).or_default();
        if list.contains(&certificate) {
            return true;
        }
        if list.len() >= MOST_CERTIFICATES {
            return false;
        }
        list.push(certificate);
        true
    }

    /// Keeps an API-Key; `false` when there are too many.
    pub fn form_key(&mut self, id: String, key: ApiKey) -> bool {
        let room = self.keys.len() < MOST;
        if room {
            self.keys.insert(id, key);
        }
        room
    }

    /// The API-Key of this text, in the case in which it was given out.
    pub fn key(&self, id: &str) -> Option<&ApiKey> {
        self.keys.get(id)
    }

    /// The API-Key of this text, to be changed.
    pub fn key_mut(&mut self, id: &str) -> Option<&mut ApiKey> {
        self.keys.get_mut(id)
    }

    /// All API-Keys.
    pub fn keys(&self) -> impl Iterator<Item = (&String, &ApiKey)> {
        self.keys.iter()
    }

    /// Keeps an application under the next number; the oldest goes when there are too many.
    pub fn reserve(&mut self, order: Order) -> u64 {
        let id = self.orders.last_key_value().map_or(FIRST_ORDER, |(last, _)| last.saturating_add(1));
        if self.orders.len() >= MOST {
            self.orders.pop_first();
        }
        self.orders.insert(id, order);
        id
    }

    /// The application of this number.
    pub fn order(&self, id: u64) -> Option<&Order> {
        self.orders.get(&id)
    }

    /// The application of this number, to be changed.
    pub fn order_mut(&mut self, id: u64) -> Option<&mut Order> {
        self.orders.get_mut(&id)
    }

    /// All applications.
    pub fn orders(&self) -> impl Iterator<Item = (&u64, &Order)> {
        self.orders.iter()
    }

    /// What a view shows.
    pub fn view(&self, view: &str, key: &str) -> Option<Value> {
        match view {
            "esia.code" => self.codes.find(key).map(|code| {
                json!({
                    "client": code.grant.client,
                    "oid": code.grant.oid,
                    "scope": code.grant.scope,
                    "used": code.used,
                })
            }),
            "esia.order" => {
                let id = key.parse().ok()?;
                self.orders.get(&id).map(|order| order.shown(id))
            }
            "esia.api-key" => self.keys.get(key).map(ApiKey::shown),
            _ => None,
        }
    }
}
