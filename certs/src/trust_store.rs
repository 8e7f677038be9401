//! What a client must trust, as a Java trust store: PKCS#12 whose certificates carry Oracle's attribute
//! 2.16.840.1.113894.746875.1.1, without which Java sees an empty store.

use p12_keystore::{Certificate, KeyStore, KeyStoreEntry};
use time::OffsetDateTime;

use crate::{Authority, Vault, VaultError};

impl Vault {
    /// The certificates of [`export_ca`](Self::export_ca) as a PKCS#12 trust store, under the aliases `poligon-1` (the root),
    /// `poligon-2` and so on. No private key is in it; the salts are random.
    ///
    /// # Errors
    /// As [`authority`](Self::authority).
    pub fn trust_store(
        &self,
        authority: Authority,
        password: &str,
        now: OffsetDateTime,
    ) -> Result<Vec<u8>, VaultError> {
        let failed = |why: p12_keystore::error::Error| VaultError::making("a trust store", why);
        let mut store = KeyStore::new();
        for (nth, der) in self.authority(authority, now)?.chain().iter().rev().enumerate() {
            let certificate = Certificate::from_der(der).map_err(failed)?;
            store.add_entry(&format!("poligon-{}", nth + 1), KeyStoreEntry::Certificate(certificate));
        }
        store.writer(password).write().map_err(failed)
    }
}
