//! The registered systems as WS-Security asks for them, and the systems of the house, whose keys are made when first used.

use std::sync::Arc;

use poligon_certs::{Credential, Order, Profile, VaultError};
use poligon_crypto::Certificate;
use poligon_soap::security::{Directory, Registration};
use time::OffsetDateTime;

use super::EpuapDesk;
use crate::state::State;
use crate::state::podmioty::Podmiot;
use crate::state::systems::{Certificate as Held, System};

/// The order for the certificate of the house's system of a podmiot.
pub fn order(podmiot: &Podmiot) -> Order {
    // A name of a subject has at most 64 characters.
    let name: String = podmiot.name.chars().take(64).collect();
    Order {
        organization: Some(name),
        common_name: Some(format!("System {}", podmiot.id)),
        names: vec![host(podmiot)],
        ..Order::new(Profile::EpuapSystem)
    }
}

fn host(podmiot: &Podmiot) -> String {
    let plain: String =
        podmiot.id.as_str().chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(40).collect();
    format!("system.{}.example", if plain.is_empty() { "podmiot" } else { &plain })
}

impl EpuapDesk {
    /// Key and certificate of the house's system of a podmiot; `None` when it has none.
    ///
    /// # Errors
    /// When the vault cannot make them.
    pub fn house_credential(
        &self,
        podmiot: &str,
        now: OffsetDateTime,
    ) -> Result<Option<Arc<Credential>>, VaultError> {
        let podmiot = {
            let state = self.state();
            if state.systems.of_house(podmiot).is_none() {
                return Ok(None);
            }
            state.podmioty.named(podmiot).cloned()
        };
        podmiot.map(|podmiot| self.sandbox.vault.issue(&order(&podmiot), now)).transpose()
    }
}

/// The systems of a sandbox at a moment.
#[derive(Debug)]
pub struct Register<'d> {
    /// The desk.
    pub desk: &'d EpuapDesk,
    /// The moment.
    pub now: OffsetDateTime,
}

impl Directory for Register<'_> {
    fn registration(&self, certificate: &Certificate) -> Option<Registration> {
        let found = self.desk.state().systems.with_certificate(certificate.der()).cloned();
        let system = found.or_else(|| self.of_house(certificate))?;
        let revoked = self.desk.state().onboarding.revoked(&certificate.serial());
        Some(Registration {
            system: system.description,
            podmiot: system.podmiot.to_string(),
            roles: system.roles.iter().map(|role| role.name().to_owned()).collect(),
            revoked,
        })
    }

    fn certificates(&self) -> Vec<Certificate> {
        let (given, houses) = {
            let state = self.desk.state();
            (given(&state), houses(&state))
        };
        let made = houses.iter().filter_map(|podmiot| {
            let credential = self.desk.house_credential(podmiot, self.now).ok()??;
            Certificate::from_der(&credential.certificate).ok()
        });
        given.into_iter().chain(made).collect()
    }
}

impl Register<'_> {
    /// The house's system with the key of this certificate. Only the key of the podmiot that the subject names is made.
    fn of_house(&self, certificate: &Certificate) -> Option<System> {
        const COMMON_NAME: &str = "2.5.4.3";
        let name = certificate.subject_attribute(COMMON_NAME)?;
        let podmiot = name.strip_prefix("System ")?;
        let credential = self.desk.house_credential(podmiot, self.now).ok()??;
        let same = certificate.public_key().is_ok_and(|key| key.spki() == credential.key.spki());
        let system = self.desk.state().systems.of_house(podmiot).cloned()?;
        same.then_some(system)
    }
}

fn given(state: &State) -> Vec<Certificate> {
    let all = state.systems.all().iter().filter_map(|system| match &system.certificate {
        Held::Given(der) => Certificate::from_der(der).ok(),
        Held::House => None,
    });
    all.collect()
}

fn houses(state: &State) -> Vec<String> {
    let houses = state.systems.all().iter().filter(|system| system.certificate == Held::House);
    houses.map(|system| system.podmiot.to_string()).collect()
}
