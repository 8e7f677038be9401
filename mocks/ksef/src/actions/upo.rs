//! Fetching UPOs and invoices, whose bytes come with their hash.

use http::Method;
use poligon_institution::{Action, Arguments, Parameter, ParameterKind, Played, Request, Stage};
use serde_json::Value;

use super::hand::{Answered, Hand, INVOICE as LAST, NUMBER as NUMBER_WORD, Outcome, json, text_at};
use super::online;
use super::parameters::{AS, HEADERS, INVOICE, SESSION, TOKEN, optional};
use crate::wire::patterns::sha256_base64;

const OF: Parameter = optional(
    "of",
    "Which one: that of the invoice by its reference when absent, by its KSeF number, that of the whole session, or what the link of the invoice or the session leads to.",
    ParameterKind::OneOf(&["invoice", "ksef-number", "session", "invoice-link", "session-link"]),
);
const KSEF_NUMBER: Parameter =
    optional("ksef-number", "The KSeF number; the one seen last when absent.", ParameterKind::Text);
const UPO: Parameter = optional(
    "upo",
    "The reference number of the session's UPO page; that of the first when absent.",
    ParameterKind::Text,
);

pub(super) fn actions() -> Vec<Action> {
    vec![
        Action {
            name: "ksef.upo",
            about: "Fetches a UPO and compares x-ms-meta-hash with its bytes.",
            takes: &[AS, OF, SESSION, INVOICE, KSEF_NUMBER, UPO, TOKEN, HEADERS],
            gives: &["hash-matches"],
            play: upo,
        },
        Action {
            name: "ksef.invoice-by-number",
            about: "Fetches an invoice by its KSeF number and compares x-ms-meta-hash with its bytes.",
            takes: &[AS, KSEF_NUMBER, TOKEN, HEADERS],
            gives: &["hash-matches"],
            play: by_number,
        },
    ]
}

fn upo(stage: &mut Stage<'_>, given: &Arguments) -> Outcome {
    let mut hand = Hand::new(stage, given);
    let party = hand.party()?;
    let session = online::session(&hand, &party)?;
    let invoice =
        |hand: &Hand<'_, '_>| hand.given_or_remembered(&party, "invoice", LAST, "ksef.send-invoice");
    let sessions = format!("/sessions/{session}");
    let path = match hand.word("of", "invoice").as_str() {
        "ksef-number" => format!("{sessions}/invoices/ksef/{}/upo", number(&hand)?),
        "session" => match page(&mut hand, &sessions)? {
            Ok(page) => format!("{sessions}/upo/{page}"),
            Err(answered) => return Ok(compared(*answered)),
        },
        "session-link" => return linked(&mut hand, &sessions, "/upo/pages/0/downloadUrl"),
        "invoice-link" => {
            let path = format!("{sessions}/invoices/{}", invoice(&hand)?);
            return linked(&mut hand, &path, "/upoDownloadUrl");
        }
        _ => format!("{sessions}/invoices/{}/upo", invoice(&hand)?),
    };
    let request = hand.request(Method::GET, &path);
    hand.send_authorized(request).map(compared)
}

/// The UPO page of the session, as the arguments or its status name it; or the status that names none.
fn page(hand: &mut Hand<'_, '_>, session: &str) -> Result<Result<String, Box<Answered>>, String> {
    if let Some(page) = hand.given.text("upo") {
        return Ok(Ok(page));
    }
    let request = hand.request(Method::GET, session);
    let answered = hand.send_authorized(request)?;
    Ok(text_at(&answered, "/upo/pages/0/referenceNumber").ok_or_else(|| Box::new(answered)))
}

/// What the link in a status leads to, asked for without a token; or the status that has none.
fn linked(hand: &mut Hand<'_, '_>, path: &str, pointer: &str) -> Outcome {
    let request = hand.request(Method::GET, path);
    let answered = hand.send_authorized(request)?;
    let Some(link) = json(&answered).pointer(pointer).and_then(Value::as_str).map(str::to_owned) else {
        return Ok(compared(answered));
    };
    Ok(compared(hand.send(None, Request::new(Method::GET, &link))))
}

fn by_number(stage: &mut Stage<'_>, given: &Arguments) -> Outcome {
    let mut hand = Hand::new(stage, given);
    let request = hand.request(Method::GET, &format!("/invoices/ksef/{}", number(&hand)?));
    hand.send_authorized(request).map(compared)
}

fn number(hand: &Hand<'_, '_>) -> Result<String, String> {
    hand.given_or_remembered(&hand.party()?, "ksef-number", NUMBER_WORD, "ksef.await-invoice")
}

/// Whether the hash in the header is that of the bytes; `false` where there is none.
fn compared(answered: Answered) -> Played {
    let declared = answered.as_ref().ok().and_then(|response| {
        Some((
            response.headers.get("x-ms-meta-hash")?.to_str().ok()?.to_owned(),
            sha256_base64(&response.body),
        ))
    });
    let matches = declared.is_some_and(|(declared, hash)| declared == hash);
    Played::answered(answered).with("hash-matches", matches)
}
