//! The course of an online session (spec §2.2): `100 → 170 → 200 | 445`, `100 → 440` when nothing was sent, `100 → 415` when
//! the key does not open.

use time::{Duration, OffsetDateTime};

use crate::invoice::Verdict;

/// How long a session stays open.
pub const LIFE: Duration = Duration::hours(12);

/// Where a session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Closed without an invoice: 440.
    Cancelled,
    /// Closed; results are being worked out: 170.
    Closing,
    /// The key did not open, which does not show yet: 100.
    KeyFailing,
    /// The key did not open: 415.
    KeyUnreadable,
    /// Open: 100.
    Open,
    /// At least one invoice was accepted: 200.
    Processed,
    /// All invoices were rejected: 445.
    Rejected,
}

/// What can happen to a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The owner closes it.
    Closed,
    /// All its results are there.
    Finished,
    /// The failure of its key shows.
    KeyFailed,
    /// An invoice came.
    Sent,
    /// The result of an invoice shows.
    Settled {
        /// Whether it was accepted.
        accepted: bool,
    },
    /// Time passed.
    Ticked,
}

/// A session's phase, times and counters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Course {
    /// Where it stands.
    pub phase: Phase,
    /// When it was opened.
    pub created: OffsetDateTime,
    /// When something last happened.
    pub updated: OffsetDateTime,
    /// When it closes by itself.
    pub valid_until: OffsetDateTime,
    /// When it was closed.
    pub closed: Option<OffsetDateTime>,
    /// Invoices that came.
    pub sent: u32,
    /// Invoices whose acceptance shows.
    pub accepted: u32,
    /// Invoices whose rejection shows.
    pub rejected: u32,
}

impl Course {
    /// A session that was opened just now.
    pub fn opened(key_opens: bool, now: OffsetDateTime) -> Self {
        let phase = if key_opens { Phase::Open } else { Phase::KeyFailing };
        let valid_until = now.saturating_add(LIFE);
        Self {
            phase,
            created: now,
            updated: now,
            valid_until,
            closed: None,
            sent: 0,
            accepted: 0,
            rejected: 0,
        }
    }

    /// What becomes of it.
    #[must_use]
    pub fn after(self, event: Event, now: OffsetDateTime) -> Self {
        let closed = |at| Self {
            phase: if self.sent == 0 { Phase::Cancelled } else { Phase::Closing },
            closed: Some(at),
            updated: at,
            ..self
        };
        match (self.phase, event) {
            (Phase::Open, Event::Closed) => closed(now),
            (Phase::Open, Event::Ticked) if now >= self.valid_until => closed(self.valid_until),
            (Phase::Open, Event::Sent) => Self { sent: self.sent.saturating_add(1), updated: now, ..self },
            (Phase::KeyFailing, Event::KeyFailed) => {
                Self { phase: Phase::KeyUnreadable, updated: now, ..self }
            }
            (Phase::Open | Phase::Closing, Event::Settled { accepted: true }) => {
                Self { accepted: self.accepted.saturating_add(1), updated: now, ..self }
            }
            (Phase::Open | Phase::Closing, Event::Settled { accepted: false }) => {
                Self { rejected: self.rejected.saturating_add(1), updated: now, ..self }
            }
            (Phase::Closing, Event::Finished) => {
                let phase = if self.accepted > 0 { Phase::Processed } else { Phase::Rejected };
                Self { phase, updated: now, ..self }
            }
            // Everything else comes too late or too early and changes nothing.
            _ => self,
        }
    }
}

impl Phase {
    /// Its status, in the API's literal words.
    pub fn status(self) -> Verdict {
        let (code, description, detail) = match self {
            Self::Cancelled => (440, "Sesja anulowana", Some("Nie przesłano faktur")),
            Self::Closing => (170, "Sesja interaktywna zamknięta", None),
            Self::KeyFailing | Self::Open => (100, "Sesja interaktywna otwarta", None),
            Self::KeyUnreadable => (415, "Błąd odszyfrowania dostarczonego klucza", None),
            Self::Processed => (200, "Sesja interaktywna przetworzona pomyślnie", None),
            Self::Rejected => (445, "Błąd weryfikacji, brak poprawnych faktur", None),
        };
        let details = detail.into_iter().map(str::to_owned).collect();
        Verdict { code, description, details, extensions: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    const NOON: OffsetDateTime = datetime!(2026-11-24 12:00 UTC);

    fn course(events: &[Event]) -> Course {
        events.iter().fold(Course::opened(true, NOON), |course, event| course.after(*event, NOON))
    }

    #[test]
    fn an_empty_session_is_cancelled_at_once() {
        assert_eq!(course(&[Event::Closed]).phase, Phase::Cancelled);
    }

    #[test]
    fn one_accepted_invoice_makes_a_session_good_and_none_makes_it_bad() {
        let (yes, no) = (Event::Settled { accepted: true }, Event::Settled { accepted: false });
        assert_eq!(
            course(&[Event::Sent, Event::Sent, yes, no, Event::Closed, Event::Finished]).phase,
            Phase::Processed
        );
        assert_eq!(course(&[Event::Sent, Event::Closed, no, Event::Finished]).phase, Phase::Rejected);
    }

    #[test]
    fn it_closes_by_itself_after_twelve_hours_and_not_a_second_earlier() {
        let open = course(&[Event::Sent]);
        assert_eq!(open.after(Event::Ticked, datetime!(2026-11-24 23:59:59 UTC)).phase, Phase::Open);
        let closed = open.after(Event::Ticked, datetime!(2026-11-25 09:00 UTC));
        assert_eq!((closed.phase, closed.closed), (Phase::Closing, Some(datetime!(2026-11-25 0:00 UTC))));
    }

    #[test]
    fn a_key_that_does_not_open_ends_a_session_and_nothing_comes_after_an_end() {
        let failed = Course::opened(false, NOON).after(Event::KeyFailed, NOON);
        assert_eq!(failed.phase, Phase::KeyUnreadable);
        assert_eq!(failed.after(Event::Closed, NOON), failed);
        let cancelled = course(&[Event::Closed]);
        assert_eq!(cancelled.after(Event::Sent, NOON), cancelled);
    }
}
