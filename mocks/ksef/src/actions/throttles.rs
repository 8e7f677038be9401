//! `/testdata`: limits of sessions, of certificates and on requests.

use http::Method;
use poligon_institution::{Action, Arguments, Parameter, ParameterKind, Played, Stage};
use serde_json::{Map, Value, json};

use super::hand::{Hand, Outcome};
use super::parameters::{AS, HEADERS, JSON, TOKEN, optional, required};
use crate::state::traffic::{Group, Rates};

const INVOICES: Parameter =
    optional("invoices", "Most invoices in an online session; 10000 when absent.", ParameterKind::Number);
const MEGABYTES: Parameter = optional(
    "megabytes",
    "Most megabytes of an invoice in an online session; 1 when absent.",
    ParameterKind::Number,
);
const ENROLLMENTS: Parameter = optional("enrollments", "Most enrolments.", ParameterKind::Number);
const CERTIFICATES: Parameter = optional("certificates", "Most certificates.", ParameterKind::Number);
const GROUPS: Parameter = required(
    "groups",
    "Groups with their limits: invoiceMetadata: { perMinute: 2 }; whatever is not named stands at ten times production.",
    ParameterKind::Any,
);
const SERIAL: Parameter = required("serial", "The serial number of the certificate.", ParameterKind::Text);
const VALID_TO: Parameter = required("valid-to", "Until when it is valid.", ParameterKind::Text);

const SESSIONS: &str = "/testdata/limits/context/session";
const SUBJECTS: &str = "/testdata/limits/subject/certificate";
const RATES: &str = "/testdata/rate-limits";

pub(super) fn actions() -> Vec<Action> {
    let action = |name, about, takes, play| Action { name, about, takes, gives: &[], play };
    vec![
        action(
            "ksef.testdata.session-limits",
            "Sets the limits of sessions in the context.",
            &[AS, INVOICES, MEGABYTES, JSON, TOKEN, HEADERS],
            |stage, given| call(stage, given, Method::POST, SESSIONS, |hand| Ok(session_limits(hand))),
        ),
        action(
            "ksef.testdata.session-limits-reset",
            "Brings the default limits of sessions back.",
            &[AS, TOKEN, HEADERS],
            |stage, given| call(stage, given, Method::DELETE, SESSIONS, |_| Ok(Value::Null)),
        ),
        action(
            "ksef.testdata.subject-limits",
            "Sets the limits of certificates of the subject.",
            &[AS, ENROLLMENTS, CERTIFICATES, JSON, TOKEN, HEADERS],
            |stage, given| call(stage, given, Method::POST, SUBJECTS, |hand| Ok(subject_limits(hand))),
        ),
        action(
            "ksef.testdata.subject-limits-reset",
            "Brings the default limits of certificates back.",
            &[AS, TOKEN, HEADERS],
            |stage, given| call(stage, given, Method::DELETE, SUBJECTS, |_| Ok(Value::Null)),
        ),
        action(
            "ksef.testdata.rate-limits",
            "Sets the limits on requests in the context; from then on they hold.",
            &[AS, GROUPS, JSON, TOKEN, HEADERS],
            |stage, given| call(stage, given, Method::POST, RATES, rate_limits),
        ),
        action(
            "ksef.testdata.rate-limits-reset",
            "Takes the limits on requests back.",
            &[AS, TOKEN, HEADERS],
            |stage, given| call(stage, given, Method::DELETE, RATES, |_| Ok(Value::Null)),
        ),
        action(
            "ksef.testdata.rate-limits-production",
            "Sets the limits on requests of production.",
            &[AS, TOKEN, HEADERS],
            |stage, given| {
                call(stage, given, Method::POST, "/testdata/rate-limits/production", |_| Ok(Value::Null))
            },
        ),
        action(
            "ksef.testdata.shorten-certificate",
            "Shortens the validity of a KSeF certificate.",
            &[AS, SERIAL, VALID_TO, TOKEN, HEADERS],
            |stage, given| {
                let serial = given.text_or("serial", "");
                call(stage, given, Method::PUT, &format!("/testdata/certificates/{serial}"), |hand| {
                    Ok(json!({ "validTo": hand.given.text("valid-to") }))
                })
            },
        ),
    ]
}

fn call(
    stage: &mut Stage<'_>,
    given: &Arguments,
    method: Method,
    path: &str,
    body: fn(&Hand<'_, '_>) -> Result<Value, String>,
) -> Outcome {
    let mut hand = Hand::new(stage, given);
    let body = body(&hand)?;
    let request = hand.request(method, path);
    let request = if body.is_null() { request } else { hand.with_json(request, body) };
    hand.send_authorized(request).map(Played::answered)
}

fn session_limits(hand: &Hand<'_, '_>) -> Value {
    let batch =
        json!({ "maxInvoiceSizeInMB": 1, "maxInvoiceWithAttachmentSizeInMB": 3, "maxInvoices": 10_000 });
    json!({
        "onlineSession": {
            "maxInvoiceSizeInMB": hand.given.number("megabytes").unwrap_or(1),
            "maxInvoiceWithAttachmentSizeInMB": 3,
            "maxInvoices": hand.given.number("invoices").unwrap_or(10_000),
        },
        "batchSession": batch,
    })
}

fn subject_limits(hand: &Hand<'_, '_>) -> Value {
    let mut body = Map::new();
    for (group, name, argument) in
        [("enrollment", "maxEnrollments", "enrollments"), ("certificate", "maxCertificates", "certificates")]
    {
        if let Some(number) = hand.given.number(argument) {
            body.insert(group.to_owned(), json!({ name: number }));
        }
    }
    Value::Object(body)
}

fn rate_limits(hand: &Hand<'_, '_>) -> Result<Value, String> {
    let groups = hand.given.get("groups").and_then(Value::as_object).cloned().unwrap_or_default();
    let mut all: Map<String, Value> = Group::ALL
        .iter()
        .map(|group| (group.name().to_owned(), rates(group.production().times(10))))
        .collect();
    for (name, limits) in groups {
        let Some(Value::Object(group)) = all.get_mut(&name) else {
            let known: Vec<&str> = Group::ALL.iter().map(|group| group.name()).collect();
            return Err(format!("„{name}” is no group of operations; they are {}", known.join(", ")));
        };
        group.extend(limits.as_object().cloned().unwrap_or_default());
    }
    Ok(json!({ "rateLimits": all }))
}

fn rates(rates: Rates) -> Value {
    json!({ "perSecond": rates.per_second, "perMinute": rates.per_minute, "perHour": rates.per_hour })
}
