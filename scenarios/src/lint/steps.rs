//! The steps.

use std::collections::BTreeSet;

use poligon_institution::Parameter;
use serde_json::Value;

use super::Linter;
use super::arguments::{Given, arguments};
use super::references::Names;
use super::setting::knob;
use crate::Located;
use crate::language::{Span, Step, bounds};
use crate::suggest::instead;
use crate::values::RESERVED;
use crate::vocabulary::{HARNESS, HarnessKind, harness_action};

/// All steps, in order: what one saves the next may use.
pub(super) fn steps(linter: &mut Linter<'_>) {
    let loaded = linter.loaded;
    let steps = &loaded.scenario.steps;
    if let Some(step) = steps.get(bounds::STEPS) {
        linter.says(
            step.place,
            format!("this is step {}; a scenario has at most {}", bounds::STEPS + 1, bounds::STEPS),
        );
    }
    let world = linter.world.clone();
    let mut names = Names::of(&world);
    names.later = steps.iter().flat_map(|step| saves(step)).collect();
    for step in steps {
        let own: BTreeSet<String> = saves(step).into_iter().collect();
        names.later.retain(|name| !own.contains(name));
        names.own = own.iter().filter(|name| !names.saved.contains(*name)).cloned().collect();
        names.each = step.each.is_some();
        names.turns = step.each.is_some() || step.repeat.is_some();
        one(linter, step, &names);
        names.saved.extend(own);
    }
}

fn saves(step: &Step) -> Vec<String> {
    step.save.iter().map(|(name, _)| name.value.clone()).collect()
}

fn one(linter: &mut Linter<'_>, step: &Located<Step>, names: &Names<'_>) {
    action(linter, step);
    for (_, value) in &step.with {
        linter.judge(value.place, names.value(value));
    }
    // What the answer must be may speak of what the same answer gave.
    let mut after = names.clone();
    after.saved.extend(after.own.clone());
    for (_, matcher) in &step.expect {
        linter.judge(matcher.place, after.matcher(matcher));
    }
    for (name, _) in &step.save {
        let taken = names.world.organisation(name).is_some() || names.world.person(name).is_some();
        let ordinary = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        if RESERVED.contains(&name.as_str()) || taken {
            linter.says(
                name.place,
                format!("„{}” means something else already; save under another name", name.value),
            );
        } else if name.is_empty() || !ordinary {
            linter.says(
                name.place,
                format!("„{}” is no name to save under; write letters, digits and dashes", name.value),
            );
        }
    }
    if let Some(repeat) = &step.repeat
        && !(1..=bounds::REPEAT).contains(&repeat.value)
    {
        linter
            .says(repeat.place, format!("repeat {} is absurd; write 1 to {}", repeat.value, bounds::REPEAT));
    }
    if let Some(each) = &step.each
        && !(1..=bounds::EACH).contains(&each.value.len())
    {
        linter
            .says(each.place, format!("each has {} elements; write 1 to {}", each.value.len(), bounds::EACH));
    }
    if let (Some(_), Some(each)) = (&step.repeat, &step.each) {
        linter.says(each.place, "a step has „repeat” or „each”, not both; list the turns in „each”");
    }
}

fn action(linter: &mut Linter<'_>, step: &Located<Step>) {
    let name = step.action.as_str();
    if let Some(action) = harness_action(name) {
        return harness(linter, step, action.kind, action.takes);
    }
    let registry = linter.known.registry.clone();
    let found = registry.actions().find(|(_, action)| action.name == name);
    match found {
        Some((_, action)) => given(linter, step, action.takes),
        None => {
            let own = HARNESS.iter().map(|action| action.name);
            let actions: Vec<&str> = registry.actions().map(|(_, action)| action.name).chain(own).collect();
            linter
                .says(step.action.place, format!("there is no action „{name}”; {}", instead(name, actions)));
        }
    }
}

fn given(linter: &mut Linter<'_>, step: &Located<Step>, takes: &[Parameter]) {
    let given: Vec<Given<'_>> = step
        .with
        .iter()
        .map(|(name, value)| Given { name, value, at_name: name.place, at_value: value.place })
        .collect();
    arguments(linter, &step.action.value, step.action.place, takes, &given);
}

fn harness(linter: &mut Linter<'_>, step: &Located<Step>, kind: HarnessKind, takes: &[Parameter]) {
    if kind == HarnessKind::TurnKnobs {
        for (name, value) in &step.with {
            knob(linter, name, value);
        }
        if step.with.is_empty() {
            linter.says(step.action.place, "knob.turn needs a knob: with: { ksef.processing-polls: 3 }");
        }
        return;
    }
    given(linter, step, takes);
    let text = |name: &str| {
        let value = step.with.get(name)?;
        Some((
            value.place,
            value
                .as_str()
                .filter(|text| !text.contains("${"))
                .map(str::to_owned)
                .or_else(|| value.as_u64().map(|n| n.to_string()))?,
        ))
    };
    match kind {
        HarnessKind::AdvanceClock => {
            if let Some((place, by)) = text("by") {
                linter.judge(place, by.parse::<Span>().map(|_| ()));
            }
        }
        HarnessKind::SetClock => {
            if let Some((place, to)) = text("to") {
                linter.judge(place, poligon_world::clock::moment(&to).map(|_| ()));
            }
        }
        HarnessKind::Send => {
            if let Some((place, institution)) = text("institution") {
                let known: Vec<&str> = linter.known.registry.all().iter().map(|one| one.name()).collect();
                if !known.contains(&institution.as_str()) {
                    let what =
                        format!("there is no institution „{institution}”; {}", instead(&institution, known));
                    linter.says(place, what);
                }
            }
            let bodies: Vec<_> =
                ["body", "json", "file"].iter().filter_map(|name| step.with.get(name)).collect();
            if let [_, second, ..] = bodies.as_slice() {
                linter.says(second.place, "a request has one body; write one of body, json and file");
            }
            if let Some(headers) = step.with.get("headers")
                && !matches!(headers.value, Value::Object(_))
            {
                linter.says(headers.place, "headers are a mapping: { accept: application/json }");
            }
        }
        HarnessKind::ClearJournal | HarnessKind::ResetSandbox | HarnessKind::TurnKnobs => {}
    }
}
