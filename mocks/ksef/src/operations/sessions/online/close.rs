//! `POST /sessions/online/{referenceNumber}/close`: closes a session; an empty one is cancelled at once.

use http::StatusCode;
use poligon_institution::{Evidence, Refused, Response};

use crate::checks::sessions as rules;
use crate::desk::Call;
use crate::operations::sessions::common::{self, MAY_SEND};
use crate::state::sessions::Event;

/// Answers the operation. Whatever body comes is passed over (spec §0 R5).
///
/// # Errors
/// 401, 403, 21405, 21173, 21180.
pub fn answer(call: &mut Call<'_>) -> Result<Response, Refused> {
    let caller = call.caller()?;
    call.require_any(&caller, &MAY_SEND)?;
    let (desk, now, pace) = (call.desk, call.now, common::pace(call));
    let reference = call.reference_argument("referenceNumber")?;
    let mut state = desk.state();
    let found = state.sessions.find(&reference);
    let index = call.exam.need(&rules::SESSION_ONLINE.check, found, || common::unknown(&reference))?;
    state.tick_session(index, pace, &desk.streams.references, now);
    let session = state.sessions.at_mut(index);
    let session = call.exam.need(&rules::SESSION_ONLINE.check, session, || common::unknown(&reference))?;
    let may = common::may_act(&caller, session);
    call.require_visible(may, "a session is closed by its opener or by the owner of its context")?;
    let code = session.status_inside().code;
    let open = (code == 100).then_some(());
    call.exam.need(&rules::OPEN_FOR_CLOSING.check, open, || {
        vec![Evidence::values("status of the session", "100", code.to_string())]
    })?;
    session.step(Event::Closed, now);
    session.wait = pace.start(now);
    Ok(Response::new(StatusCode::NO_CONTENT))
}
