//! `poligon certs export`.

use clap::Args;
use poligon_certs::{Authority, Vault};
use poligon_world::clock::wall_now;

use super::profile::AuthorityWord;
use crate::Trouble;
use crate::cli::out;

/// Print certificates to trust.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The CA that Poligon's own TLS certificates come from
    #[arg(long, required_unless_present = "authority")]
    ca: bool,
    /// Another authority, root first
    #[arg(long, value_name = "NAME", conflicts_with = "ca")]
    authority: Option<AuthorityWord>,
}

impl Export {
    pub(crate) fn run(&self, vault: &Vault) -> Result<(), Trouble> {
        let authority = self.authority.map_or(Authority::Tls, Into::into);
        out::raw(vault.export_ca(authority, wall_now())?.as_bytes());
        Ok(())
    }
}
