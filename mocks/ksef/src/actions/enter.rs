//! The ways in: a challenge, a signed request or a KSeF token, and the whole flow as `ksef.log-in`.

use http::Method;
use poligon_institution::{Action, Arguments, Parameter, ParameterKind, Played, Stage};
use serde_json::Value;

use super::hand::{ACCESS, Answered, Hand, LOGIN, OPERATION, Outcome, WHERE, json, status, text_at};
use super::parameters::{AS, EVERY, HEADERS, MOST, TOKEN, optional};
use super::party::Party;
use super::{auth, certificate, login, mistake, token};
use crate::identity::AllowedIps;
use crate::wire::auth_token_request::SubjectBy;

/// Where the challenge asked for last is remembered.
const CHALLENGE: &str = "ksef.challenge";

/// The context.
pub(super) const CONTEXT: Parameter = optional(
    "context",
    "Where to: id of an organisation, a NIP, or an object of type and value; the own organisation when absent.",
    ParameterKind::Any,
);
const GIVEN_CHALLENGE: Parameter =
    optional("challenge", "The challenge that is answered; a fresh one when absent.", ParameterKind::Text);
const SUBJECT_BY: Parameter = optional(
    "subject-by",
    "By what of the certificate the subject is known; by its subject when absent.",
    ParameterKind::OneOf(&["subject", "fingerprint"]),
);
const ALLOWED_IPS: Parameter = optional(
    "allowed-ips",
    "The addresses that the login may be used from: ip4Addresses, ip4Ranges, ip4Masks.",
    ParameterKind::Any,
);
const VERIFY_CHAIN: Parameter =
    optional("verify-chain", "Whether verifyCertificateChain=true is asked for.", ParameterKind::Bool);
const STRICT: Parameter = optional(
    "strict-xades",
    "Whether X-KSeF-Feature: enforce-xades-compliance is sent.",
    ParameterKind::Bool,
);
const PREFIX: Parameter = optional(
    "prefix",
    "Under what the paths are called from now on; /v2 when absent.",
    ParameterKind::OneOf(&["/v2", "/api/v2"]),
);

pub(super) fn actions() -> Vec<Action> {
    vec![
        Action {
            name: "ksef.log-in",
            about: "Logs in: challenge, signed request or KSeF token, status until it is known, tokens; stops where KSeF refuses.",
            takes: &[
                AS,
                certificate::BY,
                CONTEXT,
                mistake::SHAPE,
                certificate::KEY,
                certificate::ISSUER,
                certificate::FLAW,
                mistake::MISTAKE,
                SUBJECT_BY,
                ALLOWED_IPS,
                VERIFY_CHAIN,
                STRICT,
                GIVEN_CHALLENGE,
                token::KSEF_TOKEN,
                token::SPOILT,
                token::KEY_ID,
                PREFIX,
                EVERY,
                MOST,
                HEADERS,
            ],
            gives: &["login", "access-token", "refresh-token", "authentication-token", "polls"],
            play: log_in,
        },
        Action {
            name: "ksef.challenge",
            about: "Asks for a challenge, which the next signed request or KSeF token answers.",
            takes: &[HEADERS],
            gives: &["challenge"],
            play: challenge,
        },
        Action {
            name: "ksef.xades-signature",
            about: "Sends a signed AuthTokenRequest for the challenge asked for last, or for a fresh one.",
            takes: &[
                AS,
                certificate::BY,
                CONTEXT,
                mistake::SHAPE,
                certificate::KEY,
                certificate::ISSUER,
                certificate::FLAW,
                mistake::MISTAKE,
                SUBJECT_BY,
                ALLOWED_IPS,
                VERIFY_CHAIN,
                STRICT,
                GIVEN_CHALLENGE,
                HEADERS,
            ],
            gives: &["login", "authentication-token", "challenge"],
            play: xades_signature,
        },
        Action {
            name: "ksef.ksef-token",
            about: "Logs in with a KSeF token as far as the answer 202: challenge and encrypted token.",
            takes: &[
                AS,
                CONTEXT,
                GIVEN_CHALLENGE,
                token::KSEF_TOKEN,
                token::SPOILT,
                token::KEY_ID,
                HEADERS,
                TOKEN,
            ],
            gives: &["login", "authentication-token", "challenge"],
            play: ksef_token,
        },
    ]
}

fn log_in(stage: &mut Stage<'_>, given: &Arguments) -> Outcome {
    let mut hand = Hand::new(stage, given);
    if let Some(prefix) = hand.given.text("prefix") {
        hand.set_prefix(&prefix);
    }
    // A whole login answers a challenge of its own.
    hand.stage.memory.forget(CHALLENGE);
    let party = hand.party()?;
    let begun = if hand.word("by", "seal") == "token" {
        begin_by_token(&mut hand, &party)?
    } else {
        begin_by_signature(&mut hand, &party)?
    };
    if status(&begun.answer) != 202 {
        return Ok(begun);
    }
    let ended = auth::await_status(&mut hand, &party)?;
    if json(&ended.answer).pointer("/status/code").and_then(Value::as_u64) != Some(200) {
        return Ok(with_all(ended, &begun));
    }
    let redeemed = auth::redeem_as(&mut hand, &party)?;
    if hand.remembered(&party, ACCESS).is_some() {
        party.remember(hand.stage.memory);
    }
    Ok(with_all(with_all(redeemed, &begun), &ended))
}

/// The same with what an earlier step gave.
fn with_all(mut played: Played, earlier: &Played) -> Played {
    for (name, value) in &earlier.values {
        played.values.entry(name.clone()).or_insert_with(|| value.clone());
    }
    played
}

