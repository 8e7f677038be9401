//! What is to be sent to integrators' endpoints, and how often it was tried. Sending is somebody else's affair: what came of
//! it is reported here.

use std::collections::VecDeque;

use serde::Serialize;
use time::{Duration, OffsetDateTime};

use crate::ids::{BoxAddress, Number};

/// Most pushes that wait.
pub const MOST: usize = 10_000;

/// One document on its way to an endpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Push {
    /// The document.
    pub document: Number,
    /// The box it came to.
    pub from: BoxAddress,
    /// The endpoint.
    pub url: String,
    /// How often it was tried.
    pub tries: u32,
    /// Not before.
    #[serde(with = "time::serde::rfc3339")]
    pub due: OffsetDateTime,
    /// What came of the last try.
    pub last: Option<String>,
    /// The end of it: taken, or given up.
    pub ended: Option<Ended>,
}

/// How a push ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ended {
    /// Nobody took it in all tries.
    GivenUp,
    /// The endpoint answered kod 1.
    Taken,
}

/// The pushes of a sandbox, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Pushes {
    all: VecDeque<Push>,
}

impl Pushes {
    /// Something new to send. The oldest that ended makes room.
    pub fn add(&mut self, document: Number, from: BoxAddress, url: String, now: OffsetDateTime) -> bool {
        if self.all.len() >= MOST {
            let Some(old) = self.all.iter().position(|push| push.ended.is_some()) else { return false };
            self.all.remove(old);
        }
        self.all.push_back(Push { document, from, url, tries: 0, due: now, last: None, ended: None });
        true
    }

    /// What is due now.
    pub fn due(&self, now: OffsetDateTime) -> impl Iterator<Item = &Push> {
        self.all.iter().filter(move |push| push.ended.is_none() && push.due <= now)
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &Push> {
        self.all.iter()
    }

    /// What came of a try: `taken`, or why not. It is tried again after 5 s, doubled with each try (the real policy is not
    /// known, spec §2.10), `most` times in all.
    pub fn tried(
        &mut self,
        document: Number,
        outcome: Result<String, String>,
        most: u32,
        now: OffsetDateTime,
    ) -> Option<&Push> {
        let push = self.all.iter_mut().find(|push| push.document == document && push.ended.is_none())?;
        push.tries = push.tries.saturating_add(1);
        match outcome {
            Ok(said) => {
                push.last = Some(said);
                push.ended = Some(Ended::Taken);
            }
            Err(why) => {
                push.last = Some(why);
                let wait = Duration::seconds(5).checked_mul(1 << push.tries.min(16).saturating_sub(1));
                push.due = now.saturating_add(wait.unwrap_or(Duration::HOUR));
                push.ended = (push.tries >= most).then_some(Ended::GivenUp);
            }
        }
        Some(push)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn a_push_is_tried_again_later_and_given_up_in_the_end() {
        let now = datetime!(2026-11-24 12:00 UTC);
        let mut pushes = Pushes::default();
        assert!(pushes.add(Number(1), "/gmina/push".parse().unwrap(), "http://x/".into(), now));
        pushes.tried(Number(1), Err("refused".into()), 2, now);
        assert_eq!(pushes.due(now).count(), 0);
        let later = now + Duration::seconds(5);
        assert_eq!(pushes.due(later).count(), 1);
        let ended = pushes.tried(Number(1), Err("refused".into()), 2, later).unwrap().ended;
        assert_eq!(ended, Some(Ended::GivenUp));
        assert_eq!(pushes.due(later + Duration::DAY).count(), 0);
    }
}
