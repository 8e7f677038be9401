//! What GOST costs, and what ESIA's tokens cost beside the bare RSA signature.

mod support;

use std::sync::Arc;

use criterion::Criterion;
use http::Method;
use poligon_certs::{KeyKind, Vault};
use poligon_crypto::gost::{self, ParameterSet, SigningKey};
use poligon_crypto::{DigestAlgorithm, SignatureAlgorithm, cms};
use poligon_esia::tokens::{self, Issuer};
use poligon_esia::{Esia, EsiaDesk};
use poligon_institution::{Institution, Request};
use poligon_world::{Cast, Clock, Sandbox, SandboxName, Settings, World};
use support::{Comparison, compare, measuring};
use time::OffsetDateTime;
use time::macros::datetime;

const NOW: OffsetDateTime = datetime!(2026-11-24 12:00 UTC);
const TEXT: &[u8] = b"TESTIS01openid2026.11.24 12:00:00 +00008f3chttps://client.example/cb";

fn benches(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("gost");
    group.sample_size(20);
    for set in [ParameterSet::CryptoProA, ParameterSet::Tc26A512] {
        let Some(key) = SigningKey::from_secret(set, &[0x5A; 64]) else { continue };
        let Ok(value) = key.sign(TEXT) else { continue };
        group.bench_function(format!("{} sign", set.name()), |b| b.iter(|| key.sign(TEXT)));
        group.bench_function(format!("{} verify", set.name()), |b| {
            b.iter(|| key.public().verifies(TEXT, &value));
        });
        let reversed: Vec<u8> = value.iter().rev().copied().collect();
        group.bench_function(format!("{} name a reversed value", set.name()), |b| {
            b.iter(|| gost::verify_raw(key.public(), TEXT, &reversed, &cms::twins(TEXT)));
        });
        group.bench_function(format!("{} find no cause among twins", set.name()), |b| {
            b.iter(|| gost::verify_raw(key.public(), b"another", &value, &cms::twins(b"another")));
        });
    }
    group.finish();
}

fn sandbox() -> Option<Arc<Sandbox>> {
    let world = World::new(&Cast::built_in().ok()?, 7);
    let vault = Arc::new(Vault::in_memory(None));
    let name = SandboxName::default_name();
    Some(Arc::new(Sandbox::new(name, 7, Clock::frozen(NOW), Settings::default(), vault, world)))
}

fn tokens() -> Option<()> {
    let sandbox = sandbox()?;
    let desk = EsiaDesk::new(Arc::clone(&sandbox));
    let system = sandbox.world.russia().system("TESTIS01")?.clone();
    let grant = poligon_esia::state::Grant {
        client: system.mnemonic.clone(),
        oid: Some(1_000_300_890),
        organisation: None,
        scope: "openid fullname?oid=1000300890".to_owned(),
        openid: true,
        offline: false,
        session: "8f3c1a52-5a0e-4a4e-9d0e-0c7c1a9b1f00".to_owned(),
        authenticated: NOW,
        permissions: None,
    };
    let key = sandbox.vault.key("bench", KeyKind::Rsa2048).ok()?;
    let bare = poligon_crypto::SigningKey::from_pkcs8(key.pkcs8()).ok()?;
    let token = Issuer::new(&desk, &system, NOW).access(&grant).ok()?;
    let algorithm = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);
    println!("\nTokens beside the bare signature, medians");
    let title = "ESIA access token, RS256";
    compare(
        &Comparison { title, goal_percent: Some(80.0) },
        || drop(Issuer::new(&desk, &system, NOW).access(&grant)),
        || drop(bare.sign(algorithm, TEXT, &[])),
    );
    let opened = Esia.open(sandbox);
    let request = Request::new(Method::GET, "/rs/prns/1000300890")
        .with_header("authorization", &format!("Bearer {token}"));
    let title = "ESIA /rs answer beside reading its token";
    compare(
        &Comparison { title, goal_percent: None },
        || drop(opened.answer(&request)),
        || drop(tokens::read(&desk, &token, NOW)),
    );
    Some(())
}

fn main() {
    let mut criterion = support::criterion();
    benches(&mut criterion);
    criterion.final_summary();
    if measuring() && tokens().is_none() {
        println!("the sandbox of this bench could not be made");
    }
}
