//! The three environments of Węzeł Krajowy, served by one process: by official host name, by a first part of the path, else by
//! the knob `wezel-krajowy.environment`.

use poligon_institution::Request;
use poligon_world::Settings;
use serde::{Deserialize, Serialize};

use crate::knobs;

/// The official hosts (spec §1.1).
pub const HOSTS: &[&str] = &[
    "symulator.login.gov.pl",
    "int.login.gov.pl",
    "int.wk.login.gov.pl",
    "int-podmiotyzewnetrzne.login.gov.pl",
    "login.gov.pl",
    "podmiotyzewnetrzne.login.gov.pl",
];

/// An environment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Environment {
    /// Symulator: open to integrators first.
    #[default]
    Symulator,
    /// Integracyjne.
    Integracyjne,
    /// Produkcyjne.
    Produkcyjne,
}

impl Environment {
    /// All, in the order in which a registration reaches them.
    pub const ALL: [Self; 3] = [Self::Symulator, Self::Integracyjne, Self::Produkcyjne];

    /// Its name, in knobs, paths and certificates.
    pub fn name(self) -> &'static str {
        match self {
            Self::Symulator => "symulator",
            Self::Integracyjne => "integracyjne",
            Self::Produkcyjne => "produkcyjne",
        }
    }

    /// The environment of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|environment| environment.name() == name)
    }

    /// The node's Issuer. Observed for integration (int.login.gov.pl); the others follow its pattern.
    pub fn issuer(self) -> &'static str {
        match self {
            Self::Symulator => "symulator.login.gov.pl",
            Self::Integracyjne => "int.login.gov.pl",
            Self::Produkcyjne => "login.gov.pl",
        }
    }

    /// The environment of an official host.
    pub fn of_host(host: &str) -> Option<Self> {
        match host {
            "symulator.login.gov.pl" => Some(Self::Symulator),
            "int.login.gov.pl" | "int.wk.login.gov.pl" | "int-podmiotyzewnetrzne.login.gov.pl" => {
                Some(Self::Integracyjne)
            }
            "login.gov.pl" | "podmiotyzewnetrzne.login.gov.pl" => Some(Self::Produkcyjne),
            _ => None,
        }
    }

    /// Whether ProviderName is compared (OldMusicBox changelog: integration; production is inferred).
    pub fn compares_provider_name(self) -> bool {
        self != Self::Symulator
    }
}

/// Where a request is: environment, host, and the path without the environment's part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The environment.
    pub environment: Environment,
    /// The host that the caller used, lower case, no port.
    pub host: String,
    /// The path within the environment: `/login/SingleSignOnService`.
    pub path: String,
    /// What to put before a path in links: scheme, host, sandbox, and the environment where the caller named it in the path.
    pub root: String,
}

impl Place {
    /// The place of a request.
    pub fn of(request: &Request, settings: &Settings) -> Self {
        let host = request.header("host").unwrap_or_default();
        let host = host.split(':').next().unwrap_or_default().to_ascii_lowercase();
        let segment = request.path.trim_start_matches('/').split('/').next().unwrap_or_default();
        let base = request.base.url.clone();
        if let Some(environment) = Environment::named(segment) {
            let path = request.path.trim_start_matches('/').get(segment.len()..).unwrap_or_default();
            return Self { environment, host, path: path.to_owned(), root: format!("{base}/{segment}") };
        }
        let environment = Environment::of_host(&host)
            .or_else(|| Environment::named(&knobs::ENVIRONMENT.value(settings)))
            .unwrap_or_default();
        Self { environment, host, path: request.path.clone(), root: base }
    }

    /// The address of a path here.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.root)
    }

    /// Whether `address` is this path at this node, by the caller's own host or an official one (any of the node's: one client
    /// names production when it calls integration).
    pub fn is_here(&self, address: &str, path: &str) -> bool {
        let official = |host: &str| address == format!("https://{host}{path}");
        address == self.url(path) || HOSTS.iter().any(|host| official(host))
    }

    /// The SPType that the host is for; `None` where any is taken (a local address).
    pub fn sp_type(&self) -> Option<&'static str> {
        match self.host.as_str() {
            "login.gov.pl" | "int.login.gov.pl" => Some("public"),
            "podmiotyzewnetrzne.login.gov.pl" | "int-podmiotyzewnetrzne.login.gov.pl" => Some("private"),
            _ => None,
        }
    }
}
