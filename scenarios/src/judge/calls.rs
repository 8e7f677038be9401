//! How often something was called, and how often checks ended so.

use poligon_institution::{Exchange, Outcome};

use super::words::bounds;
use super::{Bench, Judgement, numbers};
use crate::language::{Calls, Findings, Never};
use crate::run::Purpose;

pub(super) fn calls(bench: &Bench<'_>, calls: &Calls) -> Judgement {
    let found = bench.called(&calls.called());
    let count = found.len() as u64;
    if within(count, calls.exactly, calls.at_least, calls.at_most) {
        return Judgement::pass(numbers(&found));
    }
    let expected = bounds(calls.exactly, calls.at_least, calls.at_most);
    let reason = format!("calls to {}: expected {expected}, got {count}", calls.to.value);
    Judgement::fail(vec![reason], numbers(&found))
}

pub(super) fn never(bench: &Bench<'_>, never: &Never) -> Judgement {
    let found = bench.called(&never.called());
    let count = found.len() as u64;
    if count > never.more_than {
        let expected =
            if never.more_than == 0 { "none".to_owned() } else { format!("at most {}", never.more_than) };
        let reason = format!("calls to {}: expected {expected}, got {count}", never.to.value);
        return Judgement::fail(vec![reason], numbers(&found));
    }
    if never.more_than > 0 && found.is_empty() {
        return Judgement::not_exercised(format!("{} was never called", never.to.value));
    }
    Judgement::pass(numbers(&found))
}

pub(super) fn findings(bench: &Bench<'_>, findings: &Findings) -> Judgement {
    let outcome = Outcome::from(findings.outcome);
    let mut count = 0;
    let mut met = false;
    let mut on: Vec<&Exchange> = Vec::new();
    for exchange in bench.exchanges {
        let name = exchange.operation.map_or("", |operation| operation.name);
        if findings.to.as_ref().is_some_and(|to| !to.fits(name)) {
            continue;
        }
        for finding in exchange.findings.iter().filter(|finding| findings.check.fits(finding.check.id)) {
            met = true;
            if finding.outcome == outcome {
                count += 1;
                on.push(exchange);
            }
        }
    }
    on.dedup_by_key(|exchange| exchange.id);
    // Whoever wrote the steps knows what they meet; of an outside client, nothing judged means that it never came there.
    if !met && bench.purpose == Purpose::Exam {
        return Judgement::not_exercised(format!("no message was ever judged by {}", findings.check.value));
    }
    if within(count, findings.exactly, findings.at_least, findings.at_most) {
        return Judgement::pass(numbers(&on));
    }
    let expected = bounds(findings.exactly, findings.at_least, findings.at_most);
    Judgement::fail(
        vec![format!("findings of {}: expected {expected}, got {count}", findings.check.value)],
        numbers(&on),
    )
}

fn within(count: u64, exactly: Option<u64>, least: Option<u64>, most: Option<u64>) -> bool {
    exactly.is_none_or(|n| count == n) && least.is_none_or(|n| count >= n) && most.is_none_or(|n| count <= n)
}
