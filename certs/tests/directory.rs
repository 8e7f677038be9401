//! The state directory: what it holds, what it refuses, and two processes in it.

mod support;

use std::path::Path;
use std::sync::Barrier;

use poligon_certs::{Authority, KeyKind, KsefUsage, MARKER, Order, Profile, Vault, VaultError};
use support::{NOW, seal};

fn ec_seal(label: &str) -> Order {
    Order { key: KeyKind::EcP256, label: label.into(), ..seal() }
}

// Only tests call it, which clippy does not see.
#[allow(clippy::unwrap_used)]
fn refusal(dir: &Path, seed: Option<u64>) -> String {
    let why = Vault::open(dir, seed).map(|_| ()).unwrap_err();
    assert!(matches!(why, VaultError::Directory { .. }), "{why}");
    why.to_string()
}

#[test]
fn what_was_made_is_there_after_a_restart() {
    let keep = tempfile::tempdir().unwrap();
    let dir = keep.path().join("state");
    let make = |vault: &Vault| {
        let seal = vault.issue(&ec_seal(""), NOW).unwrap();
        (
            seal.chain(),
            vault.tls_leaf(&[], NOW).unwrap().chain(),
            vault.ksef_public_key(KsefUsage::TokenEncryption, 0, NOW).unwrap().certificate.clone(),
        )
    };
    let before = make(&Vault::open(&dir, None).unwrap());
    let again = Vault::open(&dir, None).unwrap();
    let serial = again.records()[0].serial.clone();
    assert_eq!(again.find(&serial.to_lowercase()).unwrap().chain(), before.0);
    assert_eq!(make(&again), before);
    assert_eq!(again.records().len(), 1, "the same certificate is recorded once");
}

#[test]
fn a_revocation_is_there_after_a_restart_and_the_first_moment_stays() {
    let keep = tempfile::tempdir().unwrap();
    let vault = Vault::open(keep.path(), None).unwrap();
    let serial = vault.issue(&ec_seal(""), NOW).unwrap().serial.clone();
    assert_eq!(vault.revoke(&serial, NOW).unwrap().revoked, Some(NOW));
    let later = NOW + time::Duration::days(1);
    assert_eq!(Vault::open(keep.path(), None).unwrap().revoke(&serial, later).unwrap().revoked, Some(NOW));
}

#[test]
fn a_serial_that_was_never_issued_is_refused() {
    let vault = Vault::in_memory(None);
    assert!(vault.revoke("00", NOW).unwrap_err().to_string().contains("poligon certs list"));
    assert!(vault.find("00").is_err());
}

#[cfg(unix)]
#[test]
fn keys_are_readable_by_their_owner_only_and_the_root_by_all() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let keep = tempfile::tempdir().unwrap();
    let dir = keep.path().join("a/state");
    let vault = Vault::open(&dir, None).unwrap();
    vault.issue(&ec_seal(""), NOW).unwrap();
    vault.tls_leaf(&[], NOW).unwrap();
    assert_eq!(mode(&dir), 0o700);
    assert_eq!(mode(&dir.join("keys")), 0o700);
    let keys: Vec<_> =
        std::fs::read_dir(dir.join("keys")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(keys.len(), 5, "a seal, the root and the one above it, the TLS root, the TLS leaf: {keys:?}");
    assert!(keys.iter().all(|path| mode(path) == 0o600));
    assert_eq!(mode(&dir.join("ca.pem")), 0o644);
    assert_eq!(vault.ca_path(), Some(dir.join("ca.pem")));
    assert_eq!(
        std::fs::read_to_string(dir.join("ca.pem")).unwrap(),
        vault.export_ca(Authority::Tls, NOW).unwrap()
    );
}

#[test]
fn a_foreign_directory_is_refused_and_left_alone() {
    let keep = tempfile::tempdir().unwrap();
    std::fs::write(keep.path().join("thesis.tex"), "mine").unwrap();
    let why = refusal(keep.path(), None);
    assert!(why.contains("thesis.tex") && why.contains("choose an empty or a new directory"), "{why}");
    assert_eq!(std::fs::read_dir(keep.path()).unwrap().count(), 1);
}

