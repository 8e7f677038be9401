//! The house of a running process: the institutions, and one room for each sandbox, made on first use.

mod error;
mod snapshots;

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use poligon_certs::Vault;
use poligon_world::{Cast, Clock, Sandbox, SandboxName, Settings, Strictness, World};

use crate::journal::Bounds;
use crate::room::{Room, Undirected};
use crate::store::{self, Kept, Log, Plan, Scope, Store};
use crate::{Check, Directing, Journal, Registry};

pub use error::{RoomError, TooManySandboxes};

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
    /// Where sandboxes are kept across restarts; `None`: they end with the process.
    pub store: Option<Arc<Store>>,
    /// The checks by which the edge refuses, so that its refusals can be read back from the store.
    pub edge: &'static [&'static Check],
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
            store: None,
            edge: &[],
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
pub struct House {
    registry: Registry,
    foundation: Foundation,
    /// Who gives sandboxes their directors.
    directing: RwLock<Option<Arc<dyn Directing>>>,
    rooms: RwLock<BTreeMap<SandboxName, Arc<Room>>>,
    /// Held while a sandbox is made, woken, reset or deleted. Sandboxes that did not come back from the store, and why:
    /// trying again with every request would only cost time.
    changing: Mutex<Troubled>,
}

type Troubled = BTreeMap<SandboxName, String>;

