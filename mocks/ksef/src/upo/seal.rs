//! The seal of a UPO: XAdES, enveloped, by the fake ministry's own certificate. A function of the document and the moment, so
//! that a second download is the same bytes.

use poligon_certs::{Order, Profile, Vault};
use poligon_crypto::sign::{self, SealPlan};
use poligon_crypto::{DigestAlgorithm, SignatureAlgorithm, SigningKey};
use thiserror::Error;
use time::OffsetDateTime;

/// Why a UPO could not be sealed; each is a defect of the machine, not of the client.
#[derive(Debug, Error)]
pub enum UpoError {
    /// The vault has no credential to seal with.
    #[error(transparent)]
    Vault(#[from] poligon_certs::VaultError),
    /// The key is not read.
    #[error(transparent)]
    Key(#[from] poligon_crypto::key::KeyError),
    /// The document is not sealed.
    #[error(transparent)]
    Seal(#[from] sign::SignError),
}

/// Seals a UPO with the vault's `KsefUpo` credential, as of this moment.
///
/// # Errors
/// When there is no credential, or it does not seal.
pub fn seal(document: &str, vault: &Vault, at: OffsetDateTime) -> Result<Vec<u8>, UpoError> {
    let credential = vault.issue(&Order::new(Profile::KsefUpo), at)?;
    let key = SigningKey::from_pkcs8(credential.key.pkcs8())?;
    let plan = SealPlan::xades(SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256), at);
    Ok(sign::seal(document.as_bytes(), &plan, &key, &credential.chain())?)
}
