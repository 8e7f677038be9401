//! Load for a running Poligon, measured by the processor time of its process:
//! `load http://localhost:8455 PID [--requests N] [--logins N] [--invoices N]`.
//!
//! What the client does (signing, encrypting, waiting) is not in the figures. Each is printed as one JSON line
//! `{"what", "value", "unit"}`, with `at_most` or `at_least` where architecture §9 sets a goal; `tests/bench/run.py` makes the
//! table. One request is under way at any time, so that processor time is time on one core.

#![allow(clippy::disallowed_methods, reason = "a bench lives in the real time")]

mod http;
mod invoices;
mod logins;
mod process;

use std::collections::HashMap;
use std::error::Error;

use serde_json::{Value, json};

use crate::http::Client;
use crate::process::Process;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let usage = "usage: load http://HOST:PORT PID [--requests N] [--logins N] [--invoices N]";
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().ok_or(usage)?;
    let process = Process::new(arguments.next().and_then(|pid| pid.parse().ok()).ok_or(usage)?);
    let mut counts = HashMap::new();
    while let (Some(name), Some(count)) = (arguments.next(), arguments.next()) {
        counts.insert(name, count.parse::<usize>()?);
    }
    let count = |name: &str, default| counts.get(name).copied().unwrap_or(default);
    let mut client = Client::dial(&url)?;

    many_requests(&mut client, &process, count("--requests", 100_000))?;
    let token = logins::measure(&mut client, &process, count("--logins", 300))?;
    invoices::measure(&mut client, &process, &token, count("--invoices", 100_000))
}

/// What one cheap request costs, and the memory after many journalled exchanges.
fn many_requests(client: &mut Client, process: &Process, count: usize) -> Outcome<()> {
    if count == 0 {
        return Ok(());
    }
    let before = process.cpu_seconds()?;
    for _ in 0..count {
        client.json("POST", "/v2/auth/challenge", None, b"", 200)?;
    }
    let spent = process.cpu_seconds()? - before;
    say("challenge, processor time", 1e6 * spent / count as f64, "µs", None);
    say(
        &format!("resident memory after {count} requests"),
        process.resident_mib()?,
        "MiB",
        Some(("at_most", 64.0)),
    );
    Ok(())
}

/// Prints one figure.
fn say(what: &str, value: f64, unit: &str, goal: Option<(&str, f64)>) {
    let mut line = json!({ "what": what, "value": value, "unit": unit });
    if let (Some((kind, goal)), Some(fields)) = (goal, line.as_object_mut()) {
        fields.insert(kind.to_owned(), Value::from(goal));
    }
    println!("{line}");
}

/// Prints how much of an operation its bare cryptography would cost, measured in this process.
fn say_share(what: &str, bare_seconds: f64, whole_seconds: f64) {
    let micros = 1e6 * bare_seconds;
    say(
        &format!("{what}: share of the bare cryptography ({micros:.0} µs)"),
        100.0 * bare_seconds / whole_seconds,
        "%",
        None,
    );
}
