//! Java's keytool reads the PKCS#12 files: half of the integrators are Java systems.

mod support;

use std::process::Command;

use poligon_certs::{Flavour, KeyKind, Order, Vault};
use support::{NOW, seal, text, write};

#[test]
fn java_reads_both_flavours_with_the_whole_chain() {
    if Command::new("keytool").arg("-help").output().is_err() {
        eprintln!("NOT TESTED: keytool is not on PATH, so no Java has read these PKCS#12 files");
        return;
    }
    let credential = Vault::in_memory(None).issue(&Order { key: KeyKind::EcP256, ..seal() }, NOW).unwrap();
    let keep = tempfile::tempdir().unwrap();
    for (name, flavour) in [("modern.p12", Flavour::Modern), ("legacy.p12", Flavour::Legacy)] {
        write(keep.path(), name, credential.pkcs12("cwiczenia", flavour).unwrap());
        let list = ["-list", "-v", "-storetype", "PKCS12", "-keystore", name, "-storepass", "cwiczenia"];
        let output = Command::new("keytool")
            .args(["-J-Duser.language=en"])
            .args(list)
            .current_dir(keep.path())
            .output()
            .unwrap();
        let shown = text(&output);
        assert!(output.status.success() && shown.contains("Alias name: poligon"), "{shown}");
        assert!(
            shown.contains("PrivateKeyEntry") && shown.contains("Certificate chain length: 3"),
            "{shown}"
        );
    }
}
