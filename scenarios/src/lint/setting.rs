//! The setting: who lives there, and which knobs are turned.

use poligon_world::cast::{NewOrganisation, NewPerson};
use poligon_world::{Cast, Role, Settings};
use serde_json::Value;

use super::Linter;
use crate::language::Number;
use crate::suggest::instead;
use crate::values::{RESERVED, as_text};
use crate::{Loaded, Located, Mistake};

/// The default cast with what the scenario adds.
///
/// # Errors
/// With place and remedy.
pub fn cast(loaded: &Loaded) -> Result<Cast, Mistake> {
    let world = &loaded.scenario.sandbox.world;
    let mut cast = Cast::built_in().unwrap_or_default();
    for one in &world.organisations {
        plain(loaded, &one.id)?;
        let new = NewOrganisation {
            id: one.id.value.clone(),
            name: one.name.clone().unwrap_or_else(|| one.id.value.clone()),
            nip: fixed(one.nip),
            regon: fixed(one.regon),
            address: one.address.clone(),
        };
        cast = cast.with(vec![new], Vec::new()).map_err(|what| loaded.mistake(one.id.place, what))?;
    }
    for one in &world.people {
        plain(loaded, &one.id)?;
        let role = |role: &crate::language::NewRole| Role {
            organisation: role.organisation.value.clone(),
            role: role.role,
        };
        let new = NewPerson {
            id: one.id.value.clone(),
            names: one.names.clone(),
            surname: one.surname.clone(),
            pesel: fixed(one.pesel),
            sex: one.sex,
            roles: one.roles.iter().map(role).collect(),
        };
        cast = cast.with(Vec::new(), vec![new]).map_err(|what| loaded.mistake(one.id.place, what))?;
    }
    Ok(cast)
}

fn fixed<T>(number: Number<T>) -> Option<T> {
    match number {
        Number::Auto => None,
        Number::Fixed(number) => Some(number),
    }
}

/// An id stands in references, so it has no dots, and is none of the words that mean something there.
fn plain(loaded: &Loaded, id: &Located<String>) -> Result<(), Mistake> {
    let ordinary = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if id.is_empty() || id.len() > 60 || !id.chars().all(ordinary) || RESERVED.contains(&id.as_str()) {
        let what =
            "this is no id; write small letters, digits and dashes, and none of clock, each, seed, turn";
        return Err(loaded.mistake(id.place, what));
    }
    Ok(())
}

/// The knobs that are turned at the beginning.
pub(super) fn knobs(linter: &mut Linter<'_>) {
    let loaded = linter.loaded;
    for (name, value) in &loaded.scenario.sandbox.knobs {
        knob(linter, name, value);
    }
}

/// A knob and its value.
pub(super) fn knob(linter: &mut Linter<'_>, name: &Located<String>, value: &Located<Value>) {
    let registry = &linter.known.registry;
    let Some(knob) = registry.knob(name) else {
        let what = format!(
            "there is no knob „{}”; {}",
            name.value,
            instead(name, registry.knobs().map(|knob| knob.name))
        );
        return linter.says(name.place, what);
    };
    let judged = knob.turn(&Settings::default(), &as_text(value));
    linter.judge(value.place, judged);
}
