//! A certificate with its key and its chain.

use std::sync::Arc;

use p12_keystore::{
    Certificate, EncryptionAlgorithm, KeyStore, KeyStoreEntry, MacAlgorithm, PrivateKey, PrivateKeyChain,
};

use crate::{Key, VaultError, digest, pem};

/// A certificate, its private key, and the certificates above it.
#[derive(Clone, Debug)]
pub struct Credential {
    /// The private key.
    pub key: Arc<Key>,
    /// The certificate, DER.
    pub certificate: Vec<u8>,
    /// The certificates above it, DER, nearest first, root last; empty when self-signed.
    pub above: Vec<Vec<u8>>,
    /// Serial number, upper-case hex.
    pub serial: String,
}

/// How a PKCS#12 file is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavour {
    /// AES-256 and SHA-256: OpenSSL 3, Java 17, .NET.
    Modern,
    /// 3DES and SHA-1: old Java, mono, Windows before 10.
    Legacy,
}

impl Credential {
    /// The certificate as PEM.
    pub fn certificate_pem(&self) -> String {
        pem::encode("CERTIFICATE", &self.certificate)
    }

    /// The certificate and those above it, DER, signer first.
    pub fn chain(&self) -> Vec<Vec<u8>> {
        std::iter::once(&self.certificate).chain(&self.above).cloned().collect()
    }

    /// The certificate and those above it as PEM, signer first.
    pub fn chain_pem(&self) -> String {
        self.chain().iter().map(|der| pem::encode("CERTIFICATE", der)).collect()
    }

    /// Key, certificate and chain as PKCS#12, under the alias `poligon`. The salts are random, seed or not: two files of one
    /// credential differ, what is in them does not.
    ///
    /// # Errors
    /// When the file cannot be made, a defect of ours.
    pub fn pkcs12(&self, password: &str, flavour: Flavour) -> Result<Vec<u8>, VaultError> {
        let failed = |why: p12_keystore::error::Error| VaultError::making("a PKCS#12 file", why);
        let key = PrivateKey::from_der(self.key.pkcs8()).map_err(failed)?;
        let chain: Result<Vec<_>, _> = self.chain().iter().map(|der| Certificate::from_der(der)).collect();
        let id = digest::sha256(&self.certificate);
        let entry = PrivateKeyChain::new(id.as_slice(), key, chain.map_err(failed)?);
        let mut store = KeyStore::new();
        store.add_entry("poligon", KeyStoreEntry::PrivateKeyChain(entry));
        let writer = store.writer(password);
        let writer = match flavour {
            Flavour::Modern => writer,
            Flavour::Legacy => writer
                .encryption_algorithm(EncryptionAlgorithm::PbeWithShaAnd3KeyTripleDesCbc)
                .encryption_iterations(2048)
                .mac_algorithm(MacAlgorithm::HmacSha1)
                .mac_iterations(2048),
        };
        writer.write().map_err(failed)
    }
}
