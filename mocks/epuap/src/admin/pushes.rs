//! What is to be pushed, and what came of it. Whoever sends (the binary does) asks here and reports here, so that a sandbox that
//! is kept knows the outcome without sending again.

use serde::Deserialize;
use serde_json::json;

use super::{Done, Errand};
use crate::actions::push;
use crate::checks::onboarding as rules;
use crate::ids::Number;
use crate::knobs;
use crate::state::boxes::Mode;
use crate::state::pushes::Ended;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Outcome {
    /// Whether the endpoint took it.
    taken: bool,
    /// What it said, or why not.
    said: String,
}

/// What is due now: address and signed message.
pub(super) fn due(errand: &mut Errand<'_>) -> Done {
    let due: Vec<_> = errand.desk.state().pushes.due(errand.now).take(100).cloned().collect();
    let mut messages = Vec::new();
    for one in due {
        let message = push::message(errand.desk, &one, errand.now);
        match message {
            Ok(message) => {
                messages.push(json!({ "document": one.document, "url": one.url, "message": message }))
            }
            Err(why) => return Err(errand.refuse(&crate::checks::ground::MACHINE, why)),
        }
    }
    Ok(errand.json(&json!({ "due": messages })))
}

pub(super) fn tried(errand: &mut Errand<'_>, document: &str) -> Done {
    let Outcome { taken, said } = errand.body()?;
    let id = errand.need(&rules::REQUEST, document.parse::<Number>().ok(), "the document is no number")?;
    let most = u32::try_from(knobs::PUSH_TRIES.number(&errand.desk.sandbox.settings)).unwrap_or(5).max(1);
    let said: String = said.chars().take(500).collect();
    let outcome = if taken { Ok(said) } else { Err(said) };
    let mut state = errand.desk.state();
    let push = state.pushes.tried(id, outcome, most, errand.now).cloned();
    match push.as_ref().and_then(|push| push.ended) {
        Some(Ended::Taken) => {
            state.documents.forget(id);
        }
        // Nobody took it: it waits in the box, so that nothing is lost.
        Some(Ended::GivenUp) => {
            if let Some(push) = &push
                && let Some(skrytka) = state.boxes.find_mut(&push.from)
            {
                debug_assert!(!matches!(skrytka.rules.mode, Mode::Pull) || !skrytka.queue.contains(&id));
                skrytka.queue.push_back(id);
            }
        }
        None => {}
    }
    drop(state);
    let push = errand.need(&rules::REQUEST, push, "there is no such push under way")?;
    Ok(errand.json(&push))
}
