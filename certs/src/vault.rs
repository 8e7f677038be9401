//! The vault: keys and certificates of one process, made when first asked for, kept in a state directory (mode 0600) or in
//! memory.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use time::OffsetDateTime;

use crate::draft::{Draft, Signer};
use crate::keygen::Source;
use crate::ledger::{Entry, Ledger, unknown};
use crate::store::Store;
use crate::{
    Authority, Credential, Flaw, Key, KeyKind, KsefUsage, Order, Profile, Record, VaultError, authority,
    cache, digest, leaf, pem, validity,
};

/// Certificates are made again when these many are remembered; that costs time and changes no byte.
const MOST_REMEMBERED: usize = 4096;

/// A key that is there, or will be: whoever comes first makes it while the others wait for this one key only.
type Slot = Arc<Mutex<Option<Arc<Key>>>>;

/// Keys and certificates of one process.
#[derive(Debug)]
pub struct Vault {
    source: Source,
    store: Option<Store>,
    keys: Mutex<HashMap<(String, KeyKind), Slot>>,
    made: Mutex<HashMap<String, Arc<Credential>>>,
    ledger: Mutex<Ledger>,
}

impl Default for Vault {
    /// In memory, with random keys.
    fn default() -> Self {
        Self::in_memory(None)
    }
}

impl Vault {
    /// A vault that keeps nothing on disk. With a seed, keys are derived from it (RSA slowly, so those are kept in the
    /// [user's cache directory](cache::default_cache)); without, they are random.
    pub fn in_memory(seed: Option<u64>) -> Self {
        Self::new(seed, None, cache::default_cache())
    }

    /// The vault in a state directory, made if absent (0700). Refuses a directory that is not ours, or readable by others.
    ///
    /// # Errors
    /// [`VaultError::Directory`]; nothing was changed then.
    pub fn open(dir: &Path, seed: Option<u64>) -> Result<Self, VaultError> {
        Ok(Self::new(seed, Some(Store::open(dir, seed)?), cache::default_cache()))
    }

    /// The same vault with seeded RSA keys cached in this directory, or not at all.
    pub fn with_cache(mut self, dir: Option<PathBuf>) -> Self {
        self.source = Source::new(self.source.seed(), dir);
        self
    }

    fn new(seed: Option<u64>, store: Option<Store>, cache: Option<PathBuf>) -> Self {
        Self {
            source: Source::new(seed, cache),
            store,
            keys: Mutex::default(),
            made: Mutex::default(),
            ledger: Mutex::default(),
        }
    }

    /// The key of this name, made on first use.
    ///
    /// # Errors
    /// When the state directory cannot be read or written.
    pub fn key(&self, name: &str, kind: KeyKind) -> Result<Arc<Key>, VaultError> {
        let slot = Slot::clone(lock(&self.keys).entry((name.to_owned(), kind)).or_default());
        let mut slot = lock(&slot);
        if let Some(key) = &*slot {
            return Ok(Arc::clone(key));
        }
        let key = Arc::new(self.load_or_make(name, kind)?);
        *slot = Some(Arc::clone(&key));
        Ok(key)
    }

    fn load_or_make(&self, name: &str, kind: KeyKind) -> Result<Key, VaultError> {
        let Some(store) = &self.store else { return self.source.make(name, kind) };
        match store.key(name, kind)? {
            Some(key) => Ok(key),
            None => store.add_key(name, self.source.make(name, kind)?),
        }
    }

    /// An authority's own certificate and key: the one that issues, with its root above it.
    ///
    /// The certificate is renewed with each year of `now`; key and name stay, so a root that was imported last year still
    /// vouches for this year's leaves. For [`Authority::Tls`] a state directory's `ca.pem` follows.
    ///
    /// # Errors
    /// As [`key`](Self::key), and for a year outside 1970–9900.
    pub fn authority(
        &self,
        authority: Authority,
        now: OffsetDateTime,
    ) -> Result<Arc<Credential>, VaultError> {
        let id = format!("authority {} {}", authority.name(), now.to_offset(time::UtcOffset::UTC).year());
        self.remembered(id, || {
            let credential = self.make_authority(authority, now)?;
            if let (Authority::Tls, Some(store)) = (authority, &self.store) {
                store.write_ca(&credential.certificate_pem())?;
            }
            Ok(credential)
        })
    }

