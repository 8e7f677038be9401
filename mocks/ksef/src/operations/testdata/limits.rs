//! `/testdata/limits/context/session`, `/testdata/limits/subject/certificate`: the limits of the caller's context and of the
//! caller.

use poligon_institution::{Evidence, Refused, Response};

use super::done;
use crate::checks::testdata as rules;
use crate::desk::Call;
use crate::identity::IdKind;
use crate::state::limits::{ContextLimits, SessionLimits};
use crate::wire::json::{Body, Json};

const KINDS: &[(&str, IdKind)] =
    &[("Nip", IdKind::Nip), ("Pesel", IdKind::Pesel), ("Fingerprint", IdKind::Fingerprint)];

/// Sets the limits of sessions in the caller's context.
///
/// # Errors
/// 401, 403, 21001, 21405.
pub fn set_context(call: &mut Call<'_>) -> Result<Response, Refused> {
    let caller = call.caller()?;
    let body = Body::of(call)?;
    let root = body.root();
    let online = session(&root.field("onlineSession").required());
    let batch = session(&root.field("batchSession").required());
    body.finish(call)?;
    call.desk.state().limits.set_context(caller.context, ContextLimits { online, batch });
    Ok(done())
}

/// Brings the default limits of sessions back in the caller's context.
///
/// # Errors
/// 401, 403.
pub fn reset_context(call: &mut Call<'_>) -> Result<Response, Refused> {
    let caller = call.caller()?;
    call.desk.state().limits.reset_context(&caller.context);
    Ok(done())
}

/// Sets the limits of certificates of the caller. What is left out stays as it is; the documents do not say.
///
/// # Errors
/// 401, 403, 21001, 21405.
pub fn set_subject(call: &mut Call<'_>) -> Result<Response, Refused> {
    let caller = call.caller()?;
    let body = Body::of(call)?;
    let root = body.root();
    let kind = root.field("subjectIdentifierType").one_of(KINDS);
    let enrollments = most(&root.field("enrollment").field("maxEnrollments"), u32::MAX >> 1);
    let certificates = most(&root.field("certificate").field("maxCertificates"), u32::MAX >> 1);
    body.finish(call)?;
    let own = kind.is_none_or(|kind| kind == caller.subject.kind);
    call.exam.require(&rules::SUBJECT_KIND.check, own, || {
        let got = kind.map(IdKind::name).unwrap_or_default();
        vec![Evidence::values("subjectIdentifierType", caller.subject.kind.name(), got)]
    })?;
    let mut state = call.desk.state();
    let mut limits = state.limits.of_subject(&caller.subject);
    limits.enrollments = enrollments.unwrap_or(limits.enrollments);
    limits.certificates = certificates.unwrap_or(limits.certificates);
    state.limits.set_subject(caller.subject, limits);
    Ok(done())
}

/// Brings the default limits of certificates of the caller back.
///
/// # Errors
/// 401, 403.
pub fn reset_subject(call: &mut Call<'_>) -> Result<Response, Refused> {
    let caller = call.caller()?;
    call.desk.state().limits.reset_subject(&caller.subject);
    Ok(done())
}

/// Three required numbers; the defaults where `finish` will refuse anyway, or where the whole is missing and was told.
fn session(at: &Json<'_>) -> SessionLimits {
    let default = SessionLimits::DEFAULT;
    if !at.is_present() {
        return default;
    }
    SessionLimits {
        invoice_mb: most(&at.field("maxInvoiceSizeInMB").required(), 5).unwrap_or(default.invoice_mb),
        invoice_with_attachment_mb: most(&at.field("maxInvoiceWithAttachmentSizeInMB").required(), 10)
            .unwrap_or(default.invoice_with_attachment_mb),
        invoices: most(&at.field("maxInvoices").required(), 100_000).unwrap_or(default.invoices),
    }
}

fn most(at: &Json<'_>, most: u32) -> Option<u32> {
    at.int_between(0, most.into()).and_then(|number| u32::try_from(number).ok())
}
