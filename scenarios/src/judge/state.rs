//! What an institution's state shows.

use super::{Bench, Judgement};
use crate::Table;
use crate::language::{JsonPath, Matcher};
use crate::values::{Found, as_text, misses};

pub(super) fn state(bench: &Bench<'_>, table: &Table<String, Matcher>) -> Judgement {
    let Some(((view, key), places)) = table.0.split_first() else {
        return Judgement::inconclusive("the state names no view");
    };
    let Matcher::Equals(key) = &key.value else {
        return Judgement::inconclusive("the first key of a state takes a key in the view");
    };
    let scope = bench.scope();
    let key = match scope.fill(key) {
        Ok(key) => as_text(&key),
        Err(why) => return Judgement::inconclusive(why),
    };
    let institution = view.split('.').next().unwrap_or_default();
    let Some(value) = bench.room.view(institution, view, &key) else {
        let absent = places.iter().all(|(_, matcher)| matcher.value == Matcher::Absent) && !places.is_empty();
        if absent {
            return Judgement::pass(Vec::new());
        }
        return Judgement::fail(
            vec![format!("{} „{key}”: expected something, got nothing", view.value)],
            Vec::new(),
        );
    };
    let mut reasons = Vec::new();
    for (path, matcher) in places {
        match path.parse::<JsonPath>() {
            Ok(parsed) => reasons.extend(misses(path, matcher, &Found::json(parsed.find(&value)), &scope)),
            Err(why) => return Judgement::inconclusive(why),
        }
    }
    if reasons.is_empty() { Judgement::pass(Vec::new()) } else { Judgement::fail(reasons, Vec::new()) }
}
