//! `client_certificate_hash`: Streebog-256 of the certificate's DER, and what is sent in its place (spec §1.6).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use poligon_crypto::gost::{self, Size};
use poligon_crypto::microscope::Hypothesis;
use poligon_crypto::{Certificate, DigestAlgorithm};

/// The hash of a certificate as ESIA wants it: 64 upper-case hex digits.
pub fn of(certificate: &Certificate) -> String {
    gost::hex_digest(Size::Bits256, certificate.der())
}

/// Which mistake with one of these certificates gives this text.
pub fn mistake(given: &str, certificates: &[Certificate]) -> Option<Hypothesis> {
    let given = given.replace([':', ' '], "");
    certificates.iter().find_map(|certificate| of_one(&given, certificate))
}

fn of_one(given: &str, certificate: &Certificate) -> Option<Hypothesis> {
    let der = certificate.der();
    let remedy = "Take Streebog-256 of the DER: openssl x509 -outform DER | gost12sum.";
    let hex = |bytes: Vec<u8>| bytes.iter().map(|byte| format!("{byte:02X}")).collect::<String>();
    let same = |hex: &str| given.eq_ignore_ascii_case(hex);
    let found = |id, clause: &str| Some(Hypothesis::new(id, clause, remedy));
    for (algorithm, id, clause) in [
        (DigestAlgorithm::Sha1, "sha1-of-certificate", "the digest were Streebog-256 (it is SHA-1)"),
        (DigestAlgorithm::Sha256, "sha256-of-certificate", "the digest were Streebog-256 (it is SHA-256)"),
    ] {
        if same(&hex(algorithm.digest(der))) {
            return found(id, clause);
        }
        if pems(der).iter().any(|pem| same(&hex(algorithm.digest(pem.as_bytes())))) {
            return found(id, "the digest were Streebog-256 of the DER (it is another one, of the PEM file)");
        }
    }
    let pem = pems(der).iter().any(|pem| same(&gost::hex_digest(Size::Bits256, pem.as_bytes())));
    if pem {
        return found("pem-hashed", "the DER had been hashed (the PEM file was)");
    }
    let mut reversed = gost::digest(Size::Bits256, der);
    reversed.reverse();
    if same(&hex(reversed)) {
        return found(
            "reversed-hash",
            "the bytes stood in the order that gost12sum prints (they are reversed)",
        );
    }
    if same(&gost::hex_digest(Size::Bits512, der)) {
        return found("streebog-512", "the digest were Streebog-256 (it is Streebog-512)");
    }
    if same(&gost::hex_digest(Size::Bits256, &spki(certificate))) {
        return found("key-hashed", "the certificate had been hashed (its public key was)");
    }
    None
}

/// The certificate as text, as the usual tools write it.
fn pems(der: &[u8]) -> [String; 3] {
    let body: Vec<String> = STANDARD
        .encode(der)
        .as_bytes()
        .chunks(64)
        .map(|line| String::from_utf8_lossy(line).into_owned())
        .collect();
    let text = |end: &str| {
        let lines = body.join(end);
        format!("-----BEGIN CERTIFICATE-----{end}{lines}{end}-----END CERTIFICATE-----{end}")
    };
    let bare = text("\n").trim_end().to_owned();
    [text("\n"), text("\r\n"), bare]
}

fn spki(certificate: &Certificate) -> Vec<u8> {
    match certificate.gost_key() {
        Some(key) => key.spki(),
        None => certificate.public_key().map(|key| key.spki().to_vec()).unwrap_or_default(),
    }
}
