//! The catalogue of public services (KupWebServices, KupWebServicesExt). Reconstructed (spec §2.6); the services are made up.

use std::collections::BTreeMap;

use crate::ids::PodmiotId;
use crate::state::podmioty::Podmioty;
use crate::state::systems::is_public;

/// Most services.
pub const MOST: usize = 10_000;

/// One service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Its identifier: `KUP-0001`.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub description: String,
    /// Who renders it.
    pub podmiot: PodmiotId,
    /// The forms that are bound to it.
    pub forms: Vec<String>,
}

/// The services of a sandbox, by identifier.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    all: BTreeMap<String, Service>,
    last: u32,
}

/// Services that every public body of the world renders.
const SAMPLES: [(&str, &str); 3] = [
    (
        "Pismo ogólne do podmiotu publicznego",
        "Wniosek, skarga, zapytanie albo inne pismo (usługa ćwiczebna).",
    ),
    ("Zaświadczenie o niezaleganiu (ćwiczebne)", "Wydanie zaświadczenia, którego nikt nie potrzebuje."),
    ("Zgłoszenie zmyślonej szkody", "Zgłoszenie szkody, której nie było."),
];

impl Catalogue {
    /// The sample services of the public bodies among these podmioty.
    pub fn of(podmioty: &Podmioty) -> Self {
        let mut catalogue = Self::default();
        for podmiot in podmioty.all().iter().filter(|podmiot| is_public(podmiot)) {
            for (name, description) in SAMPLES {
                catalogue.add(name.to_owned(), description.to_owned(), podmiot.id.clone());
            }
        }
        catalogue
    }

    /// Adds a service; `None` when there is no room.
    pub fn add(&mut self, name: String, description: String, podmiot: PodmiotId) -> Option<String> {
        if self.all.len() >= MOST {
            return None;
        }
        self.last += 1;
        let id = format!("KUP-{:04}", self.last);
        let service = Service { id: id.clone(), name, description, podmiot, forms: Vec::new() };
        self.all.insert(id.clone(), service);
        Some(id)
    }

    /// The service of this identifier.
    pub fn find(&self, id: &str) -> Option<&Service> {
        self.all.get(id)
    }

    /// The same, to be changed.
    pub fn find_mut(&mut self, id: &str) -> Option<&mut Service> {
        self.all.get_mut(id)
    }

    /// Removes a service.
    pub fn remove(&mut self, id: &str) -> Option<Service> {
        self.all.remove(id)
    }

    /// Those whose name or description holds these words; all for an empty phrase.
    pub fn search<'a>(&'a self, phrase: &str) -> impl Iterator<Item = &'a Service> {
        let phrase = phrase.trim().to_lowercase();
        self.all.values().filter(move |service| {
            service.name.to_lowercase().contains(&phrase)
                || service.description.to_lowercase().contains(&phrase)
        })
    }
}