impl House {
    /// A house with these institutions; its default sandbox exists at once.
    pub fn new(registry: Registry, foundation: Foundation) -> Self {
        let house = Self {
            registry,
            foundation,
            directing: RwLock::default(),
            rooms: RwLock::default(),
            changing: Mutex::default(),
        };
        let name = SandboxName::default_name();
        // A sandbox of the store wakes with its first request; a store that fails now fails then, and is heard then.
        if !house.is_stored(&name).unwrap_or(true) {
            let _ = house.begin(&name, house.plan(&Overrides::default()));
        }
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

    /// The rooms that are open, by name.
    pub fn rooms(&self) -> Vec<Arc<Room>> {
        self.read(|rooms| rooms.values().cloned().collect())
    }

    /// Gives each sandbox its director from now on, those that are open included.
    ///
    /// # Errors
    /// When sandboxes are kept in a store.
    pub fn direct(&self, directing: Arc<dyn Directing>) -> Result<(), Undirected> {
        *self.directing.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&directing));
        self.rooms().iter().try_for_each(|room| room.direct(directing.director(&room.sandbox)))
    }

    /// The sandboxes that lie in the store and were not asked for yet, and how many entries the log of each has.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn asleep(&self) -> Result<Vec<(String, u64)>, RoomError> {
        let Some(store) = &self.foundation.store else { return Ok(Vec::new()) };
        let open: Vec<Arc<Room>> = self.rooms();
        let is_open = |name: &str| open.iter().any(|room| room.sandbox.name.as_str() == name);
        Ok(store.sandboxes()?.into_iter().filter(|(name, _)| !is_open(name)).collect())
    }

    /// The room of this sandbox, made on first use, or woken from the store.
    ///
    /// # Errors
    /// When it would be one too many, or does not come back from the store as it was.
    pub fn room(&self, name: &SandboxName) -> Result<Arc<Room>, RoomError> {
        if let Some(room) = self.find(name) {
            return Ok(room);
        }
        let mut troubled = self.changing();
        if let Some(room) = self.woken(&mut troubled, name)? {
            return Ok(room);
        }
        self.bounded()?;
        self.begin(name, self.plan(&Overrides::default()))
    }

    /// The room of this sandbox, if it is open.
    pub fn find(&self, name: &SandboxName) -> Option<Arc<Room>> {
        self.read(|rooms| rooms.get(name).filter(|room| !room.is_lost()).cloned())
    }

    /// The room of this sandbox, if there is such a sandbox; it is woken when it sleeps, and not made when there is none.
    ///
    /// # Errors
    /// When there is none of this name, or it does not come back from the store as it was.
    pub fn known(&self, name: &SandboxName) -> Result<Arc<Room>, RoomError> {
        if let Some(room) = self.find(name) {
            return Ok(room);
        }
        self.woken(&mut self.changing(), name)?.ok_or_else(|| RoomError::Unknown(name.clone()))
    }

    /// Makes a sandbox.
    ///
    /// # Errors
    /// When the name is taken, or it would be one too many.
    pub fn create(&self, name: &SandboxName, overrides: &Overrides) -> Result<Arc<Room>, RoomError> {
        let _changing = self.changing();
        if self.find(name).is_some() || self.is_stored(name)? {
            return Err(RoomError::Exists(name.clone()));
        }
        self.bounded()?;
        self.begin(name, self.plan(overrides))
    }

    /// Puts a sandbox back to what it was when it was made: clock, settings, institutions' state, an empty journal.
    /// Requests under way end in the old one. Its snapshots stay.
    ///
    /// # Errors
    /// When there is none of this name.
    pub fn reset(&self, name: &SandboxName) -> Result<Arc<Room>, RoomError> {
        let mut troubled = self.changing();
        let old = self.read(|rooms| rooms.get(name).cloned());
        let plan = match (&old, &self.foundation.store) {
            (Some(old), _) => Some(old.plan.clone()),
            (None, Some(store)) => store.plan(&Scope::sandbox(name))?,
            (None, None) => None,
        };
        let plan = plan.ok_or_else(|| RoomError::Unknown(name.clone()))?;
        if let Some(old) = old {
            old.retire();
        }
        let room = self.begin(name, plan)?;
        troubled.remove(name);
        Ok(room)
    }

    /// Deletes a sandbox with all it holds, its snapshots included.
    ///
    /// # Errors
    /// When it is the default one, or there is none of this name.
    pub fn delete(&self, name: &SandboxName) -> Result<(), RoomError> {
        if *name == SandboxName::default_name() {
            return Err(RoomError::Permanent(name.clone()));
        }
        let mut troubled = self.changing();
        let stored = self.is_stored(name)?;
        let old = self.read(|rooms| rooms.get(name).cloned());
        if old.is_none() && !stored {
            return Err(RoomError::Unknown(name.clone()));
        }
        if let Some(old) = old {
            old.retire();
        }
        if let Some(store) = &self.foundation.store {
            store.remove(name)?;
        }
        troubled.remove(name);
        // Dropping a room may remove files, which is no work to do under the lock.
        let gone = self.write(|rooms| rooms.remove(name));
        drop(gone);
        Ok(())
    }

    fn plan(&self, overrides: &Overrides) -> Plan {
        let mut settings = self.foundation.settings.position();
        if let Some(strictness) = overrides.strictness {
            settings.strictness = strictness;
        }
        Plan {
            seed: overrides.seed.unwrap_or(self.foundation.seed),
            clock: overrides.clock.as_ref().unwrap_or(&self.foundation.clock).standing(),
            settings,
        }
    }

    /// A room with nothing in it.
    fn build(&self, name: SandboxName, plan: Plan) -> Room {
        let foundation = &self.foundation;
        let vault = Arc::clone(&foundation.vault);
        let world = World::new(&foundation.cast, plan.seed);
        let (clock, settings) = (Clock::of(plan.clock), Settings::of(plan.settings.clone()));
        let sandbox = Sandbox::new(name, plan.seed, clock, settings, vault, world);
        let journal = Journal::new(foundation.journal, foundation.spool.clone());
        Room::open(&self.registry, Arc::new(sandbox), journal, plan)
    }

    /// Begins a sandbox, in the store too; whatever had its name is gone.
    fn begin(&self, name: &SandboxName, plan: Plan) -> Result<Arc<Room>, RoomError> {
        if let Some(store) = &self.foundation.store {
            store.begin(&Scope::sandbox(name), &plan)?;
        }
        Ok(self.admit(self.build(name.clone(), plan), Kept::default()))
    }

    /// The room of a sandbox of the store, by playing its log; `None` when the store has none of this name.
    fn woken(&self, troubled: &mut Troubled, name: &SandboxName) -> Result<Option<Arc<Room>>, RoomError> {
        if let Some(room) = self.find(name) {
            return Ok(Some(room));
        }
        let Some(store) = &self.foundation.store else { return Ok(None) };
        if let Some(why) = troubled.get(name) {
            return Err(RoomError::Changed(name.clone(), why.clone()));
        }
        let scope = Scope::sandbox(name);
        let Some(plan) = store.plan(&scope)? else { return Ok(None) };
        let room = self.build(name.clone(), plan);
        match store::replay(store, &scope, &room, self.foundation.edge) {
            Ok(kept) => Ok(Some(self.admit(room, kept))),
            Err(why) => {
                troubled.insert(name.clone(), why.to_string());
                Err(RoomError::Changed(name.clone(), why.to_string()))
            }
        }
    }

    /// Lets a room in, in the place of the one that had its name.
    fn admit(&self, room: Room, kept: Kept) -> Arc<Room> {
        let name = room.sandbox.name.clone();
        let room = match &self.foundation.store {
            Some(store) => room.keeping(Log::new(Arc::clone(store), Scope::sandbox(&name), kept)),
            None => room,
        };
        let directing = self.directing.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(directing) = directing {
            // Refused for kept sandboxes only; `direct` said so to whoever asked.
            let _ = room.direct(directing.director(&room.sandbox));
        }
        let room = Arc::new(room);
        let old = self.write(|rooms| rooms.insert(name, Arc::clone(&room)));
        drop(old);
        room
    }

    fn is_stored(&self, name: &SandboxName) -> Result<bool, RoomError> {
        match &self.foundation.store {
            Some(store) => Ok(store.plan(&Scope::sandbox(name))?.is_some()),
            None => Ok(false),
        }
    }

    fn bounded(&self) -> Result<(), RoomError> {
        let count = match &self.foundation.store {
            Some(store) => store.sandboxes()?.len(),
            None => self.read(BTreeMap::len),
        };
        if count < self.foundation.most_sandboxes { Ok(()) } else { Err(TooManySandboxes(count).into()) }
    }

    fn changing(&self) -> MutexGuard<'_, Troubled> {
        self.changing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read<T>(&self, look: impl FnOnce(&BTreeMap<SandboxName, Arc<Room>>) -> T) -> T {
        look(&self.rooms.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn write<T>(&self, change: impl FnOnce(&mut BTreeMap<SandboxName, Arc<Room>>) -> T) -> T {
        change(&mut self.rooms.write().unwrap_or_else(PoisonError::into_inner))
    }
}

impl fmt::Debug for House {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("House")
            .field("registry", &self.registry)
            .field("rooms", &self.rooms)
            .finish_non_exhaustive()
    }
}
