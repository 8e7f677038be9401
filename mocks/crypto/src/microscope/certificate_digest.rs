//! Mistakes in the digest of XAdES SigningCertificate.

use super::octets::{Form, Readings, name};
use super::{Hypothesis, case};
use crate::seal::names::{DS, XADES};
use crate::seal::{Policy, base64, key_info};
use crate::{Certificate, DigestAlgorithm};

/// What the digest in SigningCertificate is of, when it is not that of the certificate.
pub(super) fn explain(text: &str, policy: &Policy) -> Vec<Hypothesis> {
    case::with(text, policy, |document, located| {
        let listed = located.signature.descendants().find(|element| element.is(XADES, "CertDigest"))?;
        let uri = listed.child_in(DS, "DigestMethod")?.attribute("Algorithm")?;
        let declared = DigestAlgorithm::of_uri(uri)?;
        let readings = Readings::of(&listed.child_in(DS, "DigestValue")?.text());
        let certificates = key_info::read(document, located.key_info).ok()?.certificates;
        let own = certificates.first()?;
        if readings
            .fit(Some(declared), own.der())
            .is_some_and(|fit| fit.form == Form::Base64 && fit.hash == declared)
        {
            return None;
        }
        candidates(&certificates).into_iter().find_map(|(octets, id, of)| {
            let fit = readings.fit(Some(declared), &octets)?;
            let (id, what) = match (id, fit.hash == declared, fit.form) {
                ("", false, _) => (
                    "certificate-digest-of-other-hash",
                    format!(
                        "a {} digest as DigestMethod says; it is a {} digest",
                        name(declared),
                        name(fit.hash)
                    ),
                ),
                ("", true, Form::Base64) => return None,
                ("", true, _) => ("certificate-digest-is-hex", "the base64 of the digest's bytes".to_owned()),
                (id, _, _) => (id, format!("that of the certificate's DER; it is that of {of}")),
            };
            Some(Hypothesis::new(
                id,
                format!("the digest in xades:CertDigest was {what}"),
                "Hash the DER bytes of the signing certificate (the decoded base64 of ds:X509Certificate).",
            ))
        })
    })
    .flatten()
    .into_iter()
    .collect()
}

/// Bytes that get hashed instead of the certificate; the certificate itself first, with no id.
fn candidates(certificates: &[Certificate]) -> Vec<(Vec<u8>, &'static str, &'static str)> {
    let mut all = Vec::new();
    for (index, certificate) in certificates.iter().take(4).enumerate() {
        let id = if index == 0 { "" } else { "certificate-digest-of-other-certificate" };
        all.push((certificate.der().to_vec(), id, "another certificate of ds:KeyInfo"));
    }
    let Some(own) = certificates.first() else { return all };
    let line = base64::encode(own.der());
    for end in ["\n", "\r\n"] {
        let wrapped = line.as_bytes().chunks(64).map(String::from_utf8_lossy).collect::<Vec<_>>().join(end);
        let pem = format!("-----BEGIN CERTIFICATE-----{end}{wrapped}{end}-----END CERTIFICATE-----");
        all.push((format!("{pem}{end}").into_bytes(), "certificate-digest-of-pem", "the PEM text"));
        all.push((pem.into_bytes(), "certificate-digest-of-pem", "the PEM text"));
        all.push((wrapped.into_bytes(), "certificate-digest-of-base64", "its base64 text"));
    }
    all.push((line.into_bytes(), "certificate-digest-of-base64", "its base64 text"));
    if let Ok(key) = own.public_key() {
        all.push((key.spki().to_vec(), "certificate-digest-of-public-key", "the public key"));
    }
    all
}
