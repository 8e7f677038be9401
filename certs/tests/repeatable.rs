//! Same seed, same order, same month: the same bytes.

mod support;

use poligon_certs::{Authority, KeyKind, KsefUsage, Order, Vault};
use support::{NOW, person, seal};
use time::Duration;
use time::macros::datetime;

/// Made on one machine, expected on all: what a seed gives may not depend on word size, versions or the weather.
const EC_SEAL_OF_SEED_7: &str = "94834ddd93f786f220c9b3ee451fadc7bf63a14bbe2107249f1f0be0c44ba3b9";
const RSA_SEAL_OF_SEED_7: &str = "8e522029e084dfaf69f20aaef0531519aeb8a3aaa0589873c0fc6a78dbad15b5";

fn uncached(seed: u64) -> Vault {
    Vault::in_memory(Some(seed)).with_cache(None)
}

#[test]
fn two_vaults_of_one_seed_make_the_same_bytes() {
    let make = |seed| {
        let vault = uncached(seed);
        let order = Order { key: KeyKind::EcP256, ..seal() };
        let credential = vault.issue(&order, NOW).unwrap();
        vault.revoke(&credential.serial, NOW).unwrap();
        (
            credential.chain(),
            vault.tls_leaf(&["ksef.example"], NOW).unwrap().chain(),
            vault.issue(&Order { key: KeyKind::EcP256, ..person() }, NOW).unwrap().key.pem(),
            vault.crl(Authority::Qualified, NOW).unwrap(),
        )
    };
    assert_eq!(make(7), make(7));
    assert_ne!(make(7), make(8));
}

#[test]
fn a_seeded_rsa_seal_is_the_same_with_and_without_a_cache() {
    let keep = tempfile::tempdir().unwrap();
    let cache = keep.path().join("keys");
    let order = Order { self_signed: true, ..seal() };
    let bare = uncached(7).issue(&order, NOW).unwrap();
    let filling = Vault::in_memory(Some(7)).with_cache(Some(cache.clone())).issue(&order, NOW).unwrap();
    let filed = std::fs::read_dir(&cache).unwrap().count();
    let reading = Vault::in_memory(Some(7)).with_cache(Some(cache)).issue(&order, NOW).unwrap();
    assert_eq!(filed, 1);
    assert_eq!(bare.certificate, filling.certificate);
    assert_eq!(bare.certificate, reading.certificate);
    assert_eq!(digest(&bare.certificate), RSA_SEAL_OF_SEED_7);
}

#[test]
fn a_cache_that_cannot_be_written_is_no_error() {
    let keep = tempfile::tempdir().unwrap();
    let file = keep.path().join("a-file");
    std::fs::write(&file, "").unwrap();
    let vault = Vault::in_memory(Some(7)).with_cache(Some(file.join("keys")));
    vault.key("a-name", KeyKind::Rsa2048).unwrap();
}

#[test]
fn a_seed_means_the_same_on_every_machine() {
    let order = Order { self_signed: true, key: KeyKind::EcP256, ..seal() };
    assert_eq!(digest(&uncached(7).issue(&order, NOW).unwrap().certificate), EC_SEAL_OF_SEED_7);
}

#[test]
fn the_month_changes_the_certificate_and_keeps_the_key() {
    let vault = uncached(7);
    let order = Order { key: KeyKind::EcP256, ..seal() };
    let november = vault.issue(&order, datetime!(2026-11-01 00:00 UTC)).unwrap();
    let still_november = vault.issue(&order, datetime!(2026-11-30 23:59:59 UTC)).unwrap();
    let december = vault.issue(&order, datetime!(2026-12-01 00:00 UTC)).unwrap();
    assert_eq!(november.certificate, still_november.certificate);
    assert_ne!(november.certificate, december.certificate);
    assert_eq!(november.key.spki(), december.key.spki());
    assert_ne!(november.serial, december.serial);
    assert_eq!(vault.records().len(), 2);
}

#[test]
fn orders_that_differ_in_a_label_have_their_own_keys_and_serials() {
    let vault = uncached(7);
    let order = |label: &str| Order { key: KeyKind::EcP256, label: label.into(), ..seal() };
    let (one, two) = (vault.issue(&order("1"), NOW).unwrap(), vault.issue(&order("2"), NOW).unwrap());
    assert_ne!(one.key.spki(), two.key.spki());
    assert_ne!(one.serial, two.serial);
    assert_eq!(one.serial.len(), 16);
}

#[test]
fn without_a_seed_two_vaults_share_nothing() {
    let make = || Vault::in_memory(None).tls_leaf(&[], NOW).unwrap();
    let (one, two) = (make(), make());
    assert_ne!(one.key.spki(), two.key.spki());
    assert_ne!(one.serial, two.serial);
}

#[test]
fn a_later_generation_of_a_public_key_has_a_new_key_and_a_later_beginning() {
    let vault = Vault::in_memory(None);
    let of = |generation| vault.ksef_public_key(KsefUsage::TokenEncryption, generation, NOW).unwrap();
    assert_ne!(of(0).key.spki(), of(1).key.spki());
    assert_eq!(of(0).certificate, of(0).certificate);
}

#[test]
fn last_years_root_and_this_years_share_key_and_name() {
    let vault = uncached(7);
    let old = vault.authority(Authority::Tls, NOW).unwrap();
    let new = vault.authority(Authority::Tls, NOW + Duration::days(60)).unwrap();
    assert_ne!(old.certificate, new.certificate);
    assert_eq!(old.key.spki(), new.key.spki());
}

#[test]
fn the_debug_text_shows_no_secret() {
    let vault = uncached(7);
    let key = vault.key("a-name", KeyKind::EcP256).unwrap();
    assert_eq!(format!("{key:?}"), "Key(EcP256, …)");
}

fn digest(bytes: &[u8]) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
