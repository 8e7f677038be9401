//! In which order operations were called.

use super::{Bench, Judgement};
use crate::Located;
use crate::language::Glob;

pub(super) fn order(bench: &Bench<'_>, order: &[Located<Glob>]) -> Judgement {
    let mut on = Vec::new();
    let mut left = bench.exchanges.iter();
    let mut last: Option<&Glob> = None;
    for name in order {
        let called = |glob: &Glob, one: &poligon_institution::Exchange| {
            one.operation.is_some_and(|operation| glob.fits(operation.name))
        };
        match left.find(|one| called(name, one)) {
            Some(one) => on.push(one.id.0),
            None => {
                let ever = bench.exchanges.iter().any(|one| called(name, one));
                let nothing = order.iter().all(|name| !bench.exchanges.iter().any(|one| called(name, one)));
                if nothing {
                    return Judgement::not_exercised("none of these operations was ever called");
                }
                let reason = match (ever, last) {
                    (true, Some(last)) => {
                        format!("{}: expected after {last}, but it was called before only", name.value)
                    }
                    (_, Some(last)) => {
                        format!("{}: expected after {last}, but it was never called", name.value)
                    }
                    (_, None) => format!("{}: expected first, but it was never called", name.value),
                };
                return Judgement::fail(vec![reason], on);
            }
        }
        last = Some(name);
    }
    Judgement::pass(on)
}
