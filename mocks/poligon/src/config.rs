//! What a running Poligon is started from.

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;

use poligon_gateway::Bounds;
use poligon_scenarios::Live;
use poligon_world::{Cast, Clock, SandboxName, Strictness};

use crate::institutions::{self, Known};

/// Port of the console unless told otherwise; KSeF is five above.
pub const DEFAULT_PORT_BASE: u16 = 8440;

/// Cleartext twins lie this far above the TLS ports.
pub const PLAIN_OFFSET: u16 = 10;

/// What is kept, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Keys and certificates, in this state directory; sandboxes in memory.
    Directory(PathBuf),
    /// Nothing; the CA lies in a temporary directory while Poligon runs.
    Nothing,
    /// Keys, certificates and sandboxes, in this state directory.
    Sandboxes(PathBuf),
}

/// An address that others can reach, and the token that they need for the admin API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expose {
    /// The address to listen on.
    pub address: IpAddr,
    /// The host names under which others call it; addresses need not be named.
    pub names: Vec<String>,
    /// The token.
    pub admin_token: String,
}

/// A URL for one institution, or for the only one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UrlOverride {
    /// The institution; `None`: the only one that runs.
    pub institution: Option<String>,
    /// The URL, no slash at the end.
    pub url: String,
}

/// The configuration.
#[derive(Clone, Debug)]
pub struct Config {
    /// The institutions to play.
    pub institutions: Vec<Known>,
    /// The console's port; 0: any free ports for all.
    pub port_base: u16,
    /// Whether each institution gets a cleartext twin.
    pub plain: bool,
    /// What is kept.
    pub keep: Keep,
    /// The seed; `None`: a random one, and fast random keys.
    pub seed: Option<u64>,
    /// The clock that sandboxes start from.
    pub clock: Clock,
    /// How much sandboxes forgive at first.
    pub strictness: Strictness,
    /// Knobs to turn, `(name, value)`.
    pub knobs: Vec<(String, String)>,
    /// The scenario that directs every sandbox.
    pub scenario: Option<Arc<Live>>,
    /// Who lives in each sandbox; `None`: the default cast.
    pub cast: Option<Arc<Cast>>,
    /// Whether official host names are played: TLS leaves for them, and the proxy leads them to the fakes.
    pub impersonate: bool,
    /// The sandbox of programs that give the proxy no user name.
    pub proxy_sandbox: SandboxName,
    /// Further addresses than loopback.
    pub expose: Option<Expose>,
    /// What replaces the URL that the caller used, in links.
    pub public_urls: Vec<UrlOverride>,
    /// The same for storage links.
    pub storage_urls: Vec<UrlOverride>,
    /// A folder with an institution's own WSDL and answers for ePUAP.
    pub epuap_wsdl: Option<PathBuf>,
    /// The bounds of the edge.
    pub bounds: Bounds,
}

impl Config {
    /// Everything that is built, on free ports, keeping nothing: for tests and demos.
    pub fn ephemeral() -> Self {
        Self {
            institutions: institutions::all_built(),
            port_base: 0,
            plain: false,
            keep: Keep::Nothing,
            seed: None,
            clock: Clock::running(),
            strictness: Strictness::default(),
            knobs: Vec::new(),
            scenario: None,
            cast: None,
            impersonate: false,
            proxy_sandbox: SandboxName::default_name(),
            expose: None,
            public_urls: Vec::new(),
            storage_urls: Vec::new(),
            epuap_wsdl: None,
            bounds: Bounds::default(),
        }
    }
}
