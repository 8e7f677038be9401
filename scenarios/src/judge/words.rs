//! Expectations in short words.

use crate::language::{Called, Expectation, OutcomeWord};

/// What an expectation says.
pub(crate) fn words(expectation: &Expectation) -> String {
    match expectation {
        Expectation::Calls(calls) => {
            let bounds = bounds(calls.exactly, calls.at_least, calls.at_most);
            format!("calls to {}: {bounds}", called(&calls.called()))
        }
        Expectation::Findings(findings) => {
            let bounds = bounds(findings.exactly, findings.at_least, findings.at_most);
            let within = findings.to.as_ref().map(|to| format!(" in {}", to.value)).unwrap_or_default();
            format!("findings {} {}{within}: {bounds}", findings.check.value, outcome(findings.outcome))
        }
        Expectation::Gap(gap) => {
            let least = gap.at_least.map(|span| format!("at least {span}"));
            let most = gap.at_most.map(|span| format!("at most {span}"));
            let bounds: Vec<String> = least.into_iter().chain(most).collect();
            let then = gap.then.as_ref().map_or("the next".to_owned(), called);
            format!("gap from {} to {then}: {}", called(&gap.after), bounds.join(", "))
        }
        Expectation::Never(never) => match never.more_than {
            0 => format!("never {}", called(&never.called())),
            most => format!("never more than {most} calls to {}", called(&never.called())),
        },
        Expectation::Order(order) => {
            let names: Vec<&str> = order.iter().map(|name| name.as_str()).collect();
            format!("order: {}", names.join(", "))
        }
        Expectation::State(table) => match table.0.first() {
            Some((view, key)) => format!("state of {} {}", view.value, key.words()),
            None => "state".to_owned(),
        },
    }
}

fn called(called: &Called) -> String {
    let status = called.status.as_ref().map(|status| format!(" answered {}", status.words()));
    let parts = if called.parts.is_empty() { "" } else { " with given parts" };
    format!("{}{}{parts}", called.to.value, status.unwrap_or_default())
}

fn outcome(outcome: OutcomeWord) -> &'static str {
    match outcome {
        OutcomeWord::Fail => "failed",
        OutcomeWord::NotApplicable => "not applicable",
        OutcomeWord::Pass => "passed",
        OutcomeWord::Warn => "warned",
    }
}

/// „exactly 1”, „at least 1, at most 3”.
pub(super) fn bounds(exactly: Option<u64>, least: Option<u64>, most: Option<u64>) -> String {
    let exactly = exactly.map(|n| format!("exactly {n}"));
    let least = least.map(|n| format!("at least {n}"));
    let most = most.map(|n| format!("at most {n}"));
    exactly.into_iter().chain(least).chain(most).collect::<Vec<_>>().join(", ")
}
