//! `POST /auth/token/refresh`: another access token, with the permissions of this moment.

use http::StatusCode;
use poligon_institution::{Evidence, Refused, Response};
use serde_json::json;

use super::redeem::require_alive;
use super::{status, tokens};
use crate::checks::auth;
use crate::desk::Call;
use crate::state::auth::{Denied, Event};
use crate::wire;
use crate::wire::claims::TokenKind;

/// Answers the operation.
///
/// # Errors
/// 401, 21304, 21301, 21308.
pub fn answer(call: &mut Call<'_>) -> Result<Response, Refused> {
    let claims = call.claims(&[TokenKind::Refresh])?;
    let reference = claims.reference;
    let login = call.desk.state().auth.login(&reference).cloned();
    let login = status::need(call, login, reference.as_str())?;
    require_alive(call, &login.subject)?;
    let step = call.desk.state().auth.step(&reference, Event::Refresh, call.now);
    if let Some(Err(denied)) = step {
        let code = match denied {
            Denied::Status(code) => code,
            // A refresh asks nothing about redeems.
            Denied::AlreadyRedeemed => 200,
        };
        let evidence = Evidence::values("status of the login", "200, redeemed", code.to_string());
        return Err(call.exam.refuse(&auth::REFRESH_STATUS.check, vec![evidence]));
    }
    call.exam.pass(&auth::REFRESH_STATUS.check);
    let body = json!({ "accessToken": tokens::access(call, &login) });
    Ok(wire::json(StatusCode::OK, &body))
}
