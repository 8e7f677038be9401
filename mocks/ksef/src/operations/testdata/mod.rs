//! `/testdata`: what the registers of the TEST environment say. Public, and answered 200 with nothing (spec §1.11).

pub mod attachment;
pub mod context;
pub mod permissions;
pub mod person;
pub mod subject;

use http::StatusCode;
use poligon_institution::Response;

use crate::desk::Handler;

/// The handler of an operation of this group.
pub fn handler(name: &str) -> Option<Handler> {
    Some(match name {
        "ksef.testdata.subject.create" => subject::create,
        "ksef.testdata.subject.remove" => subject::remove,
        "ksef.testdata.person.create" => person::create,
        "ksef.testdata.person.remove" => person::remove,
        "ksef.testdata.permissions.grant" => permissions::grant,
        "ksef.testdata.permissions.revoke" => permissions::revoke,
        "ksef.testdata.attachment.allow" => attachment::allow,
        "ksef.testdata.attachment.revoke" => attachment::revoke,
        "ksef.testdata.context.block" => context::block,
        "ksef.testdata.context.unblock" => context::unblock,
        _ => return None,
    })
}

/// 200 with nothing.
fn done() -> Response {
    Response::new(StatusCode::OK).with_header("content-length", "0")
}
