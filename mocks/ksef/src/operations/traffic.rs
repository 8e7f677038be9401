//! Whether one more request is taken: which limit an operation counts to, and whether limits hold at all (spec §3.4).

use poligon_institution::{Evidence, Refused};

use crate::checks::ground;
use crate::desk::Call;
use crate::identity::Identifier;
use crate::knobs;
use crate::state::traffic::{Counter, Exceeded, Group, Rates, Schedule, Window};
use crate::wire::errors::RETRY_AFTER;

/// Counts the request, unless it is one too many.
///
/// # Errors
/// 429.
pub fn admit(call: &mut Call<'_>, operation: &'static str) -> Result<(), Refused> {
    let Some(metered) = metered(operation) else { return Ok(()) };
    let Some((counter, rates)) = counted(call, operation, metered) else { return Ok(()) };
    let admitted = call.desk.state().traffic.admit(counter, rates, call.now);
    let exceeded = admitted.err();
    call.exam.require(&ground::RATE.check, exceeded.is_none(), || {
        exceeded.map(|exceeded| evidence(operation, exceeded)).unwrap_or_default()
    })
}

/// The limits in force in a context.
pub fn schedule(call: &Call<'_>, context: &Identifier) -> Schedule {
    let set = call.desk.state().traffic.set_in(context).cloned();
    set.unwrap_or_else(|| Group::schedule(factor(call)))
}

/// How an operation is metered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Metered {
    /// By the group's limit, in the caller's context.
    By(Group),
    /// By address only, sixty a second.
    Public,
}

/// The OpenAPI file's `x-rate-limits`; `None` where there is none.
fn metered(operation: &str) -> Option<Metered> {
    use Metered::{By, Public};
    let name = operation.strip_prefix("ksef.").unwrap_or(operation);
    Some(match name {
        "sessions.online.open" | "sessions.online.close" => By(Group::OnlineSession),
        "sessions.batch.open" | "sessions.batch.close" => By(Group::BatchSession),
        "sessions.online.send" => By(Group::InvoiceSend),
        "sessions.invoices.status" => By(Group::InvoiceStatus),
        "sessions.list" => By(Group::SessionList),
        "sessions.invoices.list" | "sessions.invoices.failed" => By(Group::SessionInvoiceList),
        _ if name.starts_with("sessions.") => By(Group::SessionMisc),
        "invoices.query-metadata" => By(Group::InvoiceMetadata),
        "invoices.exports.start" => By(Group::InvoiceExport),
        "invoices.exports.status" => By(Group::InvoiceExportStatus),
        "invoices.by-number" => By(Group::InvoiceDownload),
        "collective-identifiers.create" => By(Group::CollectiveIdentifier),
        _ if name.starts_with("collective-identifiers.") || name.starts_with("storage.") => return None,
        "peppol.query" => Public,
        _ if name.starts_with("security.") => Public,
        _ if name.starts_with("auth.") && !name.starts_with("auth.sessions.") => Public,
        _ if ["subject", "person", "permissions", "attachment"].iter().any(|group| {
            name.strip_prefix("testdata.").is_some_and(|rest| rest.starts_with(&format!("{group}.")))
        }) =>
        {
            Public
        }
        _ => By(Group::Other),
    })
}

/// What the request counts to; `None` when no limit holds.
fn counted(call: &Call<'_>, operation: &'static str, metered: Metered) -> Option<(Counter, Rates)> {
    let mode = knobs::RATE_LIMITS.value(&call.desk.sandbox.settings);
    let always = mode == "always";
    let peer = call.request.peer.to_canonical();
    if mode == "never" || !always && !call.desk.state().traffic.is_any_set() {
        return None;
    }
    let Metered::By(group) = metered else {
        let counter = Counter { context: None, peer, of: operation };
        return always.then_some((counter, Rates::PUBLIC));
    };
    // Who has no valid token is told so by the operation; two operations of this kind need none.
    let context = call.context();
    if context.is_none() && !operation.starts_with("ksef.testdata.context.") {
        return None;
    }
    let set = context.as_ref().and_then(|context| call.desk.state().traffic.set_in(context).cloned());
    let schedule = match set {
        Some(schedule) => schedule,
        None if always => Group::schedule(factor(call)),
        None => return None,
    };
    let rates = schedule.get(&group).copied()?;
    let of = if group == Group::Other { operation } else { group.name() };
    Some((Counter { context, peer, of }, rates))
}

fn factor(call: &Call<'_>) -> u32 {
    u32::try_from(knobs::RATE_LIMIT_FACTOR.number(&call.desk.sandbox.settings)).unwrap_or(1)
}

fn evidence(operation: &str, exceeded: Exceeded) -> Vec<Evidence> {
    let Exceeded { limit, window, wait } = exceeded;
    let (english, polish) = match window {
        Window::Hour => ("hour", "godzinę"),
        Window::Minute => ("minute", "minutę"),
        Window::Second => ("second", "sekundę"),
    };
    vec![
        Evidence::values(
            format!("requests a {english} that count to {operation}"),
            format!("at most {limit}"),
            format!("{limit} before this one"),
        ),
        Evidence::values(RETRY_AFTER, "seconds to wait before the next request", wait.to_string()),
        Evidence::text(format!(
            "Przekroczono limit {limit} żądań na {polish}. Spróbuj ponownie po {wait} sekundach."
        )),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_metered_as_the_open_api_file_says() {
        for (operation, expected) in [
            ("ksef.sessions.online.send", Some(Metered::By(Group::InvoiceSend))),
            ("ksef.sessions.invoices.upo-by-reference", Some(Metered::By(Group::SessionMisc))),
            ("ksef.sessions.status", Some(Metered::By(Group::SessionMisc))),
            ("ksef.auth.sessions.list", Some(Metered::By(Group::Other))),
            ("ksef.auth.token.redeem", Some(Metered::Public)),
            ("ksef.testdata.permissions.grant", Some(Metered::Public)),
            ("ksef.testdata.context.block", Some(Metered::By(Group::Other))),
            ("ksef.testdata.rate-limits.set", Some(Metered::By(Group::Other))),
            ("ksef.permissions.persons.grant", Some(Metered::By(Group::Other))),
            ("ksef.collective-identifiers.query", None),
            ("ksef.storage.download", None),
        ] {
            assert_eq!(metered(operation), expected, "{operation}");
        }
    }
}
