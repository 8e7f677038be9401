//! `POST /auth/token/redeem`: access and refresh token, once.

use http::StatusCode;
use poligon_institution::{Evidence, Refused, Response};
use serde_json::json;

use super::{status, tokens};
use crate::checks::auth;
use crate::desk::Call;
use crate::identity::Identifier;
use crate::knobs;
use crate::state::auth::{Denied, Event};
use crate::wire;
use crate::wire::claims::TokenKind;

/// Answers the operation.
///
/// # Errors
/// 401, 21304, 21301, 21308.
pub fn answer(call: &mut Call<'_>) -> Result<Response, Refused> {
    let claims = call.claims(&[TokenKind::Authentication])?;
    let reference = claims.reference;
    let login = call.desk.state().auth.login(&reference).cloned();
    let login = status::need(call, login, reference.as_str())?;
    require_alive(call, &login.subject)?;
    let until = tokens::until(call, &knobs::REFRESH_TOKEN_SECONDS);
    let step = call.desk.state().auth.step(&reference, Event::Redeem(until), call.now);
    match step.unwrap_or(Ok(())) {
        Ok(()) => {
            call.exam.pass(&auth::REDEEM_ONCE.check);
            call.exam.pass(&auth::REDEEM_STATUS.check);
        }
        Err(Denied::AlreadyRedeemed) => {
            let evidence = Evidence::values("redeems of this login", "one", reference.as_str());
            return Err(call.exam.refuse(&auth::REDEEM_ONCE.check, vec![evidence]));
        }
        Err(Denied::Status(code)) => {
            let evidence = Evidence::values("status of the login", "200", code.to_string());
            return Err(call.exam.refuse(&auth::REDEEM_STATUS.check, vec![evidence]));
        }
    }
    let body = json!({
        "accessToken": tokens::access(call, &login),
        "refreshToken": tokens::refresh(call, &reference, until),
    });
    Ok(wire::json(StatusCode::OK, &body))
}

/// Refuses the tokens of the dead.
///
/// # Errors
/// 21308.
pub fn require_alive(call: &mut Call<'_>, subject: &Identifier) -> Result<(), Refused> {
    let deceased = call.desk.state().permissions.is_deceased(subject);
    call.exam.require(&auth::ALIVE_STILL.check, !deceased, || {
        vec![Evidence::text(format!("{subject} is on record as dead"))]
    })
}
