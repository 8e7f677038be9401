//! The script.

use serde_json::Value;

use super::Linter;
use super::arguments::{Given, arguments};
use super::names::operation;
use super::references::Names;
use super::setting::knob;
use crate::language::{Deed, Deeds, FaultCall, Respond, Rule, Span, bounds};
use crate::suggest::instead;
use crate::vocabulary::{GENERIC, Generic, generic};
use crate::{Located, Place};

/// All rules.
pub(super) fn script(linter: &mut Linter<'_>) {
    let loaded = linter.loaded;
    let rules = &loaded.scenario.script;
    if let Some(rule) = rules.get(bounds::RULES) {
        linter.says(
            rule.place,
            format!("this is rule {}; a script has at most {}", bounds::RULES + 1, bounds::RULES),
        );
    }
    for rule in rules {
        one(linter, rule);
    }
}

fn one(linter: &mut Linter<'_>, rule: &Located<Rule>) {
    operation(linter, &rule.on);
    let world = linter.world.clone();
    let names = Names::of(&world);
    for (_, matcher) in &rule.when {
        linter.judge(matcher.place, names.matcher(matcher));
    }
    let Deed::Deeds(deeds) = &rule.deed.value else { return };
    for (name, value) in &deeds.knob {
        knob(linter, name, value);
    }
    if let Some(call) = &deeds.fault {
        fault(linter, rule, deeds, call);
    }
    if let Some(given) = &deeds.respond {
        respond(linter, given, &names);
    }
    if let Some(patch) = &deeds.patch {
        if let Some(code) = &patch.status {
            status(linter, code);
        }
        for value in
            patch.headers.iter().map(|(_, value)| value).chain(patch.body.iter().map(|(_, value)| value))
        {
            linter.judge(value.place, names.value(value));
        }
    }
}

fn fault(linter: &mut Linter<'_>, rule: &Rule, deeds: &Deeds, call: &Located<FaultCall>) {
    let registry = linter.known.registry.clone();
    let takes = match (generic(&call.name), registry.faults().find(|fault| fault.name == call.name)) {
        (Some(known), _) => known.takes,
        (None, Some(known)) => known.takes,
        (None, None) => {
            let known =
                GENERIC.iter().map(|fault| fault.name).chain(registry.faults().map(|fault| fault.name));
            let what = format!("there is no fault „{}”; {}", call.name, instead(&call.name, known));
            return linter.says(call.place, what);
        }
    };
    let given: Vec<Given<'_>> = call
        .with
        .iter()
        .map(|(name, value)| Given { name, value, at_name: call.place, at_value: call.place })
        .collect();
    arguments(linter, &call.name, call.place, takes, &given);
    if let Some(every) = call.with.get("every").and_then(Value::as_str) {
        linter.judge(call.place, every.parse::<Span>().map(|_| ()));
    }
    if matches!(generic(&call.name), Some(known) if matches!(known.acts, Generic::Tls(_))) {
        handshake(linter, rule, deeds, call.place);
    }
}

/// A handshake comes before any request.
fn handshake(linter: &mut Linter<'_>, rule: &Rule, deeds: &Deeds, place: Place) {
    let whole = linter.known.registry.all().iter().any(|one| rule.on.as_str() == format!("{}.*", one.name()));
    if !whole {
        let institution = rule.on.as_str().split('.').next().unwrap_or_default();
        linter.says(
            rule.on.place,
            format!(
                "a handshake comes before any request and knows no operation; write „on: {institution}.*”"
            ),
        );
    } else if !rule.when.is_empty() || deeds.delay.is_some() || !deeds.knob.is_empty() {
        linter.says(place, "a handshake comes before any request; leave „when”, „delay” and „knob” away");
    }
}

fn respond(linter: &mut Linter<'_>, respond: &Respond, names: &Names<'_>) {
    status(linter, &respond.status);
    for (_, value) in &respond.headers {
        linter.judge(value.place, names.value(value));
    }
    if let Some(body) = &respond.body {
        linter.judge(respond.status.place, names.value(body));
    }
    if let Some(file) = &respond.file {
        let read = linter.loaded.folder.read(file).map(|_| ());
        linter.judge(file.place, read);
        if respond.body.is_some() {
            linter.says(file.place, "an answer has one body; write body or file");
        }
    }
}

fn status(linter: &mut Linter<'_>, status: &Located<u16>) {
    if !(200..=599).contains(&status.value) {
        linter.says(status.place, format!("{} is no status of an answer; write 200 to 599", status.value));
    }
}
