//! Podmioty: the organisations of the world, and those that were created since.

use poligon_world::{Address, Organisation, World};
use serde::Serialize;

use crate::ids::PodmiotId;

/// Most podmioty in one sandbox.
pub const MOST: usize = 10_000;

/// One podmiot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Podmiot {
    /// Its identifier; an organisation of the world has the id of the cast.
    pub id: PodmiotId,
    /// Full name.
    pub name: String,
    /// NIP, when it has one.
    pub nip: Option<String>,
    /// REGON, when it has one.
    pub regon: Option<String>,
    /// PESEL of a natural person.
    pub pesel: Option<String>,
    /// Whether it is an organisation (typOsoby P) or a natural person (F).
    pub legal: bool,
    /// Where it sits.
    pub address: Address,
    /// The account that created it; `None` for those of the world.
    pub created_by: Option<String>,
}

/// All podmioty.
#[derive(Clone, Debug, Default)]
pub struct Podmioty {
    all: Vec<Podmiot>,
}

impl Podmiot {
    /// typOsoby: P for a legal person, F for a natural one (spec §2.0).
    pub fn kind(&self) -> &'static str {
        if self.legal { "P" } else { "F" }
    }
}

impl Podmioty {
    /// The podmioty of a world.
    pub fn of(world: &World) -> Self {
        Self { all: world.organisations().iter().filter_map(podmiot).collect() }
    }

    /// All of them.
    pub fn all(&self) -> &[Podmiot] {
        &self.all
    }

    /// The podmiot of this identifier.
    pub fn find(&self, id: &PodmiotId) -> Option<&Podmiot> {
        self.all.iter().find(|podmiot| podmiot.id == *id)
    }

    /// The podmiot of this identifier as text.
    pub fn named(&self, id: &str) -> Option<&Podmiot> {
        self.all.iter().find(|podmiot| podmiot.id.as_str() == id)
    }

    /// Adds one; `false` when the identifier is taken or there is no room.
    pub fn add(&mut self, podmiot: Podmiot) -> bool {
        let fits = self.all.len() < MOST && self.find(&podmiot.id).is_none();
        if fits {
            self.all.push(podmiot);
        }
        fits
    }
}

fn podmiot(organisation: &Organisation) -> Option<Podmiot> {
    Some(Podmiot {
        id: organisation.id.parse().ok()?,
        name: organisation.name.clone(),
        nip: Some(organisation.nip.to_string()),
        regon: Some(organisation.regon.to_string()),
        pesel: None,
        legal: true,
        address: organisation.address.clone(),
        created_by: None,
    })
}
