//! Signing a request as a client does, rightly or with a mistake.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use poligon_certs::{Credential, KeyKind};
use poligon_crypto::cms::{self, Plan, Signer};
use poligon_crypto::gost::{self, SigningKey, Size};
use poligon_institution::Stage;

use crate::registry;
use crate::secret::Endpoint;
use crate::wire::params::Params;

/// The parameters of a request by name.
pub(super) type Said = BTreeMap<&'static str, String>;

/// Adds `client_secret` and, in the current generation, `client_certificate_hash`.
pub(super) fn sign(stage: &Stage<'_>, said: &mut Said, endpoint: Endpoint, how: &str) -> Result<(), String> {
    if how == "nothing" {
        return Ok(());
    }
    let credential = credential(stage, said.get("client_id").map(String::as_str).unwrap_or_default())?;
    let key = SigningKey::from_pkcs8(credential.key.pkcs8()).map_err(|why| why.to_string())?;
    let params = Params::from_pairs(said.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    let mut text = match how {
        "v1-string" => Endpoint::Version1.string(&params),
        "v2-string" => Endpoint::AuthorisationV2.string(&params),
        "v3-string" => Endpoint::TokenCode.string(&params),
        _ => endpoint.string(&params),
    };
    if how == "newline" {
        text.push('\n');
    }
    let secret = match (endpoint, how) {
        (Endpoint::Version1, _) | (_, "cms") => {
            let chain = credential.chain();
            cms::sign(text.as_bytes(), Signer::Gost(&key), &chain, Plan::cades(stage.line.now()))
                .map_err(|why| why.to_string())?
        }
        _ => written(key.sign(text.as_bytes()).map_err(|why| why.to_string())?, how),
    };
    said.insert("client_secret", URL_SAFE_NO_PAD.encode(secret));
    if endpoint != Endpoint::Version1 {
        let hash = gost::hex_digest(Size::Bits256, &credential.certificate);
        said.insert("client_certificate_hash", hash);
    }
    Ok(())
}

fn written(value: Vec<u8>, how: &str) -> Vec<u8> {
    match how {
        "reversed" => value.into_iter().rev().collect(),
        "swapped" => {
            let (s, r) = value.split_at(value.len() / 2);
            [r, s].concat()
        }
        _ => value,
    }
}

fn credential(stage: &Stage<'_>, mnemonic: &str) -> Result<std::sync::Arc<Credential>, String> {
    let system = stage.sandbox.world.russia().system(mnemonic).ok_or_else(|| {
        format!("there is no system „{mnemonic}”; write one of scenarios/world/russia.yaml, as TESTIS01")
    })?;
    registry::credential(stage.sandbox, system, KeyKind::GOST, stage.line.now())
        .map_err(|why| why.to_string())
}
