//! `POST /auth/ksef-token`: a login with a KSeF token. Tokens themselves are not built yet, so that every login ends in
//! status 450; the request, the challenge and the encryption are judged in full.

use poligon_crypto::cipher;
use poligon_institution::{Evidence, Refused, Response};
use serde_json::json;

use super::challenge::millis;
use super::outcome::{self, NewLogin};
use crate::checks::auth;
use crate::desk::Call;
use crate::identity::{AllowedIps, IdKind, Identifier, Method, mask, range};
use crate::operations::auth::xades_signature::spend_challenge;
use crate::operations::security::keys;
use crate::wire::json::{Body, Json};
use crate::wire::patterns;

/// What KSeF knows about tokens: the place where they plug in once they are built.
pub trait TokenStore {
    /// The subject that a token was made by; `None` when there is no such token.
    fn author(&self, token: &str) -> Option<Identifier>;
}

/// No token is known.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoTokens;

impl TokenStore for NoTokens {
    fn author(&self, _token: &str) -> Option<Identifier> {
        None
    }
}

/// Answers the operation with 202.
///
/// # Errors
/// When the request is refused.
pub fn answer(call: &mut Call<'_>) -> Result<Response, Refused> {
    let body = Body::of(call)?;
    let root = body.root();
    let challenge = root.field("challenge").required().text().unwrap_or_default();
    let context = identifier(&root.field("contextIdentifier").required(), CONTEXTS);
    let sealed = root.field("encryptedToken").required().base64().unwrap_or_default();
    let key = root.field("publicKeyId").text_that(patterns::is_sha256_base64);
    let allowed_ips = allowed_ips(&root.field("authorizationPolicy").field("allowedIps"));
    body.finish(call)?;

    keys::require_known(call, key.as_deref(), &auth::KEY_ID)?;
    let issued = challenge_moment(call, &challenge)?;
    let context = context.unwrap_or_else(|| Identifier::nip(""));
    let judged = judge(call, &sealed, issued, &NoTokens);
    let subject = judged.as_ref().ok().cloned().unwrap_or_else(|| context.clone());
    let judged = judged.and_then(|subject| outcome::judge_registers(call, &subject, &context));
    let login = NewLogin {
        method: Method::Token,
        subject_details: json!({ "subjectIdentifier": subject }),
        subject,
        context,
        document_hash: None,
        allowed_ips,
    };
    outcome::begin(call, login, judged)
}

/// The kinds of context.
pub const CONTEXTS: &[(&str, IdKind)] = &[
    ("Nip", IdKind::Nip),
    ("InternalId", IdKind::InternalId),
    ("NipVatUe", IdKind::NipVatUe),
    ("PeppolId", IdKind::PeppolId),
];

/// Reads `{type, value}`.
pub fn identifier(at: &Json<'_>, kinds: &[(&str, IdKind)]) -> Option<Identifier> {
    if !at.is_present() {
        return None;
    }
    let kind = at.field("type").required().one_of(kinds);
    let value = at.field("value").required();
    let kind = kind?;
    Some(Identifier::new(kind, value.text_that(|text| kind.fits(text))?))
}

fn allowed_ips(at: &Json<'_>) -> Option<AllowedIps> {
    let texts = |name: &str, fits: fn(&str) -> bool| -> Vec<String> {
        at.field(name).items(10).iter().filter_map(|item| item.clone().required().text_that(fits)).collect()
    };
    let policy = AllowedIps {
        ip4_addresses: texts("ip4Addresses", patterns::is_ip4),
        ip4_ranges: texts("ip4Ranges", |text| range(text).is_some()),
        ip4_masks: texts("ip4Masks", |text| mask(text).is_some()),
    };
    Some(policy).filter(|policy| !policy.is_empty())
}

/// Milliseconds of the challenge, which is used up.
fn challenge_moment(call: &mut Call<'_>, challenge: &str) -> Result<i64, Refused> {
    let issued = call.desk.state().auth.issued(challenge);
    spend_challenge(call, challenge)?;
    Ok(issued.map(millis).unwrap_or_default())
}

fn judge(
    call: &mut Call<'_>,
    sealed: &[u8],
    issued: i64,
    store: &dyn TokenStore,
) -> Result<Identifier, Refused> {
    let opened = keys::open_token(call, sealed)?;
    let exam = &mut call.exam;
    let plain = exam.need(&auth::TOKEN_SEALED.check, opened, || {
        vec![Evidence::text(cipher::CipherError::Oaep.to_string())]
    })?;
    let text = String::from_utf8(plain).ok();
    let parts = text.as_deref().and_then(|text| text.rsplit_once('|'));
    let parts = parts.and_then(|(token, at)| Some((token.to_owned(), at.parse::<i64>().ok()?)));
    // What came is a secret of the client's; the evidence shows its shape only.
    let (token, at) = exam.need(&auth::TOKEN_WRITTEN.check, parts, || {
        let bars = text.as_deref().map(|text| text.matches('|').count());
        let got = bars.map_or("bytes that are not UTF-8".to_owned(), |bars| {
            format!("a text with {bars} „|” whose last part is no whole number")
        });
        vec![Evidence::values("encrypted text", "token|timestampMs", got)]
    })?;
    exam.require(&auth::TOKEN_TIME.check, at == issued, || {
        vec![Evidence::values("timestampMs", issued.to_string(), at.to_string())]
    })?;
    exam.need(&auth::TOKEN_KNOWN.check, store.author(&token), || {
        vec![Evidence::text("KSeF tokens are not built: none was issued in this sandbox")]
    })
}
