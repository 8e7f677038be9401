//! `GET /auth/sessions`, `DELETE /auth/sessions/current`, `DELETE /auth/sessions/{referenceNumber}`: active logins and their
//! end. Access tokens that were issued live on until they expire.

use http::StatusCode;
use poligon_institution::{Evidence, Refused, Response};
use serde_json::{Value, json};

use super::status;
use crate::checks::auth;
use crate::desk::Call;
use crate::ids::ReferenceNumber;
use crate::state::auth::Event;
use crate::wire;
use crate::wire::claims::TokenKind;
use crate::wire::paging;

/// Lists the active logins of the caller in its context, newest first.
///
/// # Errors
/// 401, 403, 21405, 21418.
pub fn list(call: &mut Call<'_>) -> Result<Response, Refused> {
    let caller = call.caller()?;
    let page = paging::continued(call, "auth-sessions", 100)?;
    let items: Vec<Value> = {
        let state = call.desk.state();
        let active = state.auth.active(&caller.subject, &caller.context, call.now);
        active
            .into_iter()
            .map(|login| item(status::described(login), &login.reference, &caller.reference))
            .collect()
    };
    let (items, next) = paging::cut(items, page, "auth-sessions");
    Ok(wire::json(StatusCode::OK, &json!({ "continuationToken": next, "items": items })))
}

/// Ends the login of the token that was sent: an access or a refresh token.
///
/// # Errors
/// 401, 403.
pub fn revoke_current(call: &mut Call<'_>) -> Result<Response, Refused> {
    let claims = call.claims(&[TokenKind::Access, TokenKind::Refresh])?;
    end(call, &claims.reference)
}

/// Ends another login of the caller's.
///
/// # Errors
/// 401, 403, 21405.
pub fn revoke(call: &mut Call<'_>) -> Result<Response, Refused> {
    let caller = call.caller()?;
    let asked = call.reference_argument("referenceNumber")?;
    let reference: Option<ReferenceNumber> = asked.parse().ok();
    let login = reference.as_ref().and_then(|reference| call.desk.state().auth.login(reference).cloned());
    let login = call.exam.need(&auth::LOGIN.check, login, || {
        let line = format!("Sesja uwierzytelnienia o numerze referencyjnym {asked} nie została znaleziona.");
        vec![Evidence::values("referenceNumber", "of a login of this sandbox", asked), Evidence::Text(line)]
    })?;
    let own = login.subject == caller.subject && login.context == caller.context;
    call.require_visible(own, "this login belongs to another subject or context")?;
    end(call, &login.reference)
}

fn end(call: &mut Call<'_>, reference: &ReferenceNumber) -> Result<Response, Refused> {
    // What cannot be ended has ended already: the answer is the same.
    let _ = call.desk.state().auth.step(reference, Event::Revoke, call.now);
    Ok(Response::new(StatusCode::NO_CONTENT))
}

fn item(mut described: Value, reference: &ReferenceNumber, current: &ReferenceNumber) -> Value {
    if let Some(map) = described.as_object_mut() {
        map.insert("referenceNumber".to_owned(), json!(reference));
        map.insert("isCurrent".to_owned(), json!(reference == current));
    }
    described
}
