//! OpenSSL, which we did not write, reads and verifies what the vault makes.

mod support;

use poligon_certs::{Authority, Flavour, Flaw, KeyKind, KsefUsage, Order, Profile, Vault};
use support::{
    NOW, at_now, chain_in_files, openssl, openssl_is_here, openssl_output, person, seal, text, write,
};

#[test]
fn a_seal_verifies_under_its_root_through_the_one_between() {
    if !openssl_is_here() {
        return;
    }
    let vault = Vault::in_memory(None);
    for key in [KeyKind::Rsa2048, KeyKind::EcP256] {
        let credential = vault.issue(&Order { key, ..seal() }, NOW).unwrap();
        let (_keep, dir) = chain_in_files(&credential);
        let verify = [
            "verify",
            "-x509_strict",
            "-attime",
            &at_now(),
            "-CAfile",
            "root.pem",
            "-untrusted",
            "between.pem",
            "leaf.pem",
        ];
        assert!(openssl(&dir, &verify).contains("leaf.pem: OK"));
        let short = ["verify", "-attime", &at_now(), "-CAfile", "root.pem", "leaf.pem"];
        assert!(!openssl_output(&dir, &short).status.success(), "the one between is needed");
    }
}

#[test]
fn a_seal_says_what_ksef_reads() {
    if !openssl_is_here() {
        return;
    }
    let credential = Vault::in_memory(None).issue(&seal(), NOW).unwrap();
    let shown = show(&credential);
    assert!(shown.contains("organizationIdentifier=VATPL-1111111111"), "{shown}");
    assert!(shown.contains("O=Piekarnia Zmyślona") && shown.contains("C=PL"), "{shown}");
    assert!(shown.contains("OU=Poligon – jednorazowy"), "{shown}");
    assert!(!shown.contains("GN=") && !shown.contains("SN="), "{shown}");
    assert!(shown.contains("Public-Key: (2048 bit)"), "{shown}");
    assert!(shown.contains("Digital Signature, Non Repudiation"), "{shown}");
    assert!(shown.contains("ŚRODOWISKO ĆWICZEBNE"), "the issuer: {shown}");
}

#[test]
fn a_person_says_what_ksef_reads() {
    if !openssl_is_here() {
        return;
    }
    let vault = Vault::in_memory(None);
    let by_pesel = show(&vault.issue(&Order { key: KeyKind::EcP256, ..person() }, NOW).unwrap());
    assert!(by_pesel.contains("serialNumber=PNOPL-11111111116"), "{by_pesel}");
    assert!(by_pesel.contains("GN=Łucja") && by_pesel.contains("SN=Zmyślona"), "{by_pesel}");
    let by_nip = Order { pesel: None, nip: Some("1111111111".into()), key: KeyKind::EcP256, ..person() };
    assert!(show(&vault.issue(&by_nip, NOW).unwrap()).contains("serialNumber=TINPL-1111111111"));
}

#[test]
fn wrong_certificates_are_wrong_in_the_one_way_that_was_ordered() {
    if !openssl_is_here() {
        return;
    }
    let vault = Vault::in_memory(None);
    let order = |flaw| Order { key: KeyKind::EcP256, flaw: Some(flaw), ..seal() };
    let complaint = |flaw| {
        let (_keep, dir) = chain_in_files(&vault.issue(&order(flaw), NOW).unwrap());
        write(&dir, "trusted.pem", vault.export_ca(Authority::Qualified, NOW).unwrap());
        text(&openssl_output(&dir, &["verify", "-attime", &at_now(), "-CAfile", "trusted.pem", "leaf.pem"]))
    };
    assert!(complaint(Flaw::Expired).contains("certificate has expired"));
    assert!(complaint(Flaw::NotYetValid).contains("certificate is not yet valid"));
    assert!(complaint(Flaw::OtherAuthority).contains("unable to get local issuer certificate"));
    assert!(complaint(Flaw::NoIdentifier).contains("leaf.pem: OK"));
    assert!(complaint(Flaw::SixDigitNip).contains("leaf.pem: OK"));
    let shown = |flaw| show(&vault.issue(&order(flaw), NOW).unwrap());
    assert!(!shown(Flaw::NoIdentifier).contains("VATPL"));
    assert!(shown(Flaw::SixDigitNip).contains("organizationIdentifier=VATPL-111111,"));
}

#[test]
fn a_self_signed_seal_verifies_under_itself() {
    if !openssl_is_here() {
        return;
    }
    let vault = Vault::in_memory(None);
    for key in [KeyKind::Rsa2048, KeyKind::EcP256] {
        let credential = vault.issue(&Order { self_signed: true, key, ..seal() }, NOW).unwrap();
        assert!(credential.above.is_empty());
        let (_keep, dir) = chain_in_files(&credential);
        openssl(&dir, &["verify", "-attime", &at_now(), "-CAfile", "leaf.pem", "leaf.pem"]);
    }
}

