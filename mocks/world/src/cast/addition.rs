//! What a scenario adds to a cast.

use serde_saphyr::{Location, Spanned};

use super::{Cast, Number, OrganisationEntry, PersonEntry, RoleEntry};
use crate::{Address, Nip, Pesel, Regon, Role, Sex};

/// One more organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewOrganisation {
    /// Its id; an organisation that has it already makes way.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its NIP; `None`: from the seed.
    pub nip: Option<Nip>,
    /// Its REGON; `None`: from the seed.
    pub regon: Option<Regon>,
    /// Where it sits; `None`: somewhere made up.
    pub address: Option<Address>,
}

/// One more person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPerson {
    /// Its id; a person that has it already makes way.
    pub id: String,
    /// First names.
    pub names: Vec<String>,
    /// Surname.
    pub surname: String,
    /// Its PESEL; `None`: from the seed.
    pub pesel: Option<Pesel>,
    /// Its sex, where the PESEL comes from the seed; `None`: female.
    pub sex: Option<Sex>,
    /// What the person is where.
    pub roles: Vec<Role>,
}

impl Cast {
    /// The same cast with these. Numbers that the seed gives to others stay theirs.
    ///
    /// # Errors
    /// One sentence: no first name, an id or number twice, a role in an organisation that is not there.
    pub fn with(
        mut self,
        organisations: Vec<NewOrganisation>,
        people: Vec<NewPerson>,
    ) -> Result<Self, String> {
        for new in organisations {
            self.organisations.retain(|known| known.id.value != new.id);
            self.organisations.push(new.entry());
        }
        for new in people {
            self.people.retain(|known| known.id.value != new.id);
            self.people.push(new.entry());
        }
        self.judge().map_err(|(_, what)| what)?;
        Ok(self)
    }

    /// The ids of organisations, in order.
    pub fn organisation_ids(&self) -> impl Iterator<Item = &str> {
        self.organisations.iter().map(|one| one.id.value.as_str())
    }

    /// The ids of people, in order.
    pub fn person_ids(&self) -> impl Iterator<Item = &str> {
        self.people.iter().map(|one| one.id.value.as_str())
    }
}

impl NewOrganisation {
    fn entry(self) -> OrganisationEntry {
        OrganisationEntry {
            id: unplaced(self.id),
            name: self.name,
            nip: unplaced(self.nip.map_or(Number::Auto, Number::Fixed)),
            regon: unplaced(self.regon.map_or(Number::Auto, Number::Fixed)),
            address: self.address.unwrap_or_else(|| Address {
                street: "ul. Dodana 1".to_owned(),
                postal_code: "00-000".to_owned(),
                city: "Przykładowo".to_owned(),
            }),
        }
    }
}

impl NewPerson {
    fn entry(self) -> PersonEntry {
        // A PESEL that is given states the sex itself.
        let sex = self.pesel.is_none().then(|| unplaced(self.sex.unwrap_or(Sex::Female)));
        let roles = self
            .roles
            .into_iter()
            .map(|one| RoleEntry { organisation: unplaced(one.organisation), role: one.role });
        PersonEntry {
            id: unplaced(self.id),
            names: self.names,
            surname: self.surname,
            pesel: unplaced(self.pesel.map_or(Number::Auto, Number::Fixed)),
            born: None,
            sex,
            roles: roles.collect(),
        }
    }
}

/// The caller knows where it stands.
fn unplaced<T>(value: T) -> Spanned<T> {
    Spanned::new(value, Location::UNKNOWN, Location::UNKNOWN)
}
