//! What was issued and what was revoked.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{Authority, Order, Profile, VaultError};

/// More certificates than this in one vault are a runaway loop.
pub(crate) const MOST_ENTRIES: usize = 10_000;

/// One issued certificate, for lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Serial number, upper-case hex.
    pub serial: String,
    /// What kind.
    pub profile: Profile,
    /// The subject, one line.
    pub subject: String,
    /// The issuer; `None` when self-signed.
    pub issuer: Option<Authority>,
    /// First moment of validity.
    #[serde(with = "time::serde::rfc3339")]
    pub not_before: OffsetDateTime,
    /// Last moment of validity.
    #[serde(with = "time::serde::rfc3339")]
    pub not_after: OffsetDateTime,
    /// When it was revoked.
    #[serde(with = "time::serde::rfc3339::option")]
    pub revoked: Option<OffsetDateTime>,
}

/// A record and what is needed to make the certificate again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) record: Record,
    pub(crate) order: Order,
    /// The clock when it was issued.
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) issued: OffsetDateTime,
}

/// The entries, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Ledger {
    pub(crate) entries: Vec<Entry>,
}

impl Ledger {
    pub(crate) fn find(&self, serial: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.record.serial.eq_ignore_ascii_case(serial))
    }

    /// Adds an entry unless its serial is there already.
    pub(crate) fn add(&mut self, entry: Entry) -> Result<(), VaultError> {
        if self.find(&entry.record.serial).is_some() {
            return Ok(());
        }
        if self.entries.len() >= MOST_ENTRIES {
            return Err(VaultError::Order(format!(
                "this vault has issued {MOST_ENTRIES} certificates; go on in a new state directory"
            )));
        }
        self.entries.push(entry);
        Ok(())
    }

    /// Revokes; a second time changes nothing.
    pub(crate) fn revoke(&mut self, serial: &str, now: OffsetDateTime) -> Result<Record, VaultError> {
        let found = self.entries.iter_mut().find(|entry| entry.record.serial.eq_ignore_ascii_case(serial));
        let Some(entry) = found else { return Err(unknown(serial)) };
        entry.record.revoked.get_or_insert(now);
        Ok(entry.record.clone())
    }
}

pub(crate) fn unknown(serial: &str) -> VaultError {
    let shown: String = serial.chars().take(40).collect();
    VaultError::Order(format!(
        "no certificate with the serial „{shown}” was issued here; `poligon certs list` shows those that were"
    ))
}
