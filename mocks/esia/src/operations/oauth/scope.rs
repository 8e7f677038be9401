//! Scopes of a request: known, granted, and alone beside permissions.

use poligon_institution::{Evidence, Refused};
use poligon_world::russia::System;

use super::client::cut;
use crate::checks::oauth;
use crate::desk::Call;
use crate::scopes::{self, Scope};

/// The scopes of `scope` and `scope_org`.
///
/// # Errors
/// When one is unknown or not granted.
pub fn judge(call: &mut Call<'_>, system: &System) -> Result<Vec<Scope>, Refused> {
    let text = wanted(call);
    let scopes = scopes::parse(&text);
    let unknown: Vec<String> =
        scopes.iter().filter(|scope| !scope.is_known()).map(|scope| cut(&scope.name)).collect();
    call.exam.require(&oauth::SCOPE_KNOWN.check, unknown.is_empty(), || {
        vec![Evidence::values("scopes", "known ones (spec §1.8)", unknown.join(", "))]
    })?;
    let granted = |scope: &&Scope| system.scopes.is_empty() || system.scopes.contains(&scope.name);
    let refused: Vec<String> =
        scopes.iter().filter(|scope| !granted(scope)).map(|scope| scope.name.clone()).collect();
    call.exam.require(&oauth::SCOPE_GRANTED.check, refused.is_empty(), || {
        vec![Evidence::values("scopes", system.scopes.join(", "), refused.join(", "))]
    })?;
    Ok(scopes)
}

/// `scope` and `scope_org` on one line.
pub fn wanted(call: &Call<'_>) -> String {
    let (scope, org) = (call.params.text("scope"), call.params.text("scope_org"));
    if org.is_empty() { scope.to_owned() } else { format!("{scope} {org}") }
}
