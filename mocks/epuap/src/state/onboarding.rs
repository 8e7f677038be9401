//! Onboarding (spec §5): account → podmiot → application (submitted, approved with a link, refused) → form that must match →
//! certificate with two passwords → revocation. Registering it as a system is `systems`' affair.

use poligon_certs::Order;
use serde::Serialize;
use time::OffsetDateTime;

use crate::ids::PodmiotId;

/// Most accounts, applications and certificates each.
pub const MOST: usize = 10_000;
/// Least characters of a password; the real rule is not known.
pub const SHORTEST_PASSWORD: usize = 8;

/// One account: a natural person (spec §5, step 1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Account {
    /// The login.
    pub login: String,
    /// The person's name.
    pub name: String,
}

/// What an application states, and the form behind the link must repeat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Name of the institution.
    pub institution: String,
    /// Login of the account.
    pub login: String,
    /// The podmiot.
    pub podmiot: PodmiotId,
    /// Section II: what the system is called.
    pub system: String,
    /// Section III: domain or fixed address.
    pub host: String,
}

/// One application for a certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Application {
    /// Its number, from 1.
    pub id: u32,
    /// What it states.
    pub statement: Statement,
    /// Where it stands.
    pub stage: Stage,
    /// When it came.
    #[serde(with = "time::serde::rfc3339")]
    pub submitted: OffsetDateTime,
}

/// Where an application stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Approved; the form lies behind this word of the link.
    Approved(String),
    /// The certificate of this serial was issued.
    Issued(String),
    /// Refused, with the reason of the mail.
    Refused(String),
    /// Waits for the ministry.
    Submitted,
}

/// The two passwords of the form.
#[derive(Clone, PartialEq, Eq, serde::Deserialize)]
pub struct Passwords {
    /// Opens the .p12.
    pub p12: String,
    /// Revokes the certificate.
    pub revocation: String,
}

/// One certificate that came of an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// Serial number, upper-case hex.
    pub serial: String,
    /// Whose it is.
    pub podmiot: PodmiotId,
    /// The application.
    pub application: u32,
    /// The order to the vault.
    pub order: Order,
    /// When it was issued; the vault gives the same certificate for order and time.
    pub at: OffsetDateTime,
    /// The certificate, DER.
    pub der: Vec<u8>,
    /// The passwords.
    pub passwords: Passwords,
}

/// What is wrong with a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// There is no such account.
    Account(String),
    /// The form does not say what the application says: which field, expected, got.
    Form(&'static str, String, String),
    /// A field is empty or too long.
    Field(&'static str),
    /// There is no application behind this link.
    Link,
    /// The login is taken.
    LoginTaken(String),
    /// There is no room.
    Full,
    /// There is no such application.
    Application(u32),
    /// A password is too short.
    Password(&'static str),
    /// The application is not at the step that this needs.
    Step(&'static str, &'static str),
}

/// Accounts, applications, certificates and revocations of a sandbox.
#[derive(Clone, Debug, Default)]
pub struct Onboarding {
    accounts: Vec<Account>,
    applications: Vec<Application>,
    issued: Vec<Issued>,
    revoked: Vec<(String, OffsetDateTime)>,
}

impl std::fmt::Debug for Passwords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passwords(…)")
    }
}

impl Stage {
    /// The stage in a word.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Approved(_) => "approved",
            Self::Issued(_) => "issued",
            Self::Refused(_) => "refused",
            Self::Submitted => "submitted",
        }
    }
}

