//! Many scenarios at once, each in a sandbox of its own.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use poligon_scenarios::{Done, Ground, Loaded, run};

use super::Wanted;

/// Replays them; `told` hears of each that ended. The order of what is given does not depend on who was first.
pub fn replay(
    scenarios: &[Loaded],
    ground: &Ground,
    jobs: Option<NonZeroUsize>,
    told: &(dyn Fn(&Done) + Sync),
) -> Vec<Done> {
    let jobs = jobs.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Done)>> = Mutex::default();
    thread::scope(|scope| {
        for _ in 0..jobs.min(scenarios.len()) {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(loaded) = scenarios.get(index) else { break };
                    let one = run::replay(loaded, ground);
                    told(&one);
                    done.lock().unwrap_or_else(PoisonError::into_inner).push((index, one));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, one)| one).collect()
}

/// Those that can be replayed. Of a whole folder, settings and exams are left out; what was named by itself stays, and is told
/// to have nothing to play.
pub fn steps_only(wanted: Wanted) -> Vec<Loaded> {
    let named = wanted.named;
    wanted.scenarios.into_iter().filter(|one| named || !one.scenario.steps.is_empty()).collect()
}
