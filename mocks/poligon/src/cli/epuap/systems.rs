//! Systems: adding one by its certificate, all steps at once, roles.

use std::path::PathBuf;

use clap::Args;
use http::Method;
use serde_json::{Value, json};

use super::{Desk, files};
use crate::Trouble;
use crate::cli::out;

/// What the page „Add system” asks for.
#[derive(Debug, Args)]
pub(super) struct Register {
    /// Identifier of the podmiot
    #[arg(long)]
    podmiot: String,
    /// Description of the system
    #[arg(long)]
    description: String,
    /// File with the certificate; of several the first one is taken
    #[arg(long, value_name = "FILE")]
    pem: PathBuf,
    /// „Rola domyślna” or „Instytucja_Publiczna”; may be repeated
    #[arg(long = "role", value_name = "ROLE", required = true)]
    roles: Vec<String>,
}

/// A system from nothing.
#[derive(Debug, Args)]
pub(super) struct System {
    /// Identifier of the podmiot
    #[arg(long)]
    podmiot: String,
    /// „Rola domyślna” or „Instytucja_Publiczna”; may be repeated
    #[arg(long = "role", value_name = "ROLE", required = true)]
    roles: Vec<String>,
    /// Description of the system
    #[arg(long)]
    description: Option<String>,
    /// Domain or fixed address of the system
    #[arg(long)]
    host: Option<String>,
    /// Password of the .p12 files, and for revocation [default: poligon-haslo]
    #[arg(long, value_name = "TEXT")]
    password: Option<String>,
    /// Folder for the files; made when there is none
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// Which system, and its roles.
#[derive(Debug, Args)]
pub(super) struct Roles {
    /// Its number
    id: u32,
    /// „Rola domyślna” or „Instytucja_Publiczna”; without any it has none
    #[arg(long = "role", value_name = "ROLE")]
    roles: Vec<String>,
}

impl Register {
    pub(super) fn body(&self) -> Result<Value, Trouble> {
        let pem = std::fs::read_to_string(&self.pem)
            .map_err(|why| Trouble::bad(format!("--pem: {} cannot be read ({why})", self.pem.display())))?;
        Ok(
            json!({ "podmiot": self.podmiot, "description": self.description, "pem": pem, "roles": self.roles }),
        )
    }
}

impl System {
    pub(super) async fn run(&self, desk: &Desk) -> Result<(), Trouble> {
        let wanted = json!({
            "podmiot": self.podmiot,
            "roles": self.roles,
            "description": self.description,
            "host": self.host,
            "password": self.password,
        });
        let told = desk.ask(Method::POST, "/systems/new", wanted).await?.json();
        let id = told.pointer("/system/id").and_then(Value::as_u64).unwrap_or_default();
        let serial = told.pointer("/certificate/serial").and_then(Value::as_str).unwrap_or_default();
        files::write(desk, &format!("/certificates/{serial}"), &self.out, &files::CERTIFICATE).await?;
        out::progress(&format!("system {id} of {} is registered; serial {serial}", self.podmiot));
        Ok(())
    }
}

impl Roles {
    pub(super) fn path(&self) -> String {
        format!("/systems/{}/roles", self.id)
    }

    pub(super) fn body(&self) -> Value {
        json!({ "roles": self.roles })
    }
}
