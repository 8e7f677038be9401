//! What of the state scenarios may look at. Looking is no poll: it changes nothing.

use serde_json::{Map, Value, json};

use crate::identity::Identifier;
use crate::ids::ReferenceNumber;
use crate::state::State;
use crate::state::invoices::Invoice;
use crate::state::sessions::{Phase, Session};

/// What a view shows under a key; `None` when there is nothing.
pub fn show(state: &State, view: &str, key: &str) -> Option<Value> {
    match view {
        "ksef.auth-session" => login(state, key),
        "ksef.invoice" => {
            let index = state.invoices.find(key).or_else(|| state.invoices.find_number(key))?;
            state.invoices.at(index).map(|it| invoice(state, it))
        }
        "ksef.invoices" => Some(invoices_of(state, key)),
        "ksef.limits" => Some(limits(state, key)),
        "ksef.permissions" => Some(permissions(state, key)),
        "ksef.session" => state.sessions.at(state.sessions.find(key)?).map(|it| session(state, it)),
        "ksef.sessions" => Some(sessions_of(state, key)),
        _ => None,
    }
}

fn login(state: &State, key: &str) -> Option<Value> {
    let reference: ReferenceNumber = key.parse().ok()?;
    let login = state.auth.login(&reference)?;
    let status = login.phase.status();
    Some(json!({
        "reference": login.reference,
        "status": { "code": status.code, "description": status.description, "details": status.details },
        "method": login.method.name(),
        "subject": login.subject,
        "context": login.context,
        "redeemed": login.phase.is_redeemed(),
    }))
}

fn invoice(state: &State, invoice: &Invoice) -> Value {
    let session = state.sessions.at(invoice.session).map(|session| session.reference.to_string());
    let accepted = invoice.accepted.as_deref();
    json!({
        "reference": invoice.reference,
        "session": session,
        "ordinal": invoice.ordinal,
        "number": invoice.number,
        "hash": invoice.hash,
        "status": invoice.status(),
        "verdict": invoice.verdict,
        "ksef-number": accepted.map(|accepted| accepted.number.to_string()),
        "mode": accepted.map(|accepted| accepted.mode),
        "seller": accepted.map(|accepted| accepted.facts.seller.nip.clone()),
        "corrects": accepted.and_then(|accepted| accepted.corrects.clone()),
    })
}

/// Rejected invoices have no seller that is known; they count for the context that they were sent in.
fn invoices_of(state: &State, nip: &str) -> Value {
    let (mut sent, mut accepted, mut rejected, mut numbers) = (0, 0, 0, Vec::new());
    for session in sessions(state, nip) {
        for invoice in session.invoices.iter().filter_map(|index| state.invoices.at(*index)) {
            sent += 1;
            match &invoice.accepted {
                Some(it) => {
                    accepted += 1;
                    numbers.push(it.number.to_string());
                }
                None => rejected += 1,
            }
        }
    }
    json!({ "sent": sent, "accepted": accepted, "rejected": rejected, "ksef-numbers": numbers })
}

fn session(state: &State, session: &Session) -> Value {
    let invoices: Vec<Value> = session
        .invoices
        .iter()
        .filter_map(|index| state.invoices.at(*index))
        .map(|invoice| json!({ "reference": invoice.reference, "verdict": invoice.verdict.code }))
        .collect();
    json!({
        "reference": session.reference,
        "status": session.status(),
        "context": session.context,
        "subject": session.subject,
        "form": session.form.system_code(),
        "sent": session.course.sent,
        "accepted": session.course.accepted,
        "rejected": session.course.rejected,
        "invoices": invoices,
        "upo-pages": session.pages,
    })
}

fn sessions_of(state: &State, nip: &str) -> Value {
    let all: Vec<&Session> = sessions(state, nip).collect();
    let open = all.iter().filter(|session| session.course.phase == Phase::Open).count();
    let references: Vec<String> = all.iter().map(|session| session.reference.to_string()).collect();
    json!({ "count": all.len(), "open": open, "references": references })
}

fn sessions<'a>(state: &'a State, nip: &str) -> impl Iterator<Item = &'a Session> {
    let context = Identifier::nip(nip);
    let indexes: Vec<usize> = state.sessions.of_context(&context).collect();
    indexes.into_iter().rev().filter_map(|index| state.sessions.at(index))
}

fn permissions(state: &State, nip: &str) -> Value {
    let context = Identifier::nip(nip);
    let granted: Map<String, Value> = state
        .permissions
        .granted(&context)
        .map(|(to, permissions)| {
            let words: Vec<&str> = permissions.iter().map(|permission| permission.name()).collect();
            (to.value.clone(), json!(words))
        })
        .collect();
    json!({
        "roles": state.permissions.roles(&context),
        "blocked": state.permissions.is_blocked(&context),
        "granted": granted,
    })
}

fn limits(state: &State, nip: &str) -> Value {
    let online = state.limits.of_context(&Identifier::nip(nip)).online;
    json!({
        "invoices": online.invoices,
        "invoice-mb": online.invoice_mb,
        "invoice-with-attachment-mb": online.invoice_with_attachment_mb,
        "rate-limits-set": state.traffic.set_in(&Identifier::nip(nip)).is_some(),
    })
}
