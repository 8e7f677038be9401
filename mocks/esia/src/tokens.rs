//! Tokens of ESIA: written, signed and read again (spec §2).

use std::sync::Arc;

use poligon_certs::{Credential, KeyKind, VaultError};
use poligon_crypto::gost::{self, Size};
use poligon_crypto::jws::compact::{self, Parts};
use poligon_crypto::{Certificate, DigestAlgorithm, SignatureAlgorithm, SigningKey};
use poligon_world::Sandbox;
use poligon_world::russia::{Account, Algorithm, Citizen, System};
use serde_json::{Map, Value, json};
use time::OffsetDateTime;

use crate::knobs;
use crate::state::Grant;

/// Who signs tokens at this moment.
#[derive(Clone, Debug)]
pub struct Issuer<'a> {
    sandbox: &'a Sandbox,
    algorithm: Algorithm,
    now: OffsetDateTime,
}

impl<'a> Issuer<'a> {
    /// The issuer for a system.
    pub fn new(sandbox: &'a Sandbox, system: &System, now: OffsetDateTime) -> Self {
        let algorithm = match knobs::TOKEN_ALGORITHM.value(&sandbox.settings).as_str() {
            "RS256" => Algorithm::Rs256,
            "GOST3410_2012_256" => Algorithm::Gost256,
            _ => system.algorithm,
        };
        Self { sandbox, algorithm, now }
    }

    /// The access token of a grant.
    ///
    /// # Errors
    /// When the key cannot be made.
    pub fn access(&self, grant: &Grant) -> Result<String, VaultError> {
        let seconds = knobs::ACCESS_TOKEN_SECONDS.number(&self.sandbox.settings);
        let mut claims = self.common(&grant.session, &grant.client, seconds);
        claims.insert("scope".to_owned(), json!(grant.scope));
        if let Some(oid) = grant.oid {
            claims.insert("urn:esia:sbj_id".to_owned(), json!(oid));
        }
        if let Some(organisation) = grant.organisation {
            claims.insert("org_oid".to_owned(), json!(organisation));
        }
        if let Some(permissions) = &grant.permissions {
            claims.insert("permissions".to_owned(), permissions.clone());
        }
        self.write("access", 1, claims, false)
    }

    /// The id token of a grant.
    ///
    /// # Errors
    /// When the key cannot be made.
    pub fn id(&self, grant: &Grant, citizen: &Citizen) -> Result<String, VaultError> {
        let seconds = knobs::ID_TOKEN_SECONDS.number(&self.sandbox.settings);
        let mut claims = self.common(&grant.session, &grant.client, seconds);
        claims.remove("client_id");
        claims.insert("aud".to_owned(), json!(grant.client));
        claims.insert("sub".to_owned(), json!(citizen.oid));
        claims.insert("amr".to_owned(), json!("PWD"));
        claims.insert("urn:esia:amd".to_owned(), json!("PWD"));
        claims.insert("auth_time".to_owned(), json!(grant.authenticated.unix_timestamp()));
        claims.insert("urn:esia:sbj".to_owned(), subject(citizen));
        self.write("id", 0, claims, false)
    }

    /// The authorisation code of a grant, which is a token too.
    ///
    /// # Errors
    /// When the key cannot be made.
    pub fn code(&self, grant: &Grant, citizen: &Citizen, state: &str) -> Result<String, VaultError> {
        let seconds = knobs::CODE_SECONDS.number(&self.sandbox.settings);
        let mut claims = self.common(&grant.session, &grant.client, seconds);
        claims.insert("urn:esia:client:state".to_owned(), json!(state));
        claims.insert("auth_mthd".to_owned(), json!("PWD"));
        claims.insert("urn:esia:sbj".to_owned(), subject(citizen));
        claims.insert("params".to_owned(), json!({}));
        claims.insert("acr".to_owned(), json!({}));
        claims.insert("scope".to_owned(), json!(grant.scope));
        claims.insert("auth_time".to_owned(), json!(grant.authenticated.unix_timestamp()));
        self.write("authorization_code", 1, claims, true)
    }

