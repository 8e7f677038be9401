//! Answers in KSeF's place: it does nothing then.

use http::StatusCode;
use poligon_institution::action::Arguments;
use poligon_institution::{Acts, Cue, Fault, Parameter, ParameterKind, Response};
use serde_json::json;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

use super::spoil::{self, last_segment};
use crate::wire::errors::Entry;
use crate::wire::respond;

/// RFC 9110, 5.6.7: IMF-fixdate.
const HTTP_DATE: &[BorrowedFormatItem<'_>] =
    format_description!("[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT");

const SECONDS: Parameter = Parameter {
    name: "seconds",
    about: "How long to wait, in seconds; 30 when absent.",
    kind: ParameterKind::Number,
    required: false,
};
const AS_DATE: Parameter = Parameter {
    name: "as-date",
    about: "Whether Retry-After is a date instead of seconds.",
    kind: ParameterKind::Bool,
    required: false,
};

pub(super) fn faults() -> Vec<Fault> {
    let instead = |name, about, acts| Fault { name, about, takes: &[], acts: Acts::Replaces(acts) };
    vec![
        Fault {
            name: "ksef.too-many-requests",
            about: "429 of the traffic limiter with Retry-After; integrators saw up to 2700 seconds.",
            takes: &[SECONDS, AS_DATE],
            acts: Acts::Replaces(too_many),
        },
        instead(
            "ksef.failed-500",
            "500 „Wystąpił nieoczekiwany błąd.” before anything was done.",
            |cue, _| spoil::letterhead(cue, |head| head.unexpected()),
        ),
        instead(
            "ksef.session-not-found-yet",
            "400/21173 for a session that was opened just now.",
            |cue, _| {
                let session =
                    cue.request.path.split('/').find(|part| part.contains("-SO-")).unwrap_or_default();
                let said = format!("Sesja o numerze referencyjnym {session} nie została znaleziona.");
                refused(cue, 21173, "Brak sesji o wskazanym numerze referencyjnym.", said)
            },
        ),
        instead(
            "ksef.invoice-not-stored-yet",
            "400/21165 for an invoice that was accepted but is not stored yet.",
            |cue, _| {
                let number = last_segment(&cue.request.path);
                let said = format!(
                    "Faktura o numerze KSeF {number} została przetworzona, ale nie jest jeszcze dostępna do pobrania. Spróbuj ponownie później."
                );
                refused(cue, 21165, "Faktura o podanym numerze KSeF nie jest jeszcze dostępna.", said)
            },
        ),
        instead(
            "ksef.session-unavailable",
            "400/21184: the session is unavailable during maintenance; a new one helps.",
            |cue, _| {
                spoil::letterhead(cue, |head| {
                    head.bad_request(&[Entry {
                        code: 21184,
                        description: "Sesja tymczasowo niedostępna.",
                        details: Vec::new(),
                    }])
                })
            },
        ),
        instead(
            "ksef.blocked-by-waf",
            "403 of the firewall before KSeF, which names an incident.",
            |cue, _| {
                let incident = spoil::entropy(cue).below(u64::MAX / 2);
                let body = json!({
                    "title": "Request blocked",
                    "status": 403,
                    "detail": "Request blocked by security service",
                    "security": { "clientIp": cue.request.peer.to_canonical().to_string(), "incidentId": incident.to_string() },
                });
                respond(StatusCode::FORBIDDEN, "application/json", &body)
            },
        ),
    ]
}

fn too_many(cue: &Cue<'_>, given: &Arguments) -> Response {
    let seconds = given.number("seconds").unwrap_or(30);
    let said = format!("Przekroczono limit żądań. Spróbuj ponownie po {seconds} sekundach.");
    let wait = if given.is_on("as-date") {
        let span = time::Duration::seconds(i64::try_from(seconds).unwrap_or(i64::MAX));
        let until = cue.sandbox.clock.now().saturating_add(span).to_offset(time::UtcOffset::UTC);
        until.format(HTTP_DATE).unwrap_or_else(|_| seconds.to_string())
    } else {
        seconds.to_string()
    };
    spoil::letterhead(cue, |head| head.too_many(&[said], &wait))
}

fn refused(cue: &Cue<'_>, code: u32, description: &'static str, said: String) -> Response {
    let entry = Entry { code, description, details: vec![said] };
    spoil::letterhead(cue, |head| head.bad_request(&[entry]))
}
