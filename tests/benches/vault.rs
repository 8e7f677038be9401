//! What start-up costs in keys and certificates, and what is put off until somebody asks.

mod support;

use criterion::{BatchSize, Criterion};
use poligon_certs::{KeyKind, KsefUsage, Order, Profile, Vault};
use support::{against_goal, measuring};
use time::OffsetDateTime;
use time::macros::datetime;

const NOW: OffsetDateTime = datetime!(2026-11-24 12:00 UTC);

fn start(vault: &Vault) {
    drop(vault.tls_leaf(&[], NOW));
}

fn seal(vault: &Vault, key: KeyKind) {
    let order = Order { key, nip: Some("1111111111".to_owned()), ..Order::new(Profile::KsefSeal) };
    drop(vault.issue(&order, NOW));
}

fn benches(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("vault");
    group.sample_size(20);
    group
        .bench_function("start in memory: vault and TLS leaf", |b| b.iter(|| start(&Vault::in_memory(None))));
    group.bench_function("start in memory, seeded", |b| b.iter(|| start(&Vault::in_memory(Some(7)))));
    group.bench_function("first seal, EC", |b| {
        b.iter_batched(
            || Vault::in_memory(None),
            |vault| seal(&vault, KeyKind::EcP256),
            BatchSize::SmallInput,
        );
    });
    group.sample_size(10);
    group.bench_function("first public key, RSA-2048 unseeded", |b| {
        b.iter(|| drop(Vault::in_memory(None).ksef_public_key(KsefUsage::TokenEncryption, 0, NOW)));
    });
    group.finish();
}

fn goals() -> std::io::Result<()> {
    println!("\nStart-up, medians beside the goals");
    let keep = tempfile::tempdir()?;
    let warm = keep.path().join("warm");
    let open = |dir: &std::path::Path| {
        if let Ok(vault) = Vault::open(dir, None) {
            start(&vault);
        }
    };
    open(&warm);
    let mut number = 0;
    against_goal("vault and TLS leaf, in memory", 5.0, 50, || start(&Vault::in_memory(None)));
    against_goal("vault and TLS leaf, new state directory", 20.0, 50, || {
        number += 1;
        open(&keep.path().join(format!("cold-{number}")));
    });
    against_goal("vault and TLS leaf, keys on disk", 5.0, 50, || open(&warm));
    against_goal("RSA-2048 key when first asked for", 1000.0, 10, || {
        drop(Vault::in_memory(None).key("a-name", KeyKind::Rsa2048));
    });
    Ok(())
}

fn main() -> std::io::Result<()> {
    let mut criterion = support::criterion();
    benches(&mut criterion);
    criterion.final_summary();
    if measuring() { goals() } else { Ok(()) }
}
