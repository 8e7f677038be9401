//! A login on its way through the pages.

use poligon_saml::read::AuthnRequest;
use time::OffsetDateTime;

use crate::environment::Environment;
use crate::identity::{Level, Method, Outcome};

/// Wrong passwords until a login has failed (spec §5).
pub const MOST_TRIES: u8 = 3;

/// What a service provider asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The environment.
    pub environment: Environment,
    /// The service provider.
    pub issuer: String,
    /// The ID of the AuthnRequest.
    pub request: String,
    /// The ACS.
    pub acs: String,
    /// RelayState, as it came.
    pub relay_state: Option<String>,
    /// The least level.
    pub level: Level,
    /// Whether an eID of another state may be used.
    pub foreign: bool,
}

/// A login whose pages are open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// What was asked for.
    pub asked: Asked,
    /// When it began.
    pub begun: OffsetDateTime,
    /// How far it is.
    pub stage: Stage,
    /// Wrong passwords so far.
    pub tries: u8,
}

/// How far a login is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// A method is chosen.
    #[default]
    Choice,
    /// A person is chosen, at this method.
    Person(Method),
    /// This person's consent is asked for.
    Consent(Method, String),
}

/// A login without pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ordered {
    /// The person's id or PESEL.
    pub person: String,
    /// By which method.
    pub method: Method,
    /// How it ends.
    pub outcome: Outcome,
}

/// What a choice on a page leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// The login ends.
    Ends(Method, String, Outcome),
    /// Another page.
    Page,
}

impl Login {
    /// A method was chosen.
    pub fn choose(&mut self, method: Method) {
        self.stage = Stage::Person(method);
    }

    /// A person and an outcome were chosen. The first two wrong passwords are told and forgiven.
    pub fn sign_in(&mut self, method: Method, person: &str, outcome: Outcome) -> Next {
        match outcome {
            Outcome::WrongPassword if self.tries + 1 < MOST_TRIES => {
                self.tries += 1;
                Next::Page
            }
            Outcome::Success if method.asks_consent() => {
                self.stage = Stage::Consent(method, person.to_owned());
                Next::Page
            }
            outcome => Next::Ends(method, person.to_owned(), outcome),
        }
    }
}

impl Ordered {
    /// From the words of the knob: `jan`, `jan,pz`, `jan,pz,cancel`.
    pub fn read(words: &str) -> Option<Self> {
        let mut parts = words.split(',').map(str::trim);
        let person = parts.next().filter(|person| !person.is_empty())?.to_owned();
        let method = parts.next().map_or(Some(Method::Pz), Method::named)?;
        let outcome = parts.next().map_or(Some(Outcome::Success), Outcome::named)?;
        parts.next().is_none().then_some(Self { person, method, outcome })
    }
}

/// The level that a request asks for; none counts as low.
pub fn level(request: &AuthnRequest) -> Option<Level> {
    match request.level() {
        None => Some(Level::Low),
        Some(uri) => Level::of_uri(uri),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn login() -> Login {
        let asked = Asked {
            environment: Environment::Symulator,
            issuer: "sp".into(),
            request: "ID".into(),
            acs: "https://sp".into(),
            relay_state: None,
            level: Level::Low,
            foreign: false,
        };
        Login { asked, begun: OffsetDateTime::UNIX_EPOCH, stage: Stage::Choice, tries: 0 }
    }

    #[test]
    fn the_third_wrong_password_ends_a_login() {
        let mut login = login();
        for _ in 0..2 {
            assert_eq!(login.sign_in(Method::Pz, "jan", Outcome::WrongPassword), Next::Page);
        }
        let ended = Next::Ends(Method::Pz, "jan".into(), Outcome::WrongPassword);
        assert_eq!(login.sign_in(Method::Pz, "jan", Outcome::WrongPassword), ended);
    }

    #[test]
    fn a_bank_asks_for_consent_and_profil_zaufany_does_not() {
        let mut login = login();
        assert_eq!(login.sign_in(Method::Mojeid, "jan", Outcome::Success), Next::Page);
        assert_eq!(login.stage, Stage::Consent(Method::Mojeid, "jan".into()));
        assert!(matches!(login.sign_in(Method::Pz, "jan", Outcome::Success), Next::Ends(..)));
    }

    #[test]
    fn an_order_is_read_from_words() {
        let ordered = Ordered::read("jan, mojeid ,cancel").unwrap();
        assert_eq!((ordered.method, ordered.outcome), (Method::Mojeid, Outcome::Cancel));
        assert_eq!(Ordered::read("jan").map(|ordered| ordered.outcome), Some(Outcome::Success));
        for bad in ["", "jan,x", "jan,pz,x", "jan,pz,cancel,y"] {
            assert_eq!(Ordered::read(bad), None, "{bad}");
        }
    }
}
