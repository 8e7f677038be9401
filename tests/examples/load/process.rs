//! What a process costs, as Linux tells it in /proc.

use std::time::{Duration, Instant};

use crate::Outcome;

/// Ticks of a second in /proc/PID/stat; 100 on every Linux that matters.
const TICKS: f64 = 100.0;

/// A process.
pub(crate) struct Process {
    pid: u32,
}

impl Process {
    pub(crate) fn new(pid: u32) -> Self {
        Self { pid }
    }

    /// User and system time of all its threads.
    pub(crate) fn cpu_seconds(&self) -> Outcome<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid))?;
        let (_, fields) = stat.rsplit_once(')').ok_or("/proc/PID/stat has another shape")?;
        let fields: Vec<&str> = fields.split_whitespace().collect();
        let ticks =
            |index: usize| -> Outcome<f64> { Ok(fields.get(index).ok_or("too few fields")?.parse()?) };
        Ok((ticks(11)? + ticks(12)?) / TICKS)
    }

    /// Resident memory.
    pub(crate) fn resident_mib(&self) -> Outcome<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
        let kib: f64 = line.split_whitespace().next().ok_or("no VmRSS")?.parse()?;
        Ok(kib / 1024.0)
    }
}

/// Seconds that one run of this takes in our own process: the median of many.
pub(crate) fn bare(mut work: impl FnMut()) -> f64 {
    let mut all: Vec<Duration> = (0..2_000)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    all.sort_unstable();
    all.get(all.len() / 2).copied().unwrap_or_default().as_secs_f64()
}
