//! From an authentication operation to tokens: its status, redeem, refresh.

use http::Method;
use poligon_institution::{Action, Arguments, Parameter, ParameterKind, Played, Stage};

use super::hand::{ACCESS, Answered, Hand, LOGIN, OPERATION, Outcome, REFRESH, status, text_at};
use super::parameters::{AS, EVERY, HEADERS, MOST, TOKEN, optional};
use super::party::Party;
use super::polling;

const GIVEN_LOGIN: Parameter = optional(
    "login",
    "The login's reference number; that of the one begun last when absent.",
    ParameterKind::Text,
);

pub(super) fn actions() -> Vec<Action> {
    vec![
        Action {
            name: "ksef.auth-status",
            about: "Asks once how far the login is.",
            takes: &[AS, GIVEN_LOGIN, TOKEN, HEADERS],
            gives: &[],
            play: |stage, given| {
                let mut hand = Hand::new(stage, given);
                let party = hand.party()?;
                ask_status(&mut hand, &party).map(Played::answered)
            },
        },
        Action {
            name: "ksef.await-auth",
            about: "Asks how far the login is until it is no more in progress.",
            takes: &[AS, GIVEN_LOGIN, TOKEN, EVERY, MOST, HEADERS],
            gives: &["polls"],
            play: |stage, given| {
                let mut hand = Hand::new(stage, given);
                let party = hand.party()?;
                await_status(&mut hand, &party)
            },
        },
        Action {
            name: "ksef.redeem",
            about: "Fetches access and refresh token for a login that succeeded.",
            takes: &[AS, TOKEN, HEADERS],
            gives: &["access-token", "refresh-token"],
            play: redeem,
        },
        Action {
            name: "ksef.refresh",
            about: "Fetches a new access token with the refresh token.",
            takes: &[AS, TOKEN, HEADERS],
            gives: &["access-token"],
            play: refresh,
        },
    ]
}

fn ask_status(hand: &mut Hand<'_, '_>, party: &Party) -> Result<Answered, String> {
    let login = hand.given_or_remembered(party, "login", LOGIN, "ksef.xades-signature")?;
    let request = hand.request(Method::GET, &format!("/auth/{login}"));
    Ok(hand.send_as(party, OPERATION, request))
}

/// Polls the login that a party began last.
pub(super) fn await_status(hand: &mut Hand<'_, '_>, party: &Party) -> Outcome {
    polling::until_settled(hand, &[100], |hand| ask_status(hand, party))
}

fn redeem(stage: &mut Stage<'_>, given: &Arguments) -> Outcome {
    let mut hand = Hand::new(stage, given);
    let party = hand.party()?;
    let played = redeem_as(&mut hand, &party)?;
    if status(&played.answer) == 200 {
        party.remember(hand.stage.memory);
    }
    Ok(played)
}

/// Redeems the login that a party began last, and remembers the tokens.
pub(super) fn redeem_as(hand: &mut Hand<'_, '_>, party: &Party) -> Outcome {
    let request = hand.request(Method::POST, "/auth/token/redeem");
    let answered = hand.send_as(party, OPERATION, request);
    Ok(kept(hand, party, answered))
}

fn refresh(stage: &mut Stage<'_>, given: &Arguments) -> Outcome {
    let mut hand = Hand::new(stage, given);
    let party = hand.party()?;
    let request = hand.request(Method::POST, "/auth/token/refresh");
    let answered = hand.send_as(&party, REFRESH, request);
    Ok(kept(&mut hand, &party, answered))
}

/// Remembers the tokens of an answer.
fn kept(hand: &mut Hand<'_, '_>, party: &Party, answered: Answered) -> Played {
    let found = [
        (ACCESS, "access-token", text_at(&answered, "/accessToken/token")),
        (REFRESH, "refresh-token", text_at(&answered, "/refreshToken/token")),
    ];
    let mut played = Played::answered(answered);
    for (word, name, token) in found {
        let Some(token) = token else { continue };
        hand.remember(party, word, token.as_str());
        played = played.with(name, token);
    }
    played
}
