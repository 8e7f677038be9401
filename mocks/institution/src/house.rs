//! The house of a running process: the institutions, and one room for each sandbox, made on first use.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use poligon_certs::Vault;
use poligon_world::{Cast, Clock, Sandbox, SandboxName, Settings, Strictness, World};

use crate::journal::Bounds;
use crate::room::Room;
use crate::{Journal, Registry};

/// What every new sandbox starts from.
#[derive(Clone, Debug)]
pub struct Foundation {
    /// The seed; each sandbox's ids depend on it and on its name.
    pub seed: u64,
    /// The clock that new sandboxes copy.
    pub clock: Clock,
    /// The settings that new sandboxes copy.
    pub settings: Settings,
    /// Keys and certificates, shared.
    pub vault: Arc<Vault>,
    /// Who lives in each sandbox.
    pub cast: Arc<Cast>,
    /// Most sandboxes, the default one included.
    pub most_sandboxes: usize,
    /// How much each journal keeps.
    pub journal: Bounds,
    /// Where long bodies go; `None`: nowhere, they are cut.
    pub spool: Option<PathBuf>,
}

impl Foundation {
    /// A foundation with the default cast, 256 sandboxes at most, journals of the default size, and no spool.
    pub fn new(seed: u64, clock: Clock, settings: Settings, vault: Arc<Vault>) -> Self {
        // The default cast is part of the binary, and a test of poligon-world reads it: it does not fail here.
        let cast = Arc::new(Cast::built_in().unwrap_or_default());
        Self {
            seed,
            clock,
            settings,
            vault,
            cast,
            most_sandboxes: 256,
            journal: Bounds::default(),
            spool: None,
        }
    }
}

/// What a new sandbox has different from the foundation.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// Its seed.
    pub seed: Option<u64>,
    /// Its clock; copied.
    pub clock: Option<Clock>,
    /// Its strictness.
    pub strictness: Option<Strictness>,
}

/// The institutions and sandboxes of a process.
#[derive(Debug)]
pub struct House {
    registry: Registry,
    foundation: Foundation,
    rooms: RwLock<BTreeMap<SandboxName, Arc<Room>>>,
}

/// There are as many sandboxes as this process allows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "there are {0} sandboxes already, and no more are made; delete one (DELETE /sandboxes/NAME on the console) or reuse a name"
)]
pub struct TooManySandboxes(pub usize);

/// Why a sandbox could not be made, reset or deleted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RoomError {
    /// The name is taken.
    #[error("there is a sandbox „{0}” already; reset it, or choose another name")]
    Exists(SandboxName),
    /// The default sandbox always exists.
    #[error("the sandbox „{0}” always exists and cannot be deleted; reset it instead")]
    Permanent(SandboxName),
    /// No more sandboxes.
    #[error(transparent)]
    TooMany(#[from] TooManySandboxes),
    /// There is no such sandbox.
    #[error(
        "there is no sandbox „{0}”; it is made by the first request to /@{0}/…, or by POST /sandboxes on the console"
    )]
    Unknown(SandboxName),
}

/// What a room was made from, so that a reset leads back there.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) seed: u64,
    pub(crate) clock: Clock,
    pub(crate) settings: Settings,
}

impl House {
    /// A house with these institutions; its default sandbox exists at once.
    pub fn new(registry: Registry, foundation: Foundation) -> Self {
        let house = Self { registry, foundation, rooms: RwLock::new(BTreeMap::new()) };
        let name = SandboxName::default_name();
        let room = house.build(name.clone(), house.plan(&Overrides::default()));
        house.write(|rooms| rooms.insert(name, room));
        house
    }

    /// The institutions.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// What new sandboxes start from.
    pub fn foundation(&self) -> &Foundation {
        &self.foundation
    }

    /// All rooms, by name.
    pub fn rooms(&self) -> Vec<Arc<Room>> {
        self.read(|rooms| rooms.values().cloned().collect())
    }

    /// The room of this sandbox, made on first use.
    ///
    /// # Errors
    /// When it would be one too many.
    pub fn room(&self, name: &SandboxName) -> Result<Arc<Room>, TooManySandboxes> {
        if let Some(room) = self.find(name) {
            return Ok(room);
        }
        self.bounded()?;
        let room = self.build(name.clone(), self.plan(&Overrides::default()));
        self.write(|rooms| {
            if let Some(first) = rooms.get(name) {
                return Ok(Arc::clone(first));
            }
            self.admit(rooms, room)
        })
    }

