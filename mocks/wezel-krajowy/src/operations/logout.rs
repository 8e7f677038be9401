//! `POST /login-services/singleLogoutService` (spec §4.1).

use poligon_institution::{Evidence, Refused, Response};
use poligon_saml::Status;
use poligon_saml::names::UNSPECIFIED;
use poligon_saml::read::LogoutRequest;
use poligon_saml::{moment, status};
use time::Duration;

use super::{LOGOUT, reading, resolve};
use crate::checks::{logout, resolve as resolve_rules};
use crate::desk::{BackChannel, Call};
use crate::state::registration::Provider;
use crate::wire::answers;
use crate::{cases, knobs};

/// Ends a session.
///
/// # Errors
/// When the request is refused.
pub fn answer(call: &mut Call<'_>) -> Result<Response, Refused> {
    call.back_channel = Some(BackChannel { id: None, logout: true });
    let body = call.request.body.clone();
    let document = reading::document(&mut call.exam, &body)?;
    let message = resolve::message(call, &document)?;
    let read = call.exam.need(&resolve_rules::MESSAGE.check, LogoutRequest::read(message), || {
        vec![Evidence::values("message in soap:Body", "saml2p:LogoutRequest", message.local())]
    })?;
    let provider = resolve::sender(call, &document, message, &read.head, "LogoutRequest")?;
    resolve::here(call, &read.head, LOGOUT)?;
    fresh(call, &read)?;
    let known = session(call, &read, &provider)?;
    let outcome = if known || call.knob(&knobs::UNKNOWN_SESSION) == "success" {
        Status::success()
    } else {
        Status::plain(status::REQUESTER)
    };
    match cases::chosen(call) {
        Some(case) => case.logout(call, outcome),
        None => answers::logout_response(call, outcome),
    }
}

fn fresh(call: &mut Call<'_>, read: &LogoutRequest) -> Result<(), Refused> {
    let skew =
        Duration::seconds(i64::try_from(knobs::SKEW.number(&call.desk.sandbox.settings)).unwrap_or(300));
    let instant = read.head.issue_instant.clone().unwrap_or_default();
    let near = moment::read(&instant).is_some_and(|at| (at - call.now).abs() <= skew);
    let now = moment::millis(call.now);
    call.exam.require(&logout::SKEW.check, near, || {
        vec![Evidence::values("IssueInstant", format!("{now} ± {skew}"), instant)]
    })?;
    if call.knob(&knobs::REPLAY) != "true" {
        call.exam.skip(&logout::REPLAY.check, "wezel-krajowy.replay is off");
        return Ok(());
    }
    let id = read.head.id.clone().unwrap_or_default();
    let key = format!("{} logout {id}", read.head.issuer.as_deref().unwrap_or_default());
    let unused = call.desk.state().used.keep(key, ());
    call.exam.require(&logout::REPLAY.check, unused, || vec![Evidence::values("ID", "an unused one", id)])
}

/// Ends the session that is named; `false` when there is none and the knob forgives that.
fn session(call: &mut Call<'_>, read: &LogoutRequest, provider: &Provider) -> Result<bool, Refused> {
    let format = read.name_id_format.as_deref();
    let proper = format == Some(UNSPECIFIED) && !read.name_id_in_protocol;
    call.exam.require(&logout::NAME_ID_FORMAT.check, proper, || {
        let place = if read.name_id_in_protocol {
            "in the namespace of messages"
        } else {
            "in the namespace of assertions"
        };
        vec![Evidence::values(
            "NameID",
            format!("{UNSPECIFIED}, in the namespace of assertions"),
            format!("{}, {place}", format.unwrap_or("none")),
        )]
    })?;
    let index = read.session_indexes.first().cloned().filter(|index| !index.is_empty());
    let index = call.exam.need(&logout::SESSION_INDEX.check, index, || {
        vec![Evidence::values("saml2p:SessionIndex", "that of the assertion", "none")]
    })?;
    let found = call.desk.state().sessions.find(&index).cloned();
    let Some(found) = found else {
        let evidence = vec![Evidence::values("SessionIndex", "that of a session of this node", index)];
        if call.knob(&knobs::UNKNOWN_SESSION) == "success" {
            call.exam.extend([poligon_institution::Finding::warn(&logout::KNOWN.check, evidence)]);
            return Ok(false);
        }
        return Err(call.exam.refuse(&logout::KNOWN.check, evidence));
    };
    call.exam.pass(&logout::KNOWN.check);
    let own = found.issuer == provider.issuer && found.environment == call.place.environment;
    call.exam.need(&logout::OWNER.check, own.then_some(()), || {
        vec![Evidence::values(
            "service provider of the session",
            found.issuer.clone(),
            provider.issuer.clone(),
        )]
    })?;
    let name_id = read.name_id.clone().unwrap_or_default();
    call.exam.require(&logout::NAME_ID.check, name_id == found.name_id, || {
        vec![Evidence::values("saml2:NameID", found.name_id.clone(), name_id)]
    })?;
    call.desk.state().sessions.take(&index);
    Ok(true)
}
