//! Online sessions: opening, asking how far they are, closing.

use http::Method;
use poligon_certs::KsefUsage;
use poligon_crypto::cipher;
use poligon_institution::{Action, Arguments, Parameter, ParameterKind, Played, Stage};
use serde_json::{Value, json};

use super::hand::{Answered, Hand, Outcome, SESSION as LAST, object, text_at};
use super::parameters::{AS, EVERY, HEADERS, JSON, MOST, SESSION, TOKEN, optional};
use super::party::Party;
use super::{keys, polling, token};
use crate::invoice::Form;
use crate::wire::patterns::{base64, to_base64};

/// The form.
pub(super) const FORM: Parameter = optional(
    "form",
    "The form of the invoices; FA (3) when absent.",
    ParameterKind::OneOf(&["FA (2)", "FA (3)"]),
);
const SPOILT: Parameter = optional(
    "spoilt",
    "What the client does wrong to the key of the session.",
    ParameterKind::OneOf(&["key-not-wrapped", "long-vector", "short-key"]),
);

/// How long session and invoice are in progress, by their codes.
const PENDING: &[u64] = &[100, 150, 170];

pub(super) fn actions() -> Vec<Action> {
    vec![
        Action {
            name: "ksef.open-session",
            about: "Opens an online session with a fresh key, wrapped for the public key fetched last.",
            takes: &[AS, FORM, SPOILT, token::KEY_ID, JSON, TOKEN, HEADERS],
            gives: &["session"],
            play: open,
        },
        Action {
            name: "ksef.session-status",
            about: "Asks once how far a session is.",
            takes: &[AS, SESSION, TOKEN, HEADERS],
            gives: &[],
            play: |stage, given| {
                let mut hand = Hand::new(stage, given);
                ask_status(&mut hand).map(Played::answered)
            },
        },
        Action {
            name: "ksef.await-session",
            about: "Asks how far a closed session is until it has ended.",
            takes: &[AS, SESSION, TOKEN, EVERY, MOST, HEADERS],
            gives: &["polls"],
            play: |stage, given| {
                let mut hand = Hand::new(stage, given);
                polling::until_settled(&mut hand, PENDING, ask_status)
            },
        },
        Action {
            name: "ksef.close-session",
            about: "Closes an online session.",
            takes: &[AS, SESSION, TOKEN, HEADERS],
            gives: &[],
            play: close,
        },
    ]
}

fn open(stage: &mut Stage<'_>, given: &Arguments) -> Outcome {
    let mut hand = Hand::new(stage, given);
    let party = hand.party()?;
    let key = match keys::current(&mut hand, KsefUsage::SymmetricKeyEncryption)? {
        Ok(key) => key,
        Err(answered) => return Ok(Played::answered(*answered)),
    };
    let spoilt = hand.given.text("spoilt");
    let entropy = hand.entropy("session-key");
    let (secret, vector): ([u8; 32], [u8; 16]) = (entropy.bytes(), entropy.bytes());
    let wrapped = match spoilt.as_deref() {
        Some("key-not-wrapped") => secret.to_vec(),
        Some("short-key") => wrap(&key.spki, secret.get(..16).unwrap_or_default(), entropy.bytes())?,
        _ => wrap(&key.spki, &secret, entropy.bytes())?,
    };
    let sent_vector =
        if spoilt.as_deref() == Some("long-vector") { [vector, vector].concat() } else { vector.to_vec() };
    let mut body = json!({
        "formCode": form(&hand).code(),
        "encryption": {
            "encryptedSymmetricKey": to_base64(&wrapped),
            "initializationVector": to_base64(&sent_vector),
        },
    });
    if let (Some(id), Some(encryption)) =
        (keys::id(&hand, &key), body.get_mut("encryption").and_then(Value::as_object_mut))
    {
        encryption.insert("publicKeyId".to_owned(), Value::String(id));
    }
    let request = hand.with_json(hand.request(Method::POST, "/sessions/online"), body);
    let answered = hand.send_authorized(request)?;
    let Some(reference) = text_at(&answered, "/referenceNumber") else {
        return Ok(Played::answered(answered));
    };
    hand.remember(&party, LAST, reference.as_str());
    let kept = object([("key", to_base64(&secret).into()), ("vector", to_base64(&vector).into())]);
    hand.stage.memory.keep(session_key(&reference), kept);
    Ok(Played::answered(answered).with("session", reference))
}

fn wrap(spki: &[u8], secret: &[u8], padding: [u8; 32]) -> Result<Vec<u8>, String> {
    cipher::rsa_oaep_seal(spki, secret, padding).map_err(|why| why.to_string())
}

/// The form that the arguments name.
pub(super) fn form(hand: &Hand<'_, '_>) -> Form {
    let word = hand.word("form", Form::Fa3.system_code());
    Form::ALL.into_iter().find(|form| form.system_code() == word).unwrap_or(Form::Fa3)
}

/// The session that is meant.
pub(super) fn session(hand: &Hand<'_, '_>, party: &Party) -> Result<String, String> {
    hand.given_or_remembered(party, "session", LAST, "ksef.open-session")
}

/// Key and vector of a session that this client opened.
pub(super) fn secret(hand: &Hand<'_, '_>, session: &str) -> Option<(Vec<u8>, Vec<u8>)> {
    let kept = hand.stage.memory.get(&session_key(session))?;
    let part = |name: &str| kept.get(name).and_then(Value::as_str).and_then(base64);
    Some((part("key")?, part("vector")?))
}

fn session_key(reference: &str) -> String {
    format!("ksef.session.{reference}")
}

fn ask_status(hand: &mut Hand<'_, '_>) -> Result<Answered, String> {
    let session = session(hand, &hand.party()?)?;
    let request = hand.request(Method::GET, &format!("/sessions/{session}"));
    hand.send_authorized(request)
}

fn close(stage: &mut Stage<'_>, given: &Arguments) -> Outcome {
    let mut hand = Hand::new(stage, given);
    let session = session(&hand, &hand.party()?)?;
    let request = hand.request(Method::POST, &format!("/sessions/online/{session}/close"));
    hand.send_authorized(request).map(Played::answered)
}
