//! Who can log in, by which method, and how that ends (spec §5).

use poligon_world::{Person, World};
use serde::{Deserialize, Serialize};

/// A method of logging in behind the node's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// An eID of another state of the Union.
    Eidas,
    /// e-dowód.
    Edowod,
    /// Aplikacja mObywatel.
    Mobywatel,
    /// A bank, through KIR's hub.
    Mojeid,
    /// Profil zaufany.
    Pz,
}

/// A level of assurance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Low.
    Low,
    /// Substantial.
    Substantial,
    /// High.
    High,
}

/// How a login ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The account is blocked.
    Blocked,
    /// The person gives up.
    Cancel,
    /// The identity reaches a low level only.
    LowLevel,
    /// The identity was revoked.
    Revoked,
    /// The person logs in.
    #[default]
    Success,
    /// Nothing happens for too long.
    Timeout,
    /// The password is wrong, three times.
    WrongPassword,
}

/// A person as the node tells them to a service provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The id in lists.
    pub id: String,
    /// Family name; then, where there is one, its form in another script.
    pub family: Vec<(String, bool)>,
    /// Given names, likewise.
    pub given: Vec<(String, bool)>,
    /// `1987-02-22Z`; a foreign identity may lack it.
    pub born: Option<String>,
    /// PESEL, or `DE/PL/…`.
    pub identifier: String,
}

impl Method {
    /// All, in the order of the page.
    pub const ALL: [Self; 5] = [Self::Pz, Self::Edowod, Self::Mobywatel, Self::Mojeid, Self::Eidas];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Eidas => "eidas",
            Self::Edowod => "edowod",
            Self::Mobywatel => "mobywatel",
            Self::Mojeid => "mojeid",
            Self::Pz => "pz",
        }
    }

    /// The method of a word.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }

    /// The tile on the page.
    pub fn title(self) -> &'static str {
        match self {
            Self::Eidas => "eID innego państwa Unii Europejskiej",
            Self::Edowod => "e-dowód",
            Self::Mobywatel => "Aplikacja mObywatel",
            Self::Mojeid => "Bank (mojeID)",
            Self::Pz => "Profil zaufany",
        }
    }

    /// What stands under the title.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Eidas => "Zaloguj się identyfikatorem wydanym w innym państwie",
            Self::Edowod => "Przyłóż dowód z warstwą elektroniczną do czytnika lub telefonu",
            Self::Mobywatel => "Zeskanuj kod QR aplikacją",
            Self::Mojeid => "Zaloguj się tak, jak do swojego banku",
            Self::Pz => "Zaloguj się loginem i hasłem profilu zaufanego",
        }
    }

    /// The level that it reaches; that of Profil zaufany is observed, the others are general knowledge of eIDAS.
    pub fn level(self) -> Level {
        match self {
            Self::Edowod => Level::High,
            Self::Eidas | Self::Mobywatel | Self::Mojeid | Self::Pz => Level::Substantial,
        }
    }

    /// AuthenticatingAuthority: observed for Profil zaufany, ours for the others.
    pub fn authority(self) -> &'static str {
        match self {
            Self::Eidas => "eidas.poligon.example",
            Self::Edowod => "edowod.poligon.example",
            Self::Mobywatel => "mobywatel.poligon.example",
            Self::Mojeid => "mojeid.poligon.example",
            Self::Pz => "pz.gov.pl",
        }
    }

    /// Whether consent is asked for at each login (spec §5: banks; eIDAS by its own rules).
    pub fn asks_consent(self) -> bool {
        matches!(self, Self::Eidas | Self::Mojeid)
    }
}

impl Level {
    /// All, the lowest first.
    pub const ALL: [Self; 3] = [Self::Low, Self::Substantial, Self::High];

    /// `low`, `substantial` or `high`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Substantial => "substantial",
            Self::High => "high",
        }
    }

    /// Its URI.
    pub fn uri(self) -> String {
        format!("http://eidas.europa.eu/LoA/{}", self.name())
    }

    /// The level of a URI.
    pub fn of_uri(uri: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.uri() == uri)
    }

    /// The level of a word.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }
}

impl Outcome {
    /// All, success first.
    pub const ALL: [Self; 7] = [
        Self::Success,
        Self::Cancel,
        Self::WrongPassword,
        Self::Timeout,
        Self::Blocked,
        Self::Revoked,
        Self::LowLevel,
    ];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Blocked => "blocked",
            Self::Cancel => "cancel",
            Self::LowLevel => "low-level",
            Self::Revoked => "revoked",
            Self::Success => "success",
            Self::Timeout => "timeout",
            Self::WrongPassword => "wrong-password",
        }
    }

    /// The outcome of a word.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }

    /// The button on the page.
    pub fn title(self) -> &'static str {
        match self {
            Self::Blocked => "Konto jest zablokowane",
            Self::Cancel => "Anuluj",
            Self::LowLevel => "Poziom zaufania jest za niski",
            Self::Revoked => "Środek identyfikacji jest unieważniony",
            Self::Success => "Zaloguj",
            Self::Timeout => "Upłynął czas na zalogowanie",
            Self::WrongPassword => "Błędne hasło",
        }
    }
}

impl Identity {
    /// The people that a method offers.
    pub fn all(method: Method, world: &World) -> Vec<Self> {
        match method {
            Method::Eidas => foreigners(),
            _ => world.people().iter().map(Self::of).collect(),
        }
    }

    /// The person of this id at a method; a PESEL does, too.
    pub fn find(id: &str, method: Method, world: &World) -> Option<Self> {
        Self::all(method, world).into_iter().find(|person| person.id == id || person.identifier == id)
    }

    /// All names in one line.
    pub fn full_name(&self) -> String {
        let first =
            |values: &[(String, bool)]| values.first().map(|(text, _)| text.clone()).unwrap_or_default();
        format!("{} {}", first(&self.given), first(&self.family))
    }

    fn of(person: &Person) -> Self {
        Self {
            id: person.id.clone(),
            family: vec![(person.surname.clone(), true)],
            given: vec![(person.names.join(" "), true)],
            born: Some(format!("{}Z", person.born())),
            identifier: person.pesel.to_string(),
        }
    }
}

/// Made-up people from elsewhere: no PESEL; one has names in two scripts and no birth date. What a foreign assertion looks like
/// is not known (spec §11).
fn foreigners() -> Vec<Identity> {
    let latin = |text: &str| (text.to_owned(), true);
    vec![
        Identity {
            id: "de-erika".to_owned(),
            family: vec![latin("Beispiel-Übung")],
            given: vec![latin("Erika")],
            born: Some("1980-08-12Z".to_owned()),
            identifier: "DE/PL/POLIGON0000000001".to_owned(),
        },
        Identity {
            id: "gr-eleni".to_owned(),
            family: vec![latin("Dokimastiki"), ("Δοκιμαστική".to_owned(), false)],
            given: vec![latin("Eleni"), ("Ελένη".to_owned(), false)],
            born: None,
            identifier: "EL/PL/POLIGON0000000002".to_owned(),
        },
    ]
}
