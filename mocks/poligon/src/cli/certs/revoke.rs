//! `poligon certs revoke`.

use clap::Args;
use poligon_certs::Vault;
use poligon_world::clock::wall_now;

use crate::Trouble;
use crate::cli::out;

/// Revoke a certificate.
#[derive(Debug, Args)]
pub(crate) struct Revoke {
    /// Serial number, as `poligon certs list` shows it
    serial: String,
}

impl Revoke {
    pub(crate) fn run(&self, vault: &Vault) -> Result<(), Trouble> {
        let record = vault.revoke(&self.serial, wall_now())?;
        out::progress(&format!("revoked {}: {}", record.serial, record.subject));
        Ok(())
    }
}