    fn make_authority(&self, authority: Authority, now: OffsetDateTime) -> Result<Credential, VaultError> {
        let mut made: Option<(Credential, crate::name::Name)> = None;
        for tier in authority.tiers() {
            let key = self.key(tier.key_name, tier.key)?;
            let draft = Draft {
                subject: tier.name,
                validity: validity::authority(now)?,
                is_ca: tier.is_ca,
                usages: authority::USAGES.to_vec(),
                extended: Vec::new(),
                names: Vec::new(),
            };
            let signer = made.as_ref().map(|(above, name)| Signer { name, key: &above.key });
            let signed = draft.sign(&key, signer.as_ref())?;
            let above = made.map(|(above, _)| above.chain()).unwrap_or_default();
            made = Some((
                Credential { key, certificate: signed.der, above, serial: signed.serial },
                draft.subject,
            ));
        }
        made.map(|(credential, _)| credential)
            .ok_or_else(|| VaultError::making(authority.name(), "it has no tiers"))
    }

    /// What a client must trust to trust this authority: PEM, the root first, then what stands between.
    ///
    /// # Errors
    /// As [`authority`](Self::authority).
    pub fn export_ca(&self, authority: Authority, now: OffsetDateTime) -> Result<String, VaultError> {
        let chain = self.authority(authority, now)?.chain();
        Ok(chain.iter().rev().map(|der| pem::encode("CERTIFICATE", der)).collect())
    }

    /// Where the TLS root lies as a file (PEM, 0644), written by the first [`tls_leaf`](Self::tls_leaf); `None` in memory.
    pub fn ca_path(&self) -> Option<PathBuf> {
        self.store.as_ref().map(Store::ca_path)
    }

    /// The TLS leaf (EC P-256) for `localhost`, the loopback addresses, `*.localhost` and these further names. Not recorded.
    ///
    /// # Errors
    /// As [`issue`](Self::issue).
    pub fn tls_leaf(&self, names: &[&str], now: OffsetDateTime) -> Result<Arc<Credential>, VaultError> {
        self.fill(&tls_order(names, None), "tls-server", now)
    }

    /// The same with a flaw. Not recorded either.
    ///
    /// # Errors
    /// As [`issue`](Self::issue).
    pub fn flawed_tls_leaf(
        &self,
        names: &[&str],
        flaw: Flaw,
        now: OffsetDateTime,
    ) -> Result<Arc<Credential>, VaultError> {
        self.fill(&tls_order(names, Some(flaw)), &format!("tls-server-{}", flaw.name()), now)
    }

    /// A KSeF public-key certificate (RSA-2048, self-signed). `generation` counts key rotations, from 0. The certificate is
    /// renewed with each month of `now`; the key is not.
    ///
    /// # Errors
    /// As [`key`](Self::key).
    pub fn ksef_public_key(
        &self,
        usage: KsefUsage,
        generation: u32,
        now: OffsetDateTime,
    ) -> Result<Arc<Credential>, VaultError> {
        let name = format!("ksef-{}-{generation}", usage.name());
        self.remembered(format!("{name} {}", validity::month(now)), || {
            let key = self.key(&name, KeyKind::Rsa2048)?;
            let signed = leaf::ksef_public_key(generation, now)?.sign(&key, None)?;
            Ok(Credential { key, certificate: signed.der, above: Vec::new(), serial: signed.serial })
        })
    }

    /// A certificate with which the fake ESIA signs tokens (self-signed, RSA or GOST). `generation` counts rotations, from 0.
    ///
    /// # Errors
    /// As [`key`](Self::key).
    pub fn esia_token(
        &self,
        kind: KeyKind,
        generation: u32,
        now: OffsetDateTime,
    ) -> Result<Arc<Credential>, VaultError> {
        let name = format!("esia-token-{}-{generation}", kind.name());
        self.remembered(format!("{name} {}", validity::month(now)), || {
            let key = self.key(&name, kind)?;
            let signed = leaf::esia_token(generation, now)?.sign(&key, None)?;
            Ok(Credential { key, certificate: signed.der, above: Vec::new(), serial: signed.serial })
        })
    }

    /// Fills an order and records it. The same order at the same month gives the same certificate.
    ///
    /// # Errors
    /// [`VaultError::Order`] when the order contradicts itself or lacks something; otherwise as [`key`](Self::key).
    pub fn issue(&self, order: &Order, now: OffsetDateTime) -> Result<Arc<Credential>, VaultError> {
        let draft = leaf::ordered(order, now)?;
        let credential = self.fill(order, &key_name(order)?, now)?;
        let record = Record {
            serial: credential.serial.clone(),
            profile: order.profile,
            subject: draft.subject.to_string(),
            issuer: leaf::issuer(order)?,
            not_before: draft.validity.from,
            not_after: draft.validity.until,
            revoked: None,
        };
        if lock(&self.ledger).find(&record.serial).is_none() {
            self.change(|ledger| ledger.add(Entry { record, order: order.clone(), issued: now }))?;
        }
        Ok(credential)
    }

