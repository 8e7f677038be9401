//! Storage links: UPOs to be fetched without a token (spec §1.7). A link carries what it allows and until when, signed with a
//! key of this sandbox. It is made anew with every answer.

use poligon_crypto::jws;
use poligon_institution::{Evidence, Refused, Response};
use serde_json::json;
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime, UtcOffset};

use super::upo::{self, Draft};
use crate::checks::sessions as rules;
use crate::desk::{Call, KsefDesk};
use crate::knobs;
use crate::state::State;
use crate::wire::moment;

/// The container of all links; TEST has several.
const CONTAINER: &str = "01";

/// A link to this path below the container, and when it expires as the API writes it.
pub fn link(call: &Call<'_>, path: &str) -> (String, String) {
    let seconds =
        i64::try_from(knobs::STORAGE_LINK_SECONDS.number(&call.desk.sandbox.settings)).unwrap_or(i64::MAX);
    // The link says it in whole seconds, so the answer does too.
    let expires = whole(call.now.saturating_add(Duration::seconds(seconds)));
    let (starts, ends) = (text(whole(call.now)), text(expires));
    let path = format!("{CONTAINER}/{path}");
    let signature = signature(call.desk, &path, &ends);
    let encoded = |text: &str| text.replace(':', "%3A");
    let query =
        format!("sv=2026-04-06&st={}&se={}&sr=b&sp=r&sig={signature}", encoded(&starts), encoded(&ends));
    (format!("{}/storage/{path}?{query}", call.request.base.storage_url), moment::write(expires))
}

/// Answers `GET /storage/{*path}`, without a token.
///
/// # Errors
/// 403 for a link that was changed or has expired, 404 when nothing is behind it.
pub fn answer(call: &mut Call<'_>) -> Result<Response, Refused> {
    let path = call.argument("path").to_owned();
    let (ends, given) = (call.query("se").unwrap_or_default(), call.query("sig").unwrap_or_default());
    let expected = signature(call.desk, &path, &ends);
    let genuine = (expected == given).then_some(());
    call.exam.need(&rules::LINK.check, genuine, || {
        let shown: String = given.chars().take(60).collect();
        vec![Evidence::values("sig", "the signature of this path and this se", shown)]
    })?;
    let alive = OffsetDateTime::parse(&ends, &Rfc3339).ok().filter(|ends| call.now <= *ends);
    let now = call.now;
    call.exam.need(&rules::LINK.check, alive, || {
        vec![Evidence::values("se", format!("not before {}", moment::write(now)), ends.clone())]
    })?;
    let draft = behind(&call.desk.state(), &path);
    let draft = call.exam.need(&rules::LINKED.check, draft, || {
        vec![Evidence::values("path", "a UPO of this sandbox", path.chars().take(120).collect::<String>())]
    })?;
    upo::sealed(call, draft)
}

fn behind(state: &State, path: &str) -> Option<Draft> {
    let mut parts = path.split('/');
    let (container, session, folder, file) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    if container != CONTAINER || parts.next().is_some() {
        return None;
    }
    let session = state.sessions.find(session)?;
    let name = file.strip_prefix("upo_")?.strip_suffix(".xml")?;
    match folder {
        "invoice-upo" => upo::of_number(state, session, name),
        "session-upo" => upo::of_page(state, session, name.parse::<usize>().ok()?.checked_sub(1)?),
        _ => None,
    }
}

/// HMAC-SHA-256 over path and end, base64url. The JWS is only its envelope: its third part is the MAC.
fn signature(desk: &KsefDesk, path: &str, ends: &str) -> String {
    let secret: [u8; 32] = desk.sandbox.entropy.fork("ksef").fork("storage").bytes();
    let token = jws::sign_hs256(&json!({ "path": path, "se": ends }), &secret);
    token.rsplit('.').next().unwrap_or_default().to_owned()
}

fn whole(at: OffsetDateTime) -> OffsetDateTime {
    let at = at.to_offset(UtcOffset::UTC);
    at.replace_nanosecond(0).unwrap_or(at)
}

fn text(at: OffsetDateTime) -> String {
    // Years beyond 9999 do not occur: the vault refuses them long before.
    at.format(&Rfc3339).unwrap_or_default()
}
