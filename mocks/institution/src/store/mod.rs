//! The store: sandboxes on disk, across restarts. One redb file that holds, for each sandbox, what it was made from and
//! the log of all that happened to it: requests with the virtual time at which each was answered, and what the admin API
//! changed.
//!
//! **The log is the truth, and there is nothing else.** A sandbox comes back by playing its log again, which leads to the
//! same state byte for byte, because the same seed, times and requests always do (that is what makes a run repeatable,
//! and a property test watches it). So an institution has no code for saving and loading, its state has no format on
//! disk that must be carried along, and no part of it can be forgotten: what is not in the log never happened. The price
//! is the time that playing takes, some hundred microseconds a request; it is paid by the first request to the sandbox
//! after a restart, and [`Bounds::events`] bounds it. A reset begins a new log, which is the only compaction.
//!
//! Beside each request stands the digest of its answer. When playing gives another answer (another version of Poligon,
//! most likely), the sandbox is not opened: going on with another past than the client saw would be a lie.

pub mod checks;
mod digest;
mod error;
mod event;
mod log;
mod replay;
mod scope;

use std::fs::OpenOptions;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use redb::backends::{FileBackend, InMemoryBackend};
use redb::{
    Builder, Database, Durability, ReadableDatabase, ReadableTable, StorageBackend, TableDefinition,
    TableHandle,
};

pub use error::StoreError;
pub(crate) use event::{Changed, Event, Outcome};
pub(crate) use log::{Kept, Log};
pub(crate) use replay::replay;
pub use scope::Snapshot;
pub(crate) use scope::{Plan, Scope};

/// Name of the file in the state directory.
pub const FILE: &str = "sandboxes.redb";

/// Raised when a store of an older version cannot be read any more.
const VERSION: &str = "1";

/// Pages that redb keeps in memory; its own default is 1 GiB.
const CACHE: usize = 8 << 20;

const META: TableDefinition<'_, &str, &str> = TableDefinition::new("meta");

/// How much the store keeps of each sandbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Most entries in a log.
    pub events: u64,
    /// Most bytes in a log.
    pub bytes: u64,
    /// Most snapshots of a sandbox.
    pub snapshots: usize,
    /// Most bytes of the log of a snapshot.
    pub snapshot_bytes: u64,
}

impl Default for Bounds {
    /// 200 000 entries and 1 GiB a log, 16 snapshots of 256 MiB.
    fn default() -> Self {
        Self { events: 200_000, bytes: 1 << 30, snapshots: 16, snapshot_bytes: 256 << 20 }
    }
}

/// Sandboxes on disk.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    bounds: Bounds,
    database: Database,
}

impl Store {
    /// Opens the store of a state directory, or makes it. The directory exists and is its owner's alone.
    ///
    /// # Errors
    /// When another process has it open, it is of another version, it is damaged, or it cannot be read or written. A file
    /// that cannot be used is left as it is.
    pub fn open(directory: &Path, bounds: Bounds) -> Result<Self, StoreError> {
        let path = directory.join(FILE);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path).map_err(|why| StoreError::unusable(&path, &why))?;
        let opened = guarded(&path, || {
            let backend = FileBackend::new(file)?;
            Ok(Builder::new().set_cache_size(CACHE).create_with_backend(backend)?)
        });
        Self::of(path, bounds, opened?)
    }

    /// A store that ends with the process: for snapshots without a state directory, and for tests.
    ///
    /// # Errors
    /// Never in practice; redb says so all the same.
    pub fn in_memory(bounds: Bounds) -> Result<Self, StoreError> {
        Self::on(InMemoryBackend::new(), bounds)
    }

    /// A store on another medium than a file.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn on(medium: impl StorageBackend, bounds: Bounds) -> Result<Self, StoreError> {
        let path = PathBuf::from("(no file)");
        let opened =
            guarded(&path, || Ok(Builder::new().set_cache_size(CACHE).create_with_backend(medium)?));
        Self::of(path, bounds, opened?)
    }

    fn of(path: PathBuf, bounds: Bounds, database: Database) -> Result<Self, StoreError> {
        let store = Self { path, bounds, database };
        store.check_version()?;
        Ok(store)
    }

    /// How much it keeps.
    pub fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The seed of new sandboxes: what an earlier run wrote, else `fresh`, which is written. A random seed must not
    /// change with a restart.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn seed(&self, fresh: u64) -> Result<u64, StoreError> {
        self.write(|transaction| {
            let mut meta = transaction.open_table(META)?;
            if let Some(seed) = meta.get("seed")?.and_then(|seed| seed.value().parse().ok()) {
                return Ok(seed);
            }
            meta.insert("seed", fresh.to_string().as_str())?;
            Ok(fresh)
        })
    }

    /// A file without any table is a new one; whatever else has no version is not ours.
    fn check_version(&self) -> Result<(), StoreError> {
        let found = self.read(|transaction| {
            if transaction.list_tables()?.all(|table| table.name() != META.name()) {
                let empty = transaction.list_tables()?.next().is_none();
                return Ok(if empty { None } else { Some("of another program".to_owned()) });
            }
            let meta = transaction.open_table(META)?;
            Ok(Some(meta.get("version")?.map(|version| version.value().to_owned()).unwrap_or_default()))
        })?;
        match found {
            Some(version) if version == VERSION => Ok(()),
            Some(found) => Err(StoreError::version(&self.path, &found, VERSION)),
            None => self.write(|transaction| {
                transaction.open_table(META)?.insert("version", VERSION)?;
                Ok(())
            }),
        }
    }

    /// Reads at one moment.
    fn read<T>(
        &self,
        look: impl FnOnce(&redb::ReadTransaction) -> Result<T, redb::Error>,
    ) -> Result<T, StoreError> {
        guarded(&self.path, || look(&self.database.begin_read()?))
    }

    /// Writes all of it or nothing, and returns when it is on the disk. redb has two durabilities: with `None` a commit
    /// is lost when the process is killed (the pages are written, the header that points to them is not), so what must
    /// survive `kill -9` takes `Immediate`, one fsync, though only a power cut would need that much.
    fn write<T>(
        &self,
        change: impl FnOnce(&redb::WriteTransaction) -> Result<T, redb::Error>,
    ) -> Result<T, StoreError> {
        guarded(&self.path, || {
            let mut transaction = self.database.begin_write()?;
            transaction.set_durability(Durability::Immediate)?;
            let value = change(&transaction)?;
            transaction.commit()?;
            Ok(value)
        })
    }
}

/// A damaged file may make redb panic instead of saying so; to us it is the same.
fn guarded<T>(path: &Path, work: impl FnOnce() -> Result<T, redb::Error>) -> Result<T, StoreError> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(done) => done.map_err(|why| StoreError::of(path, &why)),
        Err(_) => Err(StoreError::damaged(path, "redb gave up on it")),
    }
}
