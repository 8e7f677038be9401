//! The session key: wrapped for one of the public keys of usage SymmetricKeyEncryption, also for a retired one (spec §4.3).

use std::sync::Arc;

use poligon_certs::{Credential, KsefUsage};
use poligon_crypto::cipher;
use poligon_institution::{Evidence, Finding, Refused};

use crate::checks::{ground, sessions as rules};
use crate::desk::Call;
use crate::invoice::Verdict;
use crate::knobs;
use crate::operations::security::keys;
use crate::wire::patterns::sha256_base64;

/// Length of the key, bytes.
const KEY: usize = 32;

/// Unwraps the key; the inner error is the status that the session will end with.
///
/// # Errors
/// 21470 for an unknown key id.
pub fn unwrap(
    call: &mut Call<'_>,
    wrapped: &[u8],
    id: Option<&str>,
) -> Result<Result<Vec<u8>, Verdict>, Refused> {
    let mut keys = generations(call)?;
    if let Some(id) = id {
        keys.retain(|credential| sha256_base64(&credential.key.spki()) == id);
        let shown: String = id.chars().take(60).collect();
        call.exam.need(&rules::KEY_ID.check, keys.first(), || {
            vec![Evidence::values(
                "encryption.publicKeyId",
                "the publicKeyId of a key of usage SymmetricKeyEncryption",
                shown,
            )]
        })?;
    } else {
        call.exam.skip(&rules::KEY_ID.check, "the request names no key");
    }
    let opened =
        keys.iter().find_map(|credential| cipher::rsa_oaep_open(credential.key.pkcs8(), wrapped).ok());
    let why = match opened {
        Some(key) if key.len() == KEY => {
            call.exam.pass(&rules::KEY_OPENS.check);
            return Ok(Ok(key));
        }
        Some(key) => Evidence::values("bytes of the key", KEY.to_string(), key.len().to_string()),
        None => Evidence::values(
            "encryption.encryptedSymmetricKey",
            "RSA-OAEP (SHA-256, MGF1-SHA-256) for a current or retired key of this instance",
            format!("{} bytes that open with none of {}", wrapped.len(), keys.len()),
        ),
    };
    // The answer is 201 all the same: the failure is the session's own, later.
    let finding = Finding::fail(&rules::KEY_OPENS.check, vec![why]);
    let verdict = Verdict::of(std::slice::from_ref(&finding));
    call.exam.extend([finding]);
    Ok(Err(verdict))
}

/// The keys of all generations, newest first.
fn generations(call: &mut Call<'_>) -> Result<Vec<Arc<Credential>>, Refused> {
    let rotations = knobs::KEY_ROTATIONS.number(&call.desk.sandbox.settings);
    let newest = u32::try_from(rotations).unwrap_or(0);
    let vault = &call.desk.sandbox.vault;
    let keys: Result<Vec<_>, _> = (keys::oldest(call, newest)..=newest)
        .rev()
        .map(|generation| vault.ksef_public_key(KsefUsage::SymmetricKeyEncryption, generation, call.now))
        .collect();
    keys.map_err(|why| call.exam.refuse(&ground::SOUND.check, vec![Evidence::text(why.to_string())]))
}
