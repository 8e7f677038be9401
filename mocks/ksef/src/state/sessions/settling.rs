//! Letting results show: by polls, by time, and the end of a session when all of them are there.

use poligon_world::Entropy;
use time::OffsetDateTime;

use super::{Event, Pace, Phase};
use crate::ids::{ReferenceKind, ReferenceNumber};
use crate::state::State;

/// Documents on one page of a session's UPO (spec §3.5).
pub const PAGE: usize = 10_000;

impl State {
    /// Lets everything show whose time has come, in all sessions.
    pub fn tick(&mut self, now: OffsetDateTime) {
        while let Some(invoice) = self.invoices.next_due(now) {
            self.reveal(invoice, now);
        }
    }

    /// Lets time pass for a session: it may close by itself, and end.
    pub fn tick_session(&mut self, index: usize, pace: Pace, pages: &Entropy, now: OffsetDateTime) {
        self.tick(now);
        let Some(session) = self.sessions.at_mut(index) else { return };
        let before = session.course.phase;
        session.step(Event::Ticked, now);
        if before == Phase::Open && session.course.phase == Phase::Closing {
            session.wait = pace.start(session.course.valid_until);
        }
        self.end(index, false, pages, now);
    }

    /// The same, and counts a poll of the session and of all its invoices that do not show yet.
    pub fn poll_session(&mut self, index: usize, pace: Pace, pages: &Entropy, now: OffsetDateTime) {
        self.tick_session(index, pace, pages, now);
        let pending = self.sessions.at(index).map(|session| session.pending.clone()).unwrap_or_default();
        for invoice in pending {
            self.poll_invoice(invoice, now);
        }
        self.end(index, true, pages, now);
    }

    /// Counts a poll of an invoice.
    pub fn poll_invoice(&mut self, invoice: usize, now: OffsetDateTime) {
        if self.invoices.poll(invoice, now) {
            self.reveal(invoice, now);
        }
    }

    fn reveal(&mut self, invoice: usize, now: OffsetDateTime) {
        let Some(shown) = self.invoices.reveal(invoice, now) else { return };
        if let Some(session) = self.sessions.at_mut(shown.session) {
            session.pending.remove(&invoice);
            session.step(Event::Settled { accepted: shown.accepted }, now);
        }
    }

    fn end(&mut self, index: usize, poll: bool, pages: &Entropy, now: OffsetDateTime) {
        let Some(session) = self.sessions.at_mut(index) else { return };
        let event = match session.course.phase {
            Phase::Closing => Event::Finished,
            Phase::KeyFailing => Event::KeyFailed,
            _ => return,
        };
        let over = if poll { session.wait.poll(now) } else { now >= session.wait.due };
        if !over || !session.pending.is_empty() {
            return;
        }
        session.step(event, now);
        if session.course.phase == Phase::Processed {
            let accepted = usize::try_from(session.course.accepted).unwrap_or(PAGE);
            let count = accepted.div_ceil(PAGE);
            session.pages =
                (0..count).map(|_| ReferenceNumber::mint(ReferenceKind::Upo, pages, now)).collect();
        }
    }
}