fn challenge(stage: &mut Stage<'_>, given: &Arguments) -> Outcome {
    let mut hand = Hand::new(stage, given);
    let answered = ask_for_challenge(&mut hand);
    let challenge = text_at(&answered, "/challenge").unwrap_or_default();
    Ok(Played::answered(answered).with("challenge", challenge))
}

fn ask_for_challenge(hand: &mut Hand<'_, '_>) -> Answered {
    let answered = hand.send(None, hand.request(Method::POST, "/auth/challenge"));
    if answered.as_ref().is_ok_and(|response| response.status == 200) {
        hand.stage.memory.keep(CHALLENGE, json(&answered));
    }
    answered
}

/// A challenge with its time.
pub(super) struct Challenge {
    pub(super) text: String,
    pub(super) milliseconds: i64,
}

/// The challenge that was given, that was asked for last and not answered yet, or a fresh one; or the answer that is none.
fn challenge_to_answer(hand: &mut Hand<'_, '_>) -> Result<Challenge, Box<Answered>> {
    let given = hand.given.text("challenge");
    if given.is_none() && hand.stage.memory.get(CHALLENGE).is_none() {
        let answered = ask_for_challenge(hand);
        if hand.stage.memory.get(CHALLENGE).is_none() {
            return Err(Box::new(answered));
        }
    }
    let known = hand.stage.memory.get(CHALLENGE).cloned().unwrap_or(Value::Null);
    hand.stage.memory.forget(CHALLENGE);
    let text = given.or_else(|| known.get("challenge")?.as_str().map(str::to_owned)).unwrap_or_default();
    let milliseconds = known.get("timestampMs").and_then(Value::as_i64).unwrap_or_default();
    Ok(Challenge { text, milliseconds })
}

fn xades_signature(stage: &mut Stage<'_>, given: &Arguments) -> Outcome {
    let mut hand = Hand::new(stage, given);
    let party = hand.party()?;
    begin_by_signature(&mut hand, &party)
}

fn begin_by_signature(hand: &mut Hand<'_, '_>, party: &Party) -> Outcome {
    let challenge = match challenge_to_answer(hand) {
        Ok(challenge) => challenge,
        Err(answered) => return Ok(Played::answered(*answered)),
    };
    let request = login::Request {
        by: if hand.word("subject-by", "subject") == "fingerprint" {
            SubjectBy::Fingerprint
        } else {
            SubjectBy::Subject
        },
        allowed_ips: allowed_ips(hand)?,
        ..login::Request::new(&challenge.text, party.context(hand.stage.sandbox, hand.given.get("context"))?)
    };
    let by = certificate::of(hand, party)?;
    let wrong = hand.given.text("mistake");
    let stranger = match wrong.as_deref() {
        Some("other-key") => Some(certificate::strangers(hand, party)?),
        _ => None,
    };
    let signing = mistake::Signing {
        request: &request,
        shape: mistake::shape(&hand.word("shape", "python")),
        by: &by,
        stranger: stranger.as_deref(),
        now: hand.stage.line.now(),
    };
    let bytes = signing.bytes(wrong.as_deref())?;
    let query = if hand.given.is_on("verify-chain") { "?verifyCertificateChain=true" } else { "" };
    let mut message = hand
        .request(Method::POST, &format!("/auth/xades-signature{query}"))
        .with_header("content-type", "application/xml")
        .with_body(bytes);
    if hand.given.is_on("strict-xades") {
        message = message.with_header("x-ksef-feature", "enforce-xades-compliance");
    }
    let answered = hand.send(None, message);
    hand.remember(party, WHERE, request.context.value);
    Ok(begun(hand, party, answered, challenge.text))
}

fn ksef_token(stage: &mut Stage<'_>, given: &Arguments) -> Outcome {
    let mut hand = Hand::new(stage, given);
    let party = hand.party()?;
    begin_by_token(&mut hand, &party)
}

fn begin_by_token(hand: &mut Hand<'_, '_>, party: &Party) -> Outcome {
    let challenge = match challenge_to_answer(hand) {
        Ok(challenge) => challenge,
        Err(answered) => return Ok(Played::answered(*answered)),
    };
    let context = party.context(hand.stage.sandbox, hand.given.get("context"))?;
    let body = match token::body(hand, &challenge, &context)? {
        Ok(body) => body,
        Err(answered) => return Ok(Played::answered(*answered)),
    };
    let message = hand.with_json(hand.request(Method::POST, "/auth/ksef-token"), body);
    let answered = hand.send(None, message);
    Ok(begun(hand, party, answered, challenge.text))
}

/// Remembers what was begun.
fn begun(hand: &mut Hand<'_, '_>, party: &Party, answered: Answered, challenge: String) -> Played {
    let reference = text_at(&answered, "/referenceNumber");
    let operation = text_at(&answered, "/authenticationToken/token");
    let mut played = Played::answered(answered).with("challenge", challenge);
    if let (Some(reference), Some(operation)) = (reference, operation) {
        hand.remember(party, LOGIN, reference.as_str());
        hand.remember(party, OPERATION, operation.as_str());
        played = played.with("login", reference).with("authentication-token", operation);
    }
    played
}

fn allowed_ips(hand: &Hand<'_, '_>) -> Result<AllowedIps, String> {
    let Some(written) = hand.given.get("allowed-ips") else { return Ok(AllowedIps::default()) };
    serde_json::from_value(written.clone()).map_err(|why| {
        format!(
            "„allowed-ips” cannot be read ({why}); write ip4Addresses: [\"192.0.2.1\"], ip4Ranges or ip4Masks"
        )
    })
}
