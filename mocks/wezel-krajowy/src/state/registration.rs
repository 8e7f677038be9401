//! Service providers and their way through the 16 steps of COI's guide (spec §6.2).

use std::collections::BTreeMap;

use poligon_crypto::Certificate;
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use crate::environment::Environment;
use crate::identity::Level;

/// Most service providers in a sandbox.
pub const MOST: usize = 1_000;

/// Where a registration is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Steps 1–2: the application for the simulator.
    Zgloszony,
    /// Step 3: addresses and names are told.
    WPrzygotowaniu,
    /// Steps 4–5: two certificates for the simulator.
    CertyfikatyWydane,
    /// Step 6: tests, with three weeks of support.
    SymulatorTesty,
    /// Steps 7–8: the application for integration.
    WniosekInt,
    /// Steps 9–12: a new pair of certificates, 30 days of support.
    Integracyjne,
    /// Steps 13–14: the decision.
    Zaliczone,
    /// Step 15: the provider's own certificates are handed in.
    ProdCertyfikaty,
    /// Step 16.
    Produkcyjne,
}

/// A pair of certificates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// What the provider signs with.
    pub signing: Certificate,
    /// What assertions are encrypted for.
    pub encryption: Certificate,
}

/// One service provider.
#[derive(Clone, Debug)]
pub struct Provider {
    /// saml2:Issuer.
    pub issuer: String,
    /// Who it is.
    pub organisation: String,
    /// ProviderName, if it was fixed.
    pub provider_name: Option<String>,
    /// `public` or `private`.
    pub sp_type: String,
    /// The level that it asks for.
    pub level: Level,
    /// The addresses that artifacts may go to.
    pub acs: Vec<String>,
    /// Where it wants to hear of logouts; kept, nothing is sent there.
    pub slo: Option<String>,
    /// Where the registration is.
    pub stage: Stage,
    /// Since when.
    pub since: OffsetDateTime,
    /// The certificates, by environment.
    pub certificates: BTreeMap<Environment, Pair>,
}

/// All service providers.
#[derive(Clone, Debug, Default)]
pub struct Registration {
    providers: BTreeMap<String, Provider>,
}

impl Stage {
    /// All, in order.
    pub const ALL: [Self; 9] = [
        Self::Zgloszony,
        Self::WPrzygotowaniu,
        Self::CertyfikatyWydane,
        Self::SymulatorTesty,
        Self::WniosekInt,
        Self::Integracyjne,
        Self::Zaliczone,
        Self::ProdCertyfikaty,
        Self::Produkcyjne,
    ];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Zgloszony => "zgloszony",
            Self::WPrzygotowaniu => "w-przygotowaniu",
            Self::CertyfikatyWydane => "certyfikaty-wydane",
            Self::SymulatorTesty => "symulator-testy",
            Self::WniosekInt => "wniosek-int",
            Self::Integracyjne => "integracyjne",
            Self::Zaliczone => "zaliczone",
            Self::ProdCertyfikaty => "prod-certyfikaty",
            Self::Produkcyjne => "produkcyjne",
        }
    }

    /// The next one.
    pub fn next(self) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| *stage > self)
    }

    /// The first stage in which an environment takes logins.
    pub fn opens(environment: Environment) -> Self {
        match environment {
            Environment::Symulator => Self::CertyfikatyWydane,
            Environment::Integracyjne => Self::Integracyjne,
            Environment::Produkcyjne => Self::Produkcyjne,
        }
    }

    /// The environment for which this stage issues certificates.
    pub fn issues_for(self) -> Option<Environment> {
        match self {
            Self::CertyfikatyWydane => Some(Environment::Symulator),
            Self::Integracyjne => Some(Environment::Integracyjne),
            _ => None,
        }
    }

    /// How long COI supports it (spec §6.2); by the sandbox's clock.
    pub fn support(self) -> Option<Duration> {
        match self {
            Self::SymulatorTesty => Some(Duration::weeks(3)),
            Self::Integracyjne => Some(Duration::days(30)),
            _ => None,
        }
    }
}

impl Provider {
    /// Whether an environment takes its logins.
    pub fn may_use(&self, environment: Environment) -> bool {
        self.stage >= Stage::opens(environment) && self.certificates.contains_key(&environment)
    }

    /// Until when it is supported in its stage.
    pub fn support_until(&self) -> Option<OffsetDateTime> {
        self.stage.support().map(|span| self.since.saturating_add(span))
    }

    /// Takes the next step.
    ///
    /// # Errors
    /// With a sentence that says what is missing.
    pub fn advance(&mut self, now: OffsetDateTime) -> Result<Stage, String> {
        let next = self
            .stage
            .next()
            .ok_or_else(|| "the registration is complete; there is no next step".to_owned())?;
        if next == Stage::Integracyjne && self.provider_name.is_none() {
            return Err("integration compares ProviderName, and none is set; register it with provider_name"
                .to_owned());
        }
        if next == Stage::Produkcyjne && !self.certificates.contains_key(&Environment::Produkcyjne) {
            return Err(
                "production needs the provider's own pair of certificates; hand in signing and encryption"
                    .to_owned(),
            );
        }
        self.stage = next;
        self.since = now;
        Ok(next)
    }
}

impl Registration {
    /// The provider of this issuer.
    pub fn find(&self, issuer: &str) -> Option<&Provider> {
        self.providers.get(issuer)
    }

    /// The provider of this issuer, to be changed.
    pub fn find_mut(&mut self, issuer: &str) -> Option<&mut Provider> {
        self.providers.get_mut(issuer)
    }

    /// All, by issuer.
    pub fn all(&self) -> impl Iterator<Item = &Provider> {
        self.providers.values()
    }

    /// Keeps a provider; `false` when there are too many.
    pub fn keep(&mut self, provider: Provider) -> bool {
        if self.providers.len() >= MOST && !self.providers.contains_key(&provider.issuer) {
            return false;
        }
        self.providers.insert(provider.issuer.clone(), provider);
        true
    }

    /// Forgets a provider; `false` when there is none.
    pub fn remove(&mut self, issuer: &str) -> bool {
        self.providers.remove(issuer).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn provider() -> Provider {
        Provider {
            issuer: "sp".into(),
            organisation: "Urząd na niby".into(),
            provider_name: None,
            sp_type: "public".into(),
            level: Level::Low,
            acs: vec!["https://sp.example/acs".into()],
            slo: None,
            stage: Stage::Zgloszony,
            since: OffsetDateTime::UNIX_EPOCH,
            certificates: BTreeMap::new(),
        }
    }

    #[test]
    fn the_steps_are_taken_in_order_and_stop_where_something_is_missing() {
        let mut provider = provider();
        let now = OffsetDateTime::UNIX_EPOCH + Duration::days(1);
        for stage in
            [Stage::WPrzygotowaniu, Stage::CertyfikatyWydane, Stage::SymulatorTesty, Stage::WniosekInt]
        {
            assert_eq!(provider.advance(now), Ok(stage));
        }
        assert!(provider.advance(now).unwrap_err().contains("ProviderName"));
        provider.provider_name = Some("Urząd".into());
        assert_eq!(provider.advance(now), Ok(Stage::Integracyjne));
        assert_eq!(provider.support_until(), Some(now + Duration::days(30)));
        assert!(provider.advance(now).is_ok() && provider.advance(now).is_ok());
        assert!(provider.advance(now).unwrap_err().contains("own pair"));
        assert!(!provider.may_use(Environment::Symulator));
    }
}
