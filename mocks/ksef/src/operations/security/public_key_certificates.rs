//! `GET /security/public-key-certificates`: what clients encrypt keys and tokens with.

use http::StatusCode;
use poligon_certs::KsefUsage;
use poligon_institution::{Refused, Response};
use serde_json::{Value, json};

use super::keys::{self, PublishedKey};
use crate::desk::Call;
use crate::wire::{self, moment, patterns};

/// Answers the operation: the current keys first, one certificate a use.
///
/// # Errors
/// When the vault cannot make them.
pub fn answer(call: &mut Call<'_>) -> Result<Response, Refused> {
    let mut all = keys::published(call, KsefUsage::SymmetricKeyEncryption)?;
    all.extend(keys::published(call, KsefUsage::TokenEncryption)?);
    let items: Vec<Value> = all.iter().map(described).collect();
    Ok(wire::json(StatusCode::OK, &items))
}

fn described(key: &PublishedKey) -> Value {
    let usage = match key.usage {
        KsefUsage::SymmetricKeyEncryption => "SymmetricKeyEncryption",
        KsefUsage::TokenEncryption => "KsefTokenEncryption",
    };
    let der = key.certificate.der();
    json!({
        "certificate": patterns::to_base64(der),
        "certificateId": patterns::sha256_base64(der),
        "publicKeyId": key.key_id,
        "validFrom": moment::write(key.certificate.not_before()),
        "validTo": moment::write(key.certificate.not_after()),
        "usage": [usage],
    })
}