    /// A certificate that was issued before, by its serial (hex, either case).
    ///
    /// # Errors
    /// [`VaultError::Order`] when no such certificate was issued; otherwise as [`issue`](Self::issue).
    pub fn find(&self, serial: &str) -> Result<Arc<Credential>, VaultError> {
        self.refresh()?;
        let entry = lock(&self.ledger).find(serial).cloned().ok_or_else(|| unknown(serial))?;
        self.fill(&entry.order, &key_name(&entry.order)?, entry.issued)
    }

    fn fill(
        &self,
        order: &Order,
        key_name: &str,
        now: OffsetDateTime,
    ) -> Result<Arc<Credential>, VaultError> {
        self.remembered(format!("{key_name} {:?} {}", order.names, validity::month(now)), || {
            let draft = leaf::ordered(order, now)?;
            let issuer = leaf::issuer(order)?;
            let key = self.key(key_name, order.key)?;
            let Some(issuer) = issuer else {
                let signed = draft.sign(&key, None)?;
                return Ok(Credential {
                    key,
                    certificate: signed.der,
                    above: Vec::new(),
                    serial: signed.serial,
                });
            };
            let above = self.authority(issuer, now)?;
            let name = issuer.tiers().pop().map(|tier| tier.name).unwrap_or_default();
            let signed = draft.sign(&key, Some(&Signer { name: &name, key: &above.key }))?;
            Ok(Credential { key, certificate: signed.der, above: above.chain(), serial: signed.serial })
        })
    }

    /// What was issued by [`issue`](Self::issue), oldest first; with what other processes issued in the same directory.
    pub fn records(&self) -> Vec<Record> {
        // A file that cannot be read this moment leaves what was read last.
        let _ = self.refresh();
        lock(&self.ledger).entries.iter().map(|entry| entry.record.clone()).collect()
    }

    /// Revokes the certificate of this serial (hex, either case). A second time changes nothing. A self-signed one is marked
    /// too, though no CRL can name it.
    ///
    /// # Errors
    /// [`VaultError::Order`] when no such certificate was issued.
    pub fn revoke(&self, serial: &str, now: OffsetDateTime) -> Result<Record, VaultError> {
        self.change(|ledger| ledger.revoke(serial, now))
    }

    /// An authority's CRL, DER, valid for seven days from `now`.
    ///
    /// # Errors
    /// As [`authority`](Self::authority).
    pub fn crl(&self, authority: Authority, now: OffsetDateTime) -> Result<Vec<u8>, VaultError> {
        self.refresh()?;
        let above = self.authority(authority, now)?;
        let name = authority.tiers().pop().map(|tier| tier.name).unwrap_or_default();
        crate::crl::make(&lock(&self.ledger), authority, &Signer { name: &name, key: &above.key }, now)
    }

    fn remembered(
        &self,
        id: String,
        make: impl FnOnce() -> Result<Credential, VaultError>,
    ) -> Result<Arc<Credential>, VaultError> {
        if let Some(credential) = lock(&self.made).get(&id) {
            return Ok(Arc::clone(credential));
        }
        // Made without the lock: two that make the same at once make the same bytes.
        let credential = Arc::new(make()?);
        let mut made = lock(&self.made);
        if made.len() >= MOST_REMEMBERED {
            made.clear();
        }
        made.insert(id, Arc::clone(&credential));
        Ok(credential)
    }

    fn change<T>(&self, change: impl FnOnce(&mut Ledger) -> Result<T, VaultError>) -> Result<T, VaultError> {
        let mut ledger = lock(&self.ledger);
        let Some(store) = &self.store else { return change(&mut ledger) };
        let (value, after) = store.change(change)?;
        *ledger = after;
        Ok(value)
    }

    fn refresh(&self) -> Result<(), VaultError> {
        if let Some(store) = &self.store {
            *lock(&self.ledger) = store.ledger()?;
        }
        Ok(())
    }
}

fn tls_order(names: &[&str], flaw: Option<Flaw>) -> Order {
    let names = names.iter().map(|name| (*name).to_owned()).collect();
    Order { key: KeyKind::EcP256, names, flaw, ..Order::new(Profile::TlsServer) }
}

/// Every order has its own key, so the whole order is in the key's name.
fn key_name(order: &Order) -> Result<String, VaultError> {
    let text = serde_json::to_vec(order).map_err(|why| VaultError::making("the name of a key", why))?;
    let digest = digest::hex(&digest::sha256(&text)).to_lowercase();
    Ok(format!("{}-{}", order.profile.name(), digest.get(..32).unwrap_or(&digest)))
}

/// A panic elsewhere leaves whole values behind these locks.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
