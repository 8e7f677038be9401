//! The operations of ESIA and of the ЕПГУ services beside it.

use std::sync::LazyLock;

use poligon_institution::{Built, Operation, Provenance};

use crate::desk::Handler;

/// One operation with its route.
#[derive(Debug)]
pub struct Row {
    /// The operation, for lists and journals.
    pub operation: Operation,
    /// `POST`.
    pub method: &'static str,
    /// Path template.
    pub path: &'static str,
    /// What answers it; `None` when it is not built.
    pub handler: Option<Handler>,
}

/// All rows.
pub fn rows() -> &'static [Row] {
    &ROWS
}

/// All operations, in the same order.
pub fn operations() -> &'static [Operation] {
    &OPERATIONS
}

/// The catalogue's operation of this row (one value for both lists).
pub fn operation(row: &Row) -> Option<&'static Operation> {
    operations().iter().find(|operation| operation.name == row.operation.name)
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let row = |(name, address, provenance): &(&'static str, &'static str, Provenance)| {
        let (method, path) = address.split_once(' ').unwrap_or(("GET", address));
        Row { operation: described(name, address, *provenance), method, path, handler: super::handler(name) }
    };
    TABLE.iter().map(row).collect()
});

static OPERATIONS: LazyLock<Vec<Operation>> = LazyLock::new(|| {
    TABLE.iter().map(|(name, address, provenance)| described(name, address, *provenance)).collect()
});

fn described(name: &'static str, address: &'static str, provenance: Provenance) -> Operation {
    let built = if super::handler(name).is_some() { Built::Yes } else { Built::No };
    Operation { name, address, provenance, built }
}

use Provenance::{Observed, Official, Ours};

#[rustfmt::skip]
static TABLE: &[(&str, &str, Provenance)] = &[
    ("esia.oauth.authorise-v1", "GET /aas/oauth2/ac", Observed),
    ("esia.oauth.authorise-v1-form", "POST /aas/oauth2/ac", Observed),
    ("esia.oauth.token-v1", "POST /aas/oauth2/te", Observed),
    ("esia.oauth.authorise-v2", "GET /aas/oauth2/v2/ac", Observed),
    ("esia.oauth.token-v2", "POST /aas/oauth2/v2/te", Observed),
    ("esia.oauth.token-v3", "POST /aas/oauth2/v3/te", Observed),
    ("esia.oauth.logout", "GET /idp/ext/Logout", Observed),
    ("esia.login.page", "GET /login", Ours),
    ("esia.login.choose", "POST /login", Ours),
    ("esia.public.certificates", "GET /public/esia.zip", Observed),
    ("esia.api-key.token", "GET /esia-rs/api/public/v1/orgs/ext-app/{key}/tkn", Official),
    ("esia.rest.person", "GET /rs/prns/{oid}", Observed),
    ("esia.rest.roles", "GET /rs/prns/{oid}/roles", Observed),
    ("esia.rest.collection", "GET /rs/prns/{oid}/{collection}", Observed),
    ("esia.rest.element", "GET /rs/prns/{oid}/{collection}/{id}", Observed),
    ("esia.rest.child-documents", "GET /rs/prns/{oid}/kids/{kid}/docs", Observed),
    ("esia.rest.organisation", "GET /rs/orgs/{oid}", Observed),
    ("esia.rest.employee-groups", "GET /rs/orgs/{oid}/emps/{employee}/grps", Observed),
    ("esia.epgu.order", "POST /api/gusmev/order", Official),
    ("esia.epgu.order-details", "POST /api/gusmev/order/{order}", Official),
    ("esia.epgu.push", "POST /api/gusmev/push", Official),
    ("esia.epgu.push-chunked", "POST /api/gusmev/push/chunked", Official),
    ("esia.epgu.cancel", "POST /api/gusmev/order/{order}/cancel", Official),
    ("esia.epgu.statuses", "GET /api/gusmev/order/getOrdersStatus", Official),
    ("esia.epgu.updated-after", "GET /api/gusmev/order/getUpdatedAfter", Official),
    ("esia.epgu.download", "GET /api/gusmev/files/download/{object}/{kind}", Official),
    ("esia.epgu.download-old", "GET /api/storage/v2/files/{object}/{kind}/download", Official),
    ("esia.epgu.dictionary", "POST /api/nsi/v1/dictionary/{code}", Official),
    ("esia.epgu.messages", "POST /api/gusmev/proxy/geps-api-ext/api/messages/v1/search", Observed),
    ("esia.lab.index", "GET /lab", Ours),
    ("esia.lab.system-file", "GET /lab/systems/{mnemonic}/{file}", Ours),
    ("esia.lab.register-certificate", "POST /lab/systems/{mnemonic}/certificates", Ours),
    ("esia.lab.employee-file", "GET /lab/employees/{organisation}/{citizen}/{file}", Ours),
    ("esia.lab.token-file", "GET /lab/tokens/{file}", Ours),
    ("esia.lab.keys.list", "GET /lab/keys", Ours),
    ("esia.lab.keys.form", "POST /lab/keys", Ours),
    ("esia.lab.keys.change", "POST /lab/keys/{key}/{wish}", Ours),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_their_own() {
        let mut names: Vec<_> = operations().iter().map(|operation| operation.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), operations().len());
    }
}
