//! Coverage as a table, and the verdict.

use std::collections::BTreeSet;

use crate::known::{DIFFERENCES, NEVER};
use crate::ledger::{Ledger, built, codes};
use crate::schema::Contract;

/// What an operation may answer: statuses and exception codes.
fn documented(contract: &Contract, address: &str) -> BTreeSet<u32> {
    let Some(operation) = contract.operation(address) else { return BTreeSet::new() };
    let statuses = operation["responses"].as_object().into_iter().flatten();
    let mut all: BTreeSet<u32> = statuses.filter_map(|(status, _)| status.parse().ok()).collect();
    all.extend(codes(operation));
    all
}

/// Prints what was seen of what is documented, and what is never given.
pub fn table(contract: &Contract, ledger: &Ledger) {
    let (mut seen_all, mut documented_all, mut driven) = ([0; 2], [0; 2], 0);
    println!("{:<46} {:>8} {:>8}  never given", "operation", "statuses", "codes");
    for (name, address) in built() {
        let documented = documented(contract, address);
        let seen = ledger.seen.get(name).cloned().unwrap_or_default();
        let both: BTreeSet<u32> = seen.intersection(&documented).copied().collect();
        let split = |set: &BTreeSet<u32>| {
            [set.iter().filter(|it| **it < 1_000).count(), set.iter().filter(|it| **it >= 1_000).count()]
        };
        let ([s, c], [ds, dc]) = (split(&both), split(&documented));
        let unseen: Vec<String> = documented.difference(&seen).map(u32::to_string).collect();
        println!("{name:<46} {:>8} {:>8}  {}", format!("{s}/{ds}"), format!("{c}/{dc}"), unseen.join(" "));
        seen_all = [seen_all[0] + s, seen_all[1] + c];
        documented_all = [documented_all[0] + ds, documented_all[1] + dc];
        driven += usize::from(succeeded(ledger, name));
    }
    let never = |(name, code, reason): &(&str, u32, &str)| println!("NEVER {code} of {name}: {reason}");
    NEVER.iter().for_each(never);
    DIFFERENCES.iter().for_each(|it| println!("DIFFERENCE „{}”: {}", it.ends, it.reason));
    for (name, _) in not_driven(ledger) {
        println!("NOT DRIVEN: {name} is built and no flow of tests/contract makes it succeed");
    }
    println!(
        "contract: {driven} of {} built operations driven ({} in the file); {}/{} statuses and {}/{} exception codes seen; {} exchanges, {} request bodies and {} answer bodies validated; {} known differences",
        built().len(),
        contract.count(),
        seen_all[0],
        documented_all[0],
        seen_all[1],
        documented_all[1],
        ledger.exchanges,
        ledger.bodies.0,
        ledger.bodies.1,
        DIFFERENCES.len(),
    );
}

/// What does not fit, and what the lists of known things have too much or too little.
pub fn judge(contract: &Contract, ledger: &Ledger) -> Vec<String> {
    let known = |line: &str| DIFFERENCES.iter().any(|difference| line.ends_with(difference.ends));
    let mut wrong: Vec<String> = ledger.mismatches.iter().filter(|line| !known(line)).cloned().collect();
    for difference in DIFFERENCES {
        if !ledger.mismatches.iter().any(|line| line.ends_with(difference.ends)) {
            wrong.push(format!("known difference „{}” was not seen; strike it off", difference.ends));
        }
    }
    let not_driven: Vec<&str> = not_driven(ledger).into_iter().map(|(name, _)| name).collect();
    let undriven = |name: &&str| format!("{name} is built and no flow of tests/contract makes it succeed");
    wrong.extend(not_driven.iter().map(undriven));
    for (name, address) in built().into_iter().filter(|(name, _)| !not_driven.contains(name)) {
        let seen = ledger.seen.get(name).cloned().unwrap_or_default();
        for code in documented(contract, address) {
            let never = NEVER.iter().any(|(known, it, _)| *known == name && *it == code);
            match (seen.contains(&code), never) {
                (true, true) => {
                    wrong.push(format!("{name}: {code} was given; strike it off the list of NEVER"))
                }
                (false, false) => wrong.push(format!("{name}: {code} is documented and was not given")),
                _ => {}
            }
        }
    }
    wrong
}

fn succeeded(ledger: &Ledger, name: &str) -> bool {
    ledger.seen.get(name).is_some_and(|seen| seen.range(200..300).next().is_some())
        || NEVER.iter().any(|(known, code, _)| *known == name && (200..300).contains(code))
}

fn not_driven(ledger: &Ledger) -> Vec<(&'static str, &'static str)> {
    built().into_iter().filter(|(name, _)| !succeeded(ledger, name)).collect()
}
