//! The keys that clients encrypt with. Retired ones still open what they sealed (spec §4.3).

use std::sync::Arc;

use poligon_certs::{Credential, KsefUsage};
use poligon_crypto::{Certificate, cipher};
use poligon_institution::{Evidence, Refused};

use crate::checks::{Rule, ground};
use crate::desk::Call;
use crate::knobs;
use crate::wire::patterns;

/// One public key with its certificate.
#[derive(Clone, Debug)]
pub struct PublishedKey {
    /// Its use.
    pub usage: KsefUsage,
    /// Certificate and private key.
    pub credential: Arc<Credential>,
    /// The certificate, parsed.
    pub certificate: Certificate,
    /// Base64 SHA-256 of its public key (SPKI DER).
    pub key_id: String,
}

/// All keys of this use, the current one first.
///
/// # Errors
/// When the vault cannot make them.
pub fn published(call: &mut Call<'_>, usage: KsefUsage) -> Result<Vec<PublishedKey>, Refused> {
    let rotations = u32::try_from(knobs::KEY_ROTATIONS.number(&call.desk.sandbox.settings)).unwrap_or(0);
    let mut keys = Vec::new();
    for generation in (oldest(call, rotations)..=rotations).rev() {
        match made(call, usage, generation) {
            Ok(key) => keys.push(key),
            Err(why) => return Err(call.exam.refuse(&ground::SOUND.check, vec![Evidence::text(why)])),
        }
    }
    Ok(keys)
}

/// The oldest generation that opens anything, when so many rotations were made.
pub fn oldest(call: &Call<'_>, rotations: u32) -> u32 {
    let withdrawn = knobs::RETIRED_KEYS.value(&call.desk.sandbox.settings) == "withdrawn";
    if withdrawn { rotations } else { 0 }
}

/// Passes when no key is named, or one that is published, whatever its use.
///
/// # Errors
/// The rule's refusal.
pub fn require_known(call: &mut Call<'_>, key_id: Option<&str>, rule: &'static Rule) -> Result<(), Refused> {
    let Some(key_id) = key_id else {
        call.exam.skip(&rule.check, "no publicKeyId was sent");
        return Ok(());
    };
    let mut known = published(call, KsefUsage::TokenEncryption)?;
    known.extend(published(call, KsefUsage::SymmetricKeyEncryption)?);
    call.exam.require(&rule.check, known.iter().any(|key| key.key_id == key_id), || {
        vec![Evidence::values(
            "publicKeyId",
            "a publicKeyId of GET /security/public-key-certificates",
            key_id,
        )]
    })
}

/// Opens what was sealed for KSeF tokens; `None` when no key of that use opens it.
///
/// # Errors
/// When the vault cannot make the keys.
pub fn open_token(call: &mut Call<'_>, sealed: &[u8]) -> Result<Option<Vec<u8>>, Refused> {
    open(call, sealed, KsefUsage::TokenEncryption)
}

/// Opens a wrapped symmetric key; `None` when no key of that use opens it.
///
/// # Errors
/// When the vault cannot make the keys.
pub fn open_symmetric_key(call: &mut Call<'_>, sealed: &[u8]) -> Result<Option<Vec<u8>>, Refused> {
    open(call, sealed, KsefUsage::SymmetricKeyEncryption)
}

fn open(call: &mut Call<'_>, sealed: &[u8], usage: KsefUsage) -> Result<Option<Vec<u8>>, Refused> {
    let keys = published(call, usage)?;
    Ok(keys.iter().find_map(|key| cipher::rsa_oaep_open(key.credential.key.pkcs8(), sealed).ok()))
}

fn made(call: &Call<'_>, usage: KsefUsage, generation: u32) -> Result<PublishedKey, String> {
    let credential = call
        .desk
        .sandbox
        .vault
        .ksef_public_key(usage, generation, call.now)
        .map_err(|why| why.to_string())?;
    let certificate = Certificate::from_der(&credential.certificate).map_err(|why| why.to_string())?;
    let key = certificate.public_key().map_err(|why| why.to_string())?;
    let key_id = patterns::sha256_base64(key.spki());
    Ok(PublishedKey { usage, credential, certificate, key_id })
}