#[test]
fn a_tls_leaf_verifies_for_every_local_name_and_no_other() {
    if !openssl_is_here() {
        return;
    }
    let credential = Vault::in_memory(None).tls_leaf(&["ksef-te.example", "10.0.0.7"], NOW).unwrap();
    let (_keep, dir) = chain_in_files(&credential);
    let verify = |kind, name| {
        let arguments = [
            "verify",
            "-x509_strict",
            "-purpose",
            "sslserver",
            "-attime",
            &at_now(),
            "-CAfile",
            "root.pem",
            kind,
            name,
            "leaf.pem",
        ];
        openssl_output(&dir, &arguments).status.success()
    };
    for name in ["localhost", "ksef.localhost", "ksef-te.example"] {
        assert!(verify("-verify_hostname", name), "{name}");
    }
    for address in ["127.0.0.1", "::1", "10.0.0.7"] {
        assert!(verify("-verify_ip", address), "{address}");
    }
    assert!(!verify("-verify_hostname", "elsewhere.example"));
    assert!(!verify("-verify_ip", "10.0.0.8"));
    assert!(show(&credential).contains("TLS Web Server Authentication"));
}

#[test]
fn ksef_public_keys_are_two_rsa_keys_that_encrypt() {
    if !openssl_is_here() {
        return;
    }
    let vault = Vault::in_memory(None);
    let token = vault.ksef_public_key(KsefUsage::TokenEncryption, 0, NOW).unwrap();
    let symmetric = vault.ksef_public_key(KsefUsage::SymmetricKeyEncryption, 0, NOW).unwrap();
    assert_ne!(token.key.spki(), symmetric.key.spki());
    let shown = show(&token);
    assert!(shown.contains("CN=Ministerstwo Finansów") && shown.contains("Key Encipherment"), "{shown}");
    let (_keep, dir) = chain_in_files(&token);
    write(&dir, "key.pem", token.key.pem());
    write(&dir, "plain", "thirty-two bytes of a secret key");
    let oaep = [
        "-pkeyopt",
        "rsa_padding_mode:oaep",
        "-pkeyopt",
        "rsa_oaep_md:sha256",
        "-pkeyopt",
        "rsa_mgf1_md:sha256",
    ];
    let mut wrap =
        vec!["pkeyutl", "-encrypt", "-certin", "-inkey", "leaf.pem", "-in", "plain", "-out", "wrapped"];
    wrap.extend(oaep);
    openssl(&dir, &wrap);
    let mut unwrap = vec!["pkeyutl", "-decrypt", "-inkey", "key.pem", "-in", "wrapped"];
    unwrap.extend(oaep);
    assert_eq!(openssl(&dir, &unwrap), "thirty-two bytes of a secret key");
}

#[test]
fn pkcs12_files_open_in_both_flavours_with_key_and_whole_chain() {
    if !openssl_is_here() {
        return;
    }
    let vault = Vault::in_memory(None);
    for key in [KeyKind::Rsa2048, KeyKind::EcP256] {
        let credential = vault.issue(&Order { key, ..seal() }, NOW).unwrap();
        let (_keep, dir) = chain_in_files(&credential);
        write(&dir, "modern.p12", credential.pkcs12("hasło do ćwiczeń", Flavour::Modern).unwrap());
        write(&dir, "legacy.p12", credential.pkcs12("hasło do ćwiczeń", Flavour::Legacy).unwrap());
        let password = "pass:hasło do ćwiczeń";
        let modern = openssl(&dir, &["pkcs12", "-in", "modern.p12", "-info", "-nodes", "-passin", password]);
        assert!(modern.contains("AES-256-CBC") && modern.contains("sha256"), "{modern}");
        let legacy = openssl(
            &dir,
            &["pkcs12", "-legacy", "-in", "legacy.p12", "-info", "-nodes", "-passin", password],
        );
        assert!(legacy.contains("pbeWithSHA1And3-KeyTripleDES-CBC") && legacy.contains("sha1"), "{legacy}");
        for shown in [modern, legacy] {
            assert_eq!(shown.matches("BEGIN CERTIFICATE").count(), 3, "{shown}");
            assert_eq!(shown.matches("BEGIN PRIVATE KEY").count(), 1, "{shown}");
        }
        let wrong = openssl_output(&dir, &["pkcs12", "-in", "modern.p12", "-nodes", "-passin", "pass:inne"]);
        assert!(!wrong.status.success());
    }
}

