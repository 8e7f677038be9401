//! Asking again and again, with pauses.

use std::time::Duration;

use poligon_institution::Played;

use super::hand::{Answered, Hand, json};

/// Most polls, whatever the scenario says.
const MOST: u64 = 10_000;

/// Asks until the status code in the answer is none of `pending`, or the answer has none. The last answer counts; `polls`
/// says how many there were.
pub(super) fn until_settled(
    hand: &mut Hand<'_, '_>,
    pending: &[u64],
    mut ask: impl FnMut(&mut Hand<'_, '_>) -> Result<Answered, String>,
) -> Result<Played, String> {
    let pause = Duration::from_millis(hand.given.number("every").unwrap_or(1_000));
    let most = hand.given.number("most").unwrap_or(30).clamp(1, MOST);
    let mut polls = 0;
    loop {
        let answered = ask(hand)?;
        polls += 1;
        let code = json(&answered).pointer("/status/code").and_then(serde_json::Value::as_u64);
        let waits = code.is_some_and(|code| pending.contains(&code));
        if !waits || polls >= most {
            return Ok(Played::answered(answered).with("polls", polls));
        }
        hand.stage.line.wait(pause);
    }
}
