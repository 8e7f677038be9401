//! What the operations on sessions share: who may look, how long results are held back, which session is meant.

use poligon_institution::{Evidence, Refused};
use poligon_world::Strictness;

use crate::access::Caller;
use crate::checks::sessions as rules;
use crate::desk::Call;
use crate::identity::Permission;
use crate::knobs;
use crate::state::sessions::{Pace, Session};

/// Who may look at sessions and their invoices (spec §1.7).
pub const MAY_LOOK: [Permission; 4] = [
    Permission::InvoiceWrite,
    Permission::Introspection,
    Permission::PefInvoiceWrite,
    Permission::EnforcementOperations,
];

/// Who may open sessions, send and close (spec §1.5).
pub const MAY_SEND: [Permission; 3] =
    [Permission::InvoiceWrite, Permission::PefInvoiceWrite, Permission::EnforcementOperations];

/// How long results of this moment are held back. A picky sandbox answers „in progress” once or twice more.
pub fn pace(call: &Call<'_>) -> Pace {
    let polls = knobs::PROCESSING_POLLS.number(&call.desk.sandbox.settings);
    let more = match call.exam.strictness() {
        Strictness::Picky => 1 + call.desk.streams.secrets.below(2),
        Strictness::Faithful | Strictness::Lenient => 0,
    };
    Pace { polls: u32::try_from(polls.saturating_add(more)).unwrap_or(u32::MAX) }
}

/// The session that the path names, polled or only brought up to date, when the caller may look at it.
///
/// # Errors
/// 401, 403, 21405, 21173.
pub fn looked_at(call: &mut Call<'_>, poll: bool) -> Result<usize, Refused> {
    looked_at_or(call, poll, |call, reference| call.exam.refuse(&rules::SESSION.check, unknown(reference)))
}

/// The same where an unknown session is answered otherwise.
///
/// # Errors
/// 401, 403, 21405, and what `unknown` makes of a session that is not there.
pub fn looked_at_or(
    call: &mut Call<'_>,
    poll: bool,
    unknown: impl FnOnce(&mut Call<'_>, &str) -> Refused,
) -> Result<usize, Refused> {
    let caller = call.caller()?;
    call.require_any(&caller, &MAY_LOOK)?;
    let (desk, now, pace) = (call.desk, call.now, pace(call));
    let reference = call.reference_argument("referenceNumber")?;
    let mut state = desk.state();
    let Some(index) = state.sessions.find(&reference) else { return Err(unknown(call, &reference)) };
    call.exam.pass(&rules::SESSION.check);
    let visible = state.sessions.at(index).is_some_and(|session| may_look(&caller, session));
    if visible {
        let pages = &desk.streams.references;
        if poll {
            state.poll_session(index, pace, pages, now);
        } else {
            state.tick_session(index, pace, pages, now);
        }
    }
    drop(state);
    call.require_visible(
        visible,
        "the session belongs to another context, or was opened by another subject",
    )?;
    Ok(index)
}

/// Evidence for a session that is not there.
pub fn unknown(reference: &str) -> Vec<Evidence> {
    let shown: String = reference.chars().take(60).collect();
    vec![Evidence::values("referenceNumber", "the number of a session that was opened here", shown)]
}

/// Whether a session shows for a caller (spec §1.7, maintainers' word in issue 841).
pub fn may_look(caller: &Caller, session: &Session) -> bool {
    caller.context == session.context
        && (caller.subject == session.subject || caller.owner || caller.has(Permission::Introspection))
}

/// Whether a caller may send to a session and close it: its opener, or the owner of its context (spec §5.3).
pub fn may_act(caller: &Caller, session: &Session) -> bool {
    caller.context == session.context && (caller.subject == session.subject || caller.owner)
}
