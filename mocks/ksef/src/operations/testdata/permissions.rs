//! `POST /testdata/permissions`, `/testdata/permissions/revoke`: what the paper form ZAW-FA would grant.

use poligon_institution::{Refused, Response};

use super::done;
use super::person::description;
use crate::desk::Call;
use crate::identity::{IdKind, Identifier, Permission};
use crate::operations::auth::ksef_token::identifier;
use crate::wire::json::Body;

const CONTEXTS: &[(&str, IdKind)] = &[("Nip", IdKind::Nip)];
const AUTHORIZED: &[(&str, IdKind)] =
    &[("Nip", IdKind::Nip), ("Pesel", IdKind::Pesel), ("Fingerprint", IdKind::Fingerprint)];

/// TestDataPermissionType of OpenAPI 2.7.0: PefInvoiceWrite and VatUeManage cannot be granted here.
const GRANTABLE: [Permission; 8] = [
    Permission::CollectiveIdentifierManage,
    Permission::CredentialsManage,
    Permission::CredentialsRead,
    Permission::EnforcementOperations,
    Permission::Introspection,
    Permission::InvoiceRead,
    Permission::InvoiceWrite,
    Permission::SubunitManage,
];

/// Grants permissions in a context.
///
/// # Errors
/// 21001, 21405.
pub fn grant(call: &mut Call<'_>) -> Result<Response, Refused> {
    let body = Body::of(call)?;
    let root = body.root();
    let (context, to) = parties(&body);
    let words = GRANTABLE.map(|it| (it.name(), it));
    let granted: Vec<Permission> = root
        .field("permissions")
        .required()
        .items(100)
        .iter()
        .filter_map(|item| {
            description(item);
            item.field("permissionType").required().one_of(&words)
        })
        .collect();
    body.finish(call)?;
    if let (Some(context), Some(to)) = (context, to) {
        call.desk.state().permissions.grant(&context, &to, granted);
    }
    Ok(done())
}

/// Takes all permissions of an identifier in a context away.
///
/// # Errors
/// 21001, 21405.
pub fn revoke(call: &mut Call<'_>) -> Result<Response, Refused> {
    let body = Body::of(call)?;
    let (context, from) = parties(&body);
    body.finish(call)?;
    if let (Some(context), Some(from)) = (context, from) {
        call.desk.state().permissions.revoke(&context, &from);
    }
    Ok(done())
}

fn parties(body: &Body) -> (Option<Identifier>, Option<Identifier>) {
    let context = identifier(&body.root().field("contextIdentifier").required(), CONTEXTS);
    let authorized = identifier(&body.root().field("authorizedIdentifier").required(), AUTHORIZED);
    (context, authorized)
}
