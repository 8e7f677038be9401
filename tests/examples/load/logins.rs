//! Logging in by XAdES: good requests from challenge to access token, and broken ones with their explanation.

use std::hint::black_box;
use std::sync::Arc;

use poligon_certs::{Credential, KeyKind, Order, Profile, Vault};
use poligon_crypto::{DigestAlgorithm, SignatureAlgorithm, SigningKey};
use poligon_ksef::actions::login::{Request, Shape};
use poligon_ksef::identity::Identifier;
use serde_json::Value;
use time::OffsetDateTime;

use crate::http::{Client, text};
use crate::process::{Process, bare};
use crate::{Outcome, say, say_share};

/// Who logs in and sends.
pub(crate) const NIP: &str = "1111111111";
/// What the microscope may take for one broken message (architecture §2).
const EXPLAINED_MS: f64 = 20.0;

/// Measures logins; the access token of the last one.
pub(crate) fn measure(client: &mut Client, process: &Process, count: usize) -> Outcome<String> {
    let order = Order { key: KeyKind::Rsa2048, nip: Some(NIP.to_owned()), ..Order::new(Profile::KsefSeal) };
    let seal = Vault::in_memory(None).issue(&order, OffsetDateTime::now_utc())?;
    let bare = bare_verification(&seal)?;
    let count = count.max(1);

    let requests = sealed(client, &seal, count)?;
    let before = process.cpu_seconds()?;
    let mut begun = Vec::with_capacity(count);
    for request in &requests {
        begun.push(client.json("POST", "/v2/auth/xades-signature", None, request, 202)?);
    }
    let verifying = process.cpu_seconds()? - before;
    let mut token = String::new();
    for login in &begun {
        token = redeemed(client, login)?;
    }
    let whole = process.cpu_seconds()? - before;
    let each = |seconds: f64| seconds / count as f64;
    say("sealed message taken, processor time", 1e3 * each(verifying), "ms", None);
    say_share("sealed message taken", bare, each(verifying));
    say("login (seal, status, redeem), one core", 1.0 / each(whole), "/s", None);
    say_share("login", bare, each(whole));
    broken(client, process, &seal, count)?;
    Ok(token)
}

/// One RSA verification, as aws-lc-rs does it.
fn bare_verification(seal: &Credential) -> Outcome<f64> {
    let algorithm = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);
    let key = SigningKey::from_pkcs8(seal.key.pkcs8())?;
    let message = [0x5A; 1200];
    let signature = key.sign(algorithm, &message, &[])?;
    let public = key.public();
    Ok(bare(|| {
        black_box(public.verifies(algorithm, &message, &signature));
    }))
}

fn sealed(client: &mut Client, seal: &Arc<Credential>, count: usize) -> Outcome<Vec<Vec<u8>>> {
    let mut requests = Vec::with_capacity(count);
    for _ in 0..count {
        let challenge = client.json("POST", "/v2/auth/challenge", None, b"", 200)?;
        let request = Request::new(&text(&challenge, "/challenge")?, Identifier::nip(NIP));
        requests.push(request.signed(seal, Shape::Python, OffsetDateTime::now_utc())?);
    }
    Ok(requests)
}

fn redeemed(client: &mut Client, begun: &Value) -> Outcome<String> {
    let token = text(begun, "/authenticationToken/token")?;
    let path = format!("/v2/auth/{}", text(begun, "/referenceNumber")?);
    for _ in 0..50 {
        let status = client.json("GET", &path, Some(&token), b"", 200)?;
        match status.pointer("/status/code").and_then(Value::as_u64) {
            Some(200) => {
                let tokens = client.json("POST", "/v2/auth/token/redeem", Some(&token), b"", 200)?;
                return text(&tokens, "/accessToken/token");
            }
            Some(100) => {}
            _ => return Err(format!("the login ended otherwise: {status}").into()),
        }
    }
    Err("the login stays in progress".into())
}

/// Refused seals: one that no known mistake explains, and one that a known mistake does.
fn broken(client: &mut Client, process: &Process, seal: &Arc<Credential>, count: usize) -> Outcome<()> {
    let kinds = [
        (
            "changed after signing",
            "SubjectIdentifierType>certificateSubject<",
            "SubjectIdentifierType>certificateFingerprint<",
        ),
        ("re-indented after signing", "<Challenge>", "\n\t<Challenge>"),
    ];
    for (name, from, to) in kinds {
        let requests = sealed(client, seal, count)?;
        let before = process.cpu_seconds()?;
        for request in requests {
            let text = String::from_utf8(request)?.replacen(from, to, 1);
            let (status, _) = client.send("POST", "/v2/auth/xades-signature", None, text.as_bytes())?;
            if !(400..500).contains(&status) {
                return Err(format!("a seal that was {name} is answered with {status}").into());
            }
        }
        let spent = process.cpu_seconds()? - before;
        let what = format!("seal {name}, refused and explained");
        say(&what, 1e3 * spent / count as f64, "ms", Some(("at_most", EXPLAINED_MS)));
    }
    Ok(())
}
