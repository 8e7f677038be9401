//! What the eight have in common: a request named as its operation, an answer `{operation}Response` with a status first.

use poligon_institution::Provenance::Reconstructed;
use poligon_soap::QName;

use crate::desk::{Call, Caller, Outcome, Reply};
use crate::operations::services::{Op, Run};
use crate::wire::Xml;
use crate::wire::obiekty::Status;

/// An operation in the namespace of its service.
pub(super) const fn op(
    name: &'static str,
    namespace: &'static str,
    local: &'static str,
    run: fn(&mut Call<'_>, &Caller) -> Outcome,
) -> Op {
    let request = QName::new(namespace, local);
    Op { name, request, action: "", provenance: Reconstructed, run: Run::Signed(run), status: None }
}

/// The answer of the operation that was called.
pub(super) fn answer(call: &Call<'_>, content: impl FnOnce(Xml) -> Xml) -> Reply {
    let request = call.envelope.operation();
    let local = format!("{}Response", request.local);
    let xml = Status::good("OK").write(Xml::root(request.namespace.unwrap_or_default(), &local), "status");
    content(xml).end_root(&local).into()
}