    fn common(&self, session: &str, client: &str, seconds: u64) -> Map<String, Value> {
        let now = self.now.unix_timestamp();
        let until = now.saturating_add(i64::try_from(seconds).unwrap_or(i64::MAX));
        Map::from_iter([
            ("nbf".to_owned(), json!(now)),
            ("iss".to_owned(), json!(knobs::ISSUER.value(&self.sandbox.settings))),
            ("urn:esia:sid".to_owned(), json!(session)),
            ("client_id".to_owned(), json!(client)),
            ("exp".to_owned(), json!(until)),
            ("iat".to_owned(), json!(now)),
        ])
    }

    /// The header names the certificate by `x5t#St256` in codes; whether other tokens of today do is not known.
    fn write(
        &self,
        kind: &str,
        version: u8,
        claims: Map<String, Value>,
        named: bool,
    ) -> Result<String, VaultError> {
        let by = signer(self.sandbox, self.algorithm, rotations(self.sandbox), self.now)?;
        let mut header = Map::from_iter([
            ("ver".to_owned(), json!(version)),
            ("typ".to_owned(), json!("JWT")),
            ("sbt".to_owned(), json!(kind)),
            ("alg".to_owned(), json!(self.algorithm.name())),
        ]);
        if named {
            header.insert("x5t#St256".to_owned(), json!(gost::hex_digest(Size::Bits256, &by.certificate)));
        }
        compact::write(&header.into(), &claims.into(), |bytes| sign(&by, bytes))
    }
}

/// The claims of a token that was signed here with the present keys or those before, whatever its time says.
pub fn read(sandbox: &Sandbox, token: &str, now: OffsetDateTime) -> Option<Parts> {
    let parts = Parts::read(token).ok()?;
    let algorithm = match parts.header.get("alg")?.as_str()? {
        "RS256" => Algorithm::Rs256,
        "GOST3410_2012_256" => Algorithm::Gost256,
        _ => return None,
    };
    let newest = rotations(sandbox);
    let holds = (newest.saturating_sub(1)..=newest).any(|generation| {
        let by = signer(sandbox, algorithm, generation, now).ok();
        let certificate = by.and_then(|by| Certificate::from_der(&by.certificate).ok());
        certificate.is_some_and(|one| verifies(&one, parts.signed.as_bytes(), &parts.signature))
    });
    holds.then_some(parts)
}

/// The credential that signs tokens in this generation.
///
/// # Errors
/// When the key cannot be made.
pub fn signer(
    sandbox: &Sandbox,
    algorithm: Algorithm,
    generation: u32,
    now: OffsetDateTime,
) -> Result<Arc<Credential>, VaultError> {
    let kind = match algorithm {
        Algorithm::Rs256 => KeyKind::Rsa2048,
        Algorithm::Gost256 => KeyKind::GOST,
    };
    sandbox.vault.esia_token(kind, generation, now)
}

/// How often the keys were rotated.
pub fn rotations(sandbox: &Sandbox) -> u32 {
    u32::try_from(knobs::KEY_ROTATIONS.number(&sandbox.settings)).unwrap_or(0)
}

fn sign(by: &Credential, bytes: &[u8]) -> Result<Vec<u8>, VaultError> {
    let failed = |why: String| VaultError::Making { what: "a token".to_owned(), why };
    match by.key.gost() {
        Some(key) => key.sign(bytes).map_err(|why| failed(why.to_string())),
        None => SigningKey::from_pkcs8(by.key.pkcs8())
            .and_then(|key| key.sign(SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256), bytes, &[]))
            .map_err(|why| failed(why.to_string())),
    }
}

fn verifies(certificate: &Certificate, bytes: &[u8], signature: &[u8]) -> bool {
    if let Some(key) = certificate.gost_key() {
        return key.verifies(bytes, signature);
    }
    certificate.public_key().is_ok_and(|key| {
        key.verifies(SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256), bytes, signature)
    })
}

fn subject(citizen: &Citizen) -> Value {
    let level = match citizen.account {
        Account::Confirmed => "P",
        Account::Standard | Account::Simplified => "PR",
        Account::Child => "KD",
    };
    let mut subject = Map::from_iter([
        ("urn:esia:sbj:typ".to_owned(), json!("P")),
        ("urn:esia:sbj:oid".to_owned(), json!(citizen.oid)),
        ("urn:esia:sbj:nam".to_owned(), json!(format!("OID.{}", citizen.oid))),
        ("urn:esia:sbj:lvl".to_owned(), json!(level)),
    ]);
    if citizen.is_trusted() {
        subject.insert("urn:esia:sbj:is_tru".to_owned(), json!(true));
    }
    subject.into()
}
