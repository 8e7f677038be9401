//! The YAML file of the Russian cast; numbers come from the seed.

use serde::Deserialize;
use time::{Date, Month};

use super::citizen::{Account, Child, Citizen, Document, Passport, Place, Post, Vehicle};
use super::organisation::{LegalEntity, LegalKind};
use super::system::System;
use super::{InnLe, InnPerson, Ogrn, Russia, Snils};
use crate::cast::Day;
use crate::{CastError, Entropy, Sex};

const FILE: &str = "scenarios/world/russia.yaml";
const TEXT: &str = include_str!("../../../../scenarios/world/russia.yaml");

/// The cast as it was read.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RussianCast {
    organisations: Vec<Organisation>,
    citizens: Vec<Entry>,
    systems: Vec<System>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Organisation {
    id: String,
    oid: u64,
    full_name: String,
    short_name: String,
    kind: LegalKind,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    oid: u64,
    surname: String,
    name: String,
    #[serde(default)]
    patronymic: Option<String>,
    sex: Sex,
    born: Day,
    account: Account,
    address: Place,
    #[serde(default)]
    documents: Vec<Document>,
    #[serde(default)]
    vehicles: Vec<Vehicle>,
    #[serde(default)]
    children: Vec<ChildEntry>,
    #[serde(default)]
    posts: Vec<Post>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ChildEntry {
    oid: u64,
    surname: String,
    name: String,
    sex: Sex,
    born: Day,
}

impl RussianCast {
    /// The cast that the binary carries.
    pub(super) fn built_in() -> Result<Self, CastError> {
        serde_saphyr::from_str(TEXT).map_err(|error| {
            let place = error.location();
            CastError {
                file: FILE.to_owned(),
                line: place.map_or(0, |place| place.line()),
                column: place.map_or(0, |place| place.column()),
                what: error.without_snippet().to_string(),
            }
        })
    }

    /// The people of the cast with the numbers of a seed.
    pub(super) fn people(&self, entropy: &Entropy) -> Russia {
        Russia {
            citizens: self.citizens.iter().map(|entry| entry.citizen(entropy)).collect(),
            organisations: self.organisations.iter().map(|entry| entry.entity(entropy)).collect(),
            systems: self.systems.clone(),
        }
    }
}

impl Organisation {
    fn entity(&self, entropy: &Entropy) -> LegalEntity {
        let stream = entropy.fork("organisation").fork(&self.id);
        let inn = InnLe::fictional(&stream);
        let office = inn.to_string().get(..4).unwrap_or("0000").to_owned();
        LegalEntity {
            id: self.id.clone(),
            oid: self.oid,
            full_name: self.full_name.clone(),
            short_name: self.short_name.clone(),
            kind: self.kind,
            ogrn: Ogrn::fictional(&stream),
            inn,
            kpp: format!("{office}01001"),
        }
    }
}

impl Entry {
    fn citizen(&self, entropy: &Entropy) -> Citizen {
        let stream = entropy.fork("citizen").fork(&self.id);
        let snils = Snils::fictional(&stream);
        let inn = InnPerson::fictional(&stream);
        let passport = (self.account != Account::Child).then(|| passport(self.born.0, &stream));
        let mobile = format!("+7(000){:07}", stream.below(10_000_000));
        let children = self.children.iter().map(|child| child.child(&stream)).collect();
        Citizen {
            id: self.id.clone(),
            oid: self.oid,
            surname: self.surname.clone(),
            name: self.name.clone(),
            patronymic: self.patronymic.clone(),
            sex: self.sex,
            born: self.born.0,
            snils,
            inn,
            account: self.account,
            email: format!("{}@example.org", self.id),
            mobile,
            address: self.address.clone(),
            passport,
            documents: self.documents.clone(),
            vehicles: self.vehicles.clone(),
            children,
            posts: self.posts.clone(),
        }
    }
}

impl ChildEntry {
    fn child(&self, entropy: &Entropy) -> Child {
        Child {
            oid: self.oid,
            surname: self.surname.clone(),
            name: self.name.clone(),
            sex: self.sex,
            born: self.born.0,
            snils: Snils::fictional(&entropy.fork(&self.oid.to_string())),
        }
    }
}

/// Issued in the year of the twentieth birthday, as the law has it.
fn passport(born: Date, entropy: &Entropy) -> Passport {
    let issued = Date::from_calendar_date(born.year() + 20, Month::June, 3).unwrap_or(born);
    Passport {
        series: format!("000{}", entropy.below(10)),
        number: format!("{:06}", 3 * entropy.below(333_333)),
        issued,
    }
}