#[test]
fn a_system_of_epuap_stands_under_three_and_can_be_revoked() {
    if !openssl_is_here() {
        return;
    }
    let vault = Vault::in_memory(None);
    let order = Order {
        organization: Some("Gmina Przykładowo".into()),
        names: vec!["ezd.gmina.example".into(), "192.0.2.7".into()],
        ..Order::new(Profile::EpuapSystem)
    };
    let credential = vault.issue(&order, NOW).unwrap();
    assert_eq!(credential.chain_pem().matches("BEGIN CERTIFICATE").count(), 4, "certyfikat.txt holds four");
    let (_keep, dir) = chain_in_files(&credential);
    let at = at_now();
    let verify = [
        "verify",
        "-x509_strict",
        "-attime",
        &at,
        "-CAfile",
        "root.pem",
        "-untrusted",
        "between.pem",
        "leaf.pem",
    ];
    assert!(openssl(&dir, &verify).contains("leaf.pem: OK"));
    let shown = show(&credential);
    assert!(shown.contains("O=Gmina Przykładowo") && shown.contains("CN=ezd.gmina.example"), "{shown}");
    assert!(shown.contains("DNS:ezd.gmina.example") && shown.contains("IP Address:192.0.2.7"), "{shown}");
    vault.revoke(&credential.serial, NOW).unwrap();
    write(&dir, "list.crl", vault.crl(Authority::Epuap, NOW).unwrap());
    let crl = openssl(&dir, &["crl", "-inform", "DER", "-in", "list.crl", "-text"]);
    assert!(crl.contains(&credential.serial), "{crl}");
    write(&dir, "legacy.p12", credential.pkcs12("hasło", Flavour::Legacy).unwrap());
    let legacy =
        openssl(&dir, &["pkcs12", "-legacy", "-in", "legacy.p12", "-nodes", "-passin", "pass:hasło"]);
    assert_eq!(legacy.matches("BEGIN CERTIFICATE").count(), 4, "{legacy}");
}

#[test]
fn a_revoked_seal_is_on_the_crl_of_its_issuer_and_openssl_refuses_it() {
    if !openssl_is_here() {
        return;
    }
    let vault = Vault::in_memory(None);
    let order = |label: &str| Order { key: KeyKind::EcP256, label: label.into(), ..seal() };
    let good = vault.issue(&order("good"), NOW).unwrap();
    let bad = vault.issue(&order("bad"), NOW).unwrap();
    vault.revoke(&bad.serial, NOW).unwrap();
    let check = |credential| {
        let (_keep, dir) = chain_in_files(credential);
        write(&dir, "list.crl", vault.crl(Authority::Qualified, NOW).unwrap());
        write(&dir, "issuer.pem", vault.authority(Authority::Qualified, NOW).unwrap().certificate_pem());
        let shown = openssl(
            &dir,
            &["crl", "-inform", "DER", "-in", "list.crl", "-verify", "-CAfile", "issuer.pem", "-text"],
        );
        assert!(shown.contains("verify OK") && shown.contains(&bad.serial), "{shown}");
        openssl(&dir, &["crl", "-inform", "DER", "-in", "list.crl", "-out", "crl.pem"]);
        let verify = [
            "verify",
            "-crl_check",
            "-CRLfile",
            "crl.pem",
            "-attime",
            &at_now(),
            "-CAfile",
            "root.pem",
            "-untrusted",
            "between.pem",
            "leaf.pem",
        ];
        text(&openssl_output(&dir, &verify))
    };
    assert!(check(&good).contains("leaf.pem: OK"));
    assert!(check(&bad).contains("certificate revoked"));
    for other in [Authority::Tls, Authority::Stranger, Authority::KsefCertificates, Authority::Epuap] {
        let (_keep, dir) = chain_in_files(&good);
        write(&dir, "list.crl", vault.crl(other, NOW).unwrap());
        assert!(
            openssl(&dir, &["crl", "-inform", "DER", "-in", "list.crl", "-text"])
                .contains("No Revoked Certificates")
        );
    }
}

#[test]
fn written_files_belong_together() {
    if !openssl_is_here() {
        return;
    }
    let vault = Vault::in_memory(None);
    let keep = tempfile::tempdir().unwrap();
    for key in [KeyKind::Rsa2048, KeyKind::EcP256] {
        let stem = key.name();
        vault.issue(&Order { key, ..seal() }, NOW).unwrap().write_to(keep.path(), stem, "hasło").unwrap();
        let of_key = openssl(keep.path(), &["pkey", "-in", &format!("{stem}.key.pem"), "-pubout"]);
        let of_certificate =
            openssl(keep.path(), &["x509", "-in", &format!("{stem}.cert.pem"), "-pubkey", "-noout"]);
        assert_eq!(of_key, of_certificate);
        openssl(keep.path(), &["pkey", "-in", &format!("{stem}.key.pem"), "-check", "-noout"]);
    }
}

fn show(credential: &poligon_certs::Credential) -> String {
    let (_keep, dir) = chain_in_files(credential);
    openssl(
        &dir,
        &["x509", "-in", "leaf.pem", "-text", "-noout", "-nameopt", "utf8,sep_comma_plus,sname,-esc_msb"],
    )
}
