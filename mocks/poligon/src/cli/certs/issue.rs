//! `poligon certs issue`.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use poligon_certs::{Credential, Flavour, Order, Vault};
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
    /// O: the company (seals)
    #[arg(long, value_name = "TEXT")]
    organization: Option<String>,
    /// GN: first name (persons)
    #[arg(long, value_name = "TEXT")]
    given_name: Option<String>,
    /// SN: surname (persons)
    #[arg(long, value_name = "TEXT")]
    surname: Option<String>,
    /// Further DNS name or address (TLS servers); may be repeated
    #[arg(long = "name", value_name = "HOST")]
    names: Vec<String>,
    /// The key
    #[arg(long, default_value = "rsa")]
    key: KeyWord,
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

impl Issue {
    pub(crate) fn run(self, vault: &Vault) -> Result<(), Trouble> {
        let order = self.order();
        let files = Files::in_directory(&self.out, &self.stem())?;
        let credential = vault.issue(&order, self.at.unwrap_or_else(wall_now))?;
        files.write(&credential, &self.password)?;
        out::progress(&format!("serial {}", credential.serial));
        Ok(())
    }

    fn order(&self) -> Order {
        Order {
            key: self.key.into(),
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
            ..Order::new(self.profile.into())
        }
    }

    /// `ksef-seal-5265877635-expired`.
    fn stem(&self) -> String {
        let word = |value: &dyn std::fmt::Debug| format!("{value:?}");
        let mut parts = vec![match self.profile {
            ProfileWord::KsefPerson => "ksef-person".to_owned(),
            ProfileWord::KsefSeal => "ksef-seal".to_owned(),
            ProfileWord::TlsServer => "tls-server".to_owned(),
        }];
        parts.extend(self.nip.clone().or_else(|| self.pesel.clone()));
        parts.extend(self.flaw.map(|flaw| word(&flaw)));
        parts.push(self.label.clone());
        let stem = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
        stem.chars()
            .map(|c| if c.is_ascii_alphanumeric() || c == '-' { c.to_ascii_lowercase() } else { '_' })
            .collect()
    }
}

/// The files of one certificate; none of them is there yet.
struct Files {
    directory: PathBuf,
    stem: String,
}

const ENDINGS: [&str; 5] = ["key.pem", "cert.pem", "chain.pem", "p12", "legacy.p12"];

impl Files {
    /// Nothing is overwritten, and nothing is written when one of them would be.
    fn in_directory(directory: &Path, stem: &str) -> Result<Self, Trouble> {
        std::fs::create_dir_all(directory).map_err(|why| cannot(directory, &why))?;
        let files = Self { directory: directory.to_owned(), stem: stem.to_owned() };
        match ENDINGS.iter().map(|ending| files.path(ending)).find(|path| path.symlink_metadata().is_ok()) {
            Some(path) => Err(taken(&path)),
            None => Ok(files),
        }
    }

    fn path(&self, ending: &str) -> PathBuf {
        self.directory.join(format!("{}.{ending}", self.stem))
    }

    fn write(&self, credential: &Credential, password: &str) -> Result<(), Trouble> {
        let [key, certificate, chain, modern, legacy] = ENDINGS;
        self.create(key, credential.key.pem().as_bytes(), true)?;
        self.create(certificate, credential.certificate_pem().as_bytes(), false)?;
        self.create(chain, credential.chain_pem().as_bytes(), false)?;
        self.create(modern, &credential.pkcs12(password, Flavour::Modern)?, true)?;
        self.create(legacy, &credential.pkcs12(password, Flavour::Legacy)?, true)
    }

    fn create(&self, ending: &str, bytes: &[u8], secret: bool) -> Result<(), Trouble> {
        let path = self.path(ending);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, if secret { 0o600 } else { 0o644 });
        let written = options.open(&path).and_then(|mut file| file.write_all(bytes));
        match written {
            Ok(()) => {
                out::result(&path.display().to_string());
                Ok(())
            }
            Err(why) if why.kind() == ErrorKind::AlreadyExists => Err(taken(&path)),
            Err(why) => Err(cannot(&path, &why)),
        }
    }
}

fn taken(path: &Path) -> Trouble {
    Trouble::bad(format!(
        "{}: is there already and is not overwritten; remove it, or choose another --out or --label",
        path.display()
    ))
}

fn cannot(path: &Path, why: &std::io::Error) -> Trouble {
    Trouble::bad(format!("{}: cannot be written ({why}); choose another --out", path.display()))
}
