//! Logging in with a KSeF token: the token and the time of the challenge, encrypted.

use poligon_certs::KsefUsage;
use poligon_crypto::cipher;
use poligon_institution::{Parameter, ParameterKind};
use serde_json::{Value, json};

use super::enter::Challenge;
use super::hand::{Answered, Hand};
use super::keys;
use super::parameters::optional;
use crate::identity::Identifier;
use crate::wire::patterns::to_base64;

/// The KSeF token.
pub(super) const KSEF_TOKEN: Parameter =
    optional("ksef-token", "The KSeF token; one that was never issued when absent.", ParameterKind::Text);
/// What is wrong with it.
pub(super) const SPOILT: Parameter = optional(
    "spoilt",
    "What the client does wrong to the encrypted token.",
    ParameterKind::OneOf(&["no-time", "not-encrypted", "wrong-time"]),
);
/// The id of the key.
pub(super) const KEY_ID: Parameter = optional(
    "key-id",
    "publicKeyId that is sent; none when absent, „right” for that of the key in use.",
    ParameterKind::Text,
);

/// The body, or the answer that stands in the way.
pub(super) fn body(
    hand: &mut Hand<'_, '_>,
    challenge: &Challenge,
    context: &Identifier,
) -> Result<Result<Value, Box<Answered>>, String> {
    let key = match keys::current(hand, KsefUsage::TokenEncryption)? {
        Ok(key) => key,
        Err(answered) => return Ok(Err(answered)),
    };
    let token = hand.given.text("ksef-token").unwrap_or_else(|| never_issued(hand, context));
    let spoilt = hand.given.text("spoilt");
    let plain = match spoilt.as_deref() {
        Some("no-time") => token,
        Some("wrong-time") => format!("{token}|{}", challenge.milliseconds.saturating_add(1)),
        _ => format!("{token}|{}", challenge.milliseconds),
    };
    let sealed = if spoilt.as_deref() == Some("not-encrypted") {
        plain.into_bytes()
    } else {
        let padding = hand.entropy("oaep").bytes();
        cipher::rsa_oaep_seal(&key.spki, plain.as_bytes(), padding).map_err(|why| why.to_string())?
    };
    let mut body = json!({
        "challenge": challenge.text,
        "contextIdentifier": context,
        "encryptedToken": to_base64(&sealed),
    });
    if let (Some(id), Some(body)) = (keys::id(hand, &key), body.as_object_mut()) {
        body.insert("publicKeyId".to_owned(), Value::String(id));
    }
    Ok(Ok(body))
}

/// The shape of a KSeF token (spec §4.1), of which KSeF knows nothing.
fn never_issued(hand: &mut Hand<'_, '_>, context: &Identifier) -> String {
    let secret = hand.entropy("ksef-token").hex(32).to_lowercase();
    format!("20260101-EC-0000000000-0000000000-00|nip-{}|{secret}", context.value)
}
