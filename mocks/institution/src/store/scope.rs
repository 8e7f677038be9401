//! What lies in the store: for each sandbox and each snapshot of one, a plan and a log.

use poligon_world::SandboxName;
use poligon_world::clock::Run;
use poligon_world::settings::Position;
use redb::{ReadableTable, TableDefinition, TableError};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{Store, StoreError};

/// Scope → record, JSON.
const RECORDS: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("sandboxes");
/// Scope and number, from 1 → entry.
const ENTRIES: TableDefinition<'_, (&str, u64), &[u8]> = TableDefinition::new("log");

/// Bytes of a log that are read at once (one entry may be longer).
const PORTION: usize = 1 << 20;

/// Whose plan and log: a sandbox's (`alfa`), or a snapshot's (`alfa/before-close`). Names have no slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scope(String);

/// What a sandbox was made from, so that a reset or its log leads back there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Plan {
    pub(crate) seed: u64,
    pub(crate) clock: Run,
    pub(crate) settings: Position,
}

/// A copy of a sandbox at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Its name.
    pub name: String,
    /// When it was taken, by the sandbox's clock.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// Entries in its log: requests, and changes by the admin API.
    pub events: u64,
    /// Bytes of its log.
    pub bytes: u64,
}

#[derive(Serialize, Deserialize)]
struct Record {
    plan: Plan,
    snapshot: Option<Snapshot>,
}

impl Scope {
    pub(crate) fn sandbox(name: &SandboxName) -> Self {
        Self(name.as_str().to_owned())
    }

    pub(crate) fn snapshot(sandbox: &SandboxName, name: &SandboxName) -> Self {
        Self(format!("{sandbox}/{name}"))
    }
}

impl Store {
    /// Begins a sandbox with an empty log; one that is there already is begun anew.
    pub(crate) fn begin(&self, scope: &Scope, plan: &Plan) -> Result<(), StoreError> {
        let record = self.encoded(&Record { plan: plan.clone(), snapshot: None })?;
        self.write(|transaction| {
            transaction.open_table(RECORDS)?.insert(scope.0.as_str(), record.as_slice())?;
            empty(&mut transaction.open_table(ENTRIES)?, &scope.0)
        })
    }

    /// The plan, when there is such a sandbox or snapshot.
    pub(crate) fn plan(&self, scope: &Scope) -> Result<Option<Plan>, StoreError> {
        Ok(self.record(scope)?.map(|record| record.plan))
    }

    /// All sandboxes, and how many entries the log of each has.
    pub(crate) fn sandboxes(&self) -> Result<Vec<(String, u64)>, StoreError> {
        self.read(|transaction| {
            let (Some(records), Some(entries)) =
                (opened(transaction, RECORDS)?, opened(transaction, ENTRIES)?)
            else {
                return Ok(Vec::new());
            };
            let mut found = Vec::new();
            for one in records.iter()? {
                let name = one?.0.value().to_owned();
                if !name.contains('/') {
                    let last = entries.range((name.as_str(), 0)..=(name.as_str(), u64::MAX))?.next_back();
                    let events = last.transpose()?.map_or(0, |(key, _)| key.value().1);
                    found.push((name, events));
                }
            }
            Ok(found)
        })
    }

    /// Appends entries, the first one with this number. They are on the disk when this returns.
    pub(crate) fn append(&self, scope: &Scope, first: u64, entries: &[Vec<u8>]) -> Result<(), StoreError> {
        self.write(|transaction| {
            let mut table = transaction.open_table(ENTRIES)?;
            for (number, entry) in (first..).zip(entries) {
                table.insert((scope.0.as_str(), number), entry.as_slice())?;
            }
            Ok(())
        })
    }

    /// Hands out the entries of a log in their order, one at a time, until `take` fails.
    pub(crate) fn each(
        &self,
        scope: &Scope,
        mut take: impl FnMut(u64, &[u8]) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        // Playing an entry takes its time and may write, so no transaction stays open meanwhile.
        let mut next = 1;
        loop {
            let portion = self.portion(scope, next)?;
            let Some((last, _)) = portion.last() else { return Ok(()) };
            next = last.saturating_add(1);
            for (number, entry) in &portion {
                take(*number, entry)?;
            }
        }
    }

    fn portion(&self, scope: &Scope, first: u64) -> Result<Vec<(u64, Vec<u8>)>, StoreError> {
        self.read(|transaction| {
            let mut portion = Vec::new();
            let Some(table) = opened(transaction, ENTRIES)? else { return Ok(portion) };
            let mut bytes = 0;
            for one in table.range((scope.0.as_str(), first)..=(scope.0.as_str(), u64::MAX))? {
                let (key, entry) = one?;
                bytes += entry.value().len();
                portion.push((key.value().1, entry.value().to_vec()));
                if bytes > PORTION {
                    break;
                }
            }
            Ok(portion)
        })
    }

