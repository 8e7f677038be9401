//! The operations of KSeF 2.0: the 83 of the OpenAPI file 2.7.0, and the storage links that it hands out.

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
    /// Path template after the prefix: `/auth/{referenceNumber}`.
    pub path: &'static str,
    /// What answers it; `None` when it is not built.
    pub handler: Option<Handler>,
}

/// All rows, in the order of the specification.
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
    TABLE
        .iter()
        .map(|(name, address)| {
            let (method, path) = address.split_once(' ').unwrap_or(("GET", address));
            Row { operation: described(name, address), method, path, handler: super::handler(name) }
        })
        .collect()
});

static OPERATIONS: LazyLock<Vec<Operation>> =
    LazyLock::new(|| TABLE.iter().map(|(name, address)| described(name, address)).collect());

fn described(name: &'static str, address: &'static str) -> Operation {
    // The storage links are undocumented; their shape was seen in answers of the TEST environment (spec §1.6).
    let provenance =
        if name.starts_with("ksef.storage.") { Provenance::Observed } else { Provenance::Official };
    let built = if super::handler(name).is_some() { Built::Yes } else { Built::No };
    Operation { name, address, provenance, built }
}

#[rustfmt::skip]
static TABLE: &[(&str, &str)] = &[
    ("ksef.auth.challenge", "POST /auth/challenge"),
    ("ksef.auth.xades-signature", "POST /auth/xades-signature"),
    ("ksef.auth.ksef-token", "POST /auth/ksef-token"),
    ("ksef.auth.status", "GET /auth/{referenceNumber}"),
    ("ksef.auth.token.redeem", "POST /auth/token/redeem"),
    ("ksef.auth.token.refresh", "POST /auth/token/refresh"),
    ("ksef.auth.sessions.list", "GET /auth/sessions"),
    ("ksef.auth.sessions.revoke-current", "DELETE /auth/sessions/current"),
    ("ksef.auth.sessions.revoke", "DELETE /auth/sessions/{referenceNumber}"),
    ("ksef.security.public-key-certificates", "GET /security/public-key-certificates"),
    ("ksef.tokens.generate", "POST /tokens"),
    ("ksef.tokens.list", "GET /tokens"),
    ("ksef.tokens.status", "GET /tokens/{referenceNumber}"),
    ("ksef.tokens.revoke", "DELETE /tokens/{referenceNumber}"),
    ("ksef.certificates.limits", "GET /certificates/limits"),
    ("ksef.certificates.enrollments.data", "GET /certificates/enrollments/data"),
    ("ksef.certificates.enrollments.enroll", "POST /certificates/enrollments"),
    ("ksef.certificates.enrollments.status", "GET /certificates/enrollments/{referenceNumber}"),
    ("ksef.certificates.retrieve", "POST /certificates/retrieve"),
    ("ksef.certificates.revoke", "POST /certificates/{certificateSerialNumber}/revoke"),
    ("ksef.certificates.query", "POST /certificates/query"),
    ("ksef.sessions.online.open", "POST /sessions/online"),
    ("ksef.sessions.online.send", "POST /sessions/online/{referenceNumber}/invoices"),
    ("ksef.sessions.online.close", "POST /sessions/online/{referenceNumber}/close"),
    ("ksef.sessions.batch.open", "POST /sessions/batch"),
    ("ksef.sessions.batch.close", "POST /sessions/batch/{referenceNumber}/close"),
    ("ksef.sessions.list", "GET /sessions"),
    ("ksef.sessions.status", "GET /sessions/{referenceNumber}"),
    ("ksef.sessions.invoices.list", "GET /sessions/{referenceNumber}/invoices"),
    ("ksef.sessions.invoices.status", "GET /sessions/{referenceNumber}/invoices/{invoiceReferenceNumber}"),
    ("ksef.sessions.invoices.failed", "GET /sessions/{referenceNumber}/invoices/failed"),
    ("ksef.sessions.invoices.upo-by-ksef-number", "GET /sessions/{referenceNumber}/invoices/ksef/{ksefNumber}/upo"),
    ("ksef.sessions.invoices.upo-by-reference", "GET /sessions/{referenceNumber}/invoices/{invoiceReferenceNumber}/upo"),
    ("ksef.sessions.upo", "GET /sessions/{referenceNumber}/upo/{upoReferenceNumber}"),
    ("ksef.invoices.by-number", "GET /invoices/ksef/{ksefNumber}"),
    ("ksef.invoices.query-metadata", "POST /invoices/query/metadata"),
    ("ksef.invoices.exports.start", "POST /invoices/exports"),
    ("ksef.invoices.exports.status", "GET /invoices/exports/{referenceNumber}"),
    ("ksef.permissions.persons.grant", "POST /permissions/persons/grants"),
    ("ksef.permissions.entities.grant", "POST /permissions/entities/grants"),
    ("ksef.permissions.authorizations.grant", "POST /permissions/authorizations/grants"),
    ("ksef.permissions.indirect.grant", "POST /permissions/indirect/grants"),
    ("ksef.permissions.subunits.grant", "POST /permissions/subunits/grants"),
    ("ksef.permissions.eu-entities.administration.grant", "POST /permissions/eu-entities/administration/grants"),
    ("ksef.permissions.eu-entities.grant", "POST /permissions/eu-entities/grants"),
    ("ksef.permissions.common.revoke", "DELETE /permissions/common/grants/{permissionId}"),
    ("ksef.permissions.authorizations.revoke", "DELETE /permissions/authorizations/grants/{permissionId}"),
    ("ksef.permissions.operations.status", "GET /permissions/operations/{referenceNumber}"),
    ("ksef.permissions.attachments.status", "GET /permissions/attachments/status"),
    ("ksef.permissions.query.personal", "POST /permissions/query/personal/grants"),
    ("ksef.permissions.query.persons", "POST /permissions/query/persons/grants"),
    ("ksef.permissions.query.subunits", "POST /permissions/query/subunits/grants"),
    ("ksef.permissions.query.entities", "POST /permissions/query/entities/grants"),
    ("ksef.permissions.query.entity-roles", "GET /permissions/query/entities/roles"),
    ("ksef.permissions.query.subordinate-entity-roles", "POST /permissions/query/subordinate-entities/roles"),
    ("ksef.permissions.query.authorizations", "POST /permissions/query/authorizations/grants"),
    ("ksef.permissions.query.eu-entities", "POST /permissions/query/eu-entities/grants"),
    ("ksef.limits.context", "GET /limits/context"),
    ("ksef.limits.subject", "GET /limits/subject"),
    ("ksef.rate-limits", "GET /rate-limits"),
    ("ksef.peppol.query", "GET /peppol/query"),
    ("ksef.collective-identifiers.create", "POST /collective-identifiers"),
    ("ksef.collective-identifiers.query", "POST /collective-identifiers/query"),
    ("ksef.collective-identifiers.invoices", "GET /collective-identifiers/{collectiveIdentifierNumber}/invoices"),
    ("ksef.collective-identifiers.by-ksef-number", "GET /collective-identifiers/ksef/{ksefNumber}"),
    ("ksef.testdata.subject.create", "POST /testdata/subject"),
    ("ksef.testdata.subject.remove", "POST /testdata/subject/remove"),
    ("ksef.testdata.person.create", "POST /testdata/person"),
    ("ksef.testdata.person.remove", "POST /testdata/person/remove"),
    ("ksef.testdata.permissions.grant", "POST /testdata/permissions"),
    ("ksef.testdata.permissions.revoke", "POST /testdata/permissions/revoke"),
    ("ksef.testdata.attachment.allow", "POST /testdata/attachment"),
    ("ksef.testdata.attachment.revoke", "POST /testdata/attachment/revoke"),
    ("ksef.testdata.context.block", "POST /testdata/context/block"),
    ("ksef.testdata.context.unblock", "POST /testdata/context/unblock"),
    ("ksef.testdata.limits.context.set", "POST /testdata/limits/context/session"),
    ("ksef.testdata.limits.context.reset", "DELETE /testdata/limits/context/session"),
    ("ksef.testdata.limits.subject.set", "POST /testdata/limits/subject/certificate"),
    ("ksef.testdata.limits.subject.reset", "DELETE /testdata/limits/subject/certificate"),
    ("ksef.testdata.rate-limits.set", "POST /testdata/rate-limits"),
    ("ksef.testdata.rate-limits.reset", "DELETE /testdata/rate-limits"),
    ("ksef.testdata.rate-limits.production", "POST /testdata/rate-limits/production"),
    ("ksef.testdata.certificates.shorten", "PUT /testdata/certificates/{serialNumber}"),
    ("ksef.storage.download", "GET /storage/{*path}"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_83_documented_operations_with_names_of_their_own() {
        let mut names: Vec<_> = operations().iter().map(|operation| operation.name).collect();
        assert_eq!(names.iter().filter(|name| !name.starts_with("ksef.storage.")).count(), 83);
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), operations().len());
    }
}
