//! Account, podmiot, application, decision, form, revocation.

use std::path::PathBuf;

use clap::Args;
use http::Method;
use serde_json::{Value, json};

use super::{Desk, files};
use crate::Trouble;
use crate::cli::out;

/// A login and a name.
#[derive(Debug, Args)]
pub(super) struct Account {
    /// The login
    #[arg(long)]
    login: String,
    /// Whose it is
    #[arg(long, default_value = "")]
    name: String,
}

/// A new podmiot.
#[derive(Debug, Args)]
pub(super) struct Podmiot {
    /// Its identifier, as in addresses of boxes
    #[arg(long)]
    id: String,
    /// Its name
    #[arg(long)]
    name: String,
    /// The account that creates it
    #[arg(long)]
    login: String,
}

/// What an application states.
#[derive(Debug, Args)]
pub(super) struct Apply {
    /// Name of the institution
    #[arg(long)]
    institution: String,
    /// Login of the account
    #[arg(long)]
    login: String,
    /// Identifier of the podmiot
    #[arg(long)]
    podmiot: String,
    /// What the system is called
    #[arg(long)]
    system: String,
    /// Domain or fixed address of the system
    #[arg(long)]
    host: String,
}

/// Which application.
#[derive(Debug, Args)]
pub(super) struct Decide {
    /// Its number
    id: u32,
}

/// Which application, and why not.
#[derive(Debug, Args)]
pub(super) struct Refuse {
    /// Its number
    id: u32,
    /// What the mail says
    #[arg(long)]
    reason: String,
}

/// The form.
#[derive(Debug, Args)]
pub(super) struct Issue {
    /// The word of the link
    word: String,
    #[command(flatten)]
    statement: Apply,
    /// Opens the .p12
    #[arg(long, value_name = "TEXT")]
    p12_password: String,
    /// Revokes the certificate
    #[arg(long, value_name = "TEXT")]
    revocation_password: String,
    /// Folder for the files; made when there is none
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// Which certificate, and the right to revoke it.
#[derive(Debug, Args)]
pub(super) struct Revoke {
    /// Serial number, as the report says it
    serial: String,
    /// The revocation password of the form
    #[arg(long, value_name = "TEXT", required_unless_present = "by_operator")]
    password: Option<String>,
    /// As the ministry, without a password
    #[arg(long, conflicts_with = "password")]
    by_operator: bool,
}

impl Account {
    pub(super) fn body(&self) -> Value {
        json!({ "login": self.login, "name": self.name })
    }
}

impl Podmiot {
    pub(super) fn body(&self) -> Value {
        json!({ "id": self.id, "name": self.name, "login": self.login })
    }
}

impl Apply {
    pub(super) fn body(&self) -> Value {
        json!({
            "institution": self.institution,
            "login": self.login,
            "podmiot": self.podmiot,
            "system": self.system,
            "host": self.host,
        })
    }
}

impl Decide {
    pub(super) fn path(&self) -> String {
        format!("/applications/{}/approve", self.id)
    }
}

impl Refuse {
    pub(super) fn path(&self) -> String {
        format!("/applications/{}/refuse", self.id)
    }

    pub(super) fn body(&self) -> Value {
        json!({ "reason": self.reason })
    }
}

impl Issue {
    pub(super) async fn run(&self, desk: &Desk) -> Result<(), Trouble> {
        let passwords = json!({ "p12": self.p12_password, "revocation": self.revocation_password });
        let form = json!({ "statement": self.statement.body(), "passwords": passwords });
        let reply = desk.ask(Method::POST, &format!("/forms/{}", self.word), form).await?;
        let told = reply.json();
        let serial = told.get("serial").and_then(Value::as_str).unwrap_or_default();
        files::write(desk, &format!("/certificates/{serial}"), &self.out, &files::CERTIFICATE).await?;
        out::progress(&format!("serial {serial}"));
        Ok(())
    }
}

impl Revoke {
    pub(super) fn path(&self) -> String {
        let serial: String = self.serial.chars().filter(char::is_ascii_hexdigit).collect();
        format!("/certificates/{serial}/revoke")
    }

    pub(super) fn body(&self) -> Value {
        match &self.password {
            Some(password) => json!({ "password": password }),
            None => json!({ "by_operator": self.by_operator }),
        }
    }
}
