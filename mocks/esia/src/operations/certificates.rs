//! `GET /public/esia.zip`: the certificates with which tokens are signed, of this rotation and the one before (spec §1.1).

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use http::StatusCode;
use poligon_certs::{Credential, VaultError};
use poligon_crypto::DigestAlgorithm;
use poligon_institution::{Refused, Response};
use poligon_world::russia::Algorithm;
use serde_json::json;

use crate::desk::Call;
use crate::tokens;
use crate::wire::zip::{self, File};

/// The archive: RSA as `.cer` and JWK, GOST as `.cer`.
///
/// # Errors
/// Never; a key that cannot be made answers 500.
pub fn archive(call: &mut Call<'_>) -> Result<Response, Refused> {
    match files(call) {
        Ok(files) => Ok(Response::new(StatusCode::OK).with_body("application/zip", zip::write(&files))),
        Err(_) => Ok(Response::new(StatusCode::INTERNAL_SERVER_ERROR)),
    }
}

fn files(call: &Call<'_>) -> Result<Vec<File>, VaultError> {
    let sandbox = &call.desk.sandbox;
    let newest = tokens::rotations(sandbox);
    let mut files = Vec::new();
    for generation in newest.saturating_sub(1)..=newest {
        for (algorithm, name) in [(Algorithm::Rs256, "RSA"), (Algorithm::Gost256, "GOST")] {
            let by = tokens::credential(sandbox, algorithm, generation, call.now)?;
            files.push(File { name: format!("{name}_{generation}.cer"), bytes: by.certificate.clone() });
            if algorithm == Algorithm::Rs256 {
                files.push(File { name: format!("{name}_{generation}.jwk"), bytes: jwk(&by) });
            }
        }
    }
    Ok(files)
}

/// The certificate as JWK; a verifier takes the key from `x5c`.
fn jwk(by: &Credential) -> Vec<u8> {
    let thumbprint = URL_SAFE_NO_PAD.encode(DigestAlgorithm::Sha256.digest(&by.certificate));
    let body = json!({
        "kty": "RSA",
        "use": "sig",
        "alg": "RS256",
        "x5t#S256": thumbprint,
        "x5c": [STANDARD.encode(&by.certificate)],
    });
    body.to_string().into_bytes()
}
