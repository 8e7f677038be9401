//! The log of one open sandbox: what is appended to it, in turn.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Event, Scope, Store};
use crate::Check;
use crate::store::checks;

/// The log of one open sandbox. Whoever holds the [turn](Kept) is the only one to whom anything happens in the sandbox: the order of
/// the log is the order in which things happened.
#[derive(Debug)]
pub(crate) struct Log {
    store: Arc<Store>,
    scope: Scope,
    kept: Mutex<Kept>,
    /// Memory is ahead of the log: the sandbox must be opened anew from the log.
    lost: AtomicBool,
}

/// How far a log is.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    pub(crate) events: u64,
    pub(crate) bytes: u64,
    /// The sandbox was reset, restored or deleted meanwhile: requests under way end in the old one and leave no trace.
    pub(crate) retired: bool,
    /// Why the log lacks something that happened in memory.
    lost: Option<String>,
}

impl Log {
    pub(crate) fn new(store: Arc<Store>, scope: Scope, kept: Kept) -> Self {
        Self { store, scope, kept: Mutex::new(kept), lost: AtomicBool::new(false) }
    }

    /// Waits for the turn.
    pub(crate) fn turn(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Why nothing more can be taken, before anything happens.
    pub(crate) fn refusal(&self, kept: &Kept) -> Option<(&'static Check, String)> {
        let bounds = self.store.bounds();
        if kept.retired {
            return None;
        }
        if let Some(why) = &kept.lost {
            return Some((&checks::KEPT, why.clone()));
        }
        if kept.events >= bounds.events || kept.bytes >= bounds.bytes {
            let sentence = format!(
                "the log of this sandbox has {} entries and {} bytes, and at most {} and {} are kept",
                kept.events, kept.bytes, bounds.events, bounds.bytes
            );
            return Some((&checks::ROOM, sentence));
        }
        None
    }

    /// Whether memory is ahead of the log.
    pub(crate) fn is_lost(&self) -> bool {
        self.lost.load(Ordering::Relaxed)
    }

    /// Appends what happened. When that fails, memory is ahead of the log, and the log counts.
    pub(crate) fn append(&self, kept: &mut Kept, events: &[Event]) -> Result<(), String> {
        if let Some(why) = &kept.lost {
            return Err(why.clone());
        }
        let done = self.write(kept, events);
        if let Err(why) = &done {
            kept.lost = Some(why.clone());
            self.lost.store(true, Ordering::Relaxed);
        }
        done
    }

    fn write(&self, kept: &mut Kept, events: &[Event]) -> Result<(), String> {
        let entries = events.iter().map(Event::encode).collect::<Result<Vec<_>, _>>()?;
        self.store.append(&self.scope, kept.events + 1, &entries).map_err(|why| why.to_string())?;
        kept.events += entries.len() as u64;
        kept.bytes += entries.iter().map(|entry| entry.len() as u64).sum::<u64>();
        Ok(())
    }
}