    /// The room of this sandbox, if there is one.
    pub fn find(&self, name: &SandboxName) -> Option<Arc<Room>> {
        self.read(|rooms| rooms.get(name).cloned())
    }

    /// Makes a sandbox.
    ///
    /// # Errors
    /// When the name is taken, or it would be one too many.
    pub fn create(&self, name: &SandboxName, overrides: &Overrides) -> Result<Arc<Room>, RoomError> {
        if self.find(name).is_some() {
            return Err(RoomError::Exists(name.clone()));
        }
        self.bounded()?;
        let room = self.build(name.clone(), self.plan(overrides));
        self.write(|rooms| {
            if rooms.contains_key(name) {
                return Err(RoomError::Exists(name.clone()));
            }
            Ok(self.admit(rooms, room)?)
        })
    }

    /// Puts a sandbox back to what it was when it was made: clock, settings, institutions' state, an empty journal.
    /// Requests under way end in the old one.
    ///
    /// # Errors
    /// When there is none of this name.
    pub fn reset(&self, name: &SandboxName) -> Result<Arc<Room>, RoomError> {
        let old = self.find(name).ok_or_else(|| RoomError::Unknown(name.clone()))?;
        let room = self.build(name.clone(), old.plan.clone());
        self.write(|rooms| match rooms.get_mut(name) {
            Some(place) => {
                *place = Arc::clone(&room);
                Ok(room)
            }
            None => Err(RoomError::Unknown(name.clone())),
        })
    }

    /// Deletes a sandbox with all it holds.
    ///
    /// # Errors
    /// When it is the default one, or there is none of this name.
    pub fn delete(&self, name: &SandboxName) -> Result<(), RoomError> {
        if *name == SandboxName::default_name() {
            return Err(RoomError::Permanent(name.clone()));
        }
        let gone = self.write(|rooms| rooms.remove(name));
        gone.map(drop).ok_or_else(|| RoomError::Unknown(name.clone()))
    }

    fn plan(&self, overrides: &Overrides) -> Plan {
        let settings = self.foundation.settings.copy();
        if let Some(strictness) = overrides.strictness {
            settings.be(strictness);
        }
        Plan {
            seed: overrides.seed.unwrap_or(self.foundation.seed),
            clock: overrides.clock.as_ref().unwrap_or(&self.foundation.clock).copy(),
            settings,
        }
    }

    fn build(&self, name: SandboxName, plan: Plan) -> Arc<Room> {
        let foundation = &self.foundation;
        let vault = Arc::clone(&foundation.vault);
        let world = World::new(&foundation.cast, plan.seed);
        let sandbox = Sandbox::new(name, plan.seed, plan.clock.copy(), plan.settings.copy(), vault, world);
        let journal = Journal::new(foundation.journal, foundation.spool.clone());
        Arc::new(Room::open(&self.registry, Arc::new(sandbox), journal, plan))
    }

    fn bounded(&self) -> Result<(), TooManySandboxes> {
        let count = self.read(BTreeMap::len);
        if count < self.foundation.most_sandboxes { Ok(()) } else { Err(TooManySandboxes(count)) }
    }

    fn admit(
        &self,
        rooms: &mut BTreeMap<SandboxName, Arc<Room>>,
        room: Arc<Room>,
    ) -> Result<Arc<Room>, TooManySandboxes> {
        if rooms.len() >= self.foundation.most_sandboxes {
            return Err(TooManySandboxes(rooms.len()));
        }
        rooms.insert(room.sandbox.name.clone(), Arc::clone(&room));
        Ok(room)
    }

    fn read<T>(&self, look: impl FnOnce(&BTreeMap<SandboxName, Arc<Room>>) -> T) -> T {
        look(&self.rooms.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn write<T>(&self, change: impl FnOnce(&mut BTreeMap<SandboxName, Arc<Room>>) -> T) -> T {
        change(&mut self.rooms.write().unwrap_or_else(PoisonError::into_inner))
    }
}
