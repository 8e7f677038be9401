//! The good way: log in, open a session, send an invoice, fetch its UPO.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use poligon_certs::Credential;
use poligon_crypto::Certificate;
use poligon_ksef::actions::invoices::{Sample, SessionKey};
use poligon_ksef::actions::login::{Request, Shape};
use poligon_ksef::identity::Identifier;
use poligon_ksef::invoice::Form;
use poligon_world::Entropy;
use poligon_world::clock::wall_now;
use serde_json::Value;

use super::talk::{Talk, number, status, text};
use super::{NIP, OTHER_NIP, Page};
use crate::{Trouble, state};

pub(super) async fn play(talk: &Talk, seal: &Credential, page: &mut Page) -> Result<(), Trouble> {
    page.title("The good way");
    let Some(token) = log_in(talk, seal, page).await? else { return Ok(()) };
    let Some((session, key)) = open_session(talk, &token, page).await? else { return Ok(()) };
    send_invoice(talk, &token, &session, &key, page).await
}

async fn log_in(talk: &Talk, seal: &Credential, page: &mut Page) -> Result<Option<String>, Trouble> {
    let (reply, challenge) = talk.challenge().await?;
    page.step("challenge", "HTTP 200", &format!("HTTP {}", reply.status.as_u16()), &challenge);
    let request = Request::new(&challenge, Identifier::nip(NIP));
    let signed = request
        .signed(seal, Shape::CSharp, wall_now())
        .map_err(|why| Trouble::start(format!("signing the AuthTokenRequest: {why}")))?;
    let reply = talk.log_in(signed).await?;
    let begun = reply.json();
    page.step(
        "sealed AuthTokenRequest",
        "HTTP 202",
        &format!("HTTP {}", reply.status.as_u16()),
        &text(&begun, "/referenceNumber"),
    );
    let temporary = text(&begun, "/authenticationToken/token");
    let reply = talk.await_status(&format!("/auth/{}", text(&begun, "/referenceNumber")), &temporary).await?;
    let seen = reply.json();
    page.step("login status", "200", &number(&seen, "/status/code").to_string(), &status(&seen));
    let reply = talk.post("/auth/token/redeem", &temporary, &Value::Null).await?;
    let token = text(&reply.json(), "/accessToken/token");
    page.step(
        "access token",
        "HTTP 200",
        &format!("HTTP {}", reply.status.as_u16()),
        &format!("a JWT of {} characters", token.len()),
    );
    Ok((!token.is_empty()).then_some(token))
}

async fn open_session(
    talk: &Talk,
    token: &str,
    page: &mut Page,
) -> Result<Option<(String, SessionKey)>, Trouble> {
    let keys = talk.get("/security/public-key-certificates", "").await?.json();
    let Some(spki) = symmetric_key(&keys) else {
        page.step("public key", "a certificate", "none", &keys.to_string());
        return Ok(None);
    };
    // The demo's own key material: as random as everything of a run without a seed.
    let random = Entropy::new(state::random_seed(), "demo");
    let key = SessionKey::wrap(random.bytes(), random.bytes(), &spki, random.bytes())
        .map_err(|why| Trouble::start(format!("wrapping the session key: {why}")))?;
    let reply = talk.post("/sessions/online", token, &key.open_body(Form::Fa3)).await?;
    let session = text(&reply.json(), "/referenceNumber");
    page.step("online session, FA (3)", "HTTP 201", &format!("HTTP {}", reply.status.as_u16()), &session);
    Ok((!session.is_empty()).then_some((session, key)))
}

fn symmetric_key(keys: &Value) -> Option<Vec<u8>> {
    let wanted = |key: &&Value| {
        key["usage"].as_array().is_some_and(|usage| usage.iter().any(|one| one == "SymmetricKeyEncryption"))
    };
    let published = keys.as_array()?.iter().find(wanted)?;
    let der = BASE64_STANDARD.decode(published["certificate"].as_str()?).ok()?;
    Some(Certificate::from_der(&der).ok()?.public_key().ok()?.spki().to_vec())
}

async fn send_invoice(
    talk: &Talk,
    token: &str,
    session: &str,
    key: &SessionKey,
    page: &mut Page,
) -> Result<(), Trouble> {
    let invoice = Sample::new("DEMO/1", NIP, OTHER_NIP, wall_now()).xml();
    let body = key
        .send_body(invoice.as_bytes())
        .map_err(|why| Trouble::start(format!("encrypting the invoice: {why}")))?;
    let reply = talk.post(&format!("/sessions/online/{session}/invoices"), token, &body).await?;
    let reference = text(&reply.json(), "/referenceNumber");
    page.step("invoice, encrypted", "HTTP 202", &format!("HTTP {}", reply.status.as_u16()), &reference);
    let path = format!("/sessions/{session}/invoices/{reference}");
    let seen = talk.await_status(&path, token).await?.json();
    let ksef_number = text(&seen, "/ksefNumber");
    page.step(
        "invoice status",
        "200",
        &number(&seen, "/status/code").to_string(),
        &format!("{}, KSeF number {ksef_number}", status(&seen)),
    );
    let reply = talk.get(&format!("{path}/upo"), token).await?;
    page.step("UPO", "HTTP 200", &format!("HTTP {}", reply.status.as_u16()), "signed receipt:");
    page.quote(&upo(&reply.text()));
    Ok(())
}

/// The lines of a UPO that people look for; a seal is long and says nothing to a reader.
fn upo(xml: &str) -> Vec<String> {
    let wanted = [
        "NazwaPodmiotuPrzyjmujacego",
        "NumerKSeFDokumentu",
        "NumerFaktury",
        "DataNadaniaNumeruKSeF",
        "SkrotDokumentu",
        "SignatureMethod",
    ];
    let opening = |name: &&str| {
        let written = [format!("<{name}>"), format!("<{name} "), format!(":{name} ")];
        let at = written.iter().find_map(|written| xml.find(written))?;
        let rest = xml.get(at..)?;
        let end = rest
            .char_indices()
            .filter(|(_, c)| *c == '<')
            .map(|(at, _)| at)
            .find(|at| *at > 0)
            .unwrap_or(rest.len());
        Some(rest.get(..end)?.trim_start_matches([':', '<']).replacen('>', "  ", 1).trim().to_owned())
    };
    wanted.iter().filter_map(opening).collect()
}
