//! `poligon certs`.

mod export;
mod issue;
mod list;
mod profile;
mod revoke;

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, Subcommand};
use poligon_certs::Vault;

use super::Ended;
use crate::config::Keep;
use crate::{Trouble, state};

const AFTER: &str = "\
Examples:
  poligon certs issue --profile ksef-seal --nip 5265877635 --out seal/
  poligon certs issue --profile ksef-person --pesel 90010112349 --given-name Jan --surname Testowy --key ec
  poligon certs issue --profile ksef-seal --nip 5265877635 --flaw expired --out broken/
  poligon certs issue --profile epuap-system --organization 'Gmina Przykładowo' --name ezd.gmina.example --out system/
  poligon certs issue --profile esia-employee --organization 'ООО Берёзка' --surname Учебный --given-name Иван \
      --snils 00000060001 --ogrn 1000000000009 --inn-le 9900000000 --out gost/
  poligon certs export --ca > poligon-ca.pem
  poligon certs revoke 0A1B2C";

/// Throwaway certificates, from the keys of the state directory.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(crate) struct Certs {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    place: Place,
}

/// Which vault.
#[derive(Debug, Args)]
pub(crate) struct Place {
    /// State directory, the same as that of `poligon up` [default: ~/.local/state/poligon/default]
    #[arg(long, value_name = "DIR", env = "POLIGON_STATE", global = true)]
    state: Option<PathBuf>,
    /// The seed that the state directory was made with
    #[arg(long, value_name = "N", global = true)]
    seed: Option<u64>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a certificate with its key: PEM and PKCS#12 files
    Issue(Box<issue::Issue>),
    /// List what was issued
    List(list::List),
    /// Print certificates to trust, PEM, on stdout
    Export(export::Export),
    /// Revoke a certificate by its serial number
    Revoke(revoke::Revoke),
}

impl Certs {
    pub(crate) fn run(self) -> Result<Ended, Trouble> {
        let vault = self.place.open()?;
        match self.command {
            Command::Issue(issue) => issue.run(&vault),
            Command::List(list) => list.run(&vault),
            Command::Export(export) => export.run(&vault),
            Command::Revoke(revoke) => revoke.run(&vault),
        }?;
        Ok(Ended::Well)
    }
}

impl Place {
    fn open(&self) -> Result<Arc<Vault>, Trouble> {
        let dir = match &self.state {
            Some(dir) => dir.clone(),
            None => state::default_directory(self.seed)?,
        };
        state::vault(&Keep::Directory(dir), self.seed)
    }
}
