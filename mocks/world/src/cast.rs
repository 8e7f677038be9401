//! The cast: the YAML file that says who lives in the made-up country. Numbers written `auto` come from the seed.

mod addition;

use std::collections::BTreeSet;
use std::fmt::Display;

use serde::Deserialize;
use serde_saphyr::{Location, Spanned};
use thiserror::Error;
use time::{Date, macros::format_description};

use crate::organisation::Address;
use crate::person::RoleKind;
use crate::{Nip, Pesel, Regon, Sex};

pub use addition::{NewOrganisation, NewPerson};

/// The cast that the binary carries.
const DEFAULT: &str = include_str!("../../../scenarios/world/cast.yaml");
const DEFAULT_FILE: &str = "scenarios/world/cast.yaml";
/// Most bytes of a cast file.
const MOST: usize = 1024 * 1024;

/// Why a cast cannot be used: `cast.yaml:12:7: …`.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{file}:{line}:{column}: {what}")]
pub struct CastError {
    /// The file's name, as given.
    pub file: String,
    /// Line, from 1; 0 when it is about the whole file.
    pub line: u64,
    /// Column, from 1; 0 when it is about the whole file.
    pub column: u64,
    /// What is wrong and what to write instead.
    pub what: String,
}

/// A cast that was read and found in order; a [`World`](crate::World) is made from it with a seed.
#[derive(Clone, Debug, Default)]
pub struct Cast {
    pub(crate) organisations: Vec<OrganisationEntry>,
    pub(crate) people: Vec<PersonEntry>,
}

