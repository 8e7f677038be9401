//! The virtual clock: frozen, running, or set off from the wall clock; it can be advanced. Nothing in the product reads
//! the system time but [`wall_now`].

use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use time::{Duration, OffsetDateTime, UtcOffset};

/// The wall clock of the machine, in UTC. The only reading of ambient time in the product; everything else asks a
/// [`Clock`].
#[allow(clippy::disallowed_methods, reason = "this is the one source that the ban points to")]
pub fn wall_now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}

/// A virtual clock; clones share one time.
#[derive(Clone, Debug)]
pub struct Clock {
    run: Arc<Mutex<Run>>,
}

#[derive(Clone, Copy, Debug)]
enum Run {
    Frozen(OffsetDateTime),
    Running { offset: Duration },
}

/// What a clock shows at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// The virtual time, UTC.
    #[serde(with = "time::serde::rfc3339")]
    pub now: OffsetDateTime,
    /// Whether the time stands still.
    pub frozen: bool,
}

impl Clock {
    /// A clock that stands at `at` until it is advanced.
    pub fn frozen(at: OffsetDateTime) -> Self {
        Self::of(Run::Frozen(at.to_offset(UtcOffset::UTC)))
    }

    /// A clock that runs with the wall clock.
    pub fn running() -> Self {
        Self::of(Run::Running { offset: Duration::ZERO })
    }

    /// A clock that shows `at` now and runs on from there.
    pub fn running_from(at: OffsetDateTime) -> Self {
        Self::of(Run::Running { offset: at - wall_now() })
    }

    fn of(run: Run) -> Self {
        Self { run: Arc::new(Mutex::new(run)) }
    }

    /// An independent clock that shows the same and runs or stands the same way.
    pub fn copy(&self) -> Self {
        Self::of(*self.lock())
    }

    /// The virtual time, UTC.
    pub fn now(&self) -> OffsetDateTime {
        self.reading().now
    }

    /// The virtual time and whether it stands still.
    pub fn reading(&self) -> Reading {
        match *self.lock() {
            Run::Frozen(at) => Reading { now: at, frozen: true },
            Run::Running { offset } => Reading { now: wall_now().saturating_add(offset), frozen: false },
        }
    }

    /// Stops the time where it is.
    pub fn freeze(&self) {
        let now = self.now();
        *self.lock() = Run::Frozen(now);
    }

    /// Lets the time run on from where it is.
    pub fn run(&self) {
        let now = self.now();
        *self.lock() = Run::Running { offset: now - wall_now() };
    }

    /// Sets the time; a frozen clock stays frozen, a running one runs on.
    pub fn set(&self, at: OffsetDateTime) {
        let at = at.to_offset(UtcOffset::UTC);
        let mut run = self.lock();
        *run = match *run {
            Run::Frozen(_) => Run::Frozen(at),
            Run::Running { .. } => Run::Running { offset: at - wall_now() },
        };
    }

    /// Moves the time forward (or back, with a negative duration), saturating at the ends of the calendar.
    pub fn advance(&self, by: Duration) {
        let now = self.now();
        self.set(now.saturating_add(by));
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Run> {
        self.run.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
