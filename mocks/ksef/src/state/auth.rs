//! Challenges and authentication operations. The steps of one operation are in [`phase`].

pub mod phase;

use std::collections::{BTreeMap, VecDeque};

use serde_json::Value;
use time::{Duration, OffsetDateTime};

use crate::identity::{AllowedIps, Identifier, Method};
use crate::ids::ReferenceNumber;
pub use phase::{Denied, Event, Phase, StatusLine};

/// Most challenges and most operations that are remembered; the oldest go first.
const MOST: usize = 20_000;
/// How long an operation may be asked for.
pub const KEPT: Duration = Duration::days(7);

/// State of authentication.
#[derive(Debug, Default)]
pub struct Auth {
    challenges: BTreeMap<String, Challenge>,
    /// The same, oldest first: forgetting one must not cost a look at all of them.
    by_age: VecDeque<String>,
    logins: BTreeMap<u64, Login>,
    by_reference: BTreeMap<ReferenceNumber, u64>,
    count: u64,
}

/// A challenge that was issued.
#[derive(Clone, Copy, Debug)]
pub struct Challenge {
    /// When.
    pub issued: OffsetDateTime,
    /// Until when it may be used.
    pub expires: OffsetDateTime,
    /// Whether it was.
    pub used: bool,
}

/// Why a challenge is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChallengeFault {
    /// Its time has passed.
    Expired(OffsetDateTime),
    /// It was never issued here.
    Unknown,
    /// It was used.
    Used,
}

/// One authentication operation.
#[derive(Clone, Debug)]
pub struct Login {
    /// Its number (`AU`).
    pub reference: ReferenceNumber,
    /// When it began.
    pub started: OffsetDateTime,
    /// How.
    pub method: Method,
    /// Who.
    pub subject: Identifier,
    /// Who, as the certificate says it.
    pub subject_details: Value,
    /// Where.
    pub context: Identifier,
    /// SHA-256 (base64) of the signed document; `None` for logins by token.
    pub document_hash: Option<String>,
    /// The addresses it may be used from.
    pub allowed_ips: Option<AllowedIps>,
    /// How far it is.
    pub phase: Phase,
}

impl Auth {
    /// Remembers a challenge.
    pub fn issue(&mut self, challenge: &ReferenceNumber, now: OffsetDateTime, life: Duration) {
        if self.challenges.len() >= MOST
            && let Some(oldest) = self.by_age.pop_front()
        {
            self.challenges.remove(&oldest);
        }
        let challenge = challenge.to_string();
        let issued = Challenge { issued: now, expires: now.saturating_add(life), used: false };
        if self.challenges.insert(challenge.clone(), issued).is_none() {
            self.by_age.push_back(challenge);
        }
    }

    /// When a challenge was issued.
    pub fn issued(&self, challenge: &str) -> Option<OffsetDateTime> {
        self.challenges.get(challenge).map(|challenge| challenge.issued)
    }

    /// Uses a challenge up.
    ///
    /// # Errors
    /// When it was not issued here, was used, or is too old.
    pub fn spend(&mut self, challenge: &str, now: OffsetDateTime) -> Result<Challenge, ChallengeFault> {
        let known = self.challenges.get_mut(challenge).ok_or(ChallengeFault::Unknown)?;
        if known.used {
            return Err(ChallengeFault::Used);
        }
        if known.expires <= now {
            return Err(ChallengeFault::Expired(known.expires));
        }
        known.used = true;
        Ok(*known)
    }

    /// Remembers an operation.
    pub fn begin(&mut self, login: Login) {
        if self.logins.len() >= MOST
            && let Some((_, oldest)) = self.logins.pop_first()
        {
            self.by_reference.remove(&oldest.reference);
        }
        self.count += 1;
        self.by_reference.insert(login.reference.clone(), self.count);
        self.logins.insert(self.count, login);
    }

    /// An operation.
    pub fn login(&self, reference: &ReferenceNumber) -> Option<&Login> {
        self.logins.get(self.by_reference.get(reference)?)
    }

    /// Takes an operation one step on.
    ///
    /// # Errors
    /// When the step is not open to it; the status that stands in the way. `None` when there is no such operation.
    pub fn step(
        &mut self,
        reference: &ReferenceNumber,
        event: Event,
        now: OffsetDateTime,
    ) -> Option<Result<(), Denied>> {
        let login = self.logins.get_mut(self.by_reference.get(reference)?)?;
        Some(login.phase.after(event, now).map(|phase| login.phase = phase))
    }

    /// The active logins of a subject in a context, newest first.
    pub fn active(&self, subject: &Identifier, context: &Identifier, now: OffsetDateTime) -> Vec<&Login> {
        let mut active: Vec<&Login> = self
            .logins
            .values()
            .rev()
            .filter(|login| login.subject == *subject && login.context == *context && login.is_active(now))
            .collect();
        active.sort_by_key(|login| std::cmp::Reverse(login.started));
        active
    }

    /// The policy of a login; `None` when it set none.
    pub fn allowed_ips(&self, reference: &ReferenceNumber) -> Option<AllowedIps> {
        self.login(reference)?.allowed_ips.clone()
    }

    /// SHA-256 (base64) of the document that a login was made with; `None` for logins by token.
    pub fn document_hash(&self, reference: &ReferenceNumber) -> Option<String> {
        self.login(reference)?.document_hash.clone()
    }
}

impl Login {
    /// Whether it succeeded, was not revoked, and its refresh token (if fetched) still lives.
    pub fn is_active(&self, now: OffsetDateTime) -> bool {
        match &self.phase {
            Phase::Succeeded => now < self.started.saturating_add(KEPT),
            Phase::Redeemed { until, .. } => now < *until,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use poligon_world::Entropy;
    use time::macros::datetime;

    use super::*;
    use crate::ids::ReferenceKind;

    #[test]
    fn past_the_bound_the_oldest_challenge_is_forgotten() {
        let (mut auth, entropy, now) =
            (Auth::default(), Entropy::new(7, "test"), datetime!(2026-11-24 12:00 UTC));
        let mut issue = || {
            let challenge = ReferenceNumber::mint(ReferenceKind::Challenge, &entropy, now);
            auth.issue(&challenge, now, Duration::MINUTE);
            challenge.to_string()
        };
        let (first, second) = (issue(), issue());
        for _ in 2..=MOST {
            issue();
        }
        assert_eq!(auth.issued(&first), None);
        assert_eq!(auth.issued(&second), Some(now));
        assert_eq!((auth.challenges.len(), auth.by_age.len()), (MOST, MOST));
    }
}
