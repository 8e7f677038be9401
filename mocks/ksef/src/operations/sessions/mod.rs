//! Sessions: opening, sending, closing, status, UPO, and the storage links that UPOs are fetched by.

pub mod common;
pub mod invoice_status;
pub mod invoices;
pub mod item;
pub mod list;
pub mod online;
pub mod status;
pub mod storage;
pub mod upo;

use crate::desk::Handler;

/// The handler of an operation of this group.
pub fn handler(name: &str) -> Option<Handler> {
    Some(match name {
        "ksef.sessions.online.open" => online::open::answer,
        "ksef.sessions.online.send" => online::send::answer,
        "ksef.sessions.online.close" => online::close::answer,
        "ksef.sessions.list" => list::answer,
        "ksef.sessions.status" => status::answer,
        "ksef.sessions.invoices.list" => invoices::all,
        "ksef.sessions.invoices.failed" => invoices::failed,
        "ksef.sessions.invoices.status" => invoice_status::answer,
        "ksef.sessions.invoices.upo-by-ksef-number" => upo::by_ksef_number,
        "ksef.sessions.invoices.upo-by-reference" => upo::by_reference,
        "ksef.sessions.upo" => upo::of_session,
        "ksef.storage.download" => storage::answer,
        _ => return None,
    })
}
