//! Java's keytool reads the PKCS#12 files: half of the integrators are Java systems.

mod support;

use std::process::Command;

use poligon_certs::{Authority, Flavour, KeyKind, Order, Vault};
use support::{NOW, seal, text, write};

#[test]
fn java_reads_both_flavours_with_the_whole_chain() {
    if !keytool_is_here() {
        return;
    }
    let credential = Vault::in_memory(None).issue(&Order { key: KeyKind::EcP256, ..seal() }, NOW).unwrap();
    for flavour in [Flavour::Modern, Flavour::Legacy] {
        let shown = listed(&credential.pkcs12("cwiczenia", flavour).unwrap());
        assert!(shown.contains("Alias name: poligon"), "{shown}");
        assert!(
            shown.contains("PrivateKeyEntry") && shown.contains("Certificate chain length: 3"),
            "{shown}"
        );
    }
}

#[test]
fn java_trusts_what_is_in_a_trust_store() {
    if !keytool_is_here() {
        return;
    }
    let vault = Vault::in_memory(Some(1));
    let shown = listed(&vault.trust_store(Authority::Tls, "cwiczenia", NOW).unwrap());
    assert!(shown.contains("Your keystore contains 1 entry"), "{shown}");
    assert!(
        shown.contains("Alias name: poligon-1") && shown.contains("Entry type: trustedCertEntry"),
        "{shown}"
    );
}

/// Says clearly that a test showed nothing when it is not.
fn keytool_is_here() -> bool {
    let here = Command::new("keytool").arg("-help").output().is_ok();
    if !here {
        eprintln!("NOT TESTED: keytool is not on PATH, so no Java has read these PKCS#12 files");
    }
    here
}

/// What keytool shows of a PKCS#12 file with the password „cwiczenia”.
#[allow(clippy::unwrap_used, reason = "a test helper")]
fn listed(bytes: &[u8]) -> String {
    let keep = tempfile::tempdir().unwrap();
    write(keep.path(), "store.p12", bytes);
    let list = ["-list", "-v", "-storetype", "PKCS12", "-keystore", "store.p12", "-storepass", "cwiczenia"];
    let output = Command::new("keytool")
        .args(["-J-Duser.language=en"])
        .args(list)
        .current_dir(keep.path())
        .output()
        .unwrap();
    let shown = text(&output);
    assert!(output.status.success(), "{shown}");
    shown
}
