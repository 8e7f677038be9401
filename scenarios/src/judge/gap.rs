//! How much time lies between calls.

use poligon_institution::Exchange;

use super::{Bench, Judgement, fits};
use crate::language::{Called, Gap, Span};
use crate::run::Purpose;

pub(super) fn gap(bench: &Bench<'_>, gap: &Gap) -> Judgement {
    let starts = bench.called(&gap.after);
    if starts.is_empty() {
        return Judgement::not_exercised(format!(
            "no call to {} was answered so that the gap begins",
            gap.after.to.value
        ));
    }
    if bench.purpose == Purpose::Exam && bench.room.sandbox.clock.reading().frozen {
        return Judgement::inconclusive(
            "the sandbox's clock stands still, so no gap of an outside client can be measured; write clock: { run: running }",
        );
    }
    let scope = bench.scope();
    let mut reasons = Vec::new();
    let mut on = Vec::new();
    let mut measured = false;
    for start in starts {
        let then = next(gap, start);
        let Some(end) = bench.exchanges.iter().find(|one| one.id > start.id && fits(&then, one, &scope))
        else {
            continue;
        };
        measured = true;
        on.extend([start.id.0, end.id.0]);
        let span = (end.at - start.at).unsigned_abs();
        if gap.at_least.is_some_and(|least| span < least.0) || gap.at_most.is_some_and(|most| span > most.0) {
            let least = gap.at_least.map(|span| format!("at least {span}"));
            let most = gap.at_most.map(|span| format!("at most {span}"));
            let expected: Vec<String> = least.into_iter().chain(most).collect();
            let expected = expected.join(", ");
            let got =
                Span(std::time::Duration::from_millis(u64::try_from(span.as_millis()).unwrap_or(u64::MAX)));
            reasons.push(format!("from #{} to #{}: expected {expected}, got {got}", start.id.0, end.id.0));
        }
    }
    on.dedup();
    match (measured, reasons.is_empty()) {
        (_, false) => Judgement::fail(reasons, on),
        (true, true) => Judgement::pass(on),
        // Whoever never calls again has waited long enough, but not shown it.
        (false, true) if gap.at_most.is_some() => {
            Judgement::fail(vec![format!("no call to {} came after it", next_name(gap))], on)
        }
        (false, true) => Judgement::not_exercised(format!("no call to {} came after it", next_name(gap))),
    }
}

/// What ends a gap: what the file says, or the next call to the same operation.
fn next(gap: &Gap, start: &Exchange) -> Called {
    if let Some(then) = &gap.then {
        return then.clone();
    }
    let mut next = Called { status: None, parts: crate::Table::default(), ..gap.after.clone() };
    if let Some(name) = start.operation.and_then(|operation| operation.name.parse().ok()) {
        next.to.value = name;
    }
    next
}

fn next_name(gap: &Gap) -> String {
    gap.then.as_ref().map_or(&gap.after, |then| then).to.value.to_string()
}