/// A number that is given or left to the seed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Number<T> {
    Auto,
    Fixed(T),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    organisations: Vec<OrganisationEntry>,
    people: Vec<PersonEntry>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OrganisationEntry {
    pub(crate) id: Spanned<String>,
    pub(crate) name: String,
    pub(crate) nip: Spanned<Number<Nip>>,
    pub(crate) regon: Spanned<Number<Regon>>,
    pub(crate) address: Address,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PersonEntry {
    pub(crate) id: Spanned<String>,
    pub(crate) names: Vec<String>,
    pub(crate) surname: String,
    pub(crate) pesel: Spanned<Number<Pesel>>,
    /// With `pesel: auto`: the birth date; absent: the seed decides.
    #[serde(default)]
    pub(crate) born: Option<Spanned<Day>>,
    /// With `pesel: auto`: the sex; required then.
    #[serde(default)]
    pub(crate) sex: Option<Spanned<Sex>>,
    #[serde(default)]
    pub(crate) roles: Vec<RoleEntry>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RoleEntry {
    pub(crate) organisation: Spanned<String>,
    pub(crate) role: RoleKind,
}

/// A date written `1985-05-17`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Day(pub(crate) Date);

impl Cast {
    /// The default cast.
    ///
    /// # Errors
    /// Never in a released binary; a test reads it.
    pub fn built_in() -> Result<Self, CastError> {
        Self::parse(DEFAULT_FILE, DEFAULT)
    }

    /// Reads a cast. `file` is the name for messages.
    ///
    /// # Errors
    /// With place and remedy: no YAML, unknown field, wrong number, unknown organisation, doubled id or number.
    pub fn parse(file: &str, text: &str) -> Result<Self, CastError> {
        let whole = |what: String| CastError { file: file.to_owned(), line: 0, column: 0, what };
        if text.len() > MOST {
            return Err(whole(format!(
                "the file has more than {MOST} bytes; split the world into smaller casts"
            )));
        }
        let read: File = serde_saphyr::from_str(text).map_err(|error| {
            let place = error.location();
            CastError {
                file: file.to_owned(),
                line: place.map_or(0, |place| place.line()),
                column: place.map_or(0, |place| place.column()),
                what: one_sentence(&error.without_snippet().to_string()),
            }
        })?;
        let cast = Self { organisations: read.organisations, people: read.people };
        cast.judge().map_err(|(place, what)| CastError {
            file: file.to_owned(),
            line: place.line(),
            column: place.column(),
            what,
        })?;
        Ok(cast)
    }

    /// What the types cannot say: ids and numbers once, references that lead somewhere, a sex where one is needed.
    fn judge(&self) -> Result<(), (Location, String)> {
        let mut ids = BTreeSet::new();
        let mut nips = BTreeSet::new();
        let mut regons = BTreeSet::new();
        for organisation in &self.organisations {
            once(&mut ids, &organisation.id.value, organisation.id.referenced, "id")?;
            fixed_once(&mut nips, &organisation.nip, "NIP")?;
            fixed_once(&mut regons, &organisation.regon, "REGON")?;
        }
        let organisations = ids;
        let mut ids = BTreeSet::new();
        let mut pesels = BTreeSet::new();
        for person in &self.people {
            once(&mut ids, &person.id.value, person.id.referenced, "id")?;
            fixed_once(&mut pesels, &person.pesel, "PESEL")?;
            person.judge()?;
            for role in &person.roles {
                let organisation = &role.organisation;
                if !organisations.contains(&organisation.value) {
                    let what = format!(
                        "there is no organisation „{}”; write one of {}",
                        organisation.value,
                        organisations.iter().cloned().collect::<Vec<_>>().join(", ")
                    );
                    return Err((organisation.referenced, what));
                }
            }
        }
        Ok(())
    }
}

impl PersonEntry {
    fn judge(&self) -> Result<(), (Location, String)> {
        if self.names.iter().all(|name| name.trim().is_empty()) {
            return Err((
                self.id.referenced,
                format!("„{}” has no first name; write names: [Jan]", self.id.value),
            ));
        }
        match (self.pesel.value, &self.born, &self.sex) {
            (Number::Auto, _, None) => Err((
                self.pesel.referenced,
                "a PESEL states the sex, so „pesel: auto” needs „sex: female” or „sex: male”".to_owned(),
            )),
            (Number::Fixed(pesel), Some(born), _) if pesel.born() != born.value.0 => Err((
                born.referenced,
                format!("the PESEL says born {}; leave „born” out, or write that", pesel.born()),
            )),
            (Number::Fixed(pesel), _, Some(sex)) if pesel.sex() != sex.value => Err((
                sex.referenced,
                format!("the PESEL says {:?}; leave „sex” out, or write that", pesel.sex()),
            )),
            _ => Ok(()),
        }
    }
}

fn once<T: Ord + Clone + Display>(
    seen: &mut BTreeSet<T>,
    value: &T,
    place: Location,
    kind: &str,
) -> Result<(), (Location, String)> {
    if seen.insert(value.clone()) {
        return Ok(());
    }
    Err((place, format!("{kind} „{value}” is used twice; each needs its own")))
}

fn fixed_once<T: Ord + Clone + Display>(
    seen: &mut BTreeSet<T>,
    number: &Spanned<Number<T>>,
    kind: &str,
) -> Result<(), (Location, String)> {
    match &number.value {
        Number::Auto => Ok(()),
        Number::Fixed(value) => once(seen, value, number.referenced, kind),
    }
}

impl<'de, T: std::str::FromStr<Err: Display>> Deserialize<'de> for Number<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text == "auto" {
            return Ok(Self::Auto);
        }
        text.parse().map(Self::Fixed).map_err(serde::de::Error::custom)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let date = Date::parse(&text, format_description!("[year]-[month]-[day]")).map_err(|_| {
            serde::de::Error::custom(format!("„{text}” is no date; write year-month-day, like 1985-05-17"))
        })?;
        if !(1800..2300).contains(&date.year()) {
            let what = format!("a PESEL cannot state the year {}; write one from 1800 to 2299", date.year());
            return Err(serde::de::Error::custom(what));
        }
        Ok(Self(date))
    }
}

/// The message on one line, since it stands behind `file:line:column:`.
fn one_sentence(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}
