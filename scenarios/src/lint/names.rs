//! The name of a scenario, and names of operations.

use std::collections::BTreeMap;
use std::path::Path;

use super::Linter;
use crate::language::Glob;
use crate::suggest::instead;
use crate::{Loaded, Located, Mistake};

/// The name is the path; the title says something.
pub(super) fn path(linter: &mut Linter<'_>) {
    let scenario = &linter.loaded.scenario;
    let name = &scenario.scenario;
    let file = Path::new(&linter.loaded.file).with_extension("");
    if !file.ends_with(Path::new(name.as_str())) || name.is_empty() {
        let parts: Vec<_> = file.iter().map(|part| part.to_string_lossy()).collect();
        let ending = parts.get(parts.len().saturating_sub(2)..).unwrap_or_default().join("/");
        linter.says(
            name.place,
            format!("the scenario „{}” lies in another file; its name is its path: {ending}", name.value),
        );
    }
    if scenario.title.trim().is_empty() {
        linter.says(scenario.title.place, "the title is empty; write one sentence that says what holds");
    }
    if scenario.steps.is_empty() && scenario.script.is_empty() && scenario.expect.is_empty() {
        let setting = &scenario.sandbox;
        if setting.knobs.is_empty()
            && setting.world.organisations.is_empty()
            && setting.world.people.is_empty()
        {
            linter.says(name.place, "the scenario does nothing; write steps, script or expect");
        }
    }
}

/// Names that several files have.
pub(super) fn doubled(scenarios: &[Loaded]) -> Vec<Mistake> {
    let mut first: BTreeMap<&str, &Loaded> = BTreeMap::new();
    let mut mistakes = Vec::new();
    for one in scenarios {
        match first.get(one.scenario.name()) {
            Some(earlier) if earlier.file != one.file => {
                let what = format!(
                    "the scenario „{}” is also in {}; give one of them another name",
                    one.scenario.name(),
                    earlier.file
                );
                mistakes.push(one.mistake(one.scenario.scenario.place, what));
            }
            Some(_) => {}
            None => {
                first.insert(one.scenario.name(), one);
            }
        }
    }
    mistakes
}

/// An operation, or some.
pub(super) fn operation(linter: &mut Linter<'_>, name: &Located<Glob>) {
    let registry = &linter.known.registry;
    let fits = registry.operations().any(|operation| name.fits(operation.name))
        || registry.all().iter().any(|one| name.as_str() == format!("{}.*", one.name()));
    if fits {
        return;
    }
    let start = name.as_str().split('.').next().unwrap_or_default();
    let institutions: Vec<&str> = registry.all().iter().map(|one| one.name()).collect();
    let what = if !start.contains('*') && !institutions.contains(&start) {
        format!("there is no institution „{start}”; {}", instead(start, institutions))
    } else if name.is_open() {
        format!("no operation fits „{}”; `poligon schema operations` lists all", name.value)
    } else {
        let operations = registry.operations().map(|operation| operation.name);
        format!("there is no operation „{}”; {}", name.value, instead(name.as_str(), operations))
    };
    linter.says(name.place, what);
}
