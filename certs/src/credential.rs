//! A certificate with its key and its chain.

use std::sync::Arc;

use crate::{Key, VaultError};

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
        todo!()
    }

    /// The certificate and those above it as PEM, signer first.
    pub fn chain_pem(&self) -> String {
        todo!()
    }

    /// Key, certificate and chain as PKCS#12.
    pub fn pkcs12(&self, password: &str, flavour: Flavour) -> Result<Vec<u8>, VaultError> {
        let _ = (password, flavour);
        todo!()
    }
}
