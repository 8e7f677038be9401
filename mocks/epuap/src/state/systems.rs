//! Registered systems: certificate → system → podmiot and roles (spec §3.3, last rule; §5, step 6).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::ids::PodmiotId;
use crate::state::podmioty::{Podmiot, Podmioty};

/// Most systems in one sandbox.
pub const MOST: usize = 10_000;

/// A role of a system. These two are the only ones whose names are public (spec §1a, §5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// `Instytucja_Publiczna`.
    #[serde(rename = "Instytucja_Publiczna")]
    PublicInstitution,
    /// `Rola domyślna`.
    #[serde(rename = "Rola domyślna")]
    Usual,
}

/// The certificate of a system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Certificate {
    /// The one that was registered, DER.
    Given(Vec<u8>),
    /// That of the house: made when somebody first uses it, since a key costs 100 ms. Known by its key, because the vault
    /// renews the certificate each month.
    House,
}

/// One registered system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct System {
    /// Its number.
    pub id: u32,
    /// Whose it is.
    pub podmiot: PodmiotId,
    /// Its description, as its owner wrote it.
    pub description: String,
    /// Its certificate.
    pub certificate: Certificate,
    /// Its roles.
    pub roles: BTreeSet<Role>,
}

/// The systems of a sandbox.
#[derive(Clone, Debug, Default)]
pub struct Systems {
    all: Vec<System>,
    last: u32,
}

impl Role {
    /// Both.
    pub const ALL: [Self; 2] = [Self::PublicInstitution, Self::Usual];

    /// The name as ePUAP shows it.
    pub fn name(self) -> &'static str {
        match self {
            Self::PublicInstitution => "Instytucja_Publiczna",
            Self::Usual => "Rola domyślna",
        }
    }

    /// The role of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name.trim())
    }
}

impl Systems {
    /// One system of the house for each podmiot; public ones may do more.
    pub fn of(podmioty: &Podmioty) -> Self {
        let mut systems = Self::default();
        for podmiot in podmioty.all() {
            let mut roles = BTreeSet::from([Role::Usual]);
            if is_public(podmiot) {
                roles.insert(Role::PublicInstitution);
            }
            systems.add(podmiot.id.clone(), format!("System {}", podmiot.id), Certificate::House, roles);
        }
        systems
    }

    /// Registers a system; `None` when there is no room.
    pub fn add(
        &mut self,
        podmiot: PodmiotId,
        description: String,
        certificate: Certificate,
        roles: BTreeSet<Role>,
    ) -> Option<&System> {
        if self.all.len() >= MOST {
            return None;
        }
        self.last += 1;
        self.all.push(System { id: self.last, podmiot, description, certificate, roles });
        self.all.last()
    }

    /// All of them, in the order of registration.
    pub fn all(&self) -> &[System] {
        &self.all
    }

    /// The system with exactly this certificate.
    pub fn with_certificate(&self, der: &[u8]) -> Option<&System> {
        self.all
            .iter()
            .find(|system| matches!(&system.certificate, Certificate::Given(known) if known == der))
    }

    /// The house's system of this podmiot.
    pub fn of_house(&self, podmiot: &str) -> Option<&System> {
        self.all
            .iter()
            .find(|system| system.podmiot.as_str() == podmiot && system.certificate == Certificate::House)
    }

    /// The system of this number.
    pub fn find(&self, id: u32) -> Option<&System> {
        self.all.iter().find(|system| system.id == id)
    }

    /// Gives a system other roles; `false` when there is no such system.
    pub fn set_roles(&mut self, id: u32, roles: BTreeSet<Role>) -> bool {
        let found = self.all.iter_mut().find(|system| system.id == id);
        found.map(|system| system.roles = roles).is_some()
    }

    /// Strikes a system off.
    pub fn remove(&mut self, id: u32) -> Option<System> {
        let place = self.all.iter().position(|system| system.id == id)?;
        Some(self.all.remove(place))
    }
}

/// Whether the made-up world means a public body: its name begins so. The cast has no such mark.
pub fn is_public(podmiot: &Podmiot) -> bool {
    ["Gmina", "Powiat", "Miasto", "Urząd", "Ministerstwo", "Województwo"]
        .iter()
        .any(|word| podmiot.name.starts_with(word))
}