#[test]
fn an_empty_directory_is_taken() {
    let keep = tempfile::tempdir().unwrap();
    Vault::open(keep.path(), None).unwrap();
    assert!(keep.path().join(MARKER).exists());
}

#[test]
fn a_file_in_place_of_the_directory_is_refused() {
    let keep = tempfile::tempdir().unwrap();
    let file = keep.path().join("a-file");
    std::fs::write(&file, "mine").unwrap();
    assert!(refusal(&file, None).contains("choose another"));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
}

#[test]
fn a_directory_of_another_version_is_refused() {
    let keep = tempfile::tempdir().unwrap();
    std::fs::write(keep.path().join(MARKER), r#"{"format":"poligon-state","version":2,"seed":null}"#)
        .unwrap();
    assert!(refusal(keep.path(), None).contains("version 2"));
    std::fs::write(keep.path().join(MARKER), r#"{"format":"other","version":1,"seed":null}"#).unwrap();
    assert!(refusal(keep.path(), None).contains("„other”"));
    std::fs::write(keep.path().join(MARKER), "{").unwrap();
    assert!(refusal(keep.path(), None).contains("choose another directory"));
}

#[test]
fn a_directory_of_another_seed_is_refused() {
    let keep = tempfile::tempdir().unwrap();
    let (seeded, random) = (keep.path().join("seeded"), keep.path().join("random"));
    Vault::open(&seeded, Some(7)).unwrap();
    Vault::open(&random, None).unwrap();
    assert!(refusal(&seeded, Some(8)).contains("made with --seed 7, not 8"));
    assert!(refusal(&seeded, None).contains("made with --seed 7; use that seed"));
    assert!(refusal(&random, Some(7)).contains("leave --seed out"));
    Vault::open(&seeded, Some(7)).unwrap();
}

#[cfg(unix)]
#[test]
fn keys_that_others_can_read_are_refused_with_the_remedy() {
    use std::os::unix::fs::PermissionsExt;
    let open_up =
        |path: &Path, mode| std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
    let keep = tempfile::tempdir().unwrap();
    Vault::open(keep.path(), None).unwrap().key("a-name", KeyKind::EcP256).unwrap();
    let (keys, key) = (keep.path().join("keys"), keep.path().join("keys/a-name.ec-p256.key"));
    open_up(&key, 0o644);
    assert!(refusal(keep.path(), None).contains("run `chmod 600"));
    open_up(&key, 0o600);
    open_up(&keys, 0o755);
    assert!(refusal(keep.path(), None).contains("run `chmod 700"));
    open_up(&keys, 0o700);
    open_up(keep.path(), 0o777);
    assert!(refusal(keep.path(), None).contains("run `chmod o-w"));
    open_up(keep.path(), 0o755);
    Vault::open(keep.path(), None).unwrap();
}

#[test]
fn a_damaged_key_is_named_and_not_overwritten() {
    let keep = tempfile::tempdir().unwrap();
    let make = || Vault::open(keep.path(), None).unwrap().key("a-name", KeyKind::EcP256);
    make().unwrap();
    let path = keep.path().join("keys/a-name.ec-p256.key");
    std::fs::write(&path, "torn").unwrap();
    let why = make().unwrap_err().to_string();
    assert!(why.contains("a-name.ec-p256.key") && why.contains("remove the file"), "{why}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "torn");
}

#[test]
fn a_damaged_list_is_named_and_not_overwritten() {
    let keep = tempfile::tempdir().unwrap();
    let vault = Vault::open(keep.path(), None).unwrap();
    std::fs::write(keep.path().join("issued.json"), "[").unwrap();
    assert!(refusal(keep.path(), None).contains("issued.json"));
    assert!(vault.issue(&ec_seal(""), NOW).unwrap_err().to_string().contains("move the file away"));
    assert_eq!(std::fs::read_to_string(keep.path().join("issued.json")).unwrap(), "[");
}

#[test]
fn odd_key_names_stay_inside_the_directory_and_apart() {
    let keep = tempfile::tempdir().unwrap();
    let vault = Vault::open(keep.path(), None).unwrap();
    let names = ["../../escape", "Name", "name", "", "/etc/passwd", "żółw", "żółw2"];
    let keys: Vec<_> = names.iter().map(|name| vault.key(name, KeyKind::EcP256).unwrap().spki()).collect();
    assert_eq!(std::fs::read_dir(keep.path().join("keys")).unwrap().count(), names.len());
    assert!(keys.iter().enumerate().all(|(at, key)| !keys[..at].contains(key)));
}

/// As two processes would: each vault has its own memory, only the directory is shared.
#[test]
fn many_vaults_on_one_directory_agree_on_keys_and_lose_no_record() {
    let keep = tempfile::tempdir().unwrap();
    let dir = keep.path().join("state");
    let together = Barrier::new(8);
    let keys: Vec<_> = std::thread::scope(|scope| {
        let run = |number: usize| {
            let (dir, together) = (&dir, &together);
            scope.spawn(move || {
                together.wait();
                let vault = Vault::open(dir, None).unwrap();
                for round in 0..5 {
                    vault.issue(&ec_seal(&format!("{number}-{round}")), NOW).unwrap();
                }
                vault.key("shared", KeyKind::EcP256).unwrap().spki()
            })
        };
        let threads: Vec<_> = (0..8).map(run).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(keys.iter().all(|key| *key == keys[0]));
    assert_eq!(Vault::open(&dir, None).unwrap().records().len(), 40);
    let unfinished = |entry: std::io::Result<std::fs::DirEntry>| {
        entry.unwrap().file_name().to_string_lossy().starts_with(".poligon")
    };
    assert!(!std::fs::read_dir(dir.join("keys")).unwrap().any(unfinished));
}

#[test]
fn files_are_never_overwritten() {
    let keep = tempfile::tempdir().unwrap();
    let credential = Vault::in_memory(None).issue(&ec_seal(""), NOW).unwrap();
    let paths = credential.write_to(keep.path(), "seal", "hasło").unwrap();
    assert_eq!(paths.len(), 5);
    let before = std::fs::read(&paths[0]).unwrap();
    let why = credential.write_to(keep.path(), "seal", "inne").unwrap_err().to_string();
    assert!(why.contains("seal.key.pem") && why.contains("not overwritten"), "{why}");
    assert_eq!(std::fs::read(&paths[0]).unwrap(), before);
    std::fs::write(keep.path().join("half.legacy.p12"), "mine").unwrap();
    assert!(credential.write_to(keep.path(), "half", "hasło").is_err());
    assert!(!keep.path().join("half.key.pem").exists(), "all or nothing");
    for odd in ["../seal", "", ".hidden", "a/b", "a b"] {
        assert!(matches!(credential.write_to(keep.path(), odd, "hasło"), Err(VaultError::Order(_))), "{odd}");
    }
}

#[test]
fn contradictory_orders_are_refused() {
    let vault = Vault::in_memory(None);
    let refused = |order: Order| vault.issue(&order, NOW).unwrap_err().to_string();
    let other = Order { self_signed: true, flaw: Some(poligon_certs::Flaw::OtherAuthority), ..seal() };
    assert!(refused(other).contains("no other authority"));
    assert!(refused(Order { names: vec!["a.example".into()], ..seal() }).contains("only a TLS server"));
    let server = |name: &str| Order {
        key: KeyKind::EcP256,
        names: vec![name.into()],
        ..Order::new(Profile::TlsServer)
    };
    assert!(refused(server("not a name")).contains("write it like"));
    assert!(vault.issue(&server("*.gov.example"), NOW).is_ok());
    assert_eq!(vault.records().len(), 1, "what is refused is not recorded");
}