impl Statement {
    /// The fields by their names, in the order of the form.
    pub fn fields(&self) -> [(&'static str, &str); 5] {
        [
            ("institution", &self.institution),
            ("login", &self.login),
            ("podmiot", self.podmiot.as_str()),
            ("system", &self.system),
            ("host", &self.host),
        ]
    }

    fn sound(&self) -> Result<(), Wrong> {
        let bad = self.fields().into_iter().find(|(_, value)| {
            let length = value.trim().chars().count();
            length == 0 || length > 64 || value.chars().any(char::is_control)
        });
        bad.map_or(Ok(()), |(field, _)| Err(Wrong::Field(field)))
    }
}

impl Onboarding {
    /// Opens an account.
    ///
    /// # Errors
    /// When the login is taken or unsound, or there is no room.
    pub fn register(&mut self, account: Account) -> Result<(), Wrong> {
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '@');
        if account.login.is_empty() || account.login.len() > 100 || !account.login.chars().all(plain) {
            return Err(Wrong::Field("login"));
        }
        if self.account(&account.login).is_some() {
            return Err(Wrong::LoginTaken(account.login));
        }
        if self.accounts.len() >= MOST {
            return Err(Wrong::Full);
        }
        self.accounts.push(account);
        Ok(())
    }

    /// The account of this login.
    pub fn account(&self, login: &str) -> Option<&Account> {
        self.accounts.iter().find(|account| account.login == login)
    }

    /// Submits an application.
    ///
    /// # Errors
    /// When a field is unsound, or there is no such account or no room.
    pub fn submit(&mut self, statement: Statement, now: OffsetDateTime) -> Result<&Application, Wrong> {
        statement.sound()?;
        if self.account(&statement.login).is_none() {
            return Err(Wrong::Account(statement.login));
        }
        if self.applications.len() >= MOST {
            return Err(Wrong::Full);
        }
        let id = u32::try_from(self.applications.len() + 1).unwrap_or(u32::MAX);
        self.applications.push(Application { id, statement, stage: Stage::Submitted, submitted: now });
        self.applications.last().ok_or(Wrong::Full)
    }

    /// The ministry decides: approves with this word of a link, or refuses with a reason.
    ///
    /// # Errors
    /// When there is no such application, or it was decided already.
    pub fn decide(&mut self, id: u32, decision: Result<String, String>) -> Result<&Application, Wrong> {
        let found = self.applications.iter_mut().find(|application| application.id == id);
        let application = found.ok_or(Wrong::Application(id))?;
        if application.stage != Stage::Submitted {
            return Err(Wrong::Step("submitted", application.stage.word()));
        }
        application.stage = match decision {
            Ok(link) => Stage::Approved(link),
            Err(reason) => Stage::Refused(reason),
        };
        Ok(application)
    }

    /// Judges the form behind a link: its data must equal the application's (spec §5, step 4).
    ///
    /// # Errors
    /// When the link leads nowhere, the form differs, or a password is too short.
    pub fn judge_form(
        &self,
        link: &str,
        form: &Statement,
        passwords: &Passwords,
    ) -> Result<&Application, Wrong> {
        let behind =
            |application: &&Application| matches!(&application.stage, Stage::Approved(word) if word == link);
        let application = self.applications.iter().find(behind).ok_or(Wrong::Link)?;
        let fields = application.statement.fields().into_iter().zip(form.fields());
        for ((field, expected), (_, got)) in fields {
            if expected != got {
                return Err(Wrong::Form(field, expected.to_owned(), got.to_owned()));
            }
        }
        for (which, password) in [("p12", &passwords.p12), ("revocation", &passwords.revocation)] {
            let length = password.chars().count();
            if !(SHORTEST_PASSWORD..=128).contains(&length) {
                return Err(Wrong::Password(which));
            }
        }
        Ok(application)
    }

    /// Keeps what was issued, and closes its application.
    ///
    /// # Errors
    /// When there is no room.
    pub fn issued(&mut self, issued: Issued) -> Result<(), Wrong> {
        if self.issued.len() >= MOST {
            return Err(Wrong::Full);
        }
        if let Some(application) = self.applications.iter_mut().find(|one| one.id == issued.application) {
            application.stage = Stage::Issued(issued.serial.clone());
        }
        self.issued.push(issued);
        Ok(())
    }

    /// The certificate of this serial.
    pub fn by_serial(&self, serial: &str) -> Option<&Issued> {
        self.issued.iter().find(|issued| issued.serial.eq_ignore_ascii_case(serial))
    }

