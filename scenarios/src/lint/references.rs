//! Whether references lead somewhere.

use std::collections::BTreeSet;

use poligon_world::World;
use serde_json::Value;

use crate::language::{Matcher, references};
use crate::suggest::instead;
use crate::values::{ORGANISATION, PERSON, RESERVED};

/// The names that a reference may use at one place of a file.
#[derive(Clone, Debug)]
pub(super) struct Names<'a> {
    pub(super) world: &'a World,
    pub(super) saved: BTreeSet<String>,
    /// Names that this step itself saves, and that were not saved before.
    pub(super) own: BTreeSet<String>,
    /// Names that later steps save.
    pub(super) later: BTreeSet<String>,
    pub(super) each: bool,
    pub(super) turns: bool,
}

impl<'a> Names<'a> {
    /// The world and the clock.
    pub(super) fn of(world: &'a World) -> Self {
        Self {
            world,
            saved: BTreeSet::new(),
            own: BTreeSet::new(),
            later: BTreeSet::new(),
            each: false,
            turns: false,
        }
    }

    /// Whether all references in a value lead somewhere.
    pub(super) fn value(&self, value: &Value) -> Result<(), String> {
        references(value)?.iter().try_for_each(|name| self.name(name))
    }

    /// Whether all references in a matcher lead somewhere.
    pub(super) fn matcher(&self, matcher: &Matcher) -> Result<(), String> {
        match matcher {
            Matcher::Contains(value) | Matcher::Equals(value) => self.value(value),
            Matcher::Json(places) => places.iter().try_for_each(|(_, matcher)| self.matcher(matcher)),
            Matcher::Near(near) => self.value(&Value::String(near.time.clone())),
            Matcher::OneOf(values) => values.iter().try_for_each(|value| self.value(value)),
            Matcher::Xml(places) => places.iter().try_for_each(|(path, matcher)| {
                crate::values::xpath_parses(path)?;
                self.matcher(matcher)
            }),
            Matcher::Absent | Matcher::Matches(_) | Matcher::Number(_) | Matcher::Present => Ok(()),
        }
    }

    fn name(&self, name: &str) -> Result<(), String> {
        let (head, path) = match name.split_once('.') {
            Some((head, path)) => (head, Some(path)),
            None => (name, None),
        };
        if self.saved.contains(head) {
            return path.map_or(Ok(()), |path| path.parse::<crate::language::JsonPath>().map(|_| ()));
        }
        if self.own.contains(head) {
            return Err(format!(
                "„${{{name}}}” is saved by this very step; a step cannot use what it will only get"
            ));
        }
        if self.later.contains(head) {
            return Err(format!("„${{{name}}}” is saved by a later step; move that step before this one"));
        }
        match (head, path) {
            ("clock", None | Some("date")) | ("seed", None) => Ok(()),
            ("clock" | "seed", _) => {
                Err(format!("„${{{name}}}” leads to nothing; write ${{clock}}, ${{clock.date}} or ${{seed}}"))
            }
            ("each", _) if self.each => Ok(()),
            ("turn", None) if self.turns => Ok(()),
            ("each" | "turn", _) => Err(format!("„${{{name}}}” stands outside of „repeat” and „each”")),
            _ => self.of_world(name, head, path),
        }
    }

    fn of_world(&self, name: &str, id: &str, path: Option<&str>) -> Result<(), String> {
        let shows = match (self.world.organisation(id), self.world.person(id)) {
            (Some(_), _) => ORGANISATION,
            (None, Some(_)) => PERSON,
            (None, None) => {
                let organisations = self.world.organisations().iter().map(|one| one.id.as_str());
                let people = self.world.people().iter().map(|one| one.id.as_str());
                let saved = self.saved.iter().map(String::as_str);
                let known = saved.chain(organisations).chain(people).chain(RESERVED.iter().copied());
                return Err(format!(
                    "„${{{name}}}” leads to nothing: nothing was saved under this name, and nobody has this id; {}",
                    instead(id, known)
                ));
            }
        };
        match path {
            Some(path) if shows.contains(&path) => Ok(()),
            Some(path) => {
                Err(format!("„${{{name}}}” leads to nothing; {}", instead(path, shows.iter().copied())))
            }
            None => Err(format!(
                "„${{{name}}}” is somebody of the world; write which number of theirs, like ${{{id}.{}}}",
                shows.get(1).copied().unwrap_or("name")
            )),
        }
    }
}
