//! Keys and certificates that the stand made, as files for clients.

use std::sync::Arc;

use http::StatusCode;
use poligon_certs::{Credential, KeyKind, VaultError};
use poligon_crypto::Certificate;
use poligon_institution::{Evidence, Refused, Response};
use poligon_world::russia::Algorithm;

use crate::checks::data;
use crate::desk::Call;
use crate::operations::oauth::client::cut;
use crate::secret::certificate_hash;
use crate::wire::pem;
use crate::{registry, tokens};

/// `GET /lab/systems/{mnemonic}/{gost|rsa}.{key.pem|cert.pem|chain.pem|cert.der|hash}`.
///
/// # Errors
/// When there is no such system or file.
pub fn of_system(call: &mut Call<'_>) -> Result<Response, Refused> {
    let system = call.desk.russia().system(call.argument("mnemonic")).cloned();
    let (kind, file) = split(call);
    let made = match (system, kind.as_str()) {
        (Some(system), "gost") => {
            Some(registry::credential(&call.desk.sandbox, &system, KeyKind::GOST, call.now))
        }
        (Some(system), "rsa") => {
            Some(registry::credential(&call.desk.sandbox, &system, KeyKind::Rsa2048, call.now))
        }
        _ => None,
    };
    give(call, made, &file)
}

/// `GET /lab/employees/{organisation}/{citizen}/{gost}.{…}`: the certificate of an employee, for API-Keys.
///
/// # Errors
/// When there is no such employee or file.
pub fn of_employee(call: &mut Call<'_>) -> Result<Response, Refused> {
    let russia = call.desk.russia();
    let organisation = russia.organisation(call.argument("organisation"));
    let citizen = russia.citizen_named(call.argument("citizen"));
    let (kind, file) = split(call);
    let made = match (organisation, citizen, kind.as_str()) {
        (Some(organisation), Some(citizen), "gost") => {
            Some(registry::employee(&call.desk.sandbox, organisation, citizen, call.now))
        }
        _ => None,
    };
    give(call, made, &file)
}

/// `GET /lab/tokens/{RS256|GOST3410_2012_256}.{pub.pem|cert.pem|cert.der|hash}`. The key itself is not handed out.
///
/// # Errors
/// When there is no such file.
pub fn of_tokens(call: &mut Call<'_>) -> Result<Response, Refused> {
    let (kind, file) = split(call);
    let algorithm = [Algorithm::Rs256, Algorithm::Gost256].into_iter().find(|one| one.name() == kind);
    let newest = tokens::rotations(&call.desk.sandbox);
    let made = algorithm.map(|one| tokens::credential(&call.desk.sandbox, one, newest, call.now));
    let made = if file.starts_with("key") { None } else { made };
    give(call, made, &file)
}

fn split(call: &Call<'_>) -> (String, String) {
    let (kind, file) = call.argument("file").split_once('.').unwrap_or_default();
    (kind.to_owned(), file.to_owned())
}

fn give(
    call: &mut Call<'_>,
    made: Option<Result<Arc<Credential>, VaultError>>,
    file: &str,
) -> Result<Response, Refused> {
    let made = match made {
        Some(Err(_)) => return Ok(Response::new(StatusCode::INTERNAL_SERVER_ERROR)),
        Some(Ok(made)) => Some(made),
        None => None,
    };
    let content = made.and_then(|made| content(&made, file));
    let path = cut(&call.request.path);
    let (kind, bytes) = call.exam.need(&data::FOUND.check, content, || {
        vec![Evidence::values("path", "a file that GET /lab lists", path)]
    })?;
    Ok(Response::new(StatusCode::OK).with_body(kind, bytes))
}

fn content(made: &Credential, file: &str) -> Option<(&'static str, Vec<u8>)> {
    let text = |text: String| Some(("application/x-pem-file", text.into_bytes()));
    match file {
        "key.pem" => text(made.key.pem()),
        "cert.pem" => text(made.certificate_pem()),
        "chain.pem" => text(made.chain_pem()),
        "pub.pem" => text(pem::write("PUBLIC KEY", &made.key.spki())),
        "cert.der" => Some(("application/pkix-cert", made.certificate.clone())),
        "hash" => {
            let certificate = Certificate::from_der(&made.certificate).ok()?;
            Some(("text/plain", certificate_hash::of(&certificate).into_bytes()))
        }
        _ => None,
    }
}
