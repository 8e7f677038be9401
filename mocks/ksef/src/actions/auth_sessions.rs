//! The logins of a subject: listing and revoking them.

use http::Method;
use poligon_institution::{Action, Arguments, Parameter, ParameterKind, Played, Stage};

use super::hand::{ACCESS, Hand, Outcome, REFRESH};
use super::parameters::{AS, HEADERS, TOKEN, optional};

const QUERY: Parameter =
    optional("query", "The query as it stands in the URL: pageSize=10.", ParameterKind::Text);
const LOGIN: Parameter = optional(
    "login",
    "The reference number of the login to revoke; the current one when absent.",
    ParameterKind::Text,
);
const WITH: Parameter = optional(
    "with",
    "The token that is sent: access when absent, or refresh.",
    ParameterKind::OneOf(&["access", "refresh"]),
);

pub(super) fn actions() -> Vec<Action> {
    vec![
        Action {
            name: "ksef.list-logins",
            about: "Lists the active logins of who acts, in the context of the token.",
            takes: &[AS, QUERY, TOKEN, HEADERS],
            gives: &[],
            play: list,
        },
        Action {
            name: "ksef.revoke-login",
            about: "Revokes a login; tokens already issued are remembered all the same.",
            takes: &[AS, LOGIN, WITH, TOKEN, HEADERS],
            gives: &[],
            play: revoke,
        },
    ]
}

fn list(stage: &mut Stage<'_>, given: &Arguments) -> Outcome {
    let mut hand = Hand::new(stage, given);
    let query = hand.given.text("query").map(|query| format!("?{query}")).unwrap_or_default();
    let request = hand.request(Method::GET, &format!("/auth/sessions{query}"));
    hand.send_authorized(request).map(Played::answered)
}

fn revoke(stage: &mut Stage<'_>, given: &Arguments) -> Outcome {
    let mut hand = Hand::new(stage, given);
    let party = hand.party()?;
    let login = hand.given.text_or("login", "current");
    let request = hand.request(Method::DELETE, &format!("/auth/sessions/{login}"));
    let word = if hand.word("with", "access") == "refresh" { REFRESH } else { ACCESS };
    Ok(Played::answered(hand.send_as(&party, word, request)))
}
