//! `poligon up`.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use poligon_gateway::Bounds;
use poligon_institution::House;
use poligon_scenarios::{Live, Loaded};
use poligon_world::SandboxName;

use super::play::Play;
use super::{Ended, out, values};
use crate::config::{DEFAULT_PORT_BASE, Expose, Keep, UrlOverride};
use crate::{Config, Trouble, descriptors, scenarios, state};

const AFTER: &str = "\
Examples:
  poligon up --only ksef --plain        also http://localhost:8455, for clients that cannot take a CA
  poligon up --port-base 0 --ephemeral --ready-json > ready.json
  poligon up --seed 7 --clock frozen@2026-11-24T12:00:00Z --ephemeral    the same bytes on every run
  poligon up --scenario first/too-many-requests    the fakes misbehave as its script says
  poligon up --profile prd              production's rules: trusted certificates only, no /testdata, check digits
  curl --cacert ~/.local/state/poligon/default/ca.pem https://localhost:8445/v2/security/public-key-certificates

Ports: console N, ePUAP N+1, Profil Zaufany N+2, Węzeł Krajowy N+3, ESIA N+4, KSeF N+5; plain twins ten above.
A path prefix chooses a sandbox, made on first use: https://localhost:8445/@my-test/v2/…";

/// How often a scenario's file is looked at.
const WATCH: Duration = Duration::from_millis(300);

/// Start the fake institutions.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(crate) struct Up {
    #[command(flatten)]
    play: Play,
    /// Port of the console, the others count from it; 0 takes any free ports
    #[arg(long, value_name = "N", default_value_t = DEFAULT_PORT_BASE)]
    port_base: u16,
    /// When ready, print one line of JSON with all addresses on stdout
    #[arg(long)]
    ready_json: bool,
    /// Keep sandboxes in this directory across restarts, with keys and certificates [default: keys and certificates only, in
    /// ~/.local/state/poligon/default]
    #[arg(long, value_name = "DIR", env = "POLIGON_STATE", conflicts_with = "ephemeral")]
    state: Option<PathBuf>,
    /// Keep nothing: new keys and a new CA for this run
    #[arg(long)]
    ephemeral: bool,
    /// Prepare the sandboxes as this scenario says, and let its script act; the file is read again when it changes
    #[arg(long, value_name = "FILE", conflicts_with_all = ["seed", "clock", "strictness", "state"])]
    scenario: Option<PathBuf>,
    /// Also serve each institution over plain HTTP, ten ports above
    #[arg(long)]
    plain: bool,
    /// Play the official host names too: certificates for them, and the proxy on the console's port leads them here
    #[arg(long)]
    impersonate: bool,
    /// Listen on this address instead of loopback; needs --admin-token
    #[arg(long, value_name = "ADDR")]
    expose: Option<IpAddr>,
    /// A host name under which others call it when exposed; may be repeated (addresses need not be named)
    #[arg(long = "expose-name", value_name = "NAME", requires = "expose", value_parser = values::host_name)]
    expose_names: Vec<String>,
    /// Token that the admin API asks for when exposed
    #[arg(long, value_name = "TOKEN", env = "POLIGON_ADMIN_TOKEN", hide_env_values = true, value_parser = values::admin_token)]
    admin_token: Option<String>,
    /// URL in links instead of the one that the caller used
    #[arg(long = "public-url", value_name = "[NAME=]URL", value_parser = values::public_url)]
    public_urls: Vec<UrlOverride>,
    /// The same for storage links (UPO, upload and export parts)
    #[arg(long = "storage-url", value_name = "[NAME=]URL", value_parser = values::public_url)]
    storage_urls: Vec<UrlOverride>,
    /// Folder with WSDL and answers of ePUAP services that you hold yourself (mocks/epuap/README.md)
    #[arg(long, value_name = "DIR")]
    epuap_wsdl: Option<PathBuf>,
    /// Change a bound of the network edge, such as body-bytes=1000000; may be repeated (a wrong name lists all)
    #[arg(long = "bound", value_name = "NAME=N", value_parser = values::bound)]
    bounds: Vec<(String, u32)>,
}

