//! The virtual clock: frozen, running, or set off from the wall clock; it can be advanced. Nothing in the product reads
//! the system time but [`wall_now`].

use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime, UtcOffset};

use crate::span;

/// The wall clock of the machine, in UTC. The only reading of ambient time in the product; everything else asks a
/// [`Clock`].
#[allow(clippy::disallowed_methods, reason = "this is the one source that the ban points to")]
pub fn wall_now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}

/// A virtual clock; clones share one time.
#[derive(Clone, Debug)]
pub struct Clock {
    inner: Arc<Mutex<Inner>>,
}

#[derive(Clone, Copy, Debug)]
struct Inner {
    run: Run,
    /// Shown instead, while somebody holds the clock.
    held: Option<OffsetDateTime>,
}

/// How a clock stands or runs, to be kept and taken up again later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Run {
    /// It stands at this time.
    Frozen(#[serde(with = "time::serde::timestamp::nanoseconds")] OffsetDateTime),
    /// It is this far ahead of the wall clock.
    Running {
        /// How far.
        offset: Duration,
    },
}

/// A clock that is held shows one time until this is dropped; it stands or runs on underneath.
#[derive(Debug)]
pub struct Held {
    clock: Clock,
    at: OffsetDateTime,
}

impl Held {
    /// The time that the clock is held at.
    pub fn at(&self) -> OffsetDateTime {
        self.at
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.clock.lock().held = None;
    }
}

/// How a clock is to start, as written for `--clock` and on the admin API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockSetting {
    /// `frozen@2026-03-02T09:00:00+01:00`; without a time (`frozen`): where the wall clock is.
    Frozen(Option<OffsetDateTime>),
    /// `+2h`, `-P1D`: runs, set off from the wall clock.
    Offset(Duration),
    /// `running@2026-03-02T09:00:00+01:00`; without a time (`running`): with the wall clock.
    Running(Option<OffsetDateTime>),
}

impl ClockSetting {
    /// A clock that starts so.
    pub fn clock(&self) -> Clock {
        match *self {
            Self::Frozen(at) => Clock::frozen(at.unwrap_or_else(wall_now)),
            Self::Offset(offset) => Clock::of(Run::Running { offset }),
            Self::Running(Some(at)) => Clock::running_from(at),
            Self::Running(None) => Clock::running(),
        }
    }
}

impl fmt::Display for ClockSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let written = |at: &OffsetDateTime| at.format(&Rfc3339).unwrap_or_default();
        match self {
            Self::Frozen(None) => f.write_str("frozen"),
            Self::Frozen(Some(at)) => write!(f, "frozen@{}", written(at)),
            Self::Offset(offset) => write!(f, "{:+}s", offset.whole_seconds()),
            Self::Running(None) => f.write_str("running"),
            Self::Running(Some(at)) => write!(f, "running@{}", written(at)),
        }
    }
}

impl FromStr for ClockSetting {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.starts_with(['+', '-']) {
            return span::parse(text).map(Self::Offset);
        }
        let (word, at) = match text.split_once('@') {
            Some((word, at)) => (word, Some(moment(at)?)),
            None => (text, None),
        };
        match word {
            "frozen" => Ok(Self::Frozen(at)),
            "running" => Ok(Self::Running(at)),
            _ => Err(format!(
                "clock „{text}” is not understood; write frozen@2026-03-02T09:00:00+01:00, running, running@TIME, or an offset like +2h or -P1D"
            )),
        }
    }
}

/// A moment as text: RFC 3339 with an offset.
///
/// # Errors
/// One sentence.
pub fn moment(text: &str) -> Result<OffsetDateTime, String> {
    OffsetDateTime::parse(text, &Rfc3339).map_err(|_| {
        let text: String = text.chars().take(40).collect();
        format!("„{text}” is no time; write date, time and offset, like 2026-03-02T09:00:00+01:00")
    })
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

    /// A clock that stands or runs so.
    pub fn of(run: Run) -> Self {
        Self { inner: Arc::new(Mutex::new(Inner { run, held: None })) }
    }

    /// An independent clock that shows the same and runs or stands the same way.
    pub fn copy(&self) -> Self {
        Self::of(self.standing())
    }

    /// The virtual time, UTC.
    pub fn now(&self) -> OffsetDateTime {
        self.reading().now
    }

    /// The virtual time and whether it stands still.
    pub fn reading(&self) -> Reading {
        let Inner { run, held } = *self.lock();
        Reading { now: held.unwrap_or_else(|| run.shows()), frozen: matches!(run, Run::Frozen(_)) }
    }

    /// How it stands or runs.
    pub fn standing(&self) -> Run {
        self.lock().run
    }

    /// Stands or runs so from now on.
    pub fn take_up(&self, run: Run) {
        self.lock().run = run;
    }

    /// Holds the clock at `at`, or where it is: all that is done until the answer is dropped happens at one time. Only one
    /// holder at once makes sense; that is the holder's business.
    pub fn hold(&self, at: Option<OffsetDateTime>) -> Held {
        let mut inner = self.lock();
        let at = at.unwrap_or_else(|| inner.run.shows());
        inner.held = Some(at);
        Held { clock: self.clone(), at }
    }

    /// Stops the time where it is.
    pub fn freeze(&self) {
        self.change(|run| Run::Frozen(run.shows()));
    }

    /// Lets the time run on from where it is.
    pub fn run(&self) {
        self.change(|run| Run::Running { offset: run.shows() - wall_now() });
    }

    /// Sets the time; a frozen clock stays frozen, a running one runs on.
    pub fn set(&self, at: OffsetDateTime) {
        let at = at.to_offset(UtcOffset::UTC);
        self.change(|run| match run {
            Run::Frozen(_) => Run::Frozen(at),
            Run::Running { .. } => Run::Running { offset: at - wall_now() },
        });
    }

    /// Moves the time forward (or back, with a negative duration), saturating at the ends of the calendar.
    pub fn advance(&self, by: Duration) {
        self.change(|run| match run {
            Run::Frozen(at) => Run::Frozen(at.saturating_add(by)),
            Run::Running { offset } => Run::Running { offset: offset.saturating_add(by) },
        });
    }

    fn change(&self, change: impl FnOnce(Run) -> Run) {
        let mut inner = self.lock();
        inner.run = change(inner.run);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Run {
    fn shows(self) -> OffsetDateTime {
        match self {
            Self::Frozen(at) => at,
            Self::Running { offset } => wall_now().saturating_add(offset),
        }
    }
}
