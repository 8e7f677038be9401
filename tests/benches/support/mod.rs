//! Comparing two costs in one run: turn by turn, so that whatever else the machine does hits both alike.

#![allow(dead_code, unreachable_pub, clippy::disallowed_methods, reason = "a bench measures real time")]

use std::time::{Duration, Instant};

/// Short runs: `make bench` is for a look, and criterion keeps the history for those who compare.
pub fn criterion() -> criterion::Criterion {
    let criterion = criterion::Criterion::default();
    criterion
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .configure_from_args()
}

/// True under `cargo bench`; under `cargo test --benches` everything runs once and no table is worth printing.
pub fn measuring() -> bool {
    std::env::args().any(|argument| argument == "--bench")
}

/// A comparison: what is measured, what it is measured against, and what architecture §9 asks for.
pub struct Comparison<'a> {
    pub title: &'a str,
    /// Least share of the bare cost in the whole, in percent; `None` when nothing is asked.
    pub goal_percent: Option<f64>,
}

/// Prints the medians of both and how much of the whole the bare one is.
pub fn compare(comparison: &Comparison<'_>, mut whole: impl FnMut(), mut bare: impl FnMut()) {
    const ROUNDS: usize = 400;
    let (mut of_whole, mut of_bare) = (Vec::with_capacity(ROUNDS), Vec::with_capacity(ROUNDS));
    for _ in 0..ROUNDS {
        of_whole.push(timed(&mut whole));
        of_bare.push(timed(&mut bare));
    }
    let (whole, bare) = (median(of_whole), median(of_bare));
    let percent = 100.0 * bare.as_secs_f64() / whole.as_secs_f64().max(f64::MIN_POSITIVE);
    let goal = match comparison.goal_percent {
        None => String::new(),
        Some(goal) if percent >= goal => format!("   goal ≥ {goal:.0} %: met"),
        Some(goal) => format!("   goal ≥ {goal:.0} %: MISSED"),
    };
    println!(
        "{:<56} whole {:>9.1} µs   bare {:>8.1} µs   bare/whole {percent:>5.1} %{goal}",
        comparison.title,
        micros(whole),
        micros(bare)
    );
}

/// Prints the median of one cost beside a goal in milliseconds.
pub fn against_goal(title: &str, goal_ms: f64, rounds: usize, mut work: impl FnMut()) {
    let took = median((0..rounds).map(|_| timed(&mut work)).collect());
    let verdict = if took.as_secs_f64() * 1000.0 <= goal_ms { "met" } else { "MISSED" };
    println!("{title:<56} {:>9.3} ms   goal ≤ {goal_ms} ms: {verdict}", micros(took) / 1000.0);
}

fn timed(work: &mut impl FnMut()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn median(mut all: Vec<Duration>) -> Duration {
    all.sort_unstable();
    all.get(all.len() / 2).copied().unwrap_or_default()
}

fn micros(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}
