//! Snapshots: copies of a sandbox's log in the store. A snapshot is restored in the sandbox that it was taken of, since
//! ids depend on the sandbox's name and links carry it.

use std::sync::Arc;

use poligon_world::SandboxName;

use super::{House, RoomError};
use crate::room::Room;
use crate::store::{self, Scope, Snapshot, Store};

impl House {
    /// Takes a snapshot of a sandbox as it is.
    ///
    /// # Errors
    /// Without a store, for an unknown sandbox, a name that is taken, one snapshot too many, or a log too long.
    pub fn take_snapshot(&self, name: &SandboxName, snapshot: &SandboxName) -> Result<Snapshot, RoomError> {
        let store = self.store()?;
        let mut troubled = self.changing();
        let room = self.woken(&mut troubled, name)?.ok_or_else(|| RoomError::Unknown(name.clone()))?;
        let there = store.snapshots(name)?;
        let bounds = store.bounds();
        if there.iter().any(|known| known.name == snapshot.as_str()) {
            return Err(RoomError::SnapshotExists(name.clone(), snapshot.clone()));
        }
        if there.len() >= bounds.snapshots {
            return Err(RoomError::TooManySnapshots(name.clone(), there.len()));
        }
        // With the turn in hand nothing is appended while the log is copied.
        let turn = room.turn().ok_or(RoomError::NoStore)?;
        if turn.bytes > bounds.snapshot_bytes {
            return Err(RoomError::SnapshotTooLarge(name.clone(), turn.bytes, bounds.snapshot_bytes));
        }
        let taken = Snapshot {
            name: snapshot.to_string(),
            at: room.sandbox.clock.now(),
            events: turn.events,
            bytes: turn.bytes,
        };
        store.take_snapshot(name, taken.clone())?;
        Ok(taken)
    }

    /// The snapshots of a sandbox, by name.
    ///
    /// # Errors
    /// Without a store, or for an unknown sandbox.
    pub fn snapshots(&self, name: &SandboxName) -> Result<Vec<Snapshot>, RoomError> {
        let store = self.store()?;
        if !self.is_stored(name)? {
            return Err(RoomError::Unknown(name.clone()));
        }
        Ok(store.snapshots(name)?)
    }

    /// Makes a sandbox what it was when the snapshot was taken; a clock that ran then runs on from now. Requests under way
    /// end in the old one.
    ///
    /// # Errors
    /// Without a store, for an unknown snapshot, or one that does not come back as it was; nothing is changed then.
    pub fn restore(&self, name: &SandboxName, snapshot: &SandboxName) -> Result<Arc<Room>, RoomError> {
        let store = self.store()?;
        let mut troubled = self.changing();
        let scope = Scope::snapshot(name, snapshot);
        let unknown = || RoomError::UnknownSnapshot(name.clone(), snapshot.clone());
        let plan = store.plan(&scope)?.ok_or_else(unknown)?;
        let room: Room = self.build(name.clone(), plan);
        let kept = store::replay(store, &scope, &room, self.foundation.edge)
            .map_err(|why| RoomError::Changed(name.clone(), why.to_string()))?;
        if let Some(old) = self.read(|rooms| rooms.get(name).cloned()) {
            old.retire();
        }
        store.restore(name, snapshot)?;
        troubled.remove(name);
        Ok(self.admit(room, kept))
    }

    /// Deletes a snapshot.
    ///
    /// # Errors
    /// Without a store, or for an unknown snapshot.
    pub fn forget_snapshot(&self, name: &SandboxName, snapshot: &SandboxName) -> Result<(), RoomError> {
        let store = self.store()?;
        let _changing = self.changing();
        let scope = Scope::snapshot(name, snapshot);
        if store.plan(&scope)?.is_none() {
            return Err(RoomError::UnknownSnapshot(name.clone(), snapshot.clone()));
        }
        Ok(store.forget(&scope)?)
    }

    fn store(&self) -> Result<&Arc<Store>, RoomError> {
        self.foundation.store.as_ref().ok_or(RoomError::NoStore)
    }
}
