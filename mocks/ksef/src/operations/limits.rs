//! `GET /limits/context`, `/limits/subject`, `/rate-limits`: what holds for the caller.

use http::StatusCode;
use poligon_institution::{Refused, Response};
use serde_json::{Map, Value, json};

use super::traffic;
use crate::desk::{Call, Handler};
use crate::state::limits::SessionLimits;
use crate::wire;

/// The handler of an operation of this group.
pub fn handler(name: &str) -> Option<Handler> {
    Some(match name {
        "ksef.limits.context" => context,
        "ksef.limits.subject" => subject,
        "ksef.rate-limits" => rates,
        _ => return None,
    })
}

/// The limits of sessions in the context.
///
/// # Errors
/// 401, 403.
pub fn context(call: &mut Call<'_>) -> Result<Response, Refused> {
    let caller = call.caller()?;
    let limits = call.desk.state().limits.of_context(&caller.context);
    let body = json!({ "onlineSession": session(&limits.online), "batchSession": session(&limits.batch) });
    Ok(wire::json(StatusCode::OK, &body))
}

/// The limits of certificates of the subject.
///
/// # Errors
/// 401, 403.
pub fn subject(call: &mut Call<'_>) -> Result<Response, Refused> {
    let caller = call.caller()?;
    let limits = call.desk.state().limits.of_subject(&caller.subject);
    let body = json!({
        "enrollment": { "maxEnrollments": limits.enrollments },
        "certificate": { "maxCertificates": limits.certificates },
    });
    Ok(wire::json(StatusCode::OK, &body))
}

/// The limits on requests in the context.
///
/// # Errors
/// 401, 403.
pub fn rates(call: &mut Call<'_>) -> Result<Response, Refused> {
    let caller = call.caller()?;
    let groups = traffic::schedule(call, &caller.context).into_iter().map(|(group, rates)| {
        let body = json!({
            "perSecond": rates.per_second,
            "perMinute": rates.per_minute,
            "perHour": rates.per_hour,
        });
        (group.name().to_owned(), body)
    });
    Ok(wire::json(StatusCode::OK, &Value::Object(Map::from_iter(groups))))
}

fn session(limits: &SessionLimits) -> Value {
    json!({
        "maxInvoiceSizeInMB": limits.invoice_mb,
        "maxInvoiceWithAttachmentSizeInMB": limits.invoice_with_attachment_mb,
        "maxInvoices": limits.invoices,
    })
}
