//! Tokens of ESIA: written, signed and read again (spec §2).

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use poligon_certs::{Credential, KeyKind, VaultError};
use poligon_crypto::gost::{self, Size};
use poligon_crypto::jws::compact::{self, Parts};
use poligon_crypto::{Certificate, DigestAlgorithm, SignatureAlgorithm, SigningKey};
use poligon_world::Sandbox;
use poligon_world::russia::{Account, Algorithm, Citizen, System};
use serde_json::{Map, Value, json};
use time::OffsetDateTime;

use crate::desk::EsiaDesk;
use crate::knobs;
use crate::state::Grant;

/// A key that signs tokens, parsed once: that costs as much as the signature.
#[derive(Debug)]
pub struct Signer {
    certificate: Certificate,
    key: SignerKey,
}

#[derive(Debug)]
enum SignerKey {
    Gost(gost::SigningKey),
    Rsa(SigningKey),
}

/// The signers of a desk by the serial numbers of their certificates.
#[derive(Debug, Default)]
pub struct Signers(Mutex<BTreeMap<String, Arc<Signer>>>);

/// Most signers that are kept; a stand has four at a time.
const MOST_SIGNERS: usize = 32;

/// Who signs tokens at this moment.
#[derive(Clone, Debug)]
pub struct Issuer<'a> {
    desk: &'a EsiaDesk,
    algorithm: Algorithm,
    now: OffsetDateTime,
}

impl<'a> Issuer<'a> {
    /// The issuer for a system.
    pub fn new(desk: &'a EsiaDesk, system: &System, now: OffsetDateTime) -> Self {
        let algorithm = match knobs::TOKEN_ALGORITHM.value(&desk.sandbox.settings).as_str() {
            "RS256" => Algorithm::Rs256,
            "GOST3410_2012_256" => Algorithm::Gost256,
            _ => system.algorithm,
        };
        Self { desk, algorithm, now }
    }

    /// The access token of a grant.
    ///
    /// # Errors
    /// When the key cannot be made.
    pub fn access(&self, grant: &Grant) -> Result<String, VaultError> {
        let seconds = knobs::ACCESS_TOKEN_SECONDS.number(&self.desk.sandbox.settings);
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
        let seconds = knobs::ID_TOKEN_SECONDS.number(&self.desk.sandbox.settings);
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
        let seconds = knobs::CODE_SECONDS.number(&self.desk.sandbox.settings);
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
            ("iss".to_owned(), json!(knobs::ISSUER.value(&self.desk.sandbox.settings))),
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
        let by = self.desk.signers.of(
            &self.desk.sandbox,
            self.algorithm,
            rotations(&self.desk.sandbox),
            self.now,
        )?;
        let mut header = Map::from_iter([
            ("ver".to_owned(), json!(version)),
            ("typ".to_owned(), json!("JWT")),
            ("sbt".to_owned(), json!(kind)),
            ("alg".to_owned(), json!(self.algorithm.name())),
        ]);
        if named {
            header
                .insert("x5t#St256".to_owned(), json!(gost::hex_digest(Size::Bits256, by.certificate.der())));
        }
        compact::write(&header.into(), &claims.into(), |bytes| by.sign(bytes))
    }
}

/// The claims of a token that was signed here with the present keys or those before, whatever its time says.
pub fn read(desk: &EsiaDesk, token: &str, now: OffsetDateTime) -> Option<Parts> {
    let parts = Parts::read(token).ok()?;
    let algorithm = match parts.header.get("alg")?.as_str()? {
        "RS256" => Algorithm::Rs256,
        "GOST3410_2012_256" => Algorithm::Gost256,
        _ => return None,
    };
    let newest = rotations(&desk.sandbox);
    let holds = (newest.saturating_sub(1)..=newest).any(|generation| {
        let by = desk.signers.of(&desk.sandbox, algorithm, generation, now);
        by.is_ok_and(|by| by.verifies(parts.signed.as_bytes(), &parts.signature))
    });
    holds.then_some(parts)
}

/// The credential that signs tokens in this generation.
///
/// # Errors
/// When the key cannot be made.
pub fn credential(
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

impl Signers {
    fn of(
        &self,
        sandbox: &Sandbox,
        algorithm: Algorithm,
        generation: u32,
        now: OffsetDateTime,
    ) -> Result<Arc<Signer>, VaultError> {
        let credential = credential(sandbox, algorithm, generation, now)?;
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(signer) = known.get(&credential.serial) {
            return Ok(Arc::clone(signer));
        }
        let signer = Arc::new(Signer::of(&credential)?);
        if known.len() >= MOST_SIGNERS {
            known.clear();
        }
        known.insert(credential.serial.clone(), Arc::clone(&signer));
        Ok(signer)
    }
}

impl Signer {
    fn of(credential: &Credential) -> Result<Self, VaultError> {
        let certificate = Certificate::from_der(&credential.certificate).map_err(failed)?;
        let key = match credential.key.gost() {
            Some(key) => SignerKey::Gost(key),
            None => SignerKey::Rsa(SigningKey::from_pkcs8(credential.key.pkcs8()).map_err(failed)?),
        };
        Ok(Self { certificate, key })
    }

    fn sign(&self, bytes: &[u8]) -> Result<Vec<u8>, VaultError> {
        match &self.key {
            SignerKey::Gost(key) => key.sign(bytes).map_err(failed),
            SignerKey::Rsa(key) => key.sign(RS256, bytes, &[]).map_err(failed),
        }
    }

    fn verifies(&self, bytes: &[u8], signature: &[u8]) -> bool {
        match &self.key {
            SignerKey::Gost(key) => key.public().verifies(bytes, signature),
            SignerKey::Rsa(key) => key.public().verifies(RS256, bytes, signature),
        }
    }
}

const RS256: SignatureAlgorithm = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);

fn failed(why: impl std::fmt::Display) -> VaultError {
    VaultError::Making { what: "a token".to_owned(), why: why.to_string() }
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
