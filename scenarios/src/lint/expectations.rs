//! The expectations.

use serde_json::Value;

use super::Linter;
use super::names::operation;
use super::references::Names;
use crate::language::{Asked, Called, Expectation, Glob, JsonPath, Matcher, bounds};
use crate::suggest::instead;
use crate::{Located, Place, Table};

/// All expectations.
pub(super) fn expectations(linter: &mut Linter<'_>) {
    let loaded = linter.loaded;
    let expect = &loaded.scenario.expect;
    if let Some(one) = expect.get(bounds::EXPECTATIONS) {
        linter.says(
            one.place,
            format!(
                "this is expectation {}; a scenario has at most {}",
                bounds::EXPECTATIONS + 1,
                bounds::EXPECTATIONS
            ),
        );
    }
    let world = linter.world.clone();
    let mut names = Names::of(&world);
    names.saved = loaded
        .scenario
        .steps
        .iter()
        .flat_map(|step| step.save.iter().map(|(name, _)| name.value.clone()))
        .collect();
    for expectation in expect {
        one(linter, expectation, &names);
    }
}

fn one(linter: &mut Linter<'_>, expectation: &Located<Expectation>, names: &Names<'_>) {
    let place = expectation.place;
    match &expectation.value {
        Expectation::Calls(calls) => {
            called(linter, &calls.called(), names);
            counted(linter, place, calls.exactly, calls.at_least, calls.at_most);
        }
        Expectation::Findings(findings) => {
            check(linter, &findings.check);
            if let Some(to) = &findings.to {
                operation(linter, to);
            }
            counted(linter, place, findings.exactly, findings.at_least, findings.at_most);
        }
        Expectation::Gap(gap) => {
            called(linter, &gap.after, names);
            if let Some(then) = &gap.then {
                called(linter, then, names);
            }
            match (gap.at_least, gap.at_most) {
                (None, None) => linter.says(place, "the gap has no bound; write at-least or at-most"),
                (Some(least), Some(most)) if least > most => {
                    linter.says(place, format!("no gap is at least {least} and at most {most}"));
                }
                _ => {}
            }
        }
        Expectation::Never(never) => called(linter, &never.called(), names),
        Expectation::Order(order) => {
            if order.is_empty() {
                linter.says(place, "the order names no operation; write two or more");
            }
            for name in order {
                operation(linter, name);
            }
        }
        Expectation::State(table) => state(linter, place, table, names),
    }
}

fn called(linter: &mut Linter<'_>, called: &Called, names: &Names<'_>) {
    operation(linter, &called.to);
    if let Some(status) = &called.status {
        linter.judge(called.to.place, names.matcher(status));
    }
    parts(linter, &called.parts, names);
}

fn parts(linter: &mut Linter<'_>, parts: &Table<Asked, Matcher>, names: &Names<'_>) {
    for (_, matcher) in parts {
        linter.judge(matcher.place, names.matcher(matcher));
    }
}

fn counted(
    linter: &mut Linter<'_>,
    place: Place,
    exactly: Option<u64>,
    least: Option<u64>,
    most: Option<u64>,
) {
    match (exactly, least, most) {
        (None, None, None) => {
            linter.says(place, "nothing is counted here; write exactly, at-least or at-most")
        }
        (Some(_), Some(_), _) | (Some(_), _, Some(_)) => {
            linter.says(place, "„exactly” says all; leave at-least and at-most away");
        }
        (None, Some(least), Some(most)) if least > most => {
            linter.says(place, format!("no number is at least {least} and at most {most}"));
        }
        _ => {}
    }
}

fn check(linter: &mut Linter<'_>, check: &Located<Glob>) {
    let known = linter.checks();
    if !known.iter().any(|id| check.fits(id)) {
        let what = format!("there is no check „{}”; {}", check.value, instead(check.as_str(), known));
        linter.says(check.place, what);
    }
}

fn state(linter: &mut Linter<'_>, place: Place, table: &Table<String, Matcher>, names: &Names<'_>) {
    let Some(((view, key), rest)) = table.0.split_first() else {
        return linter.says(place, "the state names no view; write { ksef.invoice: REFERENCE, PATH: value }");
    };
    let views: Vec<&str> = linter.known.registry.views().map(|(_, view)| view.name).collect();
    if !views.contains(&view.as_str()) {
        let what = format!("there is no view „{}”; {}", view.value, instead(view, views));
        linter.says(view.place, what);
    }
    match &key.value {
        Matcher::Equals(Value::String(_) | Value::Number(_)) => linter.judge(key.place, names.matcher(key)),
        _ => linter.says(key.place, "the value of the first key is a key in the view: a text or a reference"),
    }
    for (path, matcher) in rest {
        linter.judge(path.place, path.parse::<JsonPath>().map(|_| ()));
        linter.judge(matcher.place, names.matcher(matcher));
    }
}
