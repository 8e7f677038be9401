//! Answers of KSeF that are spoilt on their way: lost, emptied, with more or other bytes than they should have.

use http::{HeaderValue, StatusCode};
use poligon_institution::{Acts, Cue, Fault, Response};
use poligon_world::Entropy;
use serde_json::{Value, json};

use crate::wire::errors::Letterhead;
use crate::wire::patterns::sha256_base64;

pub(super) fn faults() -> Vec<Fault> {
    let spoils = |name, about, acts| Fault { name, about, takes: &[], acts: Acts::Spoils(acts) };
    let turns =
        |name, about, knob, value| Fault { name, about, takes: &[], acts: Acts::Turns { knob, value } };
    vec![
        spoils("ksef.accepted-but-500", "500, though KSeF did what it was asked for.", |cue, _, response| {
            *response = letterhead(cue, |head| head.unexpected());
        }),
        spoils(
            "ksef.unknown-fields",
            "Every object of the answer has a field that no document names.",
            |_, _, response| {
                change(response, add_unknown);
            },
        ),
        spoils("ksef.wrong-hash", "x-ms-meta-hash is that of other bytes.", |_, _, response| {
            if let Ok(value) = HeaderValue::from_str(&sha256_base64(b"other bytes")) {
                response.headers.insert("x-ms-meta-hash", value);
            }
        }),
        spoils(
            "ksef.altered-bytes",
            "A byte of the document was lost; x-ms-meta-hash is still that of the whole.",
            |_, _, response| {
                let shorter = response.body.len().saturating_sub(1);
                response.body.truncate(shorter);
            },
        ),
        spoils(
            "ksef.bare-refusal",
            "401 and 403 come without a body, as until January 2026.",
            |_, _, response| {
                if matches!(response.status.as_u16(), 401 | 403) {
                    response.body.clear();
                    response.headers.remove("content-type");
                    response.headers.insert("content-length", HeaderValue::from_static("0"));
                }
            },
        ),
        spoils(
            "ksef.reasonless-refusal",
            "403 gives no reasonCode, as seen in March 2026.",
            |_, _, response| {
                if response.status == StatusCode::FORBIDDEN {
                    change(response, |body| {
                        if let Some(body) = body.as_object_mut() {
                            body.insert("reasonCode".to_owned(), Value::Null);
                            body.insert("detail".to_owned(), json!("Dostęp zabroniony."));
                            body.shift_remove("security");
                        }
                    });
                }
            },
        ),
        turns(
            "ksef.key-rotation",
            "The public keys were rotated; old ones still open what they sealed.",
            "ksef.key-rotations",
            "1",
        ),
        turns(
            "ksef.keys-withdrawn",
            "Keys that were rotated away open nothing any more.",
            "ksef.retired-keys",
            "withdrawn",
        ),
        turns("ksef.invoice-fails", "Invoices sent from now on end in 500.", "ksef.invoice-outcome", "500"),
        turns(
            "ksef.invoice-cancelled",
            "Invoices sent from now on end in 550.",
            "ksef.invoice-outcome",
            "550",
        ),
        turns(
            "ksef.invoice-session-failed",
            "Invoices sent from now on end in 405.",
            "ksef.invoice-outcome",
            "405",
        ),
        turns("ksef.login-fails", "Logins begun from now on end in 500.", "ksef.login-outcome", "500"),
        turns("ksef.login-cancelled", "Logins begun from now on end in 550.", "ksef.login-outcome", "550"),
        turns(
            "ksef.slow",
            "What is asked for from now on takes a thousand polls, or 2000 seconds.",
            "ksef.processing-polls",
            "1000",
        ),
    ]
}

/// A letter with KSeF's head to this request.
pub(super) fn letterhead(cue: &Cue<'_>, write: impl FnOnce(&Letterhead<'_>) -> Response) -> Response {
    write(&Letterhead { request: cue.request, now: cue.sandbox.clock.now(), traces: &entropy(cue) })
}

/// Randomness that the same request at the same time repeats.
pub(super) fn entropy(cue: &Cue<'_>) -> Entropy {
    let moment = cue.sandbox.clock.now().unix_timestamp_nanos();
    cue.sandbox.entropy.fork("ksef.faults").fork(&format!("{moment} {}", cue.request.path))
}

/// What stands after the last slash.
pub(super) fn last_segment(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

/// Changes the JSON of an answer; what is none stays as it is.
pub(super) fn change(response: &mut Response, change: impl FnOnce(&mut Value)) {
    let Ok(mut body) = serde_json::from_slice::<Value>(&response.body) else { return };
    change(&mut body);
    response.body = body.to_string().into();
}

fn add_unknown(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.values_mut().for_each(add_unknown);
            map.insert(
                "xNieznanePole".to_owned(),
                json!({ "wersja": 2, "opis": "pole dodane w nowszej wersji API" }),
            );
        }
        Value::Array(items) => items.iter_mut().for_each(add_unknown),
        _ => {}
    }
}
