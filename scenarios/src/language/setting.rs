//! The sandbox of a scenario.

use poligon_world::{Address, Nip, Pesel, Regon, RoleKind, Sex, Strictness};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
use time::OffsetDateTime;

use super::text::from_text;
use crate::yaml::{Located, Table};

/// The sandbox that a scenario is played in. Everything has a default.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(
    deny_unknown_fields,
    rename_all = "kebab-case",
    expecting = "a mapping of seed, clock, strictness, world, knobs"
)]
pub struct Setting {
    /// Where ids, keys and chances come from; 7 when nobody says.
    #[serde(default)]
    pub seed: Option<u64>,
    /// The time; a replay begins at 2026-03-02T09:00:00+01:00 and stands still when nobody says.
    #[serde(default)]
    pub clock: Option<Located<ClockStart>>,
    /// How much the sandbox forgives; faithful when nobody says.
    #[serde(default)]
    #[schemars(with = "Option<StrictnessWord>")]
    pub strictness: Option<Strictness>,
    /// Who lives there beside the default cast.
    #[serde(default)]
    pub world: World,
    /// Knobs to turn: `{ ksef.processing-polls: 1 }`.
    #[serde(default)]
    pub knobs: Table<String, Value>,
}

/// The words of [`Strictness`], for the schema.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase", rename = "Strictness")]
#[allow(dead_code, reason = "only its schema is used")]
enum StrictnessWord {
    Lenient,
    Faithful,
    Picky,
}

/// Where the clock starts.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", expecting = "{ at: TIME, run: frozen }")]
pub struct ClockStart {
    /// RFC 3339 with an offset; absent: the default of replays, or the machine's time when it runs.
    #[serde(default)]
    pub at: Option<Located<Moment>>,
    /// Whether it stands still; frozen when nobody says.
    #[serde(default)]
    pub run: ClockRun,
}

/// Whether a clock stands still.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ClockRun {
    /// It stands until a step advances it.
    #[default]
    Frozen,
    /// It runs with the wall clock.
    Running,
}

/// A moment, RFC 3339.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment(pub OffsetDateTime);

impl std::str::FromStr for Moment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        poligon_world::clock::moment(text).map(Self)
    }
}

from_text!(Moment, "Moment", "a time like 2026-03-02T09:00:00+01:00", { "type": "string", "format": "date-time" });

/// Who lives in the sandbox beside the default cast.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", expecting = "a mapping of organisations and people")]
pub struct World {
    /// Organisations.
    #[serde(default)]
    pub organisations: Vec<NewOrganisation>,
    /// People.
    #[serde(default)]
    pub people: Vec<NewPerson>,
}

/// An organisation.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(
    deny_unknown_fields,
    rename_all = "kebab-case",
    expecting = "{ id: cukiernia, name: Cukiernia Poziomka, nip: auto }"
)]
pub struct NewOrganisation {
    /// Its id: `as: ID` in steps, `${ID.nip}` in texts.
    pub id: Located<String>,
    /// Its name; the id when nobody says.
    #[serde(default)]
    pub name: Option<String>,
    /// Its NIP, or `auto`.
    #[serde(default)]
    pub nip: Number<Nip>,
    /// Its REGON, or `auto`.
    #[serde(default)]
    pub regon: Number<Regon>,
    /// Where it sits.
    #[serde(default)]
    #[schemars(with = "Option<AddressShape>")]
    pub address: Option<Address>,
}

/// The shape of [`Address`], for the schema.
#[derive(JsonSchema)]
#[schemars(rename = "Address", deny_unknown_fields)]
#[allow(dead_code, reason = "only its schema is used")]
struct AddressShape {
    street: String,
    postal_code: String,
    city: String,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(
    deny_unknown_fields,
    rename_all = "kebab-case",
    expecting = "{ id: jan, names: [Jan], surname: Wzorcowy, pesel: auto }"
)]
pub struct NewPerson {
    /// Its id: `as: ID` in steps, `${ID.pesel}` in texts.
    pub id: Located<String>,
    /// First names.
    pub names: Vec<String>,
    /// Surname.
    pub surname: String,
    /// Its PESEL, or `auto`.
    #[serde(default)]
    pub pesel: Number<Pesel>,
    /// With `pesel: auto`: the sex; female when nobody says.
    #[serde(default)]
    #[schemars(with = "Option<SexWord>")]
    pub sex: Option<Sex>,
    /// What the person is where.
    #[serde(default)]
    pub roles: Vec<NewRole>,
}

/// The words of [`Sex`], for the schema.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase", rename = "Sex")]
#[allow(dead_code, reason = "only its schema is used")]
enum SexWord {
    Female,
    Male,
}

/// What a person is in an organisation.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "{ organisation: cukiernia, role: owner }")]
pub struct NewRole {
    /// The organisation's id.
    pub organisation: Located<String>,
    /// What the person is there.
    #[schemars(with = "RoleWord")]
    pub role: RoleKind,
}

/// The words of [`RoleKind`], for the schema.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase", rename = "Role")]
#[allow(dead_code, reason = "only its schema is used")]
enum RoleWord {
    Accountant,
    Employee,
    Owner,
}

/// A number that is given, or left to the seed with `auto`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Number<T> {
    /// From the seed.
    #[default]
    Auto,
    /// This one.
    Fixed(T),
}

impl<T: std::str::FromStr<Err: std::fmt::Display>> std::str::FromStr for Number<T> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "auto" {
            return Ok(Self::Auto);
        }
        text.parse().map(Self::Fixed).map_err(|why: T::Err| why.to_string())
    }
}

from_text!(Number<Nip>, "Nip", "a NIP in quotes, or auto", { "type": ["string", "integer"] });
from_text!(Number<Regon>, "Regon", "a REGON in quotes, or auto", { "type": ["string", "integer"] });
from_text!(Number<Pesel>, "Pesel", "a PESEL in quotes, or auto", { "type": ["string", "integer"] });
