//! The Russian side of the made-up country: citizens, organisations and the information systems that ask ESIA about them.
//! Nobody here exists.

mod cast;
mod citizen;
mod numbers;
mod organisation;
mod system;

use std::sync::LazyLock;

use serde::Serialize;

pub use citizen::{Account, Child, Citizen, Document, Passport, Place, Post, Vehicle};
pub use numbers::{InnLe, InnPerson, Ogrn, OgrnIp, Snils};
pub use organisation::{LegalEntity, LegalKind};
pub use system::{Algorithm, System};

use crate::{CastError, Entropy};

/// Citizens, organisations and systems. The same seed makes the same ones in every sandbox.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Russia {
    /// Citizens, in the order of the cast.
    pub citizens: Vec<Citizen>,
    /// Organisations, in the order of the cast.
    pub organisations: Vec<LegalEntity>,
    /// Information systems, in the order of the cast.
    pub systems: Vec<System>,
}

static CAST: LazyLock<Result<cast::RussianCast, CastError>> = LazyLock::new(cast::RussianCast::built_in);

impl Russia {
    /// The Russians of this seed. Empty when the built-in cast cannot be read, which a test forbids.
    pub fn new(seed: u64) -> Self {
        CAST.as_ref().map(|cast| cast.people(&Entropy::new(seed, "russia"))).unwrap_or_default()
    }

    /// Why the built-in cast cannot be read, if so.
    pub fn trouble() -> Option<&'static CastError> {
        CAST.as_ref().err()
    }

    /// The citizen of this account number.
    pub fn citizen(&self, oid: u64) -> Option<&Citizen> {
        self.citizens.iter().find(|citizen| citizen.oid == oid)
    }

    /// The citizen of this id or account number, as a tester writes it.
    pub fn citizen_named(&self, word: &str) -> Option<&Citizen> {
        self.citizens.iter().find(|one| one.id == word || one.oid.to_string() == word)
    }

    /// The organisation of this id.
    pub fn organisation(&self, id: &str) -> Option<&LegalEntity> {
        self.organisations.iter().find(|one| one.id == id)
    }

    /// The organisation of this account number.
    pub fn organisation_of(&self, oid: u64) -> Option<&LegalEntity> {
        self.organisations.iter().find(|one| one.oid == oid)
    }

    /// The information system of this mnemonic.
    pub fn system(&self, mnemonic: &str) -> Option<&System> {
        self.systems.iter().find(|one| one.mnemonic == mnemonic)
    }
}
