//! The accepted invoices by party and date. A query walks the days that it asks for and no others.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use time::{Date, OffsetDateTime, Time};

use crate::identity::{IdKind, Identifier};
use crate::invoice::{Facts, PartyKind};

/// In which role a party appears.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// PodmiotUpowazniony.
    Authorized,
    /// Podmiot1.
    Subject1,
    /// Podmiot2.
    Subject2,
    /// Podmiot3.
    Subject3,
}

/// By which date a query goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateKind {
    /// When it was sent.
    Invoicing,
    /// P_1.
    Issue,
    /// When it was stored for good.
    PermanentStorage,
}

/// A place in time, in nanoseconds of Unix time.
pub type Moment = i64;

type Entries = BTreeSet<(DateKind, Moment, usize)>;

/// The index.
#[derive(Debug, Default)]
pub struct Index {
    of: HashMap<(Role, Identifier), Entries>,
}

impl Index {
    /// Adds an invoice under each of its parties.
    pub fn add(&mut self, invoice: usize, facts: &Facts, sent: OffsetDateTime, stored: OffsetDateTime) {
        let dates = [
            (DateKind::Invoicing, moment(sent), invoice),
            (DateKind::Issue, midnight(facts.issue_date), invoice),
            (DateKind::PermanentStorage, moment(stored), invoice),
        ];
        for party in parties(facts) {
            self.of.entry(party).or_default().extend(dates);
        }
    }

    /// The invoices of a party within these moments, earliest first.
    pub fn within(
        &self,
        role: Role,
        party: &Identifier,
        by: DateKind,
        range: Range<Moment>,
    ) -> impl DoubleEndedIterator<Item = usize> + '_ {
        let (from, to) = ((by, range.start, 0), (by, range.end.max(range.start), 0));
        let entries = self.of.get(&(role, party.clone()));
        entries.into_iter().flat_map(move |entries| entries.range(from..to)).map(|(_, _, invoice)| *invoice)
    }
}

/// A moment as a key; moments beyond the years 1677 to 2262 fall on their ends.
pub fn moment(at: OffsetDateTime) -> Moment {
    let nanoseconds = at.unix_timestamp_nanos();
    i64::try_from(nanoseconds).unwrap_or(if nanoseconds < 0 { i64::MIN } else { i64::MAX })
}

/// A day as a key.
pub fn midnight(day: Date) -> Moment {
    moment(day.with_time(Time::MIDNIGHT).assume_utc())
}

fn parties(facts: &Facts) -> Vec<(Role, Identifier)> {
    let mut parties = vec![(Role::Subject1, Identifier::nip(&facts.seller.nip))];
    let identified = |kind: PartyKind, value: &Option<String>| {
        let kind = match kind {
            PartyKind::InternalId => IdKind::InternalId,
            PartyKind::Nip => IdKind::Nip,
            PartyKind::None | PartyKind::Other | PartyKind::VatUe => return None,
        };
        value.as_ref().map(|value| Identifier::new(kind, value))
    };
    let buyer = &facts.buyer.identifier;
    parties.extend(identified(buyer.kind, &buyer.value).map(|party| (Role::Subject2, party)));
    for third in &facts.third {
        let party = identified(third.identifier.kind, &third.identifier.value);
        parties.extend(party.map(|party| (Role::Subject3, party)));
    }
    parties.extend(facts.authorized.iter().map(|one| (Role::Authorized, Identifier::nip(&one.nip))));
    parties
}
