//! Compact JWS: with HS256 as KSeF issues, and with any signer ([`compact`]).

pub mod compact;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;
use thiserror::Error;

/// Why a token was not read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum JwsError {
    /// Not three base64url parts with JSON in the first two.
    #[error("not a compact JWS: {0}")]
    Malformed(&'static str),
    /// Another algorithm.
    #[error("the header says alg „{0}”; HS256 is expected")]
    Algorithm(String),
    /// The MAC does not fit.
    #[error("the token was not issued here, or was changed (HMAC does not fit)")]
    Signature,
}

/// Most bytes of a token that are looked at.
const MOST_BYTES: usize = 65_536;

/// Signs claims with HS256; header `{"alg":"HS256","typ":"JWT"}`.
pub fn sign_hs256(claims: &Value, secret: &[u8]) -> String {
    let header = json!({ "alg": "HS256", "typ": "JWT" });
    let mut token = URL_SAFE_NO_PAD.encode(header.to_string());
    token.push('.');
    token.push_str(&URL_SAFE_NO_PAD.encode(claims.to_string()));
    let tag = mac(token.as_bytes(), secret).finalize().into_bytes();
    token.push('.');
    token.push_str(&URL_SAFE_NO_PAD.encode(tag));
    token
}

/// The claims of a token signed with HS256 and this secret. The MAC is compared in constant time.
pub fn verify_hs256(token: &str, secret: &[u8]) -> Result<Value, JwsError> {
    if token.len() > MOST_BYTES {
        return Err(JwsError::Malformed("longer than 64 KiB"));
    }
    let (signed, tag) =
        token.rsplit_once('.').ok_or(JwsError::Malformed("no dots; three parts are expected"))?;
    let (header, claims) =
        signed.split_once('.').ok_or(JwsError::Malformed("two parts; three are expected"))?;
    if claims.contains('.') {
        return Err(JwsError::Malformed("more than three parts"));
    }
    let header = part(header, "the header is not base64url of JSON")?;
    let algorithm = header.get("alg").and_then(Value::as_str).unwrap_or_default();
    if algorithm != "HS256" {
        return Err(JwsError::Algorithm(algorithm.to_owned()));
    }
    let tag =
        URL_SAFE_NO_PAD.decode(tag).map_err(|_| JwsError::Malformed("the signature is not base64url"))?;
    mac(signed.as_bytes(), secret).verify_slice(&tag).map_err(|_| JwsError::Signature)?;
    part(claims, "the claims are not base64url of JSON")
}

fn part(text: &str, what: &'static str) -> Result<Value, JwsError> {
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| JwsError::Malformed(what))?;
    serde_json::from_slice(&bytes).map_err(|_| JwsError::Malformed(what))
}

fn mac(message: &[u8], secret: &[u8]) -> Hmac<Sha256> {
    // HMAC takes keys of any length (RFC 2104), so the fallback to an empty key is never reached.
    let mut mac = <Hmac<Sha256> as hmac::Mac>::new_from_slice(secret)
        .unwrap_or_else(|_| Hmac::new(&Default::default()));
    mac.update(message);
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_jwt_io_verifies() {
        let token = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";
        let claims = verify_hs256(token, b"your-256-bit-secret").unwrap();
        assert_eq!(claims, json!({ "sub": "1234567890", "name": "John Doe", "iat": 1_516_239_022 }));
        assert_eq!(sign_hs256(&claims, b"your-256-bit-secret"), token);
    }

    #[test]
    fn a_changed_token_and_a_foreign_secret_are_refused() {
        let token = sign_hs256(&json!({ "typ": "ContextToken" }), b"secret");
        assert_eq!(verify_hs256(&token, b"other"), Err(JwsError::Signature));
        let changed = sign_hs256(&json!({ "typ": "RefreshToken" }), b"other");
        assert_eq!(verify_hs256(&changed, b"secret"), Err(JwsError::Signature));
    }

    #[test]
    fn alg_none_is_refused_by_name() {
        let token =
            format!("{}.{}.", URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#), URL_SAFE_NO_PAD.encode("{}"));
        assert_eq!(verify_hs256(&token, b"secret"), Err(JwsError::Algorithm("none".to_owned())));
    }

    #[test]
    fn what_is_no_token_is_said_to_be_none() {
        for text in ["", "a", "a.b", "a.b.c.d", "..", "e30.e30.e30", "ą.ę.ć"] {
            assert!(verify_hs256(text, b"secret").is_err(), "{text}");
        }
    }
}
