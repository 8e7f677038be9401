//! What ePUAP remembers in one sandbox. Pure: no I/O, no clock of its own; times, words and numbers are arguments.

pub mod boxes;
pub mod catalogue;
pub mod deliveries;
pub mod documents;
pub mod files;
pub mod obligations;
pub mod onboarding;
pub mod podmioty;
pub mod pushes;
pub mod sklad;
pub mod systems;

use poligon_world::World;

use crate::ids::Counter;

/// Everything ePUAP remembers in one sandbox.
#[derive(Debug)]
pub struct State {
    /// Boxes and what waits in them.
    pub boxes: boxes::Boxes,
    /// The service catalogue.
    pub catalogue: catalogue::Catalogue,
    /// Numbers of documents, confirmations and orders.
    pub counter: Counter,
    /// Orders of delivery with confirmation (Doręczyciel).
    pub deliveries: deliveries::Deliveries,
    /// Documents that were sent.
    pub documents: documents::Documents,
    /// Large files.
    pub files: files::FileRepo,
    /// Obligations and payments.
    pub obligations: obligations::Obligations,
    /// Accounts, applications and certificates.
    pub onboarding: onboarding::Onboarding,
    /// Podmioty.
    pub podmioty: podmioty::Podmioty,
    /// What is to be pushed to integrators' endpoints.
    pub pushes: pushes::Pushes,
    /// Składy of ZarzadzanieDokumentami and EsdService.
    pub sklady: sklad::Sklady,
    /// Registered systems.
    pub systems: systems::Systems,
}

impl State {
    /// The state of a fresh sandbox: every organisation of the world is a podmiot with the default boxes and one system.
    pub fn of(world: &World, first_number: i32) -> Self {
        let podmioty = podmioty::Podmioty::of(world);
        Self {
            boxes: boxes::Boxes::of(&podmioty),
            catalogue: catalogue::Catalogue::of(&podmioty),
            counter: Counter::from(first_number),
            deliveries: deliveries::Deliveries::default(),
            documents: documents::Documents::default(),
            files: files::FileRepo::default(),
            obligations: obligations::Obligations::default(),
            onboarding: onboarding::Onboarding::default(),
            pushes: pushes::Pushes::default(),
            sklady: sklad::Sklady::default(),
            systems: systems::Systems::of(&podmioty),
            podmioty,
        }
    }
}
