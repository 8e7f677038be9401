//! Questions: metadata of invoices, lists of sessions, limits.

use http::Method;
use poligon_institution::{Action, Arguments, Parameter, ParameterKind, Played, Stage};
use serde_json::{Value, json};

use super::hand::{Answered, Hand, Outcome, json as body_of};
use super::parameters::{AS, HEADERS, JSON, TOKEN, optional};
use super::sample;

const SUBJECT: Parameter = optional(
    "subject",
    "In which role the context appears; Subject1, the seller, when absent.",
    ParameterKind::OneOf(&["Subject1", "Subject2", "Subject3", "SubjectAuthorized"]),
);
const DATE_TYPE: Parameter = optional(
    "date-type",
    "Which date is meant; PermanentStorage when absent.",
    ParameterKind::OneOf(&["Issue", "Invoicing", "PermanentStorage"]),
);
const FROM: Parameter =
    optional("from", "From when: a moment, or days from now; -30 when absent.", ParameterKind::Text);
const TO: Parameter =
    optional("to", "Until when: a moment, or days from now; 1 when absent.", ParameterKind::Text);
const PAGE: Parameter = optional("page", "pageOffset, from 0; left out when absent.", ParameterKind::Number);
const PAGE_SIZE: Parameter = optional("page-size", "pageSize; left out when absent.", ParameterKind::Number);
const SORT: Parameter =
    optional("sort", "sortOrder; left out when absent.", ParameterKind::OneOf(&["Asc", "Desc"]));
const TYPE: Parameter =
    optional("type", "sessionType; Online when absent.", ParameterKind::OneOf(&["Online", "Batch"]));
const QUERY: Parameter =
    optional("query", "More of the query as it stands in the URL: statuses=Failed.", ParameterKind::Text);

pub(super) fn actions() -> Vec<Action> {
    vec![
        Action {
            name: "ksef.query-metadata",
            about: "Asks for the metadata of invoices.",
            takes: &[AS, SUBJECT, DATE_TYPE, FROM, TO, PAGE, PAGE_SIZE, SORT, JSON, TOKEN, HEADERS],
            gives: &["count"],
            play: query_metadata,
        },
        Action {
            name: "ksef.list-sessions",
            about: "Lists the sessions of the context.",
            takes: &[AS, TYPE, QUERY, TOKEN, HEADERS],
            gives: &["count"],
            play: list_sessions,
        },
        Action {
            name: "ksef.context-limits",
            about: "Asks for the limits of sessions in the context.",
            takes: &[AS, TOKEN, HEADERS],
            gives: &[],
            play: |stage, given| get(stage, given, "/limits/context"),
        },
        Action {
            name: "ksef.subject-limits",
            about: "Asks for the limits of certificates of the subject.",
            takes: &[AS, TOKEN, HEADERS],
            gives: &[],
            play: |stage, given| get(stage, given, "/limits/subject"),
        },
        Action {
            name: "ksef.rate-limits",
            about: "Asks for the limits on requests in the context.",
            takes: &[AS, TOKEN, HEADERS],
            gives: &[],
            play: |stage, given| get(stage, given, "/rate-limits"),
        },
    ]
}

fn query_metadata(stage: &mut Stage<'_>, given: &Arguments) -> Outcome {
    let mut hand = Hand::new(stage, given);
    let body = json!({
        "subjectType": hand.word("subject", "Subject1"),
        "dateRange": {
            "dateType": hand.word("date-type", "PermanentStorage"),
            "from": sample::moment_of(&hand, "from", -30),
            "to": sample::moment_of(&hand, "to", 1),
        },
    });
    let query: Vec<String> = [("pageOffset", "page"), ("pageSize", "page-size"), ("sortOrder", "sort")]
        .into_iter()
        .filter_map(|(name, argument)| Some(format!("{name}={}", hand.given.text(argument)?)))
        .collect();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    let request = hand.request(Method::POST, &format!("/invoices/query/metadata{query}"));
    let request = hand.with_json(request, body);
    let answered = hand.send_authorized(request)?;
    Ok(counted(answered, "invoices"))
}

fn list_sessions(stage: &mut Stage<'_>, given: &Arguments) -> Outcome {
    let mut hand = Hand::new(stage, given);
    let more = hand.given.text("query").map(|query| format!("&{query}")).unwrap_or_default();
    let kind = hand.word("type", "Online");
    let request = hand.request(Method::GET, &format!("/sessions?sessionType={kind}{more}"));
    let answered = hand.send_authorized(request)?;
    Ok(counted(answered, "sessions"))
}

/// The answer, and how many things its list of this name has.
fn counted(answered: Answered, list: &str) -> Played {
    let count = body_of(&answered).get(list).and_then(Value::as_array).map_or(0, Vec::len);
    Played::answered(answered).with("count", count)
}

fn get(stage: &mut Stage<'_>, given: &Arguments, path: &str) -> Outcome {
    let mut hand = Hand::new(stage, given);
    let request = hand.request(Method::GET, path);
    hand.send_authorized(request).map(Played::answered)
}
