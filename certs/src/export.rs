//! A credential as files for other programs.

use std::path::{Path, PathBuf};

use crate::files::{self, Mode};
use crate::{Credential, Flavour, VaultError};

impl Credential {
    /// Writes `STEM.key.pem` (PKCS#8), `STEM.cert.pem`, `STEM.chain.pem` (signer first), `STEM.p12` and `STEM.legacy.p12` (these two not for GOST keys) into
    /// the directory, made if absent (0700), and returns their paths. The files with the key in them have mode 0600.
    ///
    /// # Errors
    /// [`VaultError::Directory`] when one of the files exists already: then none is written. [`VaultError::Order`] for a stem
    /// that is no plain file name.
    pub fn write_to(&self, dir: &Path, stem: &str, password: &str) -> Result<Vec<PathBuf>, VaultError> {
        refuse_odd(stem)?;
        let mut files = vec![
            (format!("{stem}.key.pem"), self.key.pem().into_bytes(), Mode::Private),
            (format!("{stem}.cert.pem"), self.certificate_pem().into_bytes(), Mode::Public),
            (format!("{stem}.chain.pem"), self.chain_pem().into_bytes(), Mode::Public),
        ];
        // A GOST key in PKCS#12 wants GOST encryption, which is not built; gost-engine and BouncyCastle read the PEM.
        if self.key.gost().is_none() {
            files.push((format!("{stem}.p12"), self.pkcs12(password, Flavour::Modern)?, Mode::Private));
            files.push((
                format!("{stem}.legacy.p12"),
                self.pkcs12(password, Flavour::Legacy)?,
                Mode::Private,
            ));
        }
        files::make_private_dir(dir).map_err(|why| {
            VaultError::directory(dir, format!("cannot make this directory ({why}); choose another"))
        })?;
        for (name, ..) in &files {
            refuse_existing(&dir.join(name))?;
        }
        let mut written = Vec::new();
        for (name, bytes, mode) in files {
            let path = dir.join(name);
            match files::create(&path, &bytes, mode) {
                Ok(true) => written.push(path),
                Ok(false) => return Err(exists(&path)),
                Err(why) => {
                    return Err(VaultError::directory(
                        &path,
                        format!("cannot be written ({why}); choose another directory"),
                    ));
                }
            }
        }
        Ok(written)
    }
}

fn refuse_odd(stem: &str) -> Result<(), VaultError> {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '@' | '+');
    if stem.is_empty() || stem.len() > 100 || stem.starts_with(['.', '-']) || !stem.chars().all(plain) {
        let shown: String = stem.chars().take(80).collect();
        return Err(VaultError::Order(format!(
            "„{shown}” is no name for files; take 1 to 100 letters, digits, dashes, dots and underscores"
        )));
    }
    Ok(())
}

fn refuse_existing(path: &Path) -> Result<(), VaultError> {
    // A dangling link counts as a file: writing through it would surprise.
    if path.symlink_metadata().is_ok() { Err(exists(path)) } else { Ok(()) }
}

fn exists(path: &Path) -> VaultError {
    VaultError::directory(path, "exists already and is not overwritten; move it away or choose another name")
}
