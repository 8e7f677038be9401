//! Sending invoices and asking what became of them.

use http::Method;
use poligon_crypto::cipher;
use poligon_institution::{Action, Arguments, Parameter, ParameterKind, Played, Stage};
use serde_json::{Value, json};

use super::hand::{Answered, Hand, INVOICE as LAST, NUMBER as NUMBER_WORD, Outcome, text_at};
use super::parameters::{AS, EVERY, HEADERS, INVOICE, JSON, MOST, SESSION, TOKEN, optional};
use super::sample::{BUYER, BYTE_ORDER_MARK, FILE, ISSUED, NET, NUMBER, PADDING, REPLACE, SELLER};
use super::{online, polling, sample};
use crate::wire::patterns::{sha256_base64, to_base64};

const SPOILT: Parameter = optional(
    "spoilt",
    "What the client does wrong when it encrypts and declares.",
    ParameterKind::OneOf(&[
        "encrypted-hash",
        "encrypted-size",
        "hash",
        "not-encrypted",
        "other-key",
        "other-vector",
        "size",
    ]),
);
const OFFLINE: Parameter = optional("offline", "Whether offlineMode is declared.", ParameterKind::Bool);
const CORRECTS: Parameter = optional(
    "corrects",
    "The hash of the rejected invoice that this one corrects technically.",
    ParameterKind::Text,
);
const QUERY: Parameter =
    optional("query", "The query as it stands in the URL: pageSize=10.", ParameterKind::Text);

pub(super) fn actions() -> Vec<Action> {
    vec![
        Action {
            name: "ksef.send-invoice",
            about: "Encrypts an invoice with the key of its session and sends it.",
            takes: &[
                AS,
                SESSION,
                FILE,
                online::FORM,
                NUMBER,
                SELLER,
                BUYER,
                ISSUED,
                NET,
                REPLACE,
                PADDING,
                BYTE_ORDER_MARK,
                SPOILT,
                OFFLINE,
                CORRECTS,
                JSON,
                TOKEN,
                HEADERS,
            ],
            gives: &["invoice", "hash", "number"],
            play: send,
        },
        Action {
            name: "ksef.invoice-status",
            about: "Asks once what became of an invoice.",
            takes: &[AS, SESSION, INVOICE, TOKEN, HEADERS],
            gives: &["ksef-number"],
            play: |stage, given| {
                let mut hand = Hand::new(stage, given);
                let answered = ask_status(&mut hand)?;
                seen(&mut hand, Played::answered(answered))
            },
        },
        Action {
            name: "ksef.await-invoice",
            about: "Asks what became of an invoice until it is known.",
            takes: &[AS, SESSION, INVOICE, TOKEN, EVERY, MOST, HEADERS],
            gives: &["polls", "ksef-number"],
            play: |stage, given| {
                let mut hand = Hand::new(stage, given);
                let played = polling::until_settled(&mut hand, &[100, 150], ask_status)?;
                seen(&mut hand, played)
            },
        },
        Action {
            name: "ksef.session-invoices",
            about: "Lists the invoices of a session.",
            takes: &[AS, SESSION, QUERY, TOKEN, HEADERS],
            gives: &[],
            play: |stage, given| list(stage, given, ""),
        },
        Action {
            name: "ksef.failed-invoices",
            about: "Lists the rejected invoices of a session.",
            takes: &[AS, SESSION, QUERY, TOKEN, HEADERS],
            gives: &[],
            play: |stage, given| list(stage, given, "/failed"),
        },
    ]
}

fn send(stage: &mut Stage<'_>, given: &Arguments) -> Outcome {
    let mut hand = Hand::new(stage, given);
    let party = hand.party()?;
    let session = online::session(&hand, &party)?;
    let made = sample::made(&mut hand, &party)?;
    let hash = sha256_base64(&made.bytes);
    let body = body(&mut hand, &session, &made.bytes)?;
    let request =
        hand.with_json(hand.request(Method::POST, &format!("/sessions/online/{session}/invoices")), body);
    let answered = hand.send_authorized(request)?;
    let reference = text_at(&answered, "/referenceNumber");
    let mut played = Played::answered(answered).with("hash", hash);
    if let Some(number) = made.number {
        played = played.with("number", number);
    }
    let Some(reference) = reference else { return Ok(played) };
    hand.remember(&party, LAST, reference.as_str());
    Ok(played.with("invoice", reference))
}

fn body(hand: &mut Hand<'_, '_>, session: &str, plain: &[u8]) -> Result<Value, String> {
    let spoilt = hand.given.text("spoilt");
    let spoilt = spoilt.as_deref().unwrap_or_default();
    // A session of somebody else, or one that is not there: any key is as good as another.
    let (mut key, mut vector) = match online::secret(hand, session) {
        Some(secret) => secret,
        None => {
            let entropy = hand.entropy("any-key");
            (entropy.bytes::<32>().to_vec(), entropy.bytes::<16>().to_vec())
        }
    };
    match spoilt {
        "other-key" => key = hand.entropy("other-key").bytes::<32>().to_vec(),
        "other-vector" => vector = hand.entropy("other-vector").bytes::<16>().to_vec(),
        _ => {}
    }
    let sent = if spoilt == "not-encrypted" {
        plain.to_vec()
    } else {
        cipher::aes256_cbc_encrypt(&key, &vector, plain).map_err(|why| why.to_string())?
    };
    let hash_of =
        |bytes: &[u8], name: &str| sha256_base64(if spoilt == name { b"other bytes" } else { bytes });
    let size_of = |bytes: &[u8], name: &str| bytes.len() + usize::from(spoilt == name);
    let mut body = json!({
        "invoiceHash": hash_of(plain, "hash"),
        "invoiceSize": size_of(plain, "size"),
        "encryptedInvoiceHash": hash_of(&sent, "encrypted-hash"),
        "encryptedInvoiceSize": size_of(&sent, "encrypted-size"),
        "encryptedInvoiceContent": to_base64(&sent),
        "offlineMode": hand.given.is_on("offline"),
    });
    if let (Some(hash), Some(body)) = (hand.given.text("corrects"), body.as_object_mut()) {
        body.insert("hashOfCorrectedInvoice".to_owned(), Value::String(hash));
    }
    Ok(body)
}

fn ask_status(hand: &mut Hand<'_, '_>) -> Result<Answered, String> {
    let party = hand.party()?;
    let session = online::session(hand, &party)?;
    let invoice = hand.given_or_remembered(&party, "invoice", LAST, "ksef.send-invoice")?;
    let request = hand.request(Method::GET, &format!("/sessions/{session}/invoices/{invoice}"));
    hand.send_authorized(request)
}

/// Remembers the KSeF number of an answer.
fn seen(hand: &mut Hand<'_, '_>, played: Played) -> Outcome {
    let Some(number) = text_at(&played.answer, "/ksefNumber") else { return Ok(played) };
    let party = hand.party()?;
    hand.remember(&party, NUMBER_WORD, number.as_str());
    Ok(played.with("ksef-number", number))
}

fn list(stage: &mut Stage<'_>, given: &Arguments, which: &str) -> Outcome {
    let mut hand = Hand::new(stage, given);
    let session = online::session(&hand, &hand.party()?)?;
    let query = hand.given.text("query").map(|query| format!("?{query}")).unwrap_or_default();
    let request = hand.request(Method::GET, &format!("/sessions/{session}/invoices{which}{query}"));
    hand.send_authorized(request).map(Played::answered)
}
