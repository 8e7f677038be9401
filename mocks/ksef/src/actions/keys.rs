//! The public keys of KSeF: asking for them, and the one that a client encrypts with.

use http::Method;
use poligon_certs::KsefUsage;
use poligon_crypto::Certificate;
use poligon_institution::{Action, Arguments, Played, Stage};
use serde_json::Value;

use super::hand::{Answered, Hand, Outcome, json};
use super::parameters::HEADERS;
use crate::wire::patterns;

/// Where the keys asked for last are remembered.
const KEYS: &str = "ksef.public-keys";

/// A public key that a client encrypts with.
#[derive(Clone, Debug)]
pub(super) struct PublicKey {
    /// The key, SPKI in DER.
    pub(super) spki: Vec<u8>,
    /// Its publicKeyId.
    pub(super) id: String,
}

pub(super) fn actions() -> Vec<Action> {
    vec![Action {
        name: "ksef.public-keys",
        about: "Fetches the public keys; what is encrypted from now on is encrypted with them.",
        takes: &[HEADERS],
        gives: &["count", "session-key-id", "token-key-id"],
        play: public_keys,
    }]
}

fn public_keys(stage: &mut Stage<'_>, given: &Arguments) -> Outcome {
    let mut hand = Hand::new(stage, given);
    let answered = fetch(&mut hand);
    let keys = json(&answered);
    let id = |usage| {
        first(&keys, usage).and_then(|key| key["publicKeyId"].as_str()).unwrap_or_default().to_owned()
    };
    let (session, token) = (id("SymmetricKeyEncryption"), id("KsefTokenEncryption"));
    Ok(Played::answered(answered)
        .with("count", keys.as_array().map_or(0, Vec::len))
        .with("session-key-id", session)
        .with("token-key-id", token))
}

fn fetch(hand: &mut Hand<'_, '_>) -> Answered {
    let answered = hand.send(None, hand.request(Method::GET, "/security/public-key-certificates"));
    if answered.as_ref().is_ok_and(|response| response.status == 200) {
        hand.stage.memory.keep(KEYS, json(&answered));
    }
    answered
}

/// The key of this use, of those that were fetched last, fetched now when there are none; or the answer that is none.
pub(super) fn current(
    hand: &mut Hand<'_, '_>,
    usage: KsefUsage,
) -> Result<Result<PublicKey, Box<Answered>>, String> {
    if hand.stage.memory.get(KEYS).is_none() {
        let answered = fetch(hand);
        if hand.stage.memory.get(KEYS).is_none() {
            return Ok(Err(Box::new(answered)));
        }
    }
    let word = match usage {
        KsefUsage::SymmetricKeyEncryption => "SymmetricKeyEncryption",
        KsefUsage::TokenEncryption => "KsefTokenEncryption",
    };
    let found = hand.stage.memory.get(KEYS).and_then(|keys| read(first(keys, word)?));
    found.map(Ok).ok_or_else(|| format!("KSeF listed no certificate of usage {word} that can be read"))
}

/// The publicKeyId that `key-id` asks for.
pub(super) fn id(hand: &Hand<'_, '_>, key: &PublicKey) -> Option<String> {
    let id = hand.given.text("key-id")?;
    Some(if id == "right" { key.id.clone() } else { id })
}

/// The first of this use: the current one is listed first.
fn first<'a>(keys: &'a Value, usage: &str) -> Option<&'a Value> {
    keys.as_array()?
        .iter()
        .find(|key| key["usage"].as_array().is_some_and(|usages| usages.iter().any(|listed| listed == usage)))
}

fn read(key: &Value) -> Option<PublicKey> {
    let der = patterns::base64(key.get("certificate")?.as_str()?)?;
    let certificate = Certificate::from_der(&der).ok()?;
    let spki = certificate.public_key().ok()?.spki().to_vec();
    let id = key.get("publicKeyId").and_then(Value::as_str).unwrap_or_default().to_owned();
    Some(PublicKey { spki, id })
}
