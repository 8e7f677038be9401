//! Starting and stopping: the wiring of house, edge and console.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use poligon_certs::{Authority, Vault};
use poligon_console::{About, Access, Console};
use poligon_epuap::DropIn;
use poligon_gateway::{Bind, Front, Handler, Listener, PublicUrls, Tls};
use poligon_institution::{Foundation, House, Registry, Request, Store};
use poligon_world::Settings;
use poligon_world::clock::wall_now;

use crate::config::{PLAIN_OFFSET, UrlOverride};
use crate::proxy::Proxied;
use crate::scratch::Scratch;
use crate::{Config, Ready, Trouble, institutions, push, state};

/// A running Poligon.
#[derive(Debug)]
pub struct Running {
    ready: Ready,
    house: Arc<House>,
    listeners: Vec<Listener>,
    /// Sends what ePUAP pushes.
    pusher: Option<tokio::task::JoinHandle<()>>,
    // Removed when all listeners are gone.
    _scratch: Scratch,
}

impl Running {
    /// Its addresses.
    pub fn ready(&self) -> &Ready {
        &self.ready
    }

    /// Its house: sandboxes and journals.
    pub fn house(&self) -> &Arc<House> {
        &self.house
    }

    /// Lets open requests end, closes the ports, removes what was temporary.
    pub async fn stop(self) {
        if let Some(pusher) = &self.pusher {
            pusher.abort();
        }
        let mut stopping = tokio::task::JoinSet::new();
        for listener in self.listeners {
            stopping.spawn(listener.stop());
        }
        while stopping.join_next().await.is_some() {}
    }
}

/// Starts everything; returns when every port answers.
///
/// # Errors
/// A port that cannot be had, a state directory that cannot be used, a knob or URL that does not fit.
pub async fn start(config: Config) -> Result<Running, Trouble> {
    let dropin = dropin(&config)?;
    let registry = institutions::registry_with(&config.institutions, &dropin);
    let urls = Arc::new(PublicUrls {
        public: overrides("--public-url", &config.public_urls, &registry)?,
        storage: overrides("--storage-url", &config.storage_urls, &registry)?,
    });
    let settings = settings(&config, &registry)?;
    let scratch = Scratch::new()?;
    let vault = state::vault(&config.keep, config.seed)?;
    let tls = Tls::new(&vault, names(&config, &registry, &urls))?;
    let (ca, ca_pem) = ca(&vault, &scratch)?;
    let trusted = ca_pem.clone();
    let store = state::store(&config.keep)?;
    let seed = seed(&config, store.as_deref())?;
    let mut foundation = Foundation::new(seed, config.clock.clone(), settings, vault);
    if let Some(cast) = &config.cast {
        foundation.cast = Arc::clone(cast);
    }
    foundation.edge = poligon_gateway::checks::ALL;
    foundation.store = store;
    foundation.spool = Some(scratch.path().join("bodies"));
    let house = Arc::new(House::new(registry, foundation));
    if let Some(scenario) = &config.scenario {
        house.direct(Arc::clone(scenario) as _).map_err(|why| Trouble::bad(format!("--scenario: {why}")))?;
    }

    let bind = config.expose.as_ref().map_or(Bind::Loopback, |expose| Bind::Exposed(expose.address));
    let mut ready = Ready {
        console: String::new(),
        institutions: BTreeMap::new(),
        plain: BTreeMap::new(),
        ca,
        sandbox: "default",
        seed,
        pid: std::process::id(),
        kept: kept(&house)?,
    };
    let mut listeners = Vec::new();
    let mut proxied = Proxied::default();
    for known in &config.institutions {
        let front = Front::new(Arc::clone(&house), known.name, Arc::clone(&urls));
        let handler: Arc<dyn Handler> = Arc::new(front.clone());
        proxied.fronts.push(front);
        let port = above(config.port_base, known.offset)?;
        let listener =
            Listener::start(bind, port, Some(Arc::clone(&tls)), config.bounds.clone(), Arc::clone(&handler))
                .await?;
        ready.institutions.insert(known.name, url("https", &listener, "localhost"));
        proxied.door(&listener, known.name, true);
        listeners.push(listener);
        if config.plain {
            let port = above(config.port_base, known.offset + PLAIN_OFFSET)?;
            let listener = Listener::start(bind, port, None, config.bounds.clone(), handler).await?;
            ready.plain.insert(known.name, url("http", &listener, "localhost"));
            proxied.door(&listener, known.name, false);
            listeners.push(listener);
        }
    }
    // Last, because its proxy knows the ports of all others.
    let console = console(&config, &house, ca_pem);
    let proxy = Arc::new(proxied.proxy(&config, &house, &tls));
    let listener =
        Listener::start_with_proxy(bind, config.port_base, config.bounds.clone(), console, proxy).await?;
    ready.console = url("http", &listener, "127.0.0.1");
    listeners.push(listener);
    let pusher = push::start(Arc::clone(&house), &trusted);
    Ok(Running { ready, house, listeners, pusher, _scratch: scratch })
}

/// What was laid into the folder for ePUAP; nothing without a folder.
fn dropin(config: &Config) -> Result<Arc<DropIn>, Trouble> {
    let Some(dir) = &config.epuap_wsdl else { return Ok(Arc::default()) };
    let read = DropIn::read(dir).map_err(|why| Trouble::bad(format!("--epuap-wsdl: {why}")))?;
    Ok(Arc::new(read))
}