    /// Deletes a sandbox with its snapshots.
    pub(crate) fn remove(&self, sandbox: &SandboxName) -> Result<(), StoreError> {
        let snapshots = self.snapshots(sandbox)?;
        self.write(|transaction| {
            let mut records = transaction.open_table(RECORDS)?;
            let mut entries = transaction.open_table(ENTRIES)?;
            let scopes = snapshots.iter().map(|snapshot| format!("{sandbox}/{}", snapshot.name));
            for scope in scopes.chain([sandbox.to_string()]) {
                records.remove(scope.as_str())?;
                empty(&mut entries, &scope)?;
            }
            Ok(())
        })
    }

    /// The snapshots of a sandbox, by name.
    pub(crate) fn snapshots(&self, sandbox: &SandboxName) -> Result<Vec<Snapshot>, StoreError> {
        // „0” follows „/”.
        let (first, end) = (format!("{sandbox}/"), format!("{sandbox}0"));
        let records: Vec<Vec<u8>> = self.read(|transaction| {
            let Some(table) = opened(transaction, RECORDS)? else { return Ok(Vec::new()) };
            let range = table.range(first.as_str()..end.as_str())?;
            range
                .map(|one| one.map(|(_, record)| record.value().to_vec()))
                .collect::<Result<_, _>>()
                .map_err(Into::into)
        })?;
        let decoded = records.iter().map(|record| self.decoded(record));
        Ok(decoded.collect::<Result<Vec<_>, _>>()?.into_iter().filter_map(|record| record.snapshot).collect())
    }

    /// Copies a sandbox as it is into a snapshot.
    pub(crate) fn take_snapshot(&self, sandbox: &SandboxName, snapshot: Snapshot) -> Result<(), StoreError> {
        let from = Scope::sandbox(sandbox);
        let plan =
            self.plan(&from)?.ok_or_else(|| StoreError::damaged(self.path(), "a sandbox has no plan"))?;
        let to = format!("{sandbox}/{}", snapshot.name);
        let record = self.encoded(&Record { plan, snapshot: Some(snapshot) })?;
        self.copy(&from.0, &to, &record)
    }

    /// Makes a sandbox what a snapshot of it is.
    pub(crate) fn restore(&self, sandbox: &SandboxName, snapshot: &SandboxName) -> Result<(), StoreError> {
        let from = Scope::snapshot(sandbox, snapshot);
        let plan =
            self.plan(&from)?.ok_or_else(|| StoreError::damaged(self.path(), "a snapshot has no plan"))?;
        let record = self.encoded(&Record { plan, snapshot: None })?;
        self.copy(&from.0, sandbox.as_str(), &record)
    }

    /// Deletes a snapshot.
    pub(crate) fn forget(&self, scope: &Scope) -> Result<(), StoreError> {
        self.write(|transaction| {
            transaction.open_table(RECORDS)?.remove(scope.0.as_str())?;
            empty(&mut transaction.open_table(ENTRIES)?, &scope.0)
        })
    }

    fn copy(&self, from: &str, to: &str, record: &[u8]) -> Result<(), StoreError> {
        self.write(|transaction| {
            transaction.open_table(RECORDS)?.insert(to, record)?;
            let mut table = transaction.open_table(ENTRIES)?;
            empty(&mut table, to)?;
            let mut next = 1;
            loop {
                let found = table.range((from, next)..=(from, u64::MAX))?.next().transpose()?;
                let found = found.map(|(key, entry)| (key.value().1, entry.value().to_vec()));
                let Some((number, entry)) = found else { return Ok(()) };
                table.insert((to, number), entry.as_slice())?;
                next = number.saturating_add(1);
            }
        })
    }

    fn record(&self, scope: &Scope) -> Result<Option<Record>, StoreError> {
        let record = self.read(|transaction| {
            let Some(table) = opened(transaction, RECORDS)? else { return Ok(None) };
            Ok(table.get(scope.0.as_str())?.map(|record| record.value().to_vec()))
        })?;
        record.map(|record| self.decoded(&record)).transpose()
    }

    fn encoded(&self, record: &Record) -> Result<Vec<u8>, StoreError> {
        serde_json::to_vec(record).map_err(|why| StoreError::damaged(self.path(), &why.to_string()))
    }

    fn decoded(&self, record: &[u8]) -> Result<Record, StoreError> {
        serde_json::from_slice(record)
            .map_err(|why| StoreError::damaged(self.path(), &format!("a record is not understood: {why}")))
    }
}

/// The table, once something was written to it.
fn opened<K: redb::Key + 'static, V: redb::Value + 'static>(
    transaction: &redb::ReadTransaction,
    table: TableDefinition<'_, K, V>,
) -> Result<Option<redb::ReadOnlyTable<K, V>>, redb::Error> {
    match transaction.open_table(table) {
        Ok(table) => Ok(Some(table)),
        Err(TableError::TableDoesNotExist(_)) => Ok(None),
        Err(why) => Err(why.into()),
    }
}

fn empty(
    table: &mut redb::Table<'_, (&'static str, u64), &'static [u8]>,
    scope: &str,
) -> Result<(), redb::Error> {
    table.retain_in((scope, 0)..=(scope, u64::MAX), |_, _| false)?;
    Ok(())
}
