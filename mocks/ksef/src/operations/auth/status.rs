//! `GET /auth/{referenceNumber}`: how far an authentication operation is.

use http::StatusCode;
use poligon_institution::{Evidence, Refused, Response};
use serde_json::{Value, json};

use crate::checks::{auth, ground};
use crate::desk::Call;
use crate::ids::ReferenceNumber;
use crate::state::auth::{Event, KEPT, Login, Phase, StatusLine};
use crate::wire::claims::TokenKind;
use crate::wire::{self, moment};

/// Answers the operation; each call is a poll.
///
/// # Errors
/// 401, 21304, 410.
pub fn answer(call: &mut Call<'_>) -> Result<Response, Refused> {
    let claims = call.claims(&[TokenKind::Authentication])?;
    let asked = call.argument("referenceNumber").to_owned();
    let own = claims.reference.as_str() == asked;
    let login = if own { polled(call, &claims.reference) } else { None };
    let login = need(call, login, &asked)?;
    let kept = call.now < login.started.saturating_add(KEPT);
    if !kept {
        let evidence =
            Evidence::text(format!("the operation began on {}, more than 7 days ago", login.started));
        return Err(call.exam.refuse(&ground::KEPT.check, vec![evidence]));
    }
    Ok(wire::json(StatusCode::OK, &described(&login)))
}

/// The operation, or 21304.
///
/// # Errors
/// 21304 when there is none.
pub fn need(call: &mut Call<'_>, login: Option<Login>, asked: &str) -> Result<Login, Refused> {
    let shown: String = asked.chars().take(60).collect();
    call.exam.need(&auth::OPERATION.check, login, || {
        vec![Evidence::values("referenceNumber", "the authentication operation of the token", shown)]
    })
}

/// What status and list say of an operation.
pub fn described(login: &Login) -> Value {
    let (category, code, display_name) = login.method.info();
    let (refreshed, until) = match &login.phase {
        Phase::Redeemed { refreshed, until } => (*refreshed, Some(*until)),
        _ => (None, None),
    };
    json!({
        "startDate": moment::write(login.started),
        "authenticationMethod": login.method.name(),
        "authenticationMethodInfo": { "category": category, "code": code, "displayName": display_name },
        "status": status(&login.phase.status()),
        "isTokenRedeemed": login.phase.is_redeemed(),
        "lastTokenRefreshDate": refreshed.map(moment::write),
        "refreshTokenValidUntil": until.map(moment::write),
    })
}

/// `{code, description, details?}`.
pub fn status(line: &StatusLine) -> Value {
    let details = (!line.details.is_empty()).then_some(&line.details);
    json!({ "code": line.code, "description": line.description, "details": details })
}

fn polled(call: &Call<'_>, reference: &ReferenceNumber) -> Option<Login> {
    let mut state = call.desk.state();
    // A poll is open in every phase.
    let _ = state.auth.step(reference, Event::Poll, call.now)?;
    state.auth.login(reference).cloned()
}
