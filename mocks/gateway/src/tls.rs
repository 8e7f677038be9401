//! The TLS side of a listener: a leaf from the vault, renewed while the server runs.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use poligon_certs::{Credential, Flaw, Vault, VaultError};
use poligon_institution::TlsFault;
use poligon_world::clock::wall_now;
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use thiserror::Error;
use time::{Duration, OffsetDateTime};

/// How long a leaf is used before the vault is asked again; the vault hands out the same one until it is due.
const ASK_AGAIN: Duration = Duration::hours(1);

/// Why a listener has no TLS.
#[derive(Debug, Error)]
pub enum TlsError {
    /// The vault gave no leaf.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// rustls does not take it; a defect of ours.
    #[error("rustls does not take the TLS leaf of the vault: {0}")]
    Rustls(#[from] rustls::Error),
}

/// The server side of TLS for `localhost`, the loopback addresses and further names. TLS lives by the wall clock: clients
/// judge a leaf by theirs, whatever time a sandbox shows.
#[derive(Debug)]
pub struct Tls {
    vault: Arc<Vault>,
    names: Vec<String>,
    config: Arc<ServerConfig>,
    /// For handshakes that go wrong, by what the leaf is wrong with; made when first met, for as long as it runs.
    faulty: Mutex<Vec<(TlsFault, Arc<ServerConfig>)>>,
}

impl Tls {
    /// With a leaf for these further names.
    ///
    /// # Errors
    /// When the vault cannot give a leaf now.
    pub fn new(vault: &Arc<Vault>, names: Vec<String>) -> Result<Arc<Self>, TlsError> {
        let leaf = Leaf { vault: Arc::clone(vault), names: names.clone(), current: Mutex::new(None) };
        leaf.certified(wall_now())?;
        let config = config(Arc::new(leaf))?;
        Ok(Arc::new(Self { vault: Arc::clone(vault), names, config, faulty: Mutex::default() }))
    }

    /// For a handshake in which nothing goes wrong.
    pub(crate) fn config(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.config)
    }

    /// For a handshake with a leaf that is wrong in this way.
    ///
    /// # Errors
    /// When the vault cannot make it.
    pub(crate) fn faulty(&self, fault: TlsFault) -> Result<Arc<ServerConfig>, TlsError> {
        let flaw = match fault {
            // No leaf is wrong then.
            TlsFault::Alert => return Ok(self.config()),
            TlsFault::Expired => Flaw::Expired,
            TlsFault::UnknownAuthority => Flaw::OtherAuthority,
            TlsFault::WrongName => Flaw::WrongName,
        };
        let mut faulty = self.faulty.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = faulty.iter().find(|(known, _)| *known == fault) {
            return Ok(Arc::clone(known));
        }
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let credential = self.vault.flawed_tls_leaf(&names, flaw, wall_now())?;
        let made = config(Arc::new(SingleCertAndKey::from(certified(&credential)?)))?;
        faulty.push((fault, Arc::clone(&made)));
        Ok(made)
    }
}

fn config(leaf: Arc<dyn ResolvesServerCert>) -> Result<Arc<ServerConfig>, TlsError> {
    let mut config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_cert_resolver(leaf);
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

/// Key and chain as rustls takes them.
fn certified(credential: &Credential) -> Result<CertifiedKey, TlsError> {
    // The root stays out: a client has it, or does not trust us.
    let above = credential.above.iter().take(credential.above.len().saturating_sub(1));
    let chain = std::iter::once(&credential.certificate)
        .chain(above)
        .map(|der| CertificateDer::from(der.clone()))
        .collect();
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(credential.key.pkcs8().to_vec()));
    Ok(CertifiedKey::from_der(chain, key, &aws_lc_rs::default_provider())?)
}

struct Leaf {
    vault: Arc<Vault>,
    names: Vec<String>,
    current: Mutex<Option<(OffsetDateTime, Arc<CertifiedKey>)>>,
}

impl Leaf {
    fn certified(&self, now: OffsetDateTime) -> Result<Arc<CertifiedKey>, TlsError> {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((asked, key)) = current.as_ref()
            && (now - *asked).abs() < ASK_AGAIN
        {
            return Ok(Arc::clone(key));
        }
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let credential = self.vault.tls_leaf(&names, now)?;
        let key = Arc::new(certified(&credential)?);
        *current = Some((now, Arc::clone(&key)));
        Ok(key)
    }
}

impl ResolvesServerCert for Leaf {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        self.certified(wall_now()).inspect_err(|why| tracing::error!("no TLS leaf: {why}")).ok()
    }
}

impl fmt::Debug for Leaf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Leaf").field("names", &self.names).finish_non_exhaustive()
    }
}
