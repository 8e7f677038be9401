//! `poligon epuap`: what an integrator does with forms, mails and the page of ePUAP, at a running Poligon.

mod files;
mod onboarding;
mod settings;
mod systems;

use clap::{Args, Subcommand};
use http::{Method, StatusCode};
use serde_json::Value;

use super::reach::Reach;
use super::{Ended, out};
use crate::Trouble;
use crate::client::Reply;

const AFTER: &str = "\
Examples:
  poligon epuap system --podmiot gmina --role 'Rola domyślna' --out system/    all steps at once
  poligon epuap systems
  poligon epuap files 1 --out poziomka/               key and certificates of a system that is there already
  poligon epuap trust ws-sign.pem > ws-sign.pem       what answers are signed with

Step by step:
  poligon epuap account --login ewa
  poligon epuap apply --login ewa --podmiot gmina --institution 'Gmina Przykładowo' --system EZD --host ezd.example
  poligon epuap approve 1                             prints the word of the link
  poligon epuap issue WORD --login ewa --podmiot gmina --institution 'Gmina Przykładowo' --system EZD --host ezd.example \\
                --p12-password haslo-p12 --revocation-password haslo-odw --out ezd/
  poligon epuap register --podmiot gmina --description EZD --pem ezd/certyfikat.txt --role 'Rola domyślna'";

/// Onboarding at the fake ePUAP, its systems and boxes.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(crate) struct Epuap {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    reach: Reach,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Open an account
    Account(onboarding::Account),
    /// Apply for a certificate
    Apply(onboarding::Apply),
    /// List the applications
    Applications,
    /// Approve an application, as the ministry; prints it with the word of the link
    Approve(onboarding::Decide),
    /// Make a box, or change one
    Box(settings::SetBox),
    /// List the boxes
    Boxes,
    /// Write key and certificates of a system into a folder
    Files(files::OfSystem),
    /// Fill in the form behind the link: the certificate is issued
    Issue(onboarding::Issue),
    /// Create a podmiot
    Podmiot(onboarding::Podmiot),
    /// Refuse an application, as the ministry
    Refuse(onboarding::Refuse),
    /// Add a system: description, certificate, roles
    Register(systems::Register),
    /// Revoke a certificate
    Revoke(onboarding::Revoke),
    /// Give a system other roles, or none
    Roles(systems::Roles),
    /// Open a TGSID session, for EsdService
    Session(settings::Session),
    /// All steps at once: application, certificate, registration
    System(systems::System),
    /// List the systems
    Systems,
    /// Print what a client must trust: ca.pem, ws-sign.pem or crl.der
    Trust(files::Trust),
}

impl Epuap {
    pub(crate) fn run(self) -> Result<Ended, Trouble> {
        let Self { command, reach } = self;
        super::runtime()?.block_on(async {
            let desk = Desk(reach);
            match command {
                Command::Account(account) => desk.tell(Method::POST, "/accounts", account.body()).await,
                Command::Apply(apply) => desk.tell(Method::POST, "/applications", apply.body()).await,
                Command::Applications => desk.tell(Method::GET, "/applications", Value::Null).await,
                Command::Approve(decide) => desk.tell(Method::POST, &decide.path(), Value::Null).await,
                Command::Box(set) => desk.tell(Method::PUT, "/boxes", set.body()?).await,
                Command::Boxes => desk.tell(Method::GET, "/boxes", Value::Null).await,
                Command::Files(files) => files.run(&desk).await,
                Command::Issue(issue) => issue.run(&desk).await,
                Command::Podmiot(podmiot) => desk.tell(Method::POST, "/podmioty", podmiot.body()).await,
                Command::Refuse(refuse) => desk.tell(Method::POST, &refuse.path(), refuse.body()).await,
                Command::Register(register) => desk.tell(Method::POST, "/systems", register.body()?).await,
                Command::Revoke(revoke) => desk.tell(Method::POST, &revoke.path(), revoke.body()).await,
                Command::Roles(roles) => desk.tell(Method::PUT, &roles.path(), roles.body()).await,
                Command::Session(session) => desk.tell(Method::POST, "/sessions", session.body()).await,
                Command::System(system) => system.run(&desk).await,
                Command::Systems => desk.tell(Method::GET, "/systems", Value::Null).await,
                Command::Trust(trust) => trust.run(&desk).await,
            }
        })?;
        Ok(Ended::Well)
    }
}

/// The operator's side of ePUAP in a running Poligon.
struct Desk(Reach);

impl Desk {
    /// Asks, and prints what was answered.
    async fn tell(&self, method: Method, path: &str, body: Value) -> Result<(), Trouble> {
        let reply = self.ask(method, path, body).await?;
        out::result(reply.text().trim_end());
        Ok(())
    }

    /// Asks; a refusal is trouble with the sentence of the console.
    async fn ask(&self, method: Method, path: &str, body: Value) -> Result<Reply, Trouble> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let reply = self.0.ask(method, &format!("/institutions/epuap{path}"), body).await?;
        if reply.status == StatusCode::OK {
            return Ok(reply);
        }
        let problem = reply.json();
        let detail = problem.get("detail").and_then(Value::as_str).map(str::to_owned);
        let detail = detail.unwrap_or_else(|| reply.text().chars().take(200).collect());
        let check =
            problem.get("check").and_then(Value::as_str).map(|id| format!(" ({id})")).unwrap_or_default();
        Err(Trouble::bad(format!("ePUAP: {detail}{check}")))
    }
}