impl Up {
    pub(crate) fn run(self) -> Result<Ended, Trouble> {
        super::logging();
        descriptors::take_all();
        let (ready_json, seeded) = (self.ready_json, self.play.seed.is_some());
        let config = self.config()?;
        let runtime = super::runtime()?;
        runtime.block_on(async {
            // Installed before ready is said: whoever reads that line may end us at once.
            let end = end()?;
            let scenario = config.scenario.clone();
            let running = crate::start(config).await?;
            let watching = scenario.map(|live| tokio::spawn(watch(live, Arc::clone(running.house()))));
            out::progress(&running.ready().table(seeded));
            if ready_json {
                out::result(&running.ready().json());
            }
            end.await;
            out::progress("Ending; open requests get two seconds.");
            if let Some(watching) = watching {
                watching.abort();
            }
            running.stop().await;
            Ok(Ended::Well)
        })
    }

    fn config(self) -> Result<Config, Trouble> {
        let loaded = self.scenario.as_deref().map(scenario).transpose()?;
        let path = self.scenario.clone().filter(|path| path.is_file());
        let seed = loaded.as_ref().and_then(|loaded| loaded.scenario.sandbox.seed).or(self.play.seed);
        let config = self.plain_config(seed)?;
        let Some(loaded) = loaded else { return Ok(config) };
        let config = scenarios::set_up(&loaded, config)?;
        Ok(Config { scenario: Some(Arc::new(Live::new(loaded, path, scenarios::known()))), ..config })
    }

    fn plain_config(self, seed: Option<u64>) -> Result<Config, Trouble> {
        let keep = match (self.ephemeral, self.state) {
            (true, _) => Keep::Nothing,
            (false, Some(dir)) => Keep::Sandboxes(dir),
            (false, None) => Keep::Directory(state::default_directory(seed)?),
        };
        let expose = match (self.expose, self.admin_token) {
            (Some(address), _) if address.is_loopback() => {
                return Err(Trouble::bad(format!(
                    "--expose {address} is a loopback address, which is served without it; leave --expose away"
                )));
            }
            (Some(address), Some(admin_token)) => {
                Some(Expose { address, names: self.expose_names, admin_token })
            }
            (Some(address), None) => {
                return Err(Trouble::bad(format!(
                    "--expose {address} lets others reach the admin API; protect it with --admin-token TOKEN (`openssl rand -hex 16` makes one)"
                )));
            }
            _ => None,
        };
        let mut bounds = Bounds::default();
        for (name, value) in &self.bounds {
            bounds.set(name, *value).map_err(|why| Trouble::bad(format!("--bound: {why}")))?;
        }
        Ok(Config {
            institutions: self.play.institutions(),
            port_base: self.port_base,
            plain: self.plain,
            keep,
            seed,
            clock: self.play.clock.clock(),
            strictness: self.play.strictness,
            knobs: self.play.knobs(),
            scenario: None,
            cast: None,
            impersonate: self.impersonate,
            proxy_sandbox: SandboxName::default_name(),
            expose,
            public_urls: self.public_urls,
            storage_urls: self.storage_urls,
            epuap_wsdl: self.epuap_wsdl,
            bounds,
        })
    }
}

/// The one scenario that is meant.
fn scenario(path: &Path) -> Result<Loaded, Trouble> {
    let mut found = scenarios::load(&[path.to_path_buf()])?.scenarios;
    match (found.pop(), found.len()) {
        (Some(loaded), 0) => Ok(loaded),
        _ => Err(Trouble::bad(format!("--scenario {}: name one scenario, not several", path.display()))),
    }
}

/// Reads the scenario again when its file changes. A broken file is told, and what was there before stays.
async fn watch(live: Arc<Live>, house: Arc<House>) {
    let mut often = tokio::time::interval(WATCH);
    loop {
        often.tick().await;
        match live.reload() {
            None => {}
            Some(Ok(())) => match house.direct(Arc::clone(&live) as _) {
                Ok(()) => {
                    out::progress(&format!("{}: read again; its rules begin anew", live.standing().file))
                }
                Err(why) => out::progress(&format!("poligon: --scenario: {why}")),
            },
            Some(Err(mistakes)) => {
                for mistake in mistakes {
                    out::progress(&mistake.to_string());
                }
                out::progress("The scenario as it was before stays in force.");
            }
        }
    }
}

/// Ctrl-C, or SIGTERM.
fn end() -> Result<impl Future<Output = ()>, Trouble> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let listen =
            |kind| signal(kind).map_err(|why| Trouble::start(format!("the system gives no signals ({why})")));
        let (mut interrupt, mut terminate) =
            (listen(SignalKind::interrupt())?, listen(SignalKind::terminate())?);
        Ok(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
