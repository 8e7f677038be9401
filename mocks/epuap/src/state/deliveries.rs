//! Doręczyciel: a document is kept from its addressee until he signs the UPD, or until the law takes it as delivered
//! (spec §4.1). The timetable is the virtual clock's.

use serde::Serialize;
use time::{Duration, OffsetDateTime};

use crate::ids::{BoxAddress, Number, PodmiotId};

/// Most orders in one sandbox.
pub const MOST: usize = 50_000;
/// The second UPD goes out this long after the first.
pub const SECOND_AFTER: Duration = Duration::days(7);

/// One order of delivery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Order {
    /// identyfikatorZlecenia.
    pub id: Number,
    /// The document, hidden until it is delivered.
    pub document: Number,
    /// Who sent it.
    pub sender: PodmiotId,
    /// Where the signed UPD goes.
    pub reply_to: BoxAddress,
    /// Whom it is for.
    pub addressee: BoxAddress,
    /// IdentyfikatorPoswiadczenia of the UPD.
    pub upd: String,
    /// The UPD as it was sent out, unsigned.
    #[serde(skip)]
    pub upd_document: bytes::Bytes,
    /// When the first UPD went out.
    #[serde(with = "time::serde::rfc3339")]
    pub sent: OffsetDateTime,
    /// When it counts as delivered.
    #[serde(with = "time::serde::rfc3339")]
    pub deadline: OffsetDateTime,
    /// Whether the second UPD went out.
    pub reminded: bool,
    /// Where it stands.
    pub stage: Stage,
}

/// Where an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// The addressee has not signed yet.
    Awaiting,
    /// Taken as delivered, at this time.
    Fiction(#[serde(with = "time::serde::rfc3339")] OffsetDateTime),
    /// The addressee signed; received at this time.
    Signed(#[serde(with = "time::serde::rfc3339")] OffsetDateTime),
}

/// Something that the timetable asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Due {
    /// The order counts as delivered, since its deadline.
    Fiction(Order),
    /// Send the UPD once more.
    SecondUpd(Order),
}

/// The orders of a sandbox.
#[derive(Clone, Debug, Default)]
pub struct Deliveries {
    all: Vec<Order>,
}

impl Deliveries {
    /// Keeps an order; `false` when there is no room.
    pub fn add(&mut self, order: Order) -> bool {
        let room = self.all.len() < MOST;
        if room {
            self.all.push(order);
        }
        room
    }

    /// All orders, oldest first.
    pub fn all(&self) -> &[Order] {
        &self.all
    }

    /// The order whose UPD has this identifier.
    pub fn of_upd(&self, upd: &str) -> Option<&Order> {
        self.all.iter().find(|order| order.upd == upd)
    }

    /// The addressee signed.
    pub fn sign(&mut self, id: Number, now: OffsetDateTime) -> Option<&Order> {
        let order = self.all.iter_mut().find(|order| order.id == id && order.stage == Stage::Awaiting)?;
        order.stage = Stage::Signed(now);
        Some(order)
    }

    /// What the timetable asks for by now; each thing is named once.
    pub fn settle(&mut self, now: OffsetDateTime) -> Vec<Due> {
        let mut due = Vec::new();
        for order in self.all.iter_mut().filter(|order| order.stage == Stage::Awaiting) {
            let second = order.sent.saturating_add(SECOND_AFTER);
            if !order.reminded && second <= now && second < order.deadline {
                order.reminded = true;
                due.push(Due::SecondUpd(order.clone()));
            }
            if order.deadline <= now {
                order.stage = Stage::Fiction(order.deadline);
                due.push(Due::Fiction(order.clone()));
            }
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    const SENT: OffsetDateTime = datetime!(2026-11-01 10:00 UTC);

    fn order() -> Order {
        Order {
            id: Number(1),
            document: Number(2),
            sender: "gmina".parse().unwrap(),
            reply_to: "/gmina/domyslna".parse().unwrap(),
            addressee: "/poziomka/domyslna".parse().unwrap(),
            upd: "UPD-1".into(),
            upd_document: bytes::Bytes::new(),
            sent: SENT,
            deadline: SENT + Duration::days(14),
            reminded: false,
            stage: Stage::Awaiting,
        }
    }

    #[test]
    fn a_week_later_a_second_upd_and_after_two_the_fiction() {
        let mut deliveries = Deliveries::default();
        assert!(deliveries.add(order()));
        assert!(deliveries.settle(SENT + Duration::days(6)).is_empty());
        assert!(matches!(&deliveries.settle(SENT + Duration::days(7))[..], [Due::SecondUpd(_)]));
        assert!(deliveries.settle(SENT + Duration::days(13)).is_empty());
        assert!(matches!(&deliveries.settle(SENT + Duration::days(20))[..], [Due::Fiction(_)]));
        assert!(deliveries.settle(SENT + Duration::days(30)).is_empty());
        assert_eq!(deliveries.all()[0].stage, Stage::Fiction(SENT + Duration::days(14)));
        assert!(deliveries.sign(Number(1), SENT).is_none(), "too late");
    }

    #[test]
    fn a_signed_order_is_not_taken_as_delivered_again() {
        let mut deliveries = Deliveries::default();
        deliveries.add(order());
        assert!(deliveries.sign(Number(1), SENT + Duration::days(1)).is_some());
        assert!(deliveries.settle(SENT + Duration::days(30)).is_empty());
    }
}
