//! `POST /invoices/query/metadata`: lists of metadata, by role, date and filters.

use http::StatusCode;
use poligon_institution::{Refused, Response};
use serde::Serialize;

use super::filters::Filters;
use super::metadata::Metadata;
use crate::desk::Call;
use crate::identity::Permission;
use crate::state::invoices::DateKind;
use crate::wire::json::validate;
use crate::wire::{moment, paging};

/// Largest page.
const MOST: usize = 250;
/// Most records of one set of filters (spec §3.5).
const MOST_RECORDS: usize = 10_000;

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Found<'a> {
    has_more: bool,
    is_truncated: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    permanent_storage_hwm_date: Option<String>,
    invoices: Vec<Metadata<'a>>,
}

/// Answers the operation.
///
/// # Errors
/// 401, 403, 21001, 21405, 21183.
pub fn answer(call: &mut Call<'_>) -> Result<Response, Refused> {
    let caller = call.caller()?;
    call.require_any(&caller, &[Permission::InvoiceRead])?;
    let filters = Filters::read(call, call.now)?;
    let descending = descending(call)?;
    let page = paging::offset(call, MOST)?;
    // Whatever is stored later is stored at this moment or after it: below the mark nothing changes any more.
    let high_water = call.now;
    let range = filters.range.judge(call, high_water)?;
    let desk = call.desk;
    let mut state = desk.state();
    state.tick(call.now);
    let state = state;
    let hits = state.invoices.index().within(filters.role, &caller.context, range.by, range.keys());
    let hits: Box<dyn Iterator<Item = usize> + '_> =
        if descending { Box::new(hits.rev()) } else { Box::new(hits) };
    let end = page.from.saturating_add(page.size).min(MOST_RECORDS);
    let mut seen: usize = 0;
    let mut invoices = Vec::new();
    for invoice in hits.filter_map(|index| state.invoices.at(index)) {
        let Some((accepted, stored)) = invoice.success().filter(|(accepted, _)| filters.takes(accepted))
        else {
            continue;
        };
        seen += 1;
        // One more than the page tells that there is more.
        if seen > end {
            break;
        }
        if seen > page.from {
            invoices.push(Metadata::of(invoice, accepted, stored));
        }
    }
    let found = Found {
        has_more: seen > end && end < MOST_RECORDS,
        is_truncated: seen > MOST_RECORDS,
        permanent_storage_hwm_date: (range.by == DateKind::PermanentStorage)
            .then(|| moment::write(high_water)),
        invoices,
    };
    // Our own types always turn into JSON.
    let body = serde_json::to_string(&found).unwrap_or_default();
    drop(found);
    Ok(Response::new(StatusCode::OK).with_body("application/json; charset=utf-8", body))
}

fn descending(call: &mut Call<'_>) -> Result<bool, Refused> {
    match call.query("sortOrder") {
        None => Ok(false),
        Some(word) if word.eq_ignore_ascii_case("Asc") => Ok(false),
        Some(word) if word.eq_ignore_ascii_case("Desc") => Ok(true),
        Some(word) => {
            let shown: String = word.chars().take(40).collect();
            validate(call, vec![format!("The value '{shown}' is not valid.")]).map(|()| false)
        }
    }
}