/// The seed that was asked for, or the one that the state directory began with, or a new one.
fn seed(config: &Config, store: Option<&Store>) -> Result<u64, Trouble> {
    let fresh = || config.seed.unwrap_or_else(state::random_seed);
    match store {
        Some(store) => store.seed(fresh()).map_err(|why| Trouble::start(why.to_string())),
        None => Ok(fresh()),
    }
}

/// What is said of sandboxes that are kept.
fn kept(house: &House) -> Result<Option<String>, Trouble> {
    let Some(store) = &house.foundation().store else { return Ok(None) };
    let asleep = house.asleep().map_err(|why| Trouble::start(why.to_string()))?;
    let file = store.path().display();
    Ok(Some(match asleep.len() {
        0 => format!("{file}"),
        count => {
            format!("{file}  ({count} from before; --clock, --strictness and --knob are for new ones)")
        }
    }))
}

fn settings(config: &Config, registry: &Registry) -> Result<Settings, Trouble> {
    let settings = Settings::new(config.strictness);
    for (name, value) in &config.knobs {
        let Some(knob) = registry.knob(name) else {
            let all = || registry.all().iter().flat_map(|one| one.knobs()).map(|knob| knob.name);
            // Those of the institution that was meant, if one was.
            let meant = name.split_once('.').map_or("", |(institution, _)| institution);
            let mut known: Vec<&str> =
                all().filter(|known| known.split_once('.').is_some_and(|(of, _)| of == meant)).collect();
            if known.is_empty() {
                known = all().collect();
            }
            return Err(Trouble::bad(format!(
                "--knob: there is no knob „{name}”; there are: {}",
                known.join(", ")
            )));
        };
        knob.turn(&settings, value).map_err(|why| Trouble::bad(format!("--knob: {why}")))?;
    }
    Ok(settings)
}

fn overrides(
    flag: &str,
    given: &[UrlOverride],
    registry: &Registry,
) -> Result<BTreeMap<&'static str, String>, Trouble> {
    let mut urls = BTreeMap::new();
    for one in given {
        let institution = match (&one.institution, registry.all()) {
            (Some(name), _) => registry.named(name).ok_or_else(|| {
                Trouble::bad(format!("{flag}: institution „{name}” does not run here; see --only"))
            })?,
            (None, [only]) => only,
            (None, _) => {
                return Err(Trouble::bad(format!(
                    "{flag}: several institutions run, so say which one: {flag} ksef={}",
                    one.url
                )));
            }
        };
        if urls.insert(institution.name(), one.url.clone()).is_some() {
            return Err(Trouble::bad(format!(
                "{flag}: institution {} has two URLs; give one",
                institution.name()
            )));
        }
    }
    Ok(urls)
}

/// The DNS names of the TLS leaf beyond loopback. The official ones only when they are impersonated: then a hosts file or
/// the proxy can lead them here.
fn names(config: &Config, registry: &Registry, urls: &PublicUrls) -> Vec<String> {
    let official = registry.all().iter().filter(|_| config.impersonate).flat_map(|one| one.hosts());
    let mut names: Vec<String> = official.map(|host| (*host).to_owned()).collect();
    let hosts = urls.public.values().chain(urls.storage.values()).filter_map(|url| host(url));
    names.extend(hosts);
    names.extend(config.expose.iter().flat_map(|expose| expose.names.iter().cloned()));
    names.extend(
        config
            .expose
            .as_ref()
            .map(|expose| expose.address)
            .filter(|address| !address.is_unspecified())
            .map(|address| address.to_string()),
    );
    names.sort();
    names.dedup();
    names
}

fn host(url: &str) -> Option<String> {
    url.parse::<http::Uri>().ok()?.host().map(|host| host.trim_matches(['[', ']']).to_ascii_lowercase())
}

/// The CA as a file: in the state directory, or in the temporary one.
fn ca(vault: &Vault, scratch: &Scratch) -> Result<(PathBuf, Bytes), Trouble> {
    let pem = vault.export_ca(Authority::Tls, wall_now())?;
    if let Some(path) = vault.ca_path() {
        // Absolute, because whoever reads it may stand in another directory.
        return Ok((std::path::absolute(&path).unwrap_or(path), Bytes::from(pem)));
    }
    let path = scratch.path().join("ca.pem");
    std::fs::write(&path, &pem).map_err(|why| {
        Trouble::start(format!(
            "{}: cannot write the CA certificate ({why}); set TMPDIR to a directory that you can write",
            path.display()
        ))
    })?;
    Ok((path, Bytes::from(pem)))
}

fn console(config: &Config, house: &Arc<House>, ca_pem: Bytes) -> Arc<dyn Handler> {
    let access = match &config.expose {
        Some(expose) => {
            Access { names: expose.names.clone(), addresses: true, token: Some(expose.admin_token.clone()) }
        }
        None => Access::default(),
    };
    let about = About { version: env!("CARGO_PKG_VERSION"), started: wall_now(), ca_pem };
    let console = Console::new(Arc::clone(house), access, about).playing(config.scenario.clone());
    Arc::new(move |request: Request| console.answer(&request))
}

fn above(base: u16, offset: u16) -> Result<u16, Trouble> {
    if base == 0 {
        return Ok(0);
    }
    base.checked_add(offset).ok_or_else(|| {
        Trouble::bad(format!(
            "--port-base {base} leaves no room for the port {offset} above it; choose one below 65000"
        ))
    })
}

fn url(scheme: &str, listener: &Listener, loopback: &str) -> String {
    let host = match listener.address() {
        address if address.is_loopback() || address.is_unspecified() => loopback.to_owned(),
        IpAddr::V6(address) => format!("[{address}]"),
        IpAddr::V4(address) => address.to_string(),
    };
    format!("{scheme}://{host}:{}", listener.port())
}
