//! Which of KSeF's three environments is played, and where they differ (spec §6). Everything else is the same in all.

use poligon_institution::{Evidence, Refused};
use poligon_world::Settings;

use crate::checks::ground;
use crate::desk::Call;
use crate::invoice::Form;
use crate::knobs;

/// An environment of KSeF.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Environment {
    /// TEST („TE”): open to integrators, self-signed certificates, `/testdata`.
    #[default]
    Test,
    /// DEMO, pre-production („TR”): configured as production, invoices without legal force.
    Demo,
    /// Production („PRD”).
    Prd,
}

impl Environment {
    /// All, in the order of the documentation.
    pub const ALL: [Self; 3] = [Self::Test, Self::Demo, Self::Prd];

    /// The one that the knob `ksef.profile` names.
    pub fn of(settings: &Settings) -> Self {
        let name = knobs::PROFILE.value(settings);
        Self::ALL.into_iter().find(|environment| environment.name() == name).unwrap_or_default()
    }

    /// The word of the knob.
    pub fn name(self) -> &'static str {
        match self {
            Self::Test => "test",
            Self::Demo => "demo",
            Self::Prd => "prd",
        }
    }

    /// The host of its API. Official: `srodowiska.md`.
    pub fn host(self) -> &'static str {
        match self {
            Self::Test => "api-test.ksef.mf.gov.pl",
            Self::Demo => "api-demo.ksef.mf.gov.pl",
            Self::Prd => "api.ksef.mf.gov.pl",
        }
    }

    /// `iss` and `aud` of tokens. Observed on TEST; the others are reconstructed from the environments' short names.
    pub const fn issuer(self) -> &'static str {
        match self {
            Self::Test => "ksef-api-te",
            Self::Demo => "ksef-api-tr",
            Self::Prd => "ksef-api-prd",
        }
    }

    /// NazwaPodmiotuPrzyjmujacego of its UPOs. Official: changelog of the API; only production's is valid against the XSD.
    pub fn receiver(self) -> &'static str {
        match self {
            Self::Test => "Ministerstwo Finansów - środowisko testowe (TE)",
            Self::Demo => "Ministerstwo Finansów - środowisko przedprodukcyjne (TR)",
            Self::Prd => "Ministerstwo Finansów",
        }
    }

    /// Whether `/testdata` is there. Official for what it is for („Tylko na środowiskach testowych”); that the others answer 404
    /// is assumed.
    pub fn has_test_data(self) -> bool {
        self == Self::Test
    }

    /// Whether anybody's certificate logs in. Official: `uwierzytelnianie.md`, self-signed certificates on TEST only.
    pub fn takes_any_certificate(self) -> bool {
        self == Self::Test
    }

    /// Whether a signature may rest on SHA-1. Observed: ksef-client-csharp issue 215, TEST takes it, production answers 9105. Of
    /// DEMO nothing is known; it is let through.
    pub fn takes_sha1(self) -> bool {
        self != Self::Prd
    }

    /// Whether invoices of this form are taken. Official: `srodowiska.md`, FA(2) on TEST only.
    pub fn takes(self, form: Form) -> bool {
        form == Form::Fa3 || self == Self::Test
    }

    /// Whether check digits of NIPs in invoices are looked at. Official: `weryfikacja-faktury.md`, production only.
    pub fn counts_check_digits(self) -> bool {
        self == Self::Prd
    }
}

/// Notes a host of another environment, and turns away what this environment has not got.
///
/// # Errors
/// 404 for `/testdata` where there is none.
pub fn admit(call: &mut Call<'_>, operation: &str) -> Result<(), Refused> {
    let environment = call.environment();
    let host = call.request.header("host").unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default().to_ascii_lowercase();
    if let Some(other) = Environment::ALL.into_iter().find(|it| *it != environment && it.host() == host) {
        let evidence = Evidence::values(
            "Host",
            format!("{} (ksef.profile is {})", environment.host(), environment.name()),
            format!("{host}, which is {}", other.name()),
        );
        call.exam.object(&ground::HOST.check, vec![evidence])?;
    }
    if !operation.starts_with("ksef.testdata.") {
        return Ok(());
    }
    let there = environment.has_test_data().then_some(());
    call.exam.need(&ground::TEST_ONLY.check, there, || {
        vec![Evidence::values("ksef.profile", Environment::Test.name(), environment.name())]
    })
}

impl Call<'_> {
    /// The environment that is played.
    pub fn environment(&self) -> Environment {
        Environment::of(&self.desk.sandbox.settings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_environment_is_played_as_the_knob_says_and_test_by_default() {
        let settings = Settings::default();
        assert_eq!(Environment::of(&settings), Environment::Test);
        for environment in Environment::ALL {
            knobs::PROFILE.turn(&settings, environment.name()).unwrap();
            assert_eq!(Environment::of(&settings), environment);
        }
        assert!(knobs::PROFILE.turn(&settings, "production").is_err());
    }
}
