//! Seals that strangers made (signxml, libxmlsec, a DSS-like template, WSS4J, zeep) and their broken twins, judged by our
//! verifier. They are not part of the repository: `POLIGON_REFERENCE` names the folder; without it nothing runs.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail loudly")]

use std::path::{Path, PathBuf};

use poligon_crypto::certificate::ChainError;
use poligon_crypto::seal::{Cover, Fault, KeySource, Stage, Trust, verify};
use poligon_crypto::{Certificate, Policy, Report, XmlError};
use time::OffsetDateTime;
use time::macros::datetime;

const NOW: OffsetDateTime = datetime!(2026-11-24 12:00 UTC);

/// Where a broken seal must break. Valid ones are not listed.
const BREAKS: [(&str, Stage); 25] = [
    ("neg2_certdigest", Stage::Digest),
    ("neg2_dropref", Stage::SignatureValue),
    ("neg2_nip", Stage::Digest),
    ("neg2_saml_xsw", Stage::Policy),
    ("neg2_signedprops", Stage::Digest),
    ("neg_sx_dtd", Stage::Parse),
    ("neg_sx_noref", Stage::References),
    ("neg_sx_tamper", Stage::Digest),
    ("neg_ws_evil_signed", Stage::SignatureValue),
    ("neg_ws_tamper_body", Stage::Digest),
    ("neg_ws_tamper_sigvalue", Stage::SignatureValue),
    ("neg_ws_wrong_pin", Stage::SignatureValue),
    ("neg_ws_xsw_dupid", Stage::References),
    ("neg_ws_xsw_moved", Stage::Policy),
    ("neg_xades_tamper_nip", Stage::Digest),
    ("neg_xades_tamper_signedprops", Stage::Digest),
    ("sx_rsa256_exc_incl", Stage::Digest),
    ("xades_ec256", Stage::Digest),
    ("xades_enveloping", Stage::Digest),
    ("xades_pss", Stage::Digest),
    ("xades_rsa256_exc", Stage::Digest),
    // Chains, judged with trust in ca.crt.
    ("c_evil", Stage::Chain),
    ("c_expired", Stage::Chain),
    ("c_future", Stage::Chain),
    ("c_revoked", Stage::Chain),
];

