//! What actions and faults are given.

use poligon_institution::{Parameter, ParameterKind};
use serde_json::Value;

use super::Linter;
use crate::Place;
use crate::language::references;
use crate::suggest::instead;

/// One argument with the places of its name and its value.
pub(super) struct Given<'a> {
    pub(super) name: &'a str,
    pub(super) value: &'a Value,
    pub(super) at_name: Place,
    pub(super) at_value: Place,
}

/// Whether what is given is what is taken. `whose` is the action or fault, at `place`.
pub(super) fn arguments(
    linter: &mut Linter<'_>,
    whose: &str,
    place: Place,
    takes: &[Parameter],
    given: &[Given<'_>],
) {
    for one in given {
        match takes.iter().find(|parameter| parameter.name == one.name) {
            Some(parameter) => {
                if let Err(what) = value(linter, parameter, one.value) {
                    linter.says(one.at_value, what);
                }
            }
            None if takes.is_empty() => {
                linter.says(one.at_name, format!("{whose} takes nothing; leave „{}” away", one.name))
            }
            None => {
                let what = instead(one.name, takes.iter().map(|parameter| parameter.name));
                linter.says(one.at_name, format!("{whose} takes no „{}”; {what}", one.name));
            }
        }
    }
    for parameter in takes.iter().filter(|parameter| parameter.required) {
        if !given.iter().any(|one| one.name == parameter.name) {
            linter.says(place, format!("{whose} needs „{}”: {}", parameter.name, parameter.about));
        }
    }
}

fn value(linter: &Linter<'_>, parameter: &Parameter, value: &Value) -> Result<(), String> {
    // What a reference leads to shows when the scenario is played.
    if references(value)?.is_empty() { kind(linter, parameter, value) } else { Ok(()) }
}

fn kind(linter: &Linter<'_>, parameter: &Parameter, value: &Value) -> Result<(), String> {
    let name = parameter.name;
    let scalar = matches!(value, Value::String(_) | Value::Number(_) | Value::Bool(_));
    match parameter.kind {
        ParameterKind::Any => Ok(()),
        ParameterKind::Bool if value.is_boolean() => Ok(()),
        ParameterKind::Bool => Err(format!("„{name}” is true or false")),
        ParameterKind::File => match value.as_str() {
            Some(file) => linter.loaded.folder.read(file).map(|_| ()),
            None => Err(format!("„{name}” is a file beside the scenario")),
        },
        ParameterKind::Number if value.is_u64() => Ok(()),
        ParameterKind::Number => Err(format!("„{name}” is a whole number, 0 or more")),
        ParameterKind::OneOf(words) => match value.as_str() {
            Some(word) if words.contains(&word) => Ok(()),
            Some(word) => {
                Err(format!("„{name}” cannot be „{word}”; {}", instead(word, words.iter().copied())))
            }
            None => Err(format!("„{name}” is one of {}", words.join(", "))),
        },
        ParameterKind::Party => {
            let id = value.as_str().unwrap_or_default();
            let world = &linter.world;
            if world.person(id).is_some() || world.organisation(id).is_some() {
                return Ok(());
            }
            let organisations = world.organisations().iter().map(|one| one.id.as_str());
            let known = organisations.chain(world.people().iter().map(|one| one.id.as_str()));
            Err(format!("nobody in the world has the id „{id}”; {}", instead(id, known)))
        }
        ParameterKind::Text if scalar => Ok(()),
        ParameterKind::Text => Err(format!("„{name}” is text")),
    }
}
