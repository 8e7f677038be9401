//! Playing a log: the way back to a sandbox as it was.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::{Event, Kept, Outcome, Scope, Store, StoreError, checks, digest};
use crate::Check;
use crate::room::{EDGE, Room};

/// Plays the log of `scope` in a fresh room, and says how far it got.
///
/// # Errors
/// When an entry is damaged, or an answer is not the one that was given then.
pub(crate) fn replay(
    store: &Store,
    scope: &Scope,
    room: &Room,
    edge: &[&'static Check],
) -> Result<Kept, StoreError> {
    let mut kept = Kept::default();
    store.each(scope, |number, entry| {
        let damaged = |why: &str| {
            StoreError::damaged(
                store.path(),
                &format!("entry {number} of sandbox {} {why}", room.sandbox.name),
            )
        };
        if number != kept.events + 1 {
            return Err(damaged("does not follow the one before"));
        }
        let event = Event::decode(entry).map_err(|why| damaged(&why))?;
        play(room, event, edge).map_err(|why| {
            StoreError::refused(format!("exchange {number} of sandbox „{}”: {why}", room.sandbox.name))
        })?;
        kept.events = number;
        kept.bytes += entry.len() as u64;
        Ok(())
    })?;
    Ok(kept)
}

fn play(room: &Room, event: Event, edge: &[&'static Check]) -> Result<(), String> {
    match event {
        Event::Changed(changed) => {
            if let Some(clock) = changed.clock {
                room.sandbox.clock.take_up(clock);
            }
            if let Some(settings) = changed.settings {
                room.sandbox.settings.take_up(settings);
            }
            if changed.cleared {
                room.journal.clear();
            }
            Ok(())
        }
        Event::Exchange { at, institution, admin, request, outcome } => {
            let Some((name, desk)) = room.desk(&institution) else {
                return Err(absent(&institution));
            };
            let _held = room.sandbox.clock.hold(Some(at));
            let answered = catch_unwind(AssertUnwindSafe(|| match admin {
                true => desk.administer(&request),
                false => desk.answer(&request),
            }));
            let outcome_now =
                answered.as_ref().map_or(Outcome::Panicked, |answer| Outcome::answered(&answer.response));
            if outcome_now != outcome {
                return Err(format!(
                    "{} {} is answered otherwise by this Poligon ({}) than it was when the state directory was written",
                    request.method,
                    request.path.chars().take(80).collect::<String>(),
                    env!("CARGO_PKG_VERSION")
                ));
            }
            if let (Ok(answer), false) = (answered, admin) {
                room.journal.record(&room.sandbox.name, name, at, &request, &answer);
            }
            Ok(())
        }
        Event::Refused { at, institution, request, response, check, sentence } => {
            let desk = room.desk(&institution).map(|(name, _)| name);
            let edge_itself = (institution == EDGE).then_some(EDGE);
            let name = desk.or(edge_itself).ok_or_else(|| absent(&institution))?;
            let known = edge.iter().chain(checks::ALL).copied();
            let check = known.into_iter().find(|known| known.id == check).ok_or_else(|| {
                format!("it was refused by the check {check}, which this Poligon does not have")
            })?;
            room.note_refusal(name, at, &request, &crate::room::refusal(response, check, sentence));
            Ok(())
        }
    }
}

fn absent(institution: &str) -> String {
    format!("it went to {institution}, which does not run here; start it too (--only)")
}

impl Outcome {
    /// An answer, by its digest.
    pub(crate) fn answered(response: &crate::Response) -> Self {
        let digest = digest::of_response(response);
        Self::Answered(digest.iter().map(|byte| format!("{byte:02x}")).collect())
    }
}
