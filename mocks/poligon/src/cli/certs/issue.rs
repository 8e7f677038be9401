//! `poligon certs issue`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use poligon_certs::{Order, Russian, Vault};
use poligon_world::clock::wall_now;
use time::OffsetDateTime;

use super::profile::{FlawWord, KeyWord, ProfileWord};
use crate::Trouble;
use crate::cli::{out, values};

/// Make a certificate with its key.
#[derive(Debug, Args)]
pub(crate) struct Issue {
    /// What kind
    #[arg(long)]
    profile: ProfileWord,
    /// NIP, ten digits
    #[arg(long)]
    nip: Option<String>,
    /// PESEL, eleven digits
    #[arg(long)]
    pesel: Option<String>,
    /// CN; made from the rest when left out
    #[arg(long, value_name = "TEXT")]
    common_name: Option<String>,
    /// O: the company (seals, systems at ePUAP)
    #[arg(long, value_name = "TEXT")]
    organization: Option<String>,
    /// GN: first name (persons)
    #[arg(long, value_name = "TEXT")]
    given_name: Option<String>,
    /// SN: surname (persons)
    #[arg(long, value_name = "TEXT")]
    surname: Option<String>,
    /// Further DNS name or address (TLS servers, systems at ePUAP); may be repeated
    #[arg(long = "name", value_name = "HOST")]
    names: Vec<String>,
    #[command(flatten)]
    russian: RussianNumbers,
    /// The key [default: gost-256-a for esia-…, else rsa]
    #[arg(long, hide_possible_values = false)]
    key: Option<KeyWord>,
    /// Sign it with its own key instead of an authority's
    #[arg(long)]
    self_signed: bool,
    /// What is wrong with it, on purpose
    #[arg(long)]
    flaw: Option<FlawWord>,
    /// Tells apart several certificates of the same order
    #[arg(long, value_name = "TEXT", default_value = "")]
    label: String,
    /// The time to issue at [default: now]
    #[arg(long, value_name = "TIME", value_parser = values::time)]
    at: Option<OffsetDateTime>,
    /// Directory for the files; made when there is none
    #[arg(long, value_name = "DIR", default_value = ".")]
    out: PathBuf,
    /// Password of the PKCS#12 files
    #[arg(long, value_name = "TEXT", default_value = "poligon")]
    password: String,
}

/// What a Russian subject carries (esia-… profiles).
#[derive(Args, Clone, Debug)]
struct RussianNumbers {
    /// СНИЛС, eleven digits (esia-…)
    #[arg(long)]
    snils: Option<String>,
    /// ИНН of the person, twelve digits (esia-…)
    #[arg(long)]
    inn: Option<String>,
    /// ИНН of the organisation, ten digits (esia-…)
    #[arg(long, value_name = "INN")]
    inn_le: Option<String>,
    /// ОГРН, thirteen digits (esia-…)
    #[arg(long)]
    ogrn: Option<String>,
    /// ОГРНИП, fifteen digits (esia-entrepreneur)
    #[arg(long)]
    ogrnip: Option<String>,
}

impl From<RussianNumbers> for Russian {
    fn from(said: RussianNumbers) -> Self {
        let RussianNumbers { snils, inn, inn_le, ogrn, ogrnip } = said;
        Self { snils, inn, inn_le, ogrn, ogrnip, ..Self::default() }
    }
}

impl Issue {
    pub(crate) fn run(self, vault: &Vault) -> Result<(), Trouble> {
        let credential = vault.issue(&self.order(), self.at.unwrap_or_else(wall_now))?;
        let written = credential.write_to(&self.out, &self.stem(), &self.password);
        // Not the state directory but --out is at fault: the caller's to mend.
        for path in written.map_err(|why| Trouble::bad(format!("--out: {why}")))? {
            out::result(&path.display().to_string());
        }
        out::progress(&format!("serial {}", credential.serial));
        Ok(())
    }

    fn order(&self) -> Order {
        let order = Order::new(self.profile.into());
        Order {
            key: self.key.map_or(order.key, Into::into),
            self_signed: self.self_signed,
            nip: self.nip.clone(),
            pesel: self.pesel.clone(),
            common_name: self.common_name.clone(),
            organization: self.organization.clone(),
            given_name: self.given_name.clone(),
            surname: self.surname.clone(),
            names: self.names.clone(),
            flaw: self.flaw.map(Into::into),
            label: self.label.clone(),
            russian: order.profile.is_russian().then(|| self.russian.clone().into()),
            ..order
        }
    }

    /// `ksef-seal-5265877635-expired`.
    fn stem(&self) -> String {
        let word = |value: clap::builder::PossibleValue| value.get_name().to_owned();
        let mut parts = Vec::new();
        parts.extend(self.profile.to_possible_value().map(word));
        let number = [&self.nip, &self.pesel, &self.russian.ogrn, &self.russian.ogrnip, &self.russian.snils];
        parts.extend(number.into_iter().flatten().next().cloned());
        parts.extend(self.flaw.and_then(|flaw| flaw.to_possible_value()).map(word));
        parts.push(self.label.clone());
        let stem = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
        stem.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect()
    }
}