#[test]
fn every_vector_gets_its_verdict() {
    let Some(folder) = vectors() else { return };
    let manifest = std::fs::read_to_string(folder.join("manifest.tsv")).expect("manifest");
    let mut wrong = Vec::new();
    let mut rows = 0;
    for row in manifest.lines() {
        let cells: Vec<&str> = row.split('\t').collect();
        let (name, verdict, key) = (cells[0], cells[1], cells[2]);
        let report = judge(&folder, name, key);
        rows += 1;
        let broken = breaks(name);
        if (verdict == "valid") == broken.is_some() {
            wrong.push(format!("{name}: the manifest says {verdict}, the table in this test {broken:?}"));
        }
        if report.failed_stage().map(|stage| stage.stage) != broken {
            wrong.push(format!("{name} ({verdict}): expected {broken:?}, got {}", told(&report)));
        }
    }
    println!("{rows} vectors judged");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn vectors_without_a_row_hold_too() {
    let Some(folder) = vectors() else { return };
    for name in ["k_filter2b", "k_xp_here", "k_xp_local"] {
        let report = judge(&folder, name, "rsa");
        assert!(report.holds(), "{name}: {}", told(&report));
    }
}

#[test]
fn faults_name_what_is_wrong() {
    let Some(folder) = vectors() else { return };
    let fault = |name, key| judge(&folder, name, key).fault;
    assert!(matches!(fault("neg_sx_dtd", "rsa"), Some(Fault::Unreadable(XmlError::Dtd { .. }))));
    assert_eq!(fault("neg_sx_noref", "rsa"), Some(Fault::NoReference));
    assert_eq!(fault("neg_ws_xsw_dupid", "rsa"), Some(Fault::DuplicateId("id-1".to_owned())));
    assert!(matches!(fault("neg_ws_xsw_moved", "rsa"), Some(Fault::NotCovered(_))));
    assert!(matches!(fault("neg2_saml_xsw", "rsa"), Some(Fault::NotCovered(_))));
    assert_eq!(fault("neg2_nip", "rsa"), Some(Fault::DigestMismatch(0)));
    assert_eq!(fault("neg2_signedprops", "rsa"), Some(Fault::DigestMismatch(1)));
}

#[test]
fn tampering_is_told_from_a_wrong_key() {
    let Some(folder) = vectors() else { return };
    let passed = |report: &Report, wanted| {
        report
            .stages
            .iter()
            .any(|stage| stage.stage == wanted && stage.outcome == poligon_crypto::seal::Outcome::Passed)
    };
    let tampered = judge(&folder, "neg2_nip", "rsa");
    assert!(passed(&tampered, Stage::SignatureValue) && !passed(&tampered, Stage::Digest));
    let wrong_key = judge(&folder, "neg_ws_wrong_pin", "evil");
    assert!(passed(&wrong_key, Stage::Digest) && !passed(&wrong_key, Stage::SignatureValue));
}

#[test]
fn chains_break_for_their_own_reason() {
    let Some(folder) = vectors() else { return };
    let reason = |name| match judge(&folder, name, "rsa").fault {
        Some(Fault::Untrusted(reason)) => reason,
        other => panic!("{name}: {other:?}"),
    };
    assert!(matches!(reason("c_expired"), ChainError::Expired { .. }));
    assert!(matches!(reason("c_future"), ChainError::NotYetValid { .. }));
    assert!(matches!(reason("c_revoked"), ChainError::Revoked { .. }));
    assert!(matches!(reason("c_evil"), ChainError::Untrusted { .. }));
    let mut trusting = policy(&folder, "c_revoked", "rsa");
    trusting.trust = Some(Trust { anchors: vec![certificate(&folder, "ca")], ..Trust::default() });
    let report = verify(&read(&folder.join("k_dss_rsa.xml")), &trusting);
    assert!(report.holds(), "{}", told(&report));
}

#[test]
fn requests_of_soap_clients_hold() {
    let Some(folder) = reference() else { return };
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder.join("seals/wss-clients"))
        .expect("folder")
        .map(|entry| entry.expect("entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "xml"))
        .collect();
    files.sort();
    let mut wrong = Vec::new();
    for path in &files {
        let name = path.file_stem().and_then(|stem| stem.to_str()).expect("name").to_owned();
        let mut policy = Policy::document(NOW);
        policy.cover = Cover::Paths(vec!["/Envelope/Body".to_owned()]);
        let report = verify(&read(path), &policy);
        println!("{name}: {}", told(&report));
        if report.failed_stage().map(|stage| stage.stage) != client_breaks(&name) {
            wrong.push(format!("{name}: {}", told(&report)));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// WSS4J by issuer and serial sends no certificate; without a pinned key it cannot be verified.
fn client_breaks(name: &str) -> Option<Stage> {
    (name == "wss4j_out-is").then_some(Stage::Key)
}

fn judge(folder: &Path, name: &str, key: &str) -> Report {
    verify(&read(&folder.join(format!("{name}.xml"))), &policy(folder, name, key))
}

fn policy(folder: &Path, name: &str, key: &str) -> Policy {
    let mut policy = Policy::document(NOW);
    policy.explain = false;
    policy.xades =
        ["k_", "xades_", "neg_xades_", "neg2_", "c_"].iter().any(|family| name.starts_with(family))
            && name != "neg2_saml_xsw";
    if name.contains("ws_") && !name.starts_with("k_") {
        policy.cover = Cover::Paths(vec!["/Envelope/Body".to_owned()]);
        let pinned = certificate(folder, key).public_key().expect("key");
        policy.key = KeySource::Pinned(pinned);
    }
    if matches!(name, "neg2_saml_xsw" | "sx_assertion_in_response") {
        policy.cover = Cover::Paths(vec!["/Response/Assertion".to_owned()]);
    }
    if name.starts_with("c_") {
        let revoked = vec![certificate(folder, "revoked").serial()];
        policy.trust =
            Some(Trust { anchors: vec![certificate(folder, "ca")], intermediates: Vec::new(), revoked });
    }
    policy
}

fn breaks(name: &str) -> Option<Stage> {
    BREAKS.iter().find(|(broken, _)| *broken == name).map(|(_, stage)| *stage)
}

fn told(report: &Report) -> String {
    match report.failed_stage() {
        None => "holds".to_owned(),
        Some(stage) => format!("{:?}: {}", stage.stage, stage.detail),
    }
}

fn certificate(folder: &Path, name: &str) -> Certificate {
    use base64::Engine as _;
    let pem = String::from_utf8(read(&folder.join(format!("{name}.crt")))).expect("PEM");
    let lines: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
    let der = base64::engine::general_purpose::STANDARD.decode(lines).expect("base64");
    Certificate::from_der(&der).expect("certificate")
}

fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn vectors() -> Option<PathBuf> {
    reference().map(|folder| folder.join("seals/vectors"))
}

/// Relative paths count from the root of the repository, where `make` runs.
fn reference() -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("POLIGON_REFERENCE") else {
        println!("NOT RUN: POLIGON_REFERENCE is not set; the seals of strangers were not judged");
        return None;
    };
    Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder))
}
