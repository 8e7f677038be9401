//! Sending invoices: the speed on one core, whether the hundred-thousandth costs what the first did, and the memory after.

use std::hint::black_box;

use poligon_crypto::{Certificate, cipher};
use poligon_ksef::actions::invoices::{Sample, SessionKey};
use poligon_ksef::invoice::Form;
use poligon_ksef::wire::patterns;
use serde_json::Value;
use time::OffsetDateTime;

use crate::http::{Client, text};
use crate::logins::NIP;
use crate::process::{Process, bare};
use crate::{Outcome, say, say_share};

/// Invoices of a session, and of a turn that is measured.
const SESSION: usize = 10_000;
/// Invoices that are prepared at a time.
const PIECE: usize = 500;

/// Measures sending.
pub(crate) fn measure(client: &mut Client, process: &Process, token: &str, count: usize) -> Outcome<()> {
    if count == 0 {
        return Ok(());
    }
    let keys = client.json("GET", "/v2/security/public-key-certificates", None, b"", 200)?;
    let key = session_key(&keys)?;
    let mut turns = Vec::new();
    let mut sent = 0;
    while sent < count {
        let turn = SESSION.min(count - sent);
        let spent = one_session(client, process, token, &key, sent, turn)?;
        turns.push(spent / turn as f64);
        sent += turn;
    }
    let whole = turns.iter().sum::<f64>() / turns.len() as f64;
    say("send invoice (FA(3), no schema), one core", 1.0 / whole, "/s", Some(("at_least", 2000.0)));
    say_share("send invoice", bare_cryptography(&key)?, whole);
    if let ([first, .., last], true) = (turns.as_slice(), count >= 2 * SESSION) {
        let what = format!("send invoice: the last {SESSION} of {count} beside the first");
        say(&what, 100.0 * last / first, "%", Some(("at_most", 120.0)));
    }
    say(&format!("resident memory after {count} invoices more"), process.resident_mib()?, "MiB", None);
    Ok(())
}

/// Opens a session, sends so many invoices, and makes sure that they were accepted. The processor seconds of the sends.
fn one_session(
    client: &mut Client,
    process: &Process,
    token: &str,
    key: &SessionKey,
    first: usize,
    count: usize,
) -> Outcome<f64> {
    let opening = key.open_body(Form::Fa3).to_string();
    let opened = client.json("POST", "/v2/sessions/online", Some(token), opening.as_bytes(), 201)?;
    let session = text(&opened, "/referenceNumber")?;
    let path = format!("/v2/sessions/online/{session}/invoices");
    let (mut spent, mut next) = (0.0, first);
    while next < first + count {
        let end = (next + PIECE).min(first + count);
        let bodies: Vec<String> =
            (next..end).map(|number| send_body(key, number)).collect::<Result<_, _>>()?;
        let before = process.cpu_seconds()?;
        for body in &bodies {
            client.json("POST", &path, Some(token), body.as_bytes(), 202)?;
        }
        spent += process.cpu_seconds()? - before;
        next = end;
    }
    accepted(client, token, &session, count)?;
    Ok(spent)
}

/// Results show after some polls of the session (`ksef.processing-polls`).
fn accepted(client: &mut Client, token: &str, session: &str, count: usize) -> Outcome<()> {
    let mut status = Value::Null;
    for _ in 0..20 {
        status = client.json("GET", &format!("/v2/sessions/{session}"), Some(token), b"", 200)?;
        if status.get("successfulInvoiceCount").and_then(Value::as_u64) == u64::try_from(count).ok() {
            return Ok(());
        }
    }
    Err(format!("not all of {count} invoices were accepted, so these would be figures of refusals: {status}")
        .into())
}

fn session_key(published: &Value) -> Outcome<SessionKey> {
    let sealing = |key: &&Value| {
        key.get("usage").is_some_and(|usage| usage.to_string().contains("SymmetricKeyEncryption"))
    };
    let key = published.as_array().and_then(|keys| keys.iter().find(sealing)).ok_or("no key to seal with")?;
    let der = patterns::base64(&text(key, "/certificate")?).ok_or("the certificate is no base64")?;
    let public = Certificate::from_der(&der)?.public_key()?;
    // Nothing here is secret.
    Ok(SessionKey::wrap([7; 32], [9; 16], public.spki(), [5; 32])?)
}

fn sample(number: usize) -> String {
    Sample::new(&format!("BENCH/{number}"), NIP, "2222222222", OffsetDateTime::now_utc()).xml()
}

fn send_body(key: &SessionKey, number: usize) -> Outcome<String> {
    Ok(key.send_body(sample(number).as_bytes())?.to_string())
}

/// What the contents of one invoice cost when nothing is judged: base64, two digests, AES.
fn bare_cryptography(key: &SessionKey) -> Outcome<f64> {
    let ciphertext = cipher::aes256_cbc_encrypt(&key.key, &key.vector, sample(0).as_bytes())?;
    let written = patterns::to_base64(&ciphertext);
    Ok(bare(|| {
        let received = patterns::base64(&written).unwrap_or_default();
        black_box(patterns::sha256_base64(&received));
        let plain = cipher::aes256_cbc_decrypt(&key.key, &key.vector, &received).unwrap_or_default();
        black_box(patterns::sha256_base64(&plain));
    }))
}
