//! How often requests come: three sliding windows for each counter, evaluated together (spec §3.4).

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::net::IpAddr;

use time::{Duration, OffsetDateTime};

use crate::identity::Identifier;
pub use group::{Group, Rates};

mod group;

/// Most counters that are kept; beyond, those that nobody used for an hour go, then any.
const MOST_COUNTERS: usize = 10_000;

/// The limits of a context, one a group.
pub type Schedule = BTreeMap<Group, Rates>;

/// What is counted together.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Counter {
    /// The context of the caller; `None` before a login.
    pub context: Option<Identifier>,
    /// Where the requests come from.
    pub peer: IpAddr,
    /// The group, or the operation where each has a counter of its own.
    pub of: &'static str,
}

/// A limit was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exceeded {
    /// The limit.
    pub limit: u32,
    /// The window that it holds in.
    pub window: Window,
    /// Whole seconds, at least 1, until there is room again.
    pub wait: i64,
}

/// A window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// 3 600 s.
    Hour,
    /// 60 s.
    Minute,
    /// 1 s.
    Second,
}

/// Limits that were set, and the requests of the last hour that they count.
#[derive(Debug, Default)]
pub struct Traffic {
    set: BTreeMap<Identifier, Schedule>,
    hits: HashMap<Counter, VecDeque<OffsetDateTime>>,
}

impl Window {
    fn length(self) -> Duration {
        match self {
            Self::Hour => Duration::HOUR,
            Self::Minute => Duration::MINUTE,
            Self::Second => Duration::SECOND,
        }
    }
}

impl Traffic {
    /// The limits that were set in a context.
    pub fn set_in(&self, context: &Identifier) -> Option<&Schedule> {
        self.set.get(context)
    }

    /// Whether limits were set in any context.
    pub fn is_any_set(&self) -> bool {
        !self.set.is_empty()
    }

    /// Sets the limits of a context.
    pub fn set(&mut self, context: Identifier, schedule: Schedule) {
        self.set.insert(context, schedule);
    }

    /// Takes them back.
    pub fn reset(&mut self, context: &Identifier) {
        self.set.remove(context);
    }

    /// Counts a request, unless a limit was reached. A request that is turned away does not count.
    ///
    /// # Errors
    /// The limit with the longest wait.
    pub fn admit(&mut self, counter: Counter, rates: Rates, now: OffsetDateTime) -> Result<(), Exceeded> {
        self.make_room(&counter, now);
        let hits = self.hits.entry(counter).or_default();
        forget(hits, now);
        let exceeded =
            rates.windows().into_iter().filter_map(|(window, limit)| over(hits, window, limit, now));
        if let Some(worst) = exceeded.max_by_key(|it| it.wait) {
            return Err(worst);
        }
        hits.push_back(now);
        Ok(())
    }

    fn make_room(&mut self, counter: &Counter, now: OffsetDateTime) {
        if self.hits.len() < MOST_COUNTERS || self.hits.contains_key(counter) {
            return;
        }
        self.hits.retain(|_, hits| {
            forget(hits, now);
            !hits.is_empty()
        });
        // Which one goes must not depend on the order of a hash table: same requests, same answers.
        if self.hits.len() >= MOST_COUNTERS
            && let Some(first) = self.hits.keys().min().cloned()
        {
            self.hits.remove(&first);
        }
    }
}

/// Drops what is older than an hour, and what a clock that was set back left in the future.
fn forget(hits: &mut VecDeque<OffsetDateTime>, now: OffsetDateTime) {
    let from = now.saturating_sub(Duration::HOUR);
    while hits.front().is_some_and(|at| *at <= from) {
        hits.pop_front();
    }
    while hits.back().is_some_and(|at| *at > now) {
        hits.pop_back();
    }
}

fn over(
    hits: &VecDeque<OffsetDateTime>,
    window: Window,
    limit: u32,
    now: OffsetDateTime,
) -> Option<Exceeded> {
    let from = now.saturating_sub(window.length());
    let first = hits.partition_point(|at| *at <= from);
    let within = hits.len() - first;
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    if within < most {
        return None;
    }
    // There is room when this one has left the window.
    let leaves = hits.get(hits.len().checked_sub(most)?)?.saturating_add(window.length());
    let wait = (leaves - now).whole_milliseconds();
    let wait = i64::try_from(wait.div_euclid(1_000) + i128::from(wait.rem_euclid(1_000) > 0)).unwrap_or(1);
    Some(Exceeded { limit, window, wait: wait.max(1) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;
    use time::macros::datetime;

    const NOON: OffsetDateTime = datetime!(2026-11-24 12:00 UTC);
    const FEW: Rates = Rates { per_second: 2, per_minute: Some(3), per_hour: Some(4) };

    fn counter(of: &'static str) -> Counter {
        let context = Some(Identifier::nip("5265877635"));
        Counter { context, peer: Ipv4Addr::LOCALHOST.into(), of }
    }

    fn at(seconds: i64) -> OffsetDateTime {
        NOON + Duration::seconds(seconds)
    }

    #[test]
    fn the_three_windows_are_looked_at_together_and_the_longest_wait_is_told() {
        let mut traffic = Traffic::default();
        assert_eq!(traffic.admit(counter("a"), FEW, at(0)), Ok(()));
        assert_eq!(traffic.admit(counter("a"), FEW, at(0)), Ok(()));
        let second = Exceeded { limit: 2, window: Window::Second, wait: 1 };
        assert_eq!(traffic.admit(counter("a"), FEW, at(0)), Err(second));
        assert_eq!(traffic.admit(counter("a"), FEW, at(1)), Ok(()));
        let minute = Exceeded { limit: 3, window: Window::Minute, wait: 58 };
        assert_eq!(traffic.admit(counter("a"), FEW, at(2)), Err(minute));
        assert_eq!(traffic.admit(counter("a"), FEW, at(60)), Ok(()));
        let hour = Exceeded { limit: 4, window: Window::Hour, wait: 3_539 };
        assert_eq!(traffic.admit(counter("a"), FEW, at(61)), Err(hour));
        assert_eq!(traffic.admit(counter("a"), FEW, at(3_600)), Ok(()));
    }

    #[test]
    fn counters_do_not_share_and_a_clock_set_back_frees_them() {
        let mut traffic = Traffic::default();
        let one = Rates { per_second: 1, per_minute: None, per_hour: None };
        assert_eq!(traffic.admit(counter("a"), one, at(0)), Ok(()));
        assert_eq!(traffic.admit(counter("b"), one, at(0)), Ok(()));
        assert!(traffic.admit(counter("a"), one, at(0)).is_err());
        assert_eq!(traffic.admit(counter("a"), one, at(-5_000)), Ok(()));
    }
}
