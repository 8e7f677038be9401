//! PKCE (RFC 7636), with the Streebog methods that drafts name.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use poligon_crypto::DigestAlgorithm;
use poligon_crypto::gost::{self, Size};
use poligon_institution::{Evidence, Refused};

use super::client::cut;
use crate::checks::oauth;
use crate::desk::Call;
use crate::knobs;

/// Method and challenge of an authorisation request.
///
/// # Errors
/// When it is missing and demanded, or of an unknown method.
pub fn challenge(call: &mut Call<'_>) -> Result<Option<(String, String)>, Refused> {
    let challenge = call.params.text("code_challenge").to_owned();
    if challenge.is_empty() {
        let demanded = knobs::PKCE.value(call.settings()) == "demanded";
        call.exam.require(&oauth::PKCE_NEEDED.check, !demanded, || {
            vec![Evidence::values("code_challenge", "a challenge", "nothing")]
        })?;
        return Ok(None);
    }
    let method = match call.params.text("code_challenge_method") {
        "" => "plain".to_owned(),
        method => method.to_owned(),
    };
    let known = transformed(&method, "").is_some();
    call.exam.require(&oauth::PKCE_METHOD.check, known, || {
        vec![Evidence::values("code_challenge_method", "S256, GOST3411, St256 or plain", cut(&method))]
    })?;
    Ok(Some((method, challenge)))
}

/// The verifier of a token request fits.
///
/// # Errors
/// When not.
pub fn verify(call: &mut Call<'_>, challenge: Option<&(String, String)>) -> Result<(), Refused> {
    let Some((method, challenge)) = challenge else { return Ok(()) };
    let verifier = call.params.text("code_verifier").to_owned();
    let computed = transformed(method, &verifier).unwrap_or_default();
    let same = computed.trim_end_matches('=') == challenge.trim_end_matches('=');
    call.exam.require(&oauth::PKCE_VERIFIER.check, same && !verifier.is_empty(), || {
        vec![Evidence::values(format!("{method} of code_verifier"), challenge.clone(), computed)]
    })
}

fn transformed(method: &str, verifier: &str) -> Option<String> {
    let digest = match method {
        "plain" => return Some(verifier.to_owned()),
        "S256" => DigestAlgorithm::Sha256.digest(verifier.as_bytes()),
        "GOST3411" | "St256" => gost::digest(Size::Bits256, verifier.as_bytes()),
        _ => return None,
    };
    Some(URL_SAFE_NO_PAD.encode(digest))
}
