//! `GET /sessions/{referenceNumber}/invoices` and `…/failed`: the invoices of a session, in the order of sending.

use http::StatusCode;
use poligon_institution::{Refused, Response};
use serde_json::{Value, json};

use super::{common, item};
use crate::desk::Call;
use crate::wire;
use crate::wire::paging;

/// Largest page.
const MOST: usize = 1_000;

/// Answers `…/invoices`.
///
/// # Errors
/// 401, 403, 21173, 21405, 21418.
pub fn all(call: &mut Call<'_>) -> Result<Response, Refused> {
    let session = common::looked_at(call, false)?;
    let page = page(call, session, "invoices", false)?;
    Ok(wire::json(StatusCode::OK, &json!({ "continuationToken": page.next, "invoices": page.items })))
}

/// Answers `…/invoices/failed`. Without any, the property is left out: an official client takes an empty list for a defect.
///
/// # Errors
/// 401, 403, 21173, 21405, 21418.
pub fn failed(call: &mut Call<'_>) -> Result<Response, Refused> {
    let session = common::looked_at(call, false)?;
    let page = page(call, session, "failed", true)?;
    let items = Some(page.items).filter(|items| !items.is_empty());
    Ok(wire::json(StatusCode::OK, &json!({ "continuationToken": page.next, "invoices": items })))
}

struct Items {
    items: Vec<Value>,
    next: Option<String>,
}

fn page(call: &mut Call<'_>, session: usize, list: &str, failed: bool) -> Result<Items, Refused> {
    // A token of one session's list opens no other's.
    let list = format!("{list} {}", call.argument("referenceNumber"));
    let page = paging::continued(call, &list, MOST)?;
    let desk = call.desk;
    let mut state = desk.state();
    let mut invoices = state.sessions.at(session).map(|session| session.invoices.clone()).unwrap_or_default();
    if failed {
        for invoice in &invoices {
            state.poll_invoice(*invoice, call.now);
        }
        invoices
            .retain(|index| state.invoices.at(*index).is_some_and(|invoice| invoice.status().code >= 400));
    }
    let (invoices, next) = paging::cut(invoices, page, &list);
    let items = invoices.into_iter().map(|invoice| item::polled(call, &mut state, invoice)).collect();
    Ok(Items { items, next })
}
