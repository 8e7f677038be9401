//! State of invoices: all that were sent, accepted or not, with their indexes. Nothing here scans: sending costs the same for
//! the first and for the hundred-thousandth invoice.

pub mod index;

use std::collections::{BTreeSet, HashMap};

use bytes::Bytes;
use serde::Serialize;
use time::OffsetDateTime;

use crate::ids::{KsefNumber, ReferenceNumber};
use crate::invoice::{Facts, InvoiceKind, Verdict};
use crate::state::sessions::Wait;
pub use index::{DateKind, Index, Role};

/// An invoice that was sent.
#[derive(Clone, Debug)]
pub struct Invoice {
    /// Its number (`EE`).
    pub reference: ReferenceNumber,
    /// The index of its session.
    pub session: usize,
    /// Its place in the session, from 1.
    pub ordinal: u32,
    /// P_2, when it could be read.
    pub number: Option<String>,
    /// invoiceHash as declared.
    pub hash: String,
    /// When it came (invoicingDate).
    pub sent: OffsetDateTime,
    /// How it ended; shows when `shown` is set.
    pub verdict: Verdict,
    /// What is left to wait.
    pub wait: Wait,
    /// Whether it was asked for once.
    pub asked: bool,
    /// When its result showed; of an accepted one, permanentStorageDate.
    pub shown: Option<OffsetDateTime>,
    /// What there is of an accepted one.
    pub accepted: Option<Box<Accepted>>,
}

/// What there is of an accepted invoice.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// Its KSeF number.
    pub number: KsefNumber,
    /// When the number was given.
    pub acquired: OffsetDateTime,
    /// Online or offline.
    pub mode: Mode,
    /// What was read from it.
    pub facts: Facts,
    /// Its bytes, as they were encrypted.
    pub plaintext: Bytes,
    /// The rejected invoice that it corrects technically.
    pub corrects: Option<String>,
}

/// invoicingMode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Mode {
    /// Sent on time and not declared offline.
    Online,
    /// Declared offline, or sent after its day.
    Offline,
}

/// What happened to the invoice of a hash.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// It was accepted.
    pub accepted: bool,
    /// It was rejected at least once.
    pub rejected: bool,
    /// A technical correction of it was accepted.
    pub corrected: bool,
}

/// What became visible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The index of the session.
    pub session: usize,
    /// Whether the invoice was accepted.
    pub accepted: bool,
}

/// The key of a duplicate: Podmiot1 NIP, RodzajFaktury, P_2.
type DuplicateKey = (String, InvoiceKind, String);

/// The invoices of a sandbox.
#[derive(Debug, Default)]
pub struct Invoices {
    all: Vec<Invoice>,
    by_reference: HashMap<String, usize>,
    by_number: HashMap<String, usize>,
    duplicates: HashMap<DuplicateKey, usize>,
    by_hash: HashMap<String, History>,
    due: BTreeSet<(OffsetDateTime, usize)>,
    index: Index,
}

impl Invoices {
    /// Adds an invoice and says its index.
    pub fn add(&mut self, invoice: Invoice) -> usize {
        let index = self.all.len();
        self.by_reference.insert(invoice.reference.to_string(), index);
        self.due.insert((invoice.wait.due, index));
        let history = self.by_hash.entry(invoice.hash.clone()).or_default();
        let corrects = match &invoice.accepted {
            Some(accepted) => {
                history.accepted = true;
                self.by_number.insert(accepted.number.to_string(), index);
                self.duplicates.insert(key(&accepted.facts), index);
                accepted.corrects.clone()
            }
            None => {
                history.rejected = true;
                None
            }
        };
        if let Some(hash) = corrects {
            self.by_hash.entry(hash).or_default().corrected = true;
        }
        self.all.push(invoice);
        index
    }

    /// The accepted invoice with the same seller, kind and number, unless ten years have passed since the end of its year.
    pub fn original(&self, facts: &Facts, now: OffsetDateTime) -> Option<&Invoice> {
        let original = self.at(*self.duplicates.get(&key(facts))?)?;
        let issued = original.accepted.as_ref()?.facts.issue_date.year();
        (now.year() <= issued.saturating_add(10)).then_some(original)
    }

    /// What happened to the invoice of this hash.
    pub fn history(&self, hash: &str) -> History {
        self.by_hash.get(hash).copied().unwrap_or_default()
    }

    /// The invoice of this index.
    pub fn at(&self, index: usize) -> Option<&Invoice> {
        self.all.get(index)
    }

    /// The index of the invoice of this reference number.
    pub fn find(&self, reference: &str) -> Option<usize> {
        self.by_reference.get(reference).copied()
    }

    /// The index of the accepted invoice of this KSeF number.
    pub fn find_number(&self, number: &str) -> Option<usize> {
        self.by_number.get(number).copied()
    }

    /// By party and date, for queries; only invoices that are stored for good.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// The next invoice whose time has come; it is taken off the list.
    pub(super) fn next_due(&mut self, now: OffsetDateTime) -> Option<usize> {
        let first = *self.due.first()?;
        (first.0 <= now).then(|| {
            self.due.remove(&first);
            first.1
        })
    }

    /// Counts a poll; says whether the result shows from now on.
    pub(super) fn poll(&mut self, index: usize, now: OffsetDateTime) -> bool {
        let Some(invoice) = self.all.get_mut(index) else { return false };
        invoice.shown.is_none() && invoice.wait.poll(now)
    }

    /// Remembers that an invoice was asked for while its result did not show.
    pub fn asked(&mut self, index: usize) {
        if let Some(invoice) = self.all.get_mut(index) {
            invoice.asked = true;
        }
    }

    /// Lets the result show; `None` when it did already.
    pub(super) fn reveal(&mut self, index: usize, now: OffsetDateTime) -> Option<Shown> {
        let invoice = self.all.get_mut(index).filter(|invoice| invoice.shown.is_none())?;
        invoice.shown = Some(now);
        self.due.remove(&(invoice.wait.due, index));
        let shown = Shown { session: invoice.session, accepted: invoice.accepted.is_some() };
        if let Some(accepted) = &invoice.accepted {
            self.index.add(index, &accepted.facts, invoice.sent, now);
        }
        Some(shown)
    }
}

impl Invoice {
    /// The status that shows.
    pub fn status(&self) -> Verdict {
        match self.shown {
            Some(_) => self.verdict.clone(),
            None if self.asked => Verdict::IN_PROGRESS,
            None => Verdict::RECEIVED,
        }
    }

    /// What there is of it, when it was accepted and that shows.
    pub fn success(&self) -> Option<(&Accepted, OffsetDateTime)> {
        self.accepted.as_deref().zip(self.shown)
    }
}

fn key(facts: &Facts) -> DuplicateKey {
    (facts.seller.nip.clone(), facts.kind, facts.number.clone())
}