    /// The certificate of these bytes.
    pub fn by_der(&self, der: &[u8]) -> Option<&Issued> {
        self.issued.iter().find(|issued| issued.der == der)
    }

    /// All applications.
    pub fn applications(&self) -> &[Application] {
        &self.applications
    }

    /// All certificates.
    pub fn certificates(&self) -> &[Issued] {
        &self.issued
    }

    /// All accounts.
    pub fn accounts(&self) -> &[Account] {
        &self.accounts
    }

    /// Revokes the certificate of this serial; a second time changes nothing.
    pub fn revoke(&mut self, serial: &str, now: OffsetDateTime) {
        if self.revoked(serial).is_none() && self.revoked.len() < MOST {
            self.revoked.push((serial.to_ascii_uppercase(), now));
        }
    }

    /// When the certificate of this serial (hex) was revoked.
    pub fn revoked(&self, serial: &str) -> Option<OffsetDateTime> {
        self.revoked.iter().find(|(known, _)| known.eq_ignore_ascii_case(serial)).map(|(_, at)| *at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    const NOW: OffsetDateTime = datetime!(2026-11-24 12:00 UTC);

    fn statement() -> Statement {
        Statement {
            institution: "Gmina Przykładowo".into(),
            login: "ewa".into(),
            podmiot: "gmina".parse().unwrap(),
            system: "EZD".into(),
            host: "ezd.gmina.example".into(),
        }
    }

    fn passwords() -> Passwords {
        Passwords { p12: "tajne-p12".into(), revocation: "tajne-rev".into() }
    }

    fn with_account() -> Onboarding {
        let mut onboarding = Onboarding::default();
        onboarding.register(Account { login: "ewa".into(), name: "Ewa Umowna".into() }).unwrap();
        onboarding
    }

    #[test]
    fn the_form_must_say_what_the_application_says() {
        let mut onboarding = with_account();
        onboarding.submit(statement(), NOW).unwrap();
        onboarding.decide(1, Ok("slowo".into())).unwrap();
        assert!(onboarding.judge_form("slowo", &statement(), &passwords()).is_ok());
        let other = Statement { host: "inny.example".into(), ..statement() };
        assert_eq!(
            onboarding.judge_form("slowo", &other, &passwords()),
            Err(Wrong::Form("host", "ezd.gmina.example".into(), "inny.example".into()))
        );
        assert_eq!(onboarding.judge_form("inne", &statement(), &passwords()), Err(Wrong::Link));
        let short = Passwords { p12: "krótkie".into(), ..passwords() };
        assert_eq!(onboarding.judge_form("slowo", &statement(), &short), Err(Wrong::Password("p12")));
    }

    #[test]
    fn an_application_is_decided_once() {
        let mut onboarding = with_account();
        onboarding.submit(statement(), NOW).unwrap();
        onboarding.decide(1, Err("brak pieczęci".into())).unwrap();
        assert_eq!(onboarding.decide(1, Ok("x".into())), Err(Wrong::Step("submitted", "refused")));
        assert_eq!(onboarding.decide(2, Ok("x".into())), Err(Wrong::Application(2)));
    }

    #[test]
    fn an_application_needs_an_account_and_whole_fields() {
        let mut onboarding = Onboarding::default();
        assert_eq!(onboarding.submit(statement(), NOW), Err(Wrong::Account("ewa".into())));
        let empty = Statement { host: " ".into(), ..statement() };
        assert_eq!(onboarding.submit(empty, NOW), Err(Wrong::Field("host")));
    }

    #[test]
    fn what_was_revoked_stays_revoked_since_the_first_time() {
        let mut onboarding = Onboarding::default();
        onboarding.revoke("0a", NOW);
        onboarding.revoke("0A", NOW + time::Duration::DAY);
        assert_eq!(onboarding.revoked("0A"), Some(NOW));
    }
}
