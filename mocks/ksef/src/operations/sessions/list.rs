//! `GET /sessions`: the sessions of the context, newest first.

use http::StatusCode;
use poligon_institution::{Refused, Response};
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::common;
use crate::desk::Call;
use crate::identity::Permission;
use crate::state::sessions::Session;
use crate::wire::json::validate;
use crate::wire::{self, moment, paging};

/// Largest page.
const MOST: usize = 1_000;
/// Most statuses of a filter that are looked at.
const MOST_STATUSES: usize = 20;

/// Answers the operation.
///
/// # Errors
/// 401, 403, 21405, 21418.
pub fn answer(call: &mut Call<'_>) -> Result<Response, Refused> {
    let caller = call.caller()?;
    let sees_all = [Permission::Introspection, Permission::EnforcementOperations];
    call.require_any(&caller, &common::MAY_LOOK)?;
    let filter = Filter::read(call)?;
    let page = paging::continued(call, "sessions", MOST)?;
    let all = caller.owner || sees_all.iter().any(|permission| caller.has(*permission));
    let (desk, now, pace) = (call.desk, call.now, common::pace(call));
    let mut state = desk.state();
    let candidates: Vec<usize> =
        if filter.online { state.sessions.of_context(&caller.context).collect() } else { Vec::new() };
    let mut found = Vec::new();
    for index in candidates {
        state.tick_session(index, pace, &desk.streams.references, now);
        let wanted = |session: &Session| (all || session.subject == caller.subject) && filter.takes(session);
        if state.sessions.at(index).is_some_and(wanted) {
            found.push(index);
        }
    }
    let (indexes, next) = paging::cut(found, page, "sessions");
    let sessions: Vec<Value> =
        indexes.into_iter().filter_map(|index| state.sessions.at(index)).map(item).collect();
    drop(state);
    Ok(wire::json(StatusCode::OK, &json!({ "continuationToken": next, "sessions": sessions })))
}

fn item(session: &Session) -> Value {
    let course = session.course;
    // Unlike in the status of one session, counters are always numbers here.
    json!({
        "referenceNumber": session.reference,
        "status": session.status(),
        "dateCreated": moment::write(course.created),
        "dateUpdated": moment::write(course.updated),
        "validUntil": moment::write(course.valid_until),
        "totalInvoiceCount": course.sent,
        "successfulInvoiceCount": course.accepted,
        "failedInvoiceCount": course.rejected,
    })
}

/// What is asked for.
struct Filter {
    online: bool,
    reference: Option<String>,
    created: Between,
    closed: Between,
    modified: Between,
    statuses: Vec<Group>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Cancelled,
    Failed,
    InProgress,
    Succeeded,
}

struct Between {
    from: Option<OffsetDateTime>,
    to: Option<OffsetDateTime>,
}

impl Filter {
    fn read(call: &mut Call<'_>) -> Result<Self, Refused> {
        let mut lines = Vec::new();
        let online = match call.query("sessionType") {
            None => {
                lines.push("'sessionType' must not be empty.".to_owned());
                false
            }
            Some(word) if word.eq_ignore_ascii_case("Online") => true,
            Some(word) => {
                if !word.eq_ignore_ascii_case("Batch") {
                    lines.push(not_valid(&word));
                }
                false
            }
        };
        let mut statuses = Vec::new();
        for word in call.query_all("statuses").into_iter().take(MOST_STATUSES) {
            match Group::of_word(&word) {
                Some(group) => statuses.push(group),
                None => lines.push(not_valid(&word)),
            }
        }
        let filter = Self {
            online,
            reference: call.query("referenceNumber"),
            created: Between::read(call, "dateCreated", &mut lines),
            closed: Between::read(call, "dateClosed", &mut lines),
            modified: Between::read(call, "dateModified", &mut lines),
            statuses,
        };
        validate(call, lines)?;
        Ok(filter)
    }

    fn takes(&self, session: &Session) -> bool {
        let course = session.course;
        self.reference.as_ref().is_none_or(|reference| session.reference.as_str() == reference)
            && self.created.holds(Some(course.created))
            && self.closed.holds(course.closed)
            && self.modified.holds(Some(course.updated))
            && (self.statuses.is_empty() || self.statuses.contains(&Group::of_code(session.status().code)))
    }
}

impl Group {
    fn of_word(word: &str) -> Option<Self> {
        Some(match word.to_ascii_lowercase().as_str() {
            "cancelled" => Self::Cancelled,
            "failed" => Self::Failed,
            "inprogress" => Self::InProgress,
            "succeeded" => Self::Succeeded,
            _ => return None,
        })
    }

    fn of_code(code: u16) -> Self {
        match code {
            200 => Self::Succeeded,
            440 => Self::Cancelled,
            400.. => Self::Failed,
            _ => Self::InProgress,
        }
    }
}

impl Between {
    fn read(call: &Call<'_>, name: &str, lines: &mut Vec<String>) -> Self {
        let mut edge = |suffix: &str| {
            let name = format!("{name}{suffix}");
            let text = call.query(&name)?;
            // A plus sign that was not percent-encoded came through as a space.
            let at = moment::read(&text).or_else(|| moment::read(&text.replace(' ', "+")));
            if at.is_none() {
                lines.push(format!("'{name}' is not in the correct format."));
            }
            at
        };
        Self { from: edge("From"), to: edge("To") }
    }

    fn holds(&self, at: Option<OffsetDateTime>) -> bool {
        if self.from.is_none() && self.to.is_none() {
            return true;
        }
        at.is_some_and(|at| self.from.is_none_or(|from| from <= at) && self.to.is_none_or(|to| at <= to))
    }
}

fn not_valid(word: &str) -> String {
    let shown: String = word.chars().take(40).collect();
    format!("The value '{shown}' is not valid.")
}
