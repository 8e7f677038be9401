//! `/lab`: what the real ESIA has on its tech portal and in the personal cabinet, as plain calls of the stand. All of it is ours.

pub mod files;
pub mod keys;

use http::StatusCode;
use poligon_crypto::Certificate;
use poligon_institution::{Evidence, Refused, Response};
use serde_json::json;

use super::oauth::client::cut;
use crate::checks::data;
use crate::desk::Call;
use crate::secret::certificate_hash;
use crate::wire::{self, pem};

/// `GET /lab`: systems, citizens, organisations, and how to go on.
///
/// # Errors
/// Never.
pub fn index(call: &mut Call<'_>) -> Result<Response, Refused> {
    let russia = call.desk.russia();
    let systems: Vec<_> = russia
        .systems
        .iter()
        .map(|one| {
            json!({
                "mnemonic": one.mnemonic,
                "name": one.name,
                "organisation": one.organisation,
                "urls": one.urls,
                "algorithm": one.algorithm.name(),
                "files": files(&one.mnemonic),
            })
        })
        .collect();
    let citizens: Vec<_> = russia
        .citizens
        .iter()
        .map(|one| json!({ "id": one.id, "oid": one.oid, "name": one.full_name(), "snils": one.snils.dashed() }))
        .collect();
    let organisations: Vec<_> = russia
        .organisations
        .iter()
        .map(|one| json!({ "id": one.id, "oid": one.oid, "name": one.short_name, "ogrn": one.ogrn, "inn": one.inn }))
        .collect();
    let body = json!({
        "banner": wire::page::BANNER,
        "systems": systems,
        "citizens": citizens,
        "organisations": organisations,
        "tokens": ["/lab/tokens/RS256.pub.pem", "/lab/tokens/RS256.cert.pem", "/lab/tokens/GOST3410_2012_256.cert.pem"],
        "keys": "POST /lab/keys with system, organisation and employee; POST /lab/keys/{key}/{wish}",
    });
    Ok(wire::json(StatusCode::OK, &body))
}

fn files(mnemonic: &str) -> Vec<String> {
    let names = ["gost.key.pem", "gost.cert.pem", "gost.hash", "rsa.key.pem", "rsa.cert.pem", "rsa.hash"];
    names.into_iter().map(|file| format!("/lab/systems/{mnemonic}/{file}")).collect()
}

/// `POST /lab/systems/{mnemonic}/certificates`: registers a certificate, PEM or DER in the body.
///
/// # Errors
/// When there is no such system, or the body is no certificate.
pub fn register(call: &mut Call<'_>) -> Result<Response, Refused> {
    let mnemonic = call.argument("mnemonic").to_owned();
    let known = call.desk.russia().system(&mnemonic).is_some();
    call.exam.need(&data::FOUND.check, known.then_some(()), || {
        vec![Evidence::values("system", "one of GET /lab", cut(&mnemonic))]
    })?;
    let der = pem::read("CERTIFICATE", &call.request.body);
    let certificate = der.and_then(|der| Certificate::from_der(&der).ok());
    let certificate = call.exam.need(&data::LAB.check, certificate, || {
        vec![Evidence::text("The body must be a certificate, PEM or DER.")]
    })?;
    let hash = certificate_hash::of(&certificate);
    let room = call.desk.state().register(&mnemonic, certificate);
    call.exam.need(&data::LAB.check, room.then_some(()), || {
        vec![Evidence::text("The system has 100 certificates already.")]
    })?;
    Ok(wire::json(StatusCode::CREATED, &json!({ "system": mnemonic, "client_certificate_hash": hash })))
}
