//! Compact JWS with any signer: RS256, GOST3410_2012_256 and whatever a broken token shall say.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use super::{JwsError, MOST_BYTES, part};

/// A token taken apart; the signature is not judged yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Parts {
    /// The header.
    pub header: Value,
    /// The claims.
    pub claims: Value,
    /// What was signed: the first two parts with their dot.
    pub signed: String,
    /// The signature.
    pub signature: Vec<u8>,
}

/// A token of this header and these claims, signed by `sign`.
///
/// # Errors
/// Those of `sign`.
pub fn write<E>(
    header: &Value,
    claims: &Value,
    sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>,
) -> Result<String, E> {
    let mut token = URL_SAFE_NO_PAD.encode(header.to_string());
    token.push('.');
    token.push_str(&URL_SAFE_NO_PAD.encode(claims.to_string()));
    let signature = sign(token.as_bytes())?;
    token.push('.');
    token.push_str(&URL_SAFE_NO_PAD.encode(signature));
    Ok(token)
}

impl Parts {
    /// Takes a token apart.
    ///
    /// # Errors
    /// When it is not three base64url parts with JSON in the first two, or longer than 64 KiB.
    pub fn read(token: &str) -> Result<Self, JwsError> {
        if token.len() > MOST_BYTES {
            return Err(JwsError::Malformed("longer than 64 KiB"));
        }
        let malformed = JwsError::Malformed("three parts are expected");
        let (signed, signature) = token.rsplit_once('.').ok_or(malformed.clone())?;
        let (header, claims) = signed.split_once('.').ok_or(malformed)?;
        Ok(Self {
            header: part(header, "the header is not base64url of JSON")?,
            claims: part(claims, "the claims are not base64url of JSON")?,
            signed: signed.to_owned(),
            signature: URL_SAFE_NO_PAD
                .decode(signature)
                .map_err(|_| JwsError::Malformed("the signature is not base64url"))?,
        })
    }
}
