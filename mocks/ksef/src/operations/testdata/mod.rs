//! `/testdata`: what the registers and limits of the TEST environment say; answered 200 with nothing (spec §1.11). Registers are
//! open to anybody, limits are those of the caller.

pub mod attachment;
pub mod certificate;
pub mod context;
pub mod limits;
pub mod permissions;
pub mod person;
pub mod rate_limits;
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
        "ksef.testdata.limits.context.set" => limits::set_context,
        "ksef.testdata.limits.context.reset" => limits::reset_context,
        "ksef.testdata.limits.subject.set" => limits::set_subject,
        "ksef.testdata.limits.subject.reset" => limits::reset_subject,
        "ksef.testdata.rate-limits.set" => rate_limits::set,
        "ksef.testdata.rate-limits.reset" => rate_limits::reset,
        "ksef.testdata.rate-limits.production" => rate_limits::production,
        "ksef.testdata.certificates.shorten" => certificate::shorten,
        _ => return None,
    })
}

/// 200 with nothing.
fn done() -> Response {
    Response::new(StatusCode::OK).with_header("content-length", "0")
}
