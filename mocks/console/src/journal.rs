//! The journal of a sandbox: query, one exchange, clear.

use std::fmt::Write;

use http::StatusCode;
use matchit::Params;
use poligon_institution::journal::Query;
use poligon_institution::{ExchangeId, Request, Response, explain};
use serde_json::{Value, json};

use crate::problem::Problem;
use crate::{Console, input, json, show};

/// Exchanges in a list when `last` is left out, and at most.
const USUAL: usize = 100;
const MOST: u64 = 10_000;

pub(crate) fn list(
    console: &Console,
    request: &Request,
    params: &Params<'_, '_>,
) -> Result<Response, Problem> {
    let room = input::room(console, params)?;
    let (query, text) = wanted(request)?;
    let exchanges = room.journal.select(&query);
    if text {
        let mut page = String::new();
        for exchange in &exchanges {
            // Writing to a String does not fail.
            let _ = writeln!(page, "{}", explain::exchange(exchange));
        }
        return Ok(plain(page));
    }
    let shown: Vec<Value> = exchanges.iter().map(|exchange| show::line(exchange)).collect();
    let page =
        json!({ "sandbox": room.sandbox.name.as_str(), "journal": room.journal.tally(), "exchanges": shown });
    Ok(json(StatusCode::OK, &page))
}

pub(crate) fn one(
    console: &Console,
    request: &Request,
    params: &Params<'_, '_>,
) -> Result<Response, Problem> {
    let room = input::room(console, params)?;
    let query = input::query(request, &["format"])?;
    let id = ExchangeId(input::number(
        "the number of the exchange",
        params.get("id").unwrap_or_default(),
        u64::MAX,
    )?);
    let Some(exchange) = room.journal.find(id) else {
        let tally = room.journal.tally();
        return Err(Problem::missing(format!(
            "exchange {} is not in the journal, which keeps the last {} of {} exchanges",
            id.0, tally.kept, tally.recorded
        )));
    };
    if as_text(query.get("format"))? {
        return Ok(plain(explain::exchange(&exchange)));
    }
    Ok(json(StatusCode::OK, &show::whole(&exchange)))
}

pub(crate) fn clear(console: &Console, _: &Request, params: &Params<'_, '_>) -> Result<Response, Problem> {
    input::room(console, params)?.clear_journal()?;
    Ok(Response::new(StatusCode::NO_CONTENT))
}

fn wanted(request: &Request) -> Result<(Query, bool), Problem> {
    let known = ["last", "failed", "institution", "operation", "since", "format"];
    let values = input::query(request, &known)?;
    let mut query = Query { last: Some(USUAL), ..Query::default() };
    if let Some(last) = values.get("last") {
        query.last = usize::try_from(input::number("last", last, MOST)?).ok();
    }
    if let Some(failed) = values.get("failed") {
        query.failed = input::switch("failed", failed)?;
    }
    if let Some(since) = values.get("since") {
        query.since = Some(ExchangeId(input::number("since", since, u64::MAX)?));
    }
    query.institution = values.get("institution").cloned();
    query.operation = values.get("operation").cloned();
    Ok((query, as_text(values.get("format"))?))
}

fn as_text(format: Option<&String>) -> Result<bool, Problem> {
    match format.map(String::as_str) {
        None | Some("json") => Ok(false),
        Some("text") => Ok(true),
        Some(_) => Err(Problem::bad("format is json or text")),
    }
}

fn plain(text: String) -> Response {
    Response::new(StatusCode::OK).with_body("text/plain; charset=utf-8", text)
}
