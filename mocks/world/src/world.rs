//! The world: the people and organisations of a sandbox, numbers filled in from the seed.

use std::collections::BTreeSet;
use std::sync::Arc;

use time::{Date, Duration, Month};

use crate::cast::{Number, OrganisationEntry, PersonEntry};
use crate::person::Role;
use crate::{Cast, Entropy, Nip, Organisation, Person, Pesel, Regon, Russia, Sex};

/// People and organisations; clones share them. The same cast and seed make the same world in every sandbox, so that a
/// test may write a NIP down.
#[derive(Clone, Debug, Default)]
pub struct World {
    organisations: Arc<[Organisation]>,
    people: Arc<[Person]>,
    russia: Arc<Russia>,
}

impl World {
    /// The world of this cast and seed.
    pub fn new(cast: &Cast, seed: u64) -> Self {
        let entropy = Entropy::new(seed, "world");
        let mut taken = Taken::of(cast);
        Self {
            organisations: cast
                .organisations
                .iter()
                .map(|entry| organisation(entry, &entropy, &mut taken))
                .collect(),
            people: cast.people.iter().map(|entry| person(entry, &entropy, &mut taken)).collect(),
            russia: Arc::new(Russia::new(seed)),
        }
    }

    /// The Russian citizens, organisations and information systems.
    pub fn russia(&self) -> &Russia {
        &self.russia
    }

    /// All organisations, in the order of the cast.
    pub fn organisations(&self) -> &[Organisation] {
        &self.organisations
    }

    /// All people, in the order of the cast.
    pub fn people(&self) -> &[Person] {
        &self.people
    }

    /// The organisation of this id.
    pub fn organisation(&self, id: &str) -> Option<&Organisation> {
        self.organisations.iter().find(|organisation| organisation.id == id)
    }

    /// The organisation of this NIP.
    pub fn organisation_of(&self, nip: &Nip) -> Option<&Organisation> {
        self.organisations.iter().find(|organisation| organisation.nip == *nip)
    }

    /// The person of this id.
    pub fn person(&self, id: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }

    /// The person of this PESEL.
    pub fn person_of(&self, pesel: &Pesel) -> Option<&Person> {
        self.people.iter().find(|person| person.pesel == *pesel)
    }
}

/// Numbers that are given away already.
struct Taken {
    nips: BTreeSet<Nip>,
    pesels: BTreeSet<Pesel>,
    regons: BTreeSet<Regon>,
}

impl Taken {
    fn of(cast: &Cast) -> Self {
        Self {
            nips: cast.organisations.iter().filter_map(|entry| entry.nip.value.fixed()).collect(),
            pesels: cast.people.iter().filter_map(|entry| entry.pesel.value.fixed()).collect(),
            regons: cast.organisations.iter().filter_map(|entry| entry.regon.value.fixed()).collect(),
        }
    }
}

impl<T: Copy> Number<T> {
    fn fixed(&self) -> Option<T> {
        match self {
            Self::Auto => None,
            Self::Fixed(number) => Some(*number),
        }
    }
}

fn organisation(entry: &OrganisationEntry, entropy: &Entropy, taken: &mut Taken) -> Organisation {
    // A stream for each id, so that adding one to the cast does not change the others' numbers.
    let stream = entropy.fork("organisation").fork(&entry.id.value);
    let nip = entry.nip.value.fixed().unwrap_or_else(|| unused(&mut taken.nips, || Nip::fictional(&stream)));
    let regon =
        entry.regon.value.fixed().unwrap_or_else(|| unused(&mut taken.regons, || Regon::fictional(&stream)));
    Organisation {
        id: entry.id.value.clone(),
        name: entry.name.clone(),
        nip,
        regon,
        address: entry.address.clone(),
    }
}

fn person(entry: &PersonEntry, entropy: &Entropy, taken: &mut Taken) -> Person {
    let stream = entropy.fork("person").fork(&entry.id.value);
    let pesel = entry.pesel.value.fixed().unwrap_or_else(|| {
        let sex = entry.sex.as_ref().map_or(Sex::Female, |sex| sex.value);
        let born = entry.born.as_ref().map(|day| day.value.0);
        unused(&mut taken.pesels, || {
            Pesel::fictional(born.unwrap_or_else(|| birthday(&stream)), sex, &stream)
        })
    });
    let roles = entry
        .roles
        .iter()
        .map(|role| Role { organisation: role.organisation.value.clone(), role: role.role });
    Person {
        id: entry.id.value.clone(),
        names: entry.names.clone(),
        surname: entry.surname.clone(),
        pesel,
        roles: roles.collect(),
    }
}

/// A day from 1950 to 1999: grown up at any date that a test plays at.
fn birthday(entropy: &Entropy) -> Date {
    let first = Date::from_calendar_date(1950, Month::January, 1).unwrap_or(Date::MIN);
    let days = i64::try_from(entropy.below(50 * 365)).unwrap_or(0);
    first.saturating_add(Duration::days(days))
}

/// The first number that is not taken; gives up after many tries (50 PESELs fit one birth date and sex), since a doubled
/// number in a made-up world is better than none.
fn unused<T: Ord + Copy>(taken: &mut BTreeSet<T>, mut next: impl FnMut() -> T) -> T {
    let mut number = next();
    for _ in 0..1000 {
        if taken.insert(number) {
            break;
        }
        number = next();
    }
    number
}
