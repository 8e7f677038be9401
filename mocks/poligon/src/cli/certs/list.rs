//! `poligon certs list`.

use clap::Args;
use poligon_certs::Vault;
use time::macros::format_description;

use crate::Trouble;
use crate::cli::out;

/// List what was issued, oldest first.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// As JSON
    #[arg(long)]
    json: bool,
}

impl List {
    pub(crate) fn run(&self, vault: &Vault) -> Result<(), Trouble> {
        let records = vault.records();
        if self.json {
            out::result(&serde_json::to_string_pretty(&records).unwrap_or_default());
            return Ok(());
        }
        if records.is_empty() {
            out::progress("Nothing was issued yet; `poligon certs issue --help` shows how.");
        }
        let day = format_description!("[year]-[month]-[day]");
        for record in records {
            let until = record.not_after.format(day).unwrap_or_default();
            let state = if record.revoked.is_some() { "revoked" } else { "" };
            out::result(&format!(
                "{:<32}  {:<12}  until {until}  {state:<7}  {}",
                record.serial,
                record.profile.name(),
                record.subject
            ));
        }
        Ok(())
    }
}
