//! `/testdata`: what the registers say about people and organisations.

use http::Method;
use poligon_institution::{Action, Arguments, Parameter, ParameterKind, Played, Stage};
use serde_json::{Value, json};

use super::hand::{Hand, Outcome};
use super::parameters::{HEADERS, JSON, optional, required};
use super::party::{identifier, number};
use crate::identity::Identifier;

const NIP: Parameter =
    optional("nip", "The organisation, by id or NIP; who acts when absent.", ParameterKind::Any);
const PESEL: Parameter = required("pesel", "The person, by id or PESEL.", ParameterKind::Any);
const BAILIFF: Parameter = optional("bailiff", "Whether a court bailiff.", ParameterKind::Bool);
const DECEASED: Parameter = optional("deceased", "Whether on record as dead.", ParameterKind::Bool);
const KIND: Parameter = required(
    "kind",
    "What the organisation is.",
    ParameterKind::OneOf(&["EnforcementAuthority", "JST", "VatGroup"]),
);
const SUBUNITS: Parameter = optional("subunits", "Its members, a list of ids or NIPs.", ParameterKind::Any);
const CONTEXT: Parameter =
    optional("context", "Where: id of an organisation, or NIP; who acts when absent.", ParameterKind::Any);
const TO: Parameter = required("to", "To whom, by id, NIP, PESEL or fingerprint.", ParameterKind::Any);
const PERMISSIONS: Parameter =
    required("permissions", "The permissions, a list of the API's words.", ParameterKind::Any);
const FROM: Parameter = required("from", "Whose, by id, NIP, PESEL or fingerprint.", ParameterKind::Any);

/// The description that the API wants and never shows.
const DESCRIPTION: &str = "Dane ćwiczebne Poligonu";

pub(super) fn actions() -> Vec<Action> {
    let action = |name, about, takes, play| Action { name, about, takes, gives: &[], play };
    vec![
        action(
            "ksef.testdata.person",
            "Records a sole trader: NIP and PESEL belong together, and the person owns the context.",
            &[NIP, PESEL, BAILIFF, DECEASED, JSON, HEADERS],
            |stage, given| {
                post(stage, given, "/person", |hand| {
                    Ok(json!({
                        "nip": own(hand, "nip")?,
                        "pesel": needed(hand, "pesel")?.value,
                        "isBailiff": hand.given.is_on("bailiff"),
                        "isDeceased": hand.given.is_on("deceased"),
                        "description": DESCRIPTION,
                    }))
                })
            },
        ),
        action(
            "ksef.testdata.person-remove",
            "Strikes a sole trader off.",
            &[NIP, JSON, HEADERS],
            |stage, given| {
                post(stage, given, "/person/remove", |hand| Ok(json!({ "nip": own(hand, "nip")? })))
            },
        ),
        action(
            "ksef.testdata.subject",
            "Records an organisation with a role: enforcement authority, unit of local government, VAT group.",
            &[NIP, KIND, SUBUNITS, JSON, HEADERS],
            |stage, given| post(stage, given, "/subject", subject),
        ),
        action(
            "ksef.testdata.subject-remove",
            "Strikes the role of an organisation off.",
            &[NIP, JSON, HEADERS],
            |stage, given| {
                post(stage, given, "/subject/remove", |hand| Ok(json!({ "subjectNip": own(hand, "nip")? })))
            },
        ),
        action(
            "ksef.testdata.grant",
            "Grants permissions in a context, as the paper form ZAW-FA does.",
            &[CONTEXT, TO, PERMISSIONS, JSON, HEADERS],
            |stage, given| post(stage, given, "/permissions", grant),
        ),
        action(
            "ksef.testdata.revoke",
            "Takes all permissions of somebody in a context away.",
            &[CONTEXT, FROM, JSON, HEADERS],
            |stage, given| {
                post(stage, given, "/permissions/revoke", |hand| {
                    Ok(json!({
                        "contextIdentifier": Identifier::nip(own(hand, "context")?),
                        "authorizedIdentifier": needed(hand, "from")?,
                    }))
                })
            },
        ),
        action(
            "ksef.testdata.allow-attachments",
            "Gives the consent to attachments.",
            &[NIP, JSON, HEADERS],
            |stage, given| post(stage, given, "/attachment", |hand| Ok(json!({ "nip": own(hand, "nip")? }))),
        ),
        action(
            "ksef.testdata.end-attachments",
            "Ends the consent to attachments.",
            &[NIP, JSON, HEADERS],
            |stage, given| {
                post(stage, given, "/attachment/revoke", |hand| Ok(json!({ "nip": own(hand, "nip")? })))
            },
        ),
        action(
            "ksef.testdata.block",
            "Blocks a context: logins to it end in 480.",
            &[CONTEXT, JSON, HEADERS],
            |stage, given| post(stage, given, "/context/block", context),
        ),
        action(
            "ksef.testdata.unblock",
            "Opens a blocked context again.",
            &[CONTEXT, JSON, HEADERS],
            |stage, given| post(stage, given, "/context/unblock", context),
        ),
    ]
}

/// Posts test data; nobody needs a token for it.
fn post(
    stage: &mut Stage<'_>,
    given: &Arguments,
    path: &str,
    body: fn(&Hand<'_, '_>) -> Result<Value, String>,
) -> Outcome {
    let mut hand = Hand::new(stage, given);
    let body = body(&hand)?;
    let request = hand.with_json(hand.request(Method::POST, &format!("/testdata{path}")), body);
    Ok(Played::answered(hand.send(None, request)))
}

fn subject(hand: &Hand<'_, '_>) -> Result<Value, String> {
    let members = hand.given.get("subunits").and_then(Value::as_array);
    let members = members.into_iter().flatten().map(|member| {
        Ok(json!({ "subjectNip": number(hand.stage.sandbox, member)?, "description": DESCRIPTION }))
    });
    Ok(json!({
        "subjectNip": own(hand, "nip")?,
        "subjectType": hand.word("kind", "VatGroup"),
        "description": DESCRIPTION,
        "subunits": members.collect::<Result<Vec<Value>, String>>()?,
    }))
}

fn grant(hand: &Hand<'_, '_>) -> Result<Value, String> {
    let listed = hand.given.get("permissions").and_then(Value::as_array).cloned();
    let listed = listed.ok_or("„permissions” is a list: [InvoiceRead, InvoiceWrite]")?;
    let permissions: Vec<Value> = listed
        .into_iter()
        .map(|word| json!({ "permissionType": word, "description": DESCRIPTION }))
        .collect();
    Ok(json!({
        "contextIdentifier": Identifier::nip(own(hand, "context")?),
        "authorizedIdentifier": needed(hand, "to")?,
        "permissions": permissions,
    }))
}

fn context(hand: &Hand<'_, '_>) -> Result<Value, String> {
    Ok(json!({ "contextIdentifier": Identifier::nip(own(hand, "context")?) }))
}

/// The NIP that an argument names, or that of who acts.
fn own(hand: &Hand<'_, '_>, name: &str) -> Result<String, String> {
    match hand.given.get(name) {
        Some(written) => number(hand.stage.sandbox, written),
        None => Ok(hand.party()?.context(hand.stage.sandbox, None)?.value),
    }
}

fn needed(hand: &Hand<'_, '_>, name: &str) -> Result<Identifier, String> {
    let written = hand.given.get(name).ok_or_else(|| format!("„{name}” is missing"))?;
    identifier(hand.stage.sandbox, written)
}
